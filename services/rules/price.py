"""What a service costs this school: the sum, and the working that a head can check.

Sources: the company's published price list; founding facts on fees by pupil number with a
floor and a cap; rule vectors F02, F03, X33, X34. Pence throughout; one rounding, to the
nearest penny with halves up, wherever a share or a part of a pupil makes one necessary.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import assert_never

from kernel.money import Money
from kernel.refusal import Refusal
from services.rules import price_rules as r
from services.rules.buyers import Buyer, Standing
from services.rules.working import Sheet, Tone, WorkingLine, exact, number, percent

ONE = Decimal(1)
MOST_UNITS = Decimal(100_000)
MOST_PUPILS = Decimal(1_000_000)

CHOSEN = {
    Standing.MEMBER: "member price",
    Standing.IN_AREA: "price for schools in the area that are not members",
    Standing.OUT_OF_AREA: "price for schools outside the area",
}


class PupilsMissing(Refusal):
    """The price goes by the number of pupils, and we have none for this school."""

    rule = "This price is worked out from the number of pupils at the last census."
    forward = "Ask us to enter your pupil number; then the price appears here."


class PupilsUnclear(Refusal):
    """A pupil number that no census can have given."""

    rule = "Pupils are counted as full-time equivalents, to one decimal place."
    forward = "Write a number such as 420 or 210.5."


class QuantityUnclear(Refusal):
    """A quantity that this service is not sold in."""

    rule = "Each service states the units it is sold in."
    forward = "Change the quantity and try again."


class NotOffered(Refusal):
    """The service is not sold to this school."""

    rule = "The price list says which schools a service is offered to."
    forward = "Ask us what we can do for you instead."


class NoSuchOption(Refusal):
    """The choice named is not one the service has."""

    rule = "A service with options lists them."
    forward = "Choose one of the options listed."


@dataclass(frozen=True, slots=True)
class Price:
    """The answer: what it comes to before VAT, and how.

    `payer` is empty where the school pays, else who does. `chosen` says which published price this is.
    """

    net: Money
    lines: tuple[WorkingLine, ...]
    chosen: str
    payer: str = ""
    by_pupils: bool = False
    option: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The working in sentences, each equation of which is true; the last one is the price."""
        return (*(line.sentence for line in self.lines if line.sentence), f"The price is {self.net}.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, for how many, and which option."""

    buyer: Buyer
    quantity: Decimal
    option: str


def price(rule: r.Rule, *, buyer: Buyer, quantity: Decimal = ONE, option: str = "") -> Price:
    """The price of a quantity for a buyer under a published rule.

    Refuses with PupilsMissing, PupilsUnclear, QuantityUnclear, NotOffered or NoSuchOption.
    """
    asked = Asked(buyer, _clear_quantity(quantity), option)
    sheet = Sheet()
    net = _work_out(rule, asked, sheet)
    chosen = sheet.chosen or "one price for everybody"
    return Price(net, tuple(sheet.lines), chosen, sheet.payer, sheet.pupils_shown, sheet.option)


def _work_out(rule: r.Rule, asked: Asked, sheet: Sheet) -> Money:
    match rule:
        case r.Flat():
            return _flat(rule.amount, asked, sheet)
        case r.PerPupil():
            return _per_pupil(rule, asked, sheet)
        case r.PerUnit():
            return _per_unit(rule, asked, sheet)
        case r.PerDay():
            return _per_day(rule, asked, sheet)
        case r.PerPlace():
            return _per_place(rule, asked, sheet)
        case r.PerBlock():
            return _per_block(rule, asked, sheet)
        case r.Package():
            return _package(rule, asked, sheet)
        case r.Bands():
            return _bands(rule, asked, sheet)
        case r.Sum():
            return _sum(rule, asked, sheet)
        case r.Percentage():
            return _share(rule.share_bp, _work_out(rule.of, asked, sheet), sheet, note=rule.label)
        case r.Adjusted():
            return _adjusted(rule, asked, sheet)
        case r.Limited():
            return sheet.between(_work_out(rule.rule, asked, sheet), rule.floor, rule.cap)
        case r.Free():
            sheet.write(rule.because, "free", sentence=f"{rule.because}: £0.00.")
            return Money(0)
        case r.Commissioned():
            sheet.payer = rule.by
            sheet.write(f"Paid for by {rule.by}", "£0.00", sentence=f"Paid for by {rule.by}; the school pays £0.00.")
            return Money(0)
        case r.NotOffered():
            raise NotOffered(rule.because)
        case r.Cases():
            return _cases(rule, asked, sheet)
        case r.Options():
            return _options(rule, asked, sheet)
        case r.Standings():
            return _standings(rule, asked, sheet)
        case _:
            assert_never(rule)


def _clear_quantity(quantity: Decimal) -> Decimal:
    """The quantity, refused unless it is above nothing and at most two places long."""
    if not quantity.is_finite() or quantity <= 0:
        raise QuantityUnclear("Say how many: at least one.", field="quantity")
    if quantity > MOST_UNITS or quantity != quantity.quantize(Decimal("0.01")):
        raise QuantityUnclear(f"Say how many: a plain number up to {number(MOST_UNITS)}.", field="quantity")
    return quantity


def _whole(asked: Asked) -> Decimal:
    """The quantity of something that is only sold whole."""
    if asked.quantity != asked.quantity.to_integral_value():
        raise QuantityUnclear(f"This is sold whole: not {number(asked.quantity)} of it.", field="quantity")
    return asked.quantity


def _pupils(asked: Asked, sheet: Sheet) -> Decimal:
    """The pupil number, put down once with where it comes from."""
    pupils = asked.buyer.pupils
    if pupils is None:
        raise PupilsMissing("We have no pupil number for this school, so we cannot work out its price.", field="pupils")
    if not pupils.is_finite() or pupils < 0 or pupils > MOST_PUPILS:
        raise PupilsUnclear("The number of pupils cannot be less than nothing or beyond a million.", field="pupils")
    if pupils != pupils.quantize(Decimal("0.1")):
        raise PupilsUnclear("Write the pupils with at most one decimal place.", field="pupils")
    if asked.quantity != 1:
        raise QuantityUnclear("This price is for the whole school, so there is one of it.", field="quantity")
    if not sheet.pupils_shown:
        source = asked.buyer.pupils_source
        label = f"Pupils, {source}" if source else "Pupils"
        said = f"{number(pupils)} pupils" + (f" ({source})" if source else "")
        sheet.write(label, number(pupils), sentence=f"You have {said}.")
        sheet.pupils_shown = True
    return pupils


def _measured(of: r.Measure, asked: Asked, sheet: Sheet) -> Decimal:
    return _pupils(asked, sheet) if of is r.Measure.PUPILS else asked.quantity


def _flat(amount: Money, asked: Asked, sheet: Sheet) -> Money:
    quantity = _whole(asked)
    if quantity == 1:
        sheet.write("Price on the list", str(amount), sentence=f"The price on the list is {amount}.")
        return amount
    return sheet.equation(f"{number(quantity)} × {amount}", quantity * amount.pence)


def _per_pupil(rule: r.PerPupil, asked: Asked, sheet: Sheet) -> Money:
    pupils = _pupils(asked, sheet)
    left = f"{number(pupils)} × {rule.rate}"
    return _based(rule.base, left, pupils * rule.rate.pence, (rule.floor, rule.cap), sheet)


def _based(
    base: Money, left: str, pence: Decimal, limits: tuple[Money | None, Money | None], sheet: Sheet, note: str = ""
) -> Money:
    """A base where there is one, a product, then the floor and the cap."""
    if base:
        left = f"{base} + {left}"
    return sheet.between(sheet.equation(left, base.pence + pence, note=note), *limits)


def _per_unit(rule: r.PerUnit, asked: Asked, sheet: Sheet) -> Money:
    quantity = asked.quantity
    if quantity % rule.step:
        least = "whole numbers" if rule.step == 1 else f"steps of {number(rule.step)}"
        raise QuantityUnclear(f"This is sold in {least}: not {number(quantity)}.", field="quantity")
    count, said = quantity, [number(quantity)]
    for factor in rule.times:
        count *= factor.number
        said.append(f"{factor.number} {factor.of}")
    left = " × ".join([*said, str(rule.rate)])
    return _based(rule.base, left, count * rule.rate.pence, (rule.floor, rule.cap), sheet)


def _per_day(rule: r.PerDay, asked: Asked, sheet: Sheet) -> Money:
    if asked.quantity % Decimal("0.5"):
        raise QuantityUnclear(f"Days are sold whole or by halves: not {number(asked.quantity)}.", field="quantity")
    days, half = divmod(asked.quantity, 1)
    terms = ([f"{number(days)} × {rule.day}"] if days else []) + ([f"1 × {rule.half_day}"] if half else [])
    pence = days * rule.day.pence + (rule.half_day.pence if half else 0)
    return sheet.equation(" + ".join(terms), pence, note="the last a half day" if half else "")


def _per_place(rule: r.PerPlace, asked: Asked, sheet: Sheet) -> Money:
    places = _whole(asked)
    first = min(places, Decimal(rule.full_price_places))
    further = places - first
    full = sheet.equation(f"{number(first)} × {rule.rate}", first * rule.rate.pence)
    if not further:
        return full
    if not rule.further_less_bp:
        more = sheet.equation(f"{number(further)} × {rule.rate}", further * rule.rate.pence)
    else:
        less = _share(10_000 - rule.further_less_bp, rule.rate, sheet, note="each further place")
        more = sheet.equation(f"{number(further)} × {less}", further * less.pence)
    return sheet.equation(f"{full} + {more}", Decimal(full.pence + more.pence))


def _per_block(rule: r.PerBlock, asked: Asked, sheet: Sheet) -> Money:
    measured = _measured(rule.of, asked, sheet)
    blocks = (measured / rule.size).to_integral_value(rounding=ROUND_CEILING)
    of = "pupils" if rule.of is r.Measure.PUPILS else "units"
    sheet.write(
        f"Blocks of {rule.size:,} {of} or part of one",
        number(blocks),
        sentence=f"{number(measured)} {of} make {number(blocks)} blocks of {rule.size:,} or part of one.",
    )
    return sheet.equation(f"{number(blocks)} × {rule.rate}", blocks * rule.rate.pence)


def _package(rule: r.Package, asked: Asked, sheet: Sheet) -> Money:
    quantity = _whole(asked)
    for part in rule.contains:
        if part.rate is not None:
            sheet.equation(f"{part.number} × {part.rate}", Decimal(part.number * part.rate.pence), note=part.of)
    if len(rule.contains) > 1 and rule.contains[0].rate is not None:
        terms = [str(part.rate * part.number) for part in rule.contains if part.rate is not None]
        sheet.equation(" + ".join(terms), Decimal(rule.amount.pence))
    if not rule.contains or rule.contains[0].rate is None:
        held = ", ".join(f"{part.number} {part.of}" for part in rule.contains)
        sheet.write("Package", str(rule.amount), note=held, sentence=f"The package costs {rule.amount}.")
    if quantity == 1:
        return rule.amount
    return sheet.equation(f"{number(quantity)} × {rule.amount}", quantity * rule.amount.pence)


def _bands(rule: r.Bands, asked: Asked, sheet: Sheet) -> Money:
    measured = _measured(rule.of, asked, sheet)
    of = "pupils" if rule.of is r.Measure.PUPILS else "ordered"
    band = next((band for band in rule.bands if band.holds(measured)), None)
    if band is None:
        raise NotOffered(f"No price is published above {rule.bands[-1].up_to:,} {of}.")
    if rule.mode is r.BandMode.MARGINAL:
        return _slices(rule, measured, sheet)
    edge = f"over {band.above:,}" + ("" if band.up_to is None else f", up to {band.up_to:,}")
    if band.above == 0 and band.up_to is not None:
        edge = f"up to {band.up_to:,}"
    value = f"{band.price} each" if band.each else str(band.price)
    sentence = f"{number(measured)} {of} is in the band {edge}: {value}."
    sheet.write(f"Band {edge} {of}", value, sentence=sentence)
    if not band.each:
        return band.price
    return sheet.equation(f"{number(measured)} × {band.price}", measured * band.price.pence)


def _slices(rule: r.Bands, measured: Decimal, sheet: Sheet) -> Money:
    """Each slice by its own rate; rounded once, at the end."""
    parts: list[Decimal] = []
    for band in rule.bands:
        upper = measured if band.up_to is None else min(measured, Decimal(band.up_to))
        if upper <= band.above and parts:
            break
        size = max(upper - band.above, Decimal(0))
        parts.append(size * band.price.pence)
        left = f"{number(size)} × {band.price}"
        sheet.write(left, exact(parts[-1]), note=f"over {band.above:,}", sentence=f"{left} = {exact(parts[-1])}.")
    return sheet.equation(" + ".join(exact(part) for part in parts), sum(parts, Decimal(0)))


def _sum(rule: r.Sum, asked: Asked, sheet: Sheet) -> Money:
    parts = []
    for part in rule.parts:
        net = _work_out(part.rule, asked, sheet)
        sheet.write(part.label, str(net), sentence=f"{part.label}: {net}.")
        parts.append(net)
    if len(parts) == 1:
        return parts[0]
    return sheet.equation(" + ".join(map(str, parts)), Decimal(Money.total(parts).pence))


def _share(share_bp: int, of: Money, sheet: Sheet, *, note: str) -> Money:
    return sheet.equation(f"{percent(share_bp)} of {of}", Decimal(of.pence * share_bp) / 10_000, note=note)


def _adjusted(rule: r.Adjusted, asked: Asked, sheet: Sheet) -> Money:
    running = _work_out(rule.rule, asked, sheet)
    for step in rule.steps:
        running = _step(step, running, sheet)
    return running


def _step(step: r.Adjustment, running: Money, sheet: Sheet) -> Money:
    """One discount or surcharge; a discount never takes the price below nothing."""
    if step.less_bp is not None:
        return _share(10_000 - step.less_bp, running, sheet, note=f"{step.label}, {percent(step.less_bp)} less")
    if step.plus_bp is not None:
        return _share(10_000 + step.plus_bp, running, sheet, note=f"{step.label}, {percent(step.plus_bp)} more")
    if step.plus is not None:
        return sheet.equation(f"{running} + {step.plus}", Decimal(running.pence + step.plus.pence), note=step.label)
    less = step.less or Money(0)
    if less > running:
        sentence = f"{less} less would take the price below nothing, so it is £0.00."
        sheet.write(step.label, "£0.00", note="never below nothing", sentence=sentence)
        return Money(0)
    return sheet.equation(f"{running} − {less}", Decimal(running.pence - less.pence), note=step.label)


def _fits(when: r.When, buyer: Buyer) -> bool:
    """Whether a condition describes the buyer; a phase we do not know is never guessed."""
    if when.phase and buyer.phase is None:
        raise NotOffered("We do not know the phase of this school, and the price depends on it.", forward=_ASK_US)
    return (
        (not when.phase or buyer.phase in when.phase)
        and (not when.funding or buyer.funding in when.funding)
        and (not when.school_type or buyer.school_type in when.school_type)
        and (when.sixth_form is None or buyer.sixth_form is when.sixth_form)
    )


_ASK_US = "Ask us to complete your school's entry."


def _cases(rule: r.Cases, asked: Asked, sheet: Sheet) -> Money:
    for case in rule.cases:
        if _fits(case.when, asked.buyer):
            sheet.write(case.label, "applies", sentence=f"{case.label}: this price applies.", tone=Tone.MUTED)
            return _work_out(case.rule, asked, sheet)
    if rule.otherwise is None:
        raise NotOffered("No price is published for a school like this one.")
    return _work_out(rule.otherwise, asked, sheet)


def _options(rule: r.Options, asked: Asked, sheet: Sheet) -> Money:
    wanted = asked.option or rule.options[0].option
    chosen = next((one for one in rule.options if one.option == wanted), None)
    if chosen is None:
        names = ", ".join(one.label for one in rule.options)
        raise NoSuchOption(f"Choose one of: {names}.", field="option")
    sheet.option = chosen.label
    sheet.write("Your choice", chosen.label, sentence=f"You chose: {chosen.label}.")
    return _work_out(chosen.rule, asked, sheet)


def _standings(rule: r.Standings, asked: Asked, sheet: Sheet) -> Money:
    standing = asked.buyer.standing
    sheet.chosen = CHOSEN[standing]
    own: r.Rule | r.MemberShare = {
        Standing.MEMBER: rule.member,
        Standing.IN_AREA: rule.in_area,
        Standing.OUT_OF_AREA: rule.out_of_area,
    }[standing]
    if not isinstance(own, r.MemberShare):
        return _work_out(own, asked, sheet)
    as_member = replace(asked, buyer=replace(asked.buyer, standing=Standing.MEMBER))
    net = _work_out(rule.member, as_member, sheet)
    return net if own.share_bp == 10_000 else _share(own.share_bp, net, sheet, note="of the member price")
