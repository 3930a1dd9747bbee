"""A published price in words, for whoever is not signed in or wants to know the rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import assert_never

from kernel.money import Money
from services.rules import price_rules as r
from services.rules.buyers import Standing
from services.rules.working import number, percent


@dataclass(frozen=True, slots=True)
class Section:
    """What one kind of buyer pays, in sentences; without a heading it is the same for everybody."""

    heading: str
    lines: tuple[str, ...]


def sections(rule: r.Rule) -> tuple[Section, ...]:
    """The rule in words, by who buys."""
    if not isinstance(rule, r.Standings) or _same_for_all(rule):
        return (Section("", words(rule)),)
    own = tuple(Section(head, _own(rule_)) for head, rule_ in _others(rule).items())
    return (Section("Members", words(rule.member)), *own)


@lru_cache(maxsize=4096)
def words(rule: r.Rule) -> tuple[str, ...]:
    """The rule in sentences, in the order they are read."""
    match rule:
        case r.Standings():
            return _standings(rule)
        case r.Cases():
            lines = [f"{case.label}: {_joined(case.rule)}" for case in rule.cases]
            if rule.otherwise is not None:
                lines.append(f"Everybody else: {_joined(rule.otherwise)}")
            return tuple(lines)
        case r.Options():
            return tuple(f"{option.label}: {_joined(option.rule)}" for option in rule.options)
        case r.Bands():
            return tuple(_band(rule, band) for band in rule.bands)
        case r.Sum():
            return tuple(f"{part.label}: {_joined(part.rule)}" for part in rule.parts)
        case _:
            return (_sentence(rule),)


def in_brief(rule: r.Rule) -> str:
    """The rule in one line of a list: what members pay, or that it depends."""
    first = words(rule)[0]
    return "It depends: open the service to see on what" if first.endswith(":") else first


def _joined(rule: r.Rule) -> str:
    """The rule in one sentence that follows a colon."""
    if isinstance(rule, r.Flat):
        return f"{rule.amount}."
    said = "; ".join(line.rstrip(".") for line in words(rule))
    return said[:1].lower() + said[1:] + "."


def _others(rule: r.Standings) -> dict[str, r.Rule | r.MemberShare]:
    return {"Schools in the area that are not members": rule.in_area, "Schools outside the area": rule.out_of_area}


def _same_for_all(rule: r.Standings) -> bool:
    return all(own in (rule.member, r.MemberShare(10_000)) for own in _others(rule).values())


def _own(rule: r.Rule | r.MemberShare) -> tuple[str, ...]:
    """What those who are not members pay."""
    if not isinstance(rule, r.MemberShare):
        return words(rule)
    return ("The member price.",) if rule.share_bp == 10_000 else (f"{percent(rule.share_bp)} of the member price.",)


def _standings(rule: r.Standings) -> tuple[str, ...]:
    if _same_for_all(rule):
        return words(rule.member)
    members = words(rule.member)
    lines = [f"Members: {_joined(rule.member)}"] if len(members) == 1 else ["Members:", *members]
    for head, own in _others(rule).items():
        said = "; ".join(line.rstrip(".") for line in _own(own)) if isinstance(own, r.MemberShare) else _joined(own)
        lines.append(f"{head}: {said[:1].lower()}{said[1:].rstrip('.')}.")
    return tuple(lines)


def _sentence(rule: r.Rule) -> str:
    match rule:
        case r.Flat():
            return f"{rule.amount}, whatever the size of the school."
        case r.PerPupil():
            return f"{_based(rule.base)}{rule.rate} a pupil{_limits(rule.floor, rule.cap)}."
        case r.PerUnit():
            times = "".join(f" × {factor.number} {factor.of}" for factor in rule.times)
            return f"{_based(rule.base)}{rule.rate} each{times}{_limits(rule.floor, rule.cap)}."
        case r.PerDay():
            return f"{rule.day} a day, {rule.half_day} a half day."
        case r.PerPlace():
            less = f", {percent(rule.further_less_bp)} less for each further one" if rule.further_less_bp else ""
            return f"{rule.rate} a place{less}."
        case r.PerBlock():
            return f"{rule.rate} for each {number(rule.size)} {_counted(rule.of)} or part of that."
        case r.Package():
            held = " and ".join(f"{part.number} {part.of}" for part in rule.contains)
            return f"{rule.amount} for {held}." if held else f"{rule.amount}."
        case r.Percentage():
            return f"{percent(rule.share_bp)} of {rule.label}: {_joined(rule.of)}"
        case r.Adjusted():
            steps = ", then ".join(_step(step) for step in rule.steps)
            return f"{_joined(rule.rule)[:-1].capitalize()}; {steps}."
        case r.Limited():
            return f"{_joined(rule.rule)[:-1].capitalize()}{_limits(rule.floor, rule.cap)}."
        case r.Free():
            return f"{rule.because}: nothing to pay."
        case r.Commissioned():
            return f"Paid for by {rule.by}; nothing for the school to pay."
        case r.NotOffered():
            return rule.because
        case r.Standings() | r.Cases() | r.Options() | r.Bands() | r.Sum():
            return " ".join(words(rule))
        case _:
            assert_never(rule)


def _based(base: Money) -> str:
    return f"{base} and " if base else ""


def _limits(floor: Money | None, cap: Money | None) -> str:
    parts = ([f"at least {floor}"] if floor else []) + ([f"at most {cap}"] if cap is not None else [])
    return f", {' and '.join(parts)}" if parts else ""


def _counted(of: r.Measure) -> str:
    return "pupils" if of is r.Measure.PUPILS else "units"


def _band(rule: r.Bands, band: r.Band) -> str:
    """One band in words, its upper edge included."""
    each = " each" if band.each else ""
    edge = f"Up to {number(band.up_to)}" if band.above == 0 and band.up_to is not None else ""
    if not edge:
        edge = f"Over {number(band.above)}" + ("" if band.up_to is None else f" and up to {number(band.up_to)}")
    slice_ = "the slice " if rule.mode is r.BandMode.MARGINAL else ""
    said = f"{slice_}{edge.lower() if slice_ else edge} {_counted(rule.of)}: {band.price}{each}."
    return said[:1].upper() + said[1:]


def _step(step: r.Adjustment) -> str:
    """One discount or surcharge in words."""
    if step.less is not None or step.less_bp is not None:
        by = step.less if step.less is not None else percent(step.less_bp or 0)
        return f"{step.label}: {by} less"
    by = step.plus if step.plus is not None else percent(step.plus_bp or 0)
    return f"{step.label}: {by} more"


def asks_pupils(rule: r.Rule) -> bool:
    """Whether any part of the rule goes by the number of pupils."""
    match rule:
        case r.PerPupil():
            return True
        case r.Bands() | r.PerBlock():
            return rule.of is r.Measure.PUPILS
        case r.Sum():
            return any(asks_pupils(part.rule) for part in rule.parts)
        case r.Percentage():
            return asks_pupils(rule.of)
        case r.Adjusted() | r.Limited():
            return asks_pupils(rule.rule)
        case r.Cases():
            inner = [case.rule for case in rule.cases] + ([rule.otherwise] if rule.otherwise else [])
            return any(map(asks_pupils, inner))
        case r.Options():
            return any(asks_pupils(option.rule) for option in rule.options)
        case r.Standings():
            own = (rule.member, rule.in_area, rule.out_of_area)
            return any(asks_pupils(one) for one in own if not isinstance(one, r.MemberShare))
        case _:
            return False


def options_of(rule: r.Rule, standing: Standing) -> tuple[r.Option, ...]:
    """The options a school of this standing chooses from; none where there is nothing to choose."""
    match rule:
        case r.Options():
            return rule.options
        case r.Standings():
            own = {Standing.IN_AREA: rule.in_area, Standing.OUT_OF_AREA: rule.out_of_area}.get(standing, rule.member)
            return options_of(rule.member if isinstance(own, r.MemberShare) else own, standing)
        case r.Adjusted() | r.Limited():
            return options_of(rule.rule, standing)
        case _:
            return ()


def smallest_quantity(rule: r.Rule) -> Decimal:
    """The smallest step in which a rule is sold: a half for days, what it says for units, else one."""
    match rule:
        case r.PerDay():
            return Decimal("0.5")
        case r.PerUnit():
            return rule.step
        case r.Standings():
            return smallest_quantity(rule.member)
        case r.Options():
            return min(smallest_quantity(option.rule) for option in rule.options)
        case r.Adjusted() | r.Limited():
            return smallest_quantity(rule.rule)
        case _:
            return Decimal(1)


def counts_units(rule: r.Rule) -> bool:
    """Whether the rule is made for more than one: hours, days, places, placements."""
    match rule:
        case r.PerUnit() | r.PerDay() | r.PerPlace():
            return True
        case r.Bands() | r.PerBlock():
            return rule.of is r.Measure.QUANTITY
        case r.Standings():
            return counts_units(rule.member)
        case r.Options():
            return any(counts_units(option.rule) for option in rule.options)
        case r.Adjusted() | r.Limited():
            return counts_units(rule.rule)
        case _:
            return False
