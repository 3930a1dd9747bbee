"""The offer behind a price: who may have a service, on whose money, and what is said when not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kernel.money import Money
from kernel.refusal import Refusal
from services.rules import price_rules
from services.rules.buyers import Buyer, Funding, Phase
from services.rules.price import NotOffered, price
from services.rules.vat import OUTSIDE, Vat
from services.rules.working import WorkingLine, percent

COMMISSIONED = "statutory_commissioned"
THE_COUNCIL = "the council"


class NotForThisSchool(NotOffered):
    """The service is for other schools: another phase, or another kind of school."""

    rule = "Each service says which phases and kinds of school it is offered to."


class NotOnSale(Refusal):
    """The service cannot be bought on the day: it is planned, withdrawn, or somebody else offers it."""

    rule = "Only what the catalogue lists as available can be bought."
    forward = "Look in the catalogue for what is available now."


class NotPriced(Refusal):
    """No price or no VAT treatment is in force on the day."""

    rule = "Every sale is at a published price with a VAT treatment set by finance."
    forward = "Ask us for the price of the day you need."


@dataclass(frozen=True, slots=True)
class Terms:
    """A service as it stands on a day: what a quote needs to know of it."""

    service_id: int
    code: str
    slug: str
    name: str
    unit: str
    yearly: bool
    cfr_code: str
    phases: frozenset[str]
    on_sale: bool
    offers: Mapping[str, str]
    rule: price_rules.Rule | None
    price_id: int | None
    vat: Vat | None


@dataclass(frozen=True, slots=True)
class Quote:
    """What a service costs a school on a day, and how: a value that billing copies and nobody reprices.

    `vat_rate` is in basis points. `payer` is empty where the school pays, else who does. `chosen` says which published
    price applies; `working` and `sentences` show the sum of `net`. `pupils` is set where the price goes by them.
    """

    service_id: int
    code: str
    slug: str
    label: str
    unit: str
    quantity: Decimal
    option: str
    net: Money
    vat_code: str
    vat_rate: int
    vat: Money
    gross: Money
    money_type: str
    payer: str
    cfr_code: str
    working: tuple[WorkingLine, ...]
    sentences: tuple[str, ...]
    standing: str
    chosen: str
    pupils: Decimal | None
    pupils_counted_on: date | None
    price_id: int | None
    yearly: bool
    on: date

    @property
    def vat_label(self) -> str:
        """“VAT 20 %”, “VAT: exempt”."""
        vat = Vat.of(self.vat_code, self.vat_rate)
        return f"VAT {percent(self.vat_rate)}" if self.vat_rate else f"VAT: {vat.label}"


def money_for(terms: Terms, buyer: Buyer) -> str:
    """The sort of money that pays for a service to this kind of school.

    Refuses with NotForThisSchool.
    """
    if buyer.phase is not None and buyer.phase not in terms.phases:
        names = " and ".join(sorted(NAMES[Phase(phase)] for phase in terms.phases))
        raise NotForThisSchool(f"{terms.name} is for {names}.")
    money = terms.offers.get(buyer.funding)
    if money is None:
        raise NotForThisSchool(f"{terms.name} is not offered to {FUNDED[buyer.funding]}.")
    return money


def quote_for(terms: Terms, buyer: Buyer, *, quantity: Decimal, option: str, on: date) -> Quote:
    """The quote for a school.

    A commissioned service costs the school nothing, whatever its price list says, and nothing is supplied to the
    school, so it lies outside the scope of VAT.

    Refuses with NotOnSale, NotForThisSchool, NotPriced and what services.rules.price.price refuses with.
    """
    if not terms.on_sale:
        raise NotOnSale(f"{terms.name} is not on sale.")
    money = money_for(terms, buyer)
    commissioned = money == COMMISSIONED
    rule = price_rules.Commissioned(THE_COUNCIL) if commissioned else terms.rule
    if rule is None:
        raise NotPriced(f"No price of {terms.name} is in force on {on.day} {on:%B %Y}.")
    vat = OUTSIDE if commissioned else terms.vat
    if vat is None:
        raise NotPriced(f"Finance has not said how VAT falls on {terms.name} on {on.day} {on:%B %Y}.")
    answer = price(rule, buyer=buyer, quantity=quantity, option=option)
    tax = vat.on(answer.net)
    return Quote(
        service_id=terms.service_id,
        code=terms.code,
        slug=terms.slug,
        label=f"{terms.name}: {answer.option}" if answer.option else terms.name,
        unit=terms.unit,
        quantity=quantity,
        option=option,
        net=answer.net,
        vat_code=vat.code,
        vat_rate=vat.rate_bp,
        vat=tax,
        gross=answer.net + tax,
        money_type=money,
        payer=answer.payer,
        cfr_code=terms.cfr_code,
        working=answer.lines,
        sentences=answer.sentences,
        standing=buyer.standing,
        chosen=answer.chosen,
        pupils=buyer.pupils if answer.by_pupils else None,
        pupils_counted_on=buyer.pupils_counted_on if answer.by_pupils else None,
        price_id=None if commissioned else terms.price_id,
        yearly=terms.yearly,
        on=on,
    )


NAMES = {
    Phase.NURSERY: "nursery schools",
    Phase.PRIMARY: "primary schools",
    Phase.SECONDARY: "secondary schools",
    Phase.ALL_THROUGH: "all-through schools",
    Phase.SPECIAL: "special schools",
    Phase.ALTERNATIVE: "alternative provision",
    Phase.COLLEGE: "sixth-form and further education colleges",
}
FUNDED = {
    Funding.MAINTAINED: "schools that the council maintains",
    Funding.ACADEMY: "academies",
    Funding.OTHER: "schools that are neither maintained nor academies",
}
