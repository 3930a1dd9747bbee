"""The vocabulary of price rules: what a published price can say.

A price is data. Each class here is one sentence a price list may contain, from "£690 a
review" to "£6.50 a pupil, at least £650 and at most £4,500, and a fifth more for a school
that is not a member". `price_spec` reads them from JSON, `price` works them out and
`price_words` says them in English. Money is whole pence, shares are basis points
(10,000 is the whole), bands are (lower, upper]: the upper edge belongs to the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kernel.money import Money


class Measure(StrEnum):
    """What a rule counts."""

    PUPILS = "pupils"
    QUANTITY = "quantity"


class BandMode(StrEnum):
    """How a band sets the price: one band for the whole number, or each slice by its own."""

    SLAB = "slab"
    MARGINAL = "marginal"


@dataclass(frozen=True, slots=True)
class Flat:
    """One amount, whatever the size of the school; ordered twice, it costs twice."""

    amount: Money


@dataclass(frozen=True, slots=True)
class PerPupil:
    """A base, and an amount for each pupil, between a floor and a cap."""

    rate: Money
    base: Money
    floor: Money | None
    cap: Money | None


@dataclass(frozen=True, slots=True)
class Factor:
    """A fixed number the units are multiplied by: 39 weeks, 33 lessons."""

    number: int
    of: str


@dataclass(frozen=True, slots=True)
class PerUnit:
    """An amount for each unit ordered: an hour, a placement, an hour a week for 33 weeks."""

    rate: Money
    times: tuple[Factor, ...]
    base: Money
    floor: Money | None
    cap: Money | None
    step: Decimal


@dataclass(frozen=True, slots=True)
class PerDay:
    """Days, with a price of its own for the half day that is left over."""

    day: Money
    half_day: Money


@dataclass(frozen=True, slots=True)
class PerPlace:
    """Places on a course: the first at full price, each further one for less."""

    rate: Money
    full_price_places: int
    further_less_bp: int


@dataclass(frozen=True, slots=True)
class PerBlock:
    """An amount for each block of so many, or part of one: £100 for each 30 pupils."""

    size: int
    rate: Money
    of: Measure


@dataclass(frozen=True, slots=True)
class Contents:
    """What a package is made of; the rate is shown where the package is so priced."""

    number: int
    of: str
    rate: Money | None


@dataclass(frozen=True, slots=True)
class Package:
    """A bundle sold at one amount: three adviser days, nine clerked meetings."""

    amount: Money
    contains: tuple[Contents, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """More than `above`, up to and including `up_to` (no upper edge: None).

    `price` is for the band as a whole or, with `each`, for every one counted.
    """

    above: int
    up_to: int | None
    price: Money
    each: bool

    def holds(self, number: Decimal) -> bool:
        """Whether the number falls in this band; nought belongs to the first."""
        over = number > self.above or (self.above == 0 and number == 0)
        return over and (self.up_to is None or number <= self.up_to)


@dataclass(frozen=True, slots=True)
class Bands:
    """A table of bands without gaps, from nought upwards."""

    of: Measure
    mode: BandMode
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a sum."""

    label: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Sum:
    """Several rules added together: a fee and its supplement."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share of what another rule comes to, to the nearest penny, half up."""

    share_bp: int
    of: Rule
    label: str


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One step down or up, by an amount or a share of the running price; exactly one is set."""

    label: str
    less: Money | None
    less_bp: int | None
    plus: Money | None
    plus_bp: int | None


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Discounts and surcharges in the order they stand, never below nothing."""

    rule: Rule
    steps: tuple[Adjustment, ...]


@dataclass(frozen=True, slots=True)
class Limited:
    """A floor and a cap around any other rule."""

    rule: Rule
    floor: Money | None
    cap: Money | None


@dataclass(frozen=True, slots=True)
class Free:
    """Nothing to pay, and why."""

    because: str


@dataclass(frozen=True, slots=True)
class Commissioned:
    """Nothing to pay for the school: somebody else pays."""

    by: str


@dataclass(frozen=True, slots=True)
class NotOffered:
    """Not sold to whoever meets this rule, and why."""

    because: str


@dataclass(frozen=True, slots=True)
class When:
    """What must be true of the school; an empty tuple or None asks nothing."""

    phase: tuple[str, ...]
    funding: tuple[str, ...]
    school_type: tuple[str, ...]
    sixth_form: bool | None


@dataclass(frozen=True, slots=True)
class Case:
    """A rule for the schools that the condition describes."""

    when: When
    label: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Cases:
    """The first case that fits; otherwise the last rule."""

    cases: tuple[Case, ...]
    otherwise: Rule | None


@dataclass(frozen=True, slots=True)
class Option:
    """One of several things a school may choose under one name."""

    option: str
    label: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Options:
    """A choice; without one the first stands."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class MemberShare:
    """The member's price times a factor, to the nearest penny, half up."""

    share_bp: int


@dataclass(frozen=True, slots=True)
class Standings:
    """Three prices by standing: member, in the area, out of it."""

    member: Rule
    in_area: Rule | MemberShare
    out_of_area: Rule | MemberShare


Rule = (
    Flat
    | PerPupil
    | PerUnit
    | PerDay
    | PerPlace
    | PerBlock
    | Package
    | Bands
    | Sum
    | Percentage
    | Adjusted
    | Limited
    | Free
    | Commissioned
    | NotOffered
    | Cases
    | Options
    | Standings
)
