"""Reading a price rule from JSON, refusing what is unclear by the name of its field.

The JSON of every type, with money in whole pence and shares in basis points:

    {"type": "flat", "amount": 69000}
    {"type": "per_pupil", "rate": 650, "base": 0, "floor": 65000, "cap": 450000}
    {"type": "per_unit", "rate": 4400, "times": [{"number": 33, "of": "weeks"}], "step": "0.5"}
    {"type": "per_day", "day": 56000, "half_day": 31500}
    {"type": "per_place", "rate": 9500, "full_price_places": 1, "further_less_bp": 2000}
    {"type": "per_block", "size": 30, "rate": 10000, "of": "pupils"}
    {"type": "package", "amount": 162000,
     "contains": [{"number": 3, "of": "adviser days", "rate": 54000}]}
    {"type": "bands", "of": "pupils", "mode": "slab",
     "bands": [{"above": 0, "up_to": 100, "amount": 78000}, {"above": 100, "amount": 124000}]}
    {"type": "sum", "parts": [{"label": "Core", "rule": {...}}]}
    {"type": "percentage", "share_bp": 2500, "label": "Core membership", "of": {...}}
    {"type": "adjusted", "rule": {...}, "steps": [{"label": "Early booking", "less_bp": 500}]}
    {"type": "limited", "rule": {...}, "floor": 0, "cap": 100000}
    {"type": "free", "because": "..."}   {"type": "commissioned", "by": "the council"}
    {"type": "not_offered", "because": "..."}
    {"type": "cases", "cases": [{"label": "Secondary schools", "when": {"phase": ["secondary"]},
     "rule": {...}}], "otherwise": {...}}
    {"type": "options", "options": [{"option": "nle", "label": "National leader", "rule": {...}}]}
    {"type": "standings", "member": {...}, "in_area": {"type": "member_share", "share_bp": 12000},
     "out_of_area": {"type": "member_share", "share_bp": 13500}}

Every name that is not listed is refused: a misspelt "flor" must not sell below the floor.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from kernel.money import Money
from services.rules import price_rules as r
from services.rules.buyers import FUNDINGS, PHASES
from services.rules.reading import MOST_NUMBER, Reader, UnclearPriceRule

__all__ = ["UnclearPriceRule", "read"]

WHOLE = 10_000


def read(spec: object, *, path: str = "", depth: int = 0) -> r.Rule:
    """The rule that a piece of JSON describes.

    Refuses with UnclearPriceRule, which names the field.
    """
    return _read(Reader(spec, path, depth))


def _read(reader: Reader) -> r.Rule:
    kind = reader.take("type")
    make = READERS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise reader.refuse("type", f"Choose one of these types: {', '.join(READERS)}.")
    rule = make(reader)
    reader.done()
    return rule


def _per_pupil(reader: Reader) -> r.Rule:
    floor, cap = reader.limits()
    base = reader.money_or_none("base") or Money(0)
    return r.PerPupil(rate=reader.money("rate"), base=base, floor=floor, cap=cap)


def _per_unit(reader: Reader) -> r.Rule:
    floor, cap = reader.limits()
    times = tuple(
        r.Factor(number=one.whole("number", least=1, most=MOST_NUMBER), of=one.text("of"))
        for one in reader.each("times", least=0)
    )
    return r.PerUnit(
        rate=reader.money("rate"),
        times=times,
        base=reader.money_or_none("base") or Money(0),
        floor=floor,
        cap=cap,
        step=_step(reader),
    )


def _step(reader: Reader) -> Decimal:
    """The smallest part of a unit that is sold, as a decimal in quotation marks."""
    value = reader.take("step")
    if value is None:
        return Decimal(1)
    try:
        step = Decimal(value) if isinstance(value, str) else Decimal(0)
    except InvalidOperation:
        step = Decimal(0)
    if step not in {Decimal("0.25"), Decimal("0.5"), Decimal(1)}:
        raise reader.refuse("step", "Units are sold whole (“1”), by halves (“0.5”) or quarters (“0.25”).")
    return step


def _per_day(reader: Reader) -> r.Rule:
    day, half = reader.money("day"), reader.money("half_day")
    if half > day:
        raise reader.refuse("half_day", f"Half a day at {half} costs more than a day at {day}.")
    return r.PerDay(day=day, half_day=half)


def _per_place(reader: Reader) -> r.Rule:
    return r.PerPlace(
        rate=reader.money("rate"),
        full_price_places=reader.whole_or("full_price_places", 1, least=1, most=MOST_NUMBER),
        further_less_bp=reader.whole_or("further_less_bp", 0, least=0, most=WHOLE),
    )


def _per_block(reader: Reader) -> r.Rule:
    return r.PerBlock(
        size=reader.whole("size", least=1, most=MOST_NUMBER),
        rate=reader.money("rate"),
        of=reader.choice("of", r.Measure, r.Measure.PUPILS),
    )


def _package(reader: Reader) -> r.Rule:
    amount = reader.money("amount")
    contains = tuple(
        r.Contents(
            number=one.whole("number", least=1, most=MOST_NUMBER),
            of=one.text("of"),
            rate=one.money_or_none("rate"),
        )
        for one in reader.each("contains", least=0)
    )
    rates = [one.rate.pence * one.number for one in contains if one.rate is not None]
    if rates and (len(rates) != len(contains) or sum(rates) != amount.pence):
        parts = Money(sum(rates))
        raise reader.refuse("contains", f"The contents come to {parts}, the package to {amount}.")
    return r.Package(amount=amount, contains=contains)


def _bands(reader: Reader) -> r.Rule:
    of = reader.choice("of", r.Measure, r.Measure.PUPILS)
    mode = reader.choice("mode", r.BandMode, r.BandMode.SLAB)
    bands: list[r.Band] = []
    edge: int | None = 0
    for one in reader.each("bands"):
        if edge is None:
            raise one.refuse("above", "The band before this one has no upper edge, so they overlap.")
        band = _band(one, edge)
        if mode is r.BandMode.MARGINAL and not band.each:
            raise one.refuse("rate", "In marginal bands each slice has a rate.")
        edge = band.up_to
        bands.append(band)
    return r.Bands(of=of, mode=mode, bands=tuple(bands))


def _band(one: Reader, edge: int) -> r.Band:
    """One band that must begin where the last one ended."""
    above = one.whole_or("above", edge, least=0, most=MOST_NUMBER)
    if above > edge:
        raise one.refuse("above", f"There is a gap: nothing is priced above {edge} and up to {above}.")
    if above < edge:
        raise one.refuse("above", f"Bands overlap: {above + 1} to {edge} is priced twice.")
    upper = one.take("up_to")
    up_to = None if upper is None else one.number("up_to", upper, above + 1, MOST_NUMBER)
    amount, rate = one.money_or_none("amount"), one.money_or_none("rate")
    price = rate if amount is None else amount
    if price is None or (amount is not None and rate is not None):
        raise one.refuse("amount", "Give each band either an amount or a rate.")
    return r.Band(above=above, up_to=up_to, price=price, each=amount is None)


def _sum(reader: Reader) -> r.Rule:
    parts = (r.Part(label=one.text("label"), rule=_read(one.within("rule"))) for one in reader.each("parts"))
    return r.Sum(parts=tuple(parts))


def _percentage(reader: Reader) -> r.Rule:
    return r.Percentage(
        share_bp=reader.whole("share_bp", least=0, most=10 * WHOLE),
        of=_read(reader.within("of")),
        label=reader.text("label"),
    )


def _adjusted(reader: Reader) -> r.Rule:
    rule = _read(reader.within("rule"))
    return r.Adjusted(rule=rule, steps=tuple(_adjustment(one) for one in reader.each("steps")))


def _adjustment(one: Reader) -> r.Adjustment:
    label = one.text("label")
    less, plus = one.money_or_none("less"), one.money_or_none("plus")
    less_bp = one.whole("less_bp", least=0, most=WHOLE) if "less_bp" in one else None
    plus_bp = one.whole("plus_bp", least=0, most=10 * WHOLE) if "plus_bp" in one else None
    if sum(value is not None for value in (less, less_bp, plus, plus_bp)) != 1:
        raise one.refuse("less", "Say one of: less, less_bp, plus, plus_bp.")
    return r.Adjustment(label=label, less=less, less_bp=less_bp, plus=plus, plus_bp=plus_bp)


def _limited(reader: Reader) -> r.Rule:
    floor, cap = reader.limits()
    return r.Limited(rule=_read(reader.within("rule")), floor=floor, cap=cap)


def _cases(reader: Reader) -> r.Rule:
    cases = tuple(
        r.Case(when=_when(one.within("when")), label=one.text("label"), rule=_read(one.within("rule")))
        for one in reader.each("cases")
    )
    otherwise = _read(reader.within("otherwise")) if "otherwise" in reader else None
    return r.Cases(cases=cases, otherwise=otherwise)


def _when(reader: Reader) -> r.When:
    sixth_form = reader.take("sixth_form")
    if sixth_form is not None and not isinstance(sixth_form, bool):
        raise reader.refuse("sixth_form", "Say true or false.")
    when = r.When(
        phase=reader.words("phase", PHASES),
        funding=reader.words("funding", FUNDINGS),
        school_type=reader.words("school_type"),
        sixth_form=sixth_form,
    )
    reader.done()
    if when == r.When(phase=(), funding=(), school_type=(), sixth_form=None):
        raise reader.refuse("phase", "Say which schools this case is for.")
    return when


def _options(reader: Reader) -> r.Rule:
    options = tuple(
        r.Option(option=one.text("option"), label=one.text("label"), rule=_read(one.within("rule")))
        for one in reader.each("options")
    )
    if len({one.option for one in options}) != len(options):
        raise reader.refuse("options", "Give each option a name of its own.")
    return r.Options(options=options)


def _standings(reader: Reader) -> r.Rule:
    return r.Standings(
        member=_read(reader.within("member")),
        in_area=_standing(reader.within("in_area")),
        out_of_area=_standing(reader.within("out_of_area")),
    )


def _standing(reader: Reader) -> r.Rule | r.MemberShare:
    """A rule of its own, or a share of the member's price."""
    if reader.peek("type") != "member_share":
        return _read(reader)
    reader.take("type")
    share = r.MemberShare(share_bp=reader.whole("share_bp", least=0, most=10 * WHOLE))
    reader.done()
    return share


READERS: dict[str, Callable[[Reader], r.Rule]] = {
    "flat": lambda reader: r.Flat(amount=reader.money("amount")),
    "per_pupil": _per_pupil,
    "per_unit": _per_unit,
    "per_day": _per_day,
    "per_place": _per_place,
    "per_block": _per_block,
    "package": _package,
    "bands": _bands,
    "sum": _sum,
    "percentage": _percentage,
    "adjusted": _adjusted,
    "limited": _limited,
    "free": lambda reader: r.Free(because=reader.text("because")),
    "commissioned": lambda reader: r.Commissioned(by=reader.text("by")),
    "not_offered": lambda reader: r.NotOffered(because=reader.text("because")),
    "cases": _cases,
    "options": _options,
    "standings": _standings,
}
