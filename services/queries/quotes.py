"""What services cost a school on a day: one SQL statement, however many are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from members import public as members
from services.models import Service
from services.queries.terms import shelved, with_terms
from services.rules.buyers import Buyer, Standing, funding_of, phase_of
from services.rules.quotes import Quote, quote_for

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service somebody wants, how many of it and which option."""

    service: Service
    quantity: Decimal = ONE
    option: str = ""


def buyer_of(school: members.Organisation, known: members.SchoolOnDay) -> Buyer:
    """What prices may depend on about a school."""
    figure = known.pupils
    return Buyer(
        standing=Standing(known.standing.value),
        pupils=figure.pupils if figure else None,
        pupils_counted_on=figure.counted_on if figure else None,
        pupils_source=f"{figure.counted_on:%B %Y} census" if figure else "",
        phase=phase_of(type_code=school.type_code, phase_code=school.phase_code),
        funding=funding_of(type_code=school.type_code, is_maintained=members.is_maintained(school)),
        school_type="" if school.type_code is None else f"{school.type_code:02d}",
        sixth_form=bool(school.has_sixth_form),
    )


def for_school(services: QuerySet[Any], school: members.Organisation | None, on: date) -> QuerySet[Any]:
    """The same services with the columns that tell about a school, where there is one."""
    return services if school is None else services.annotate(**members.school_columns(school, on))


def buyer_in(row: Any, school: members.Organisation | None) -> Buyer | None:
    """The buyer that a row of `for_school` tells about."""
    return None if school is None else buyer_of(school, members.school_of(vars(row)))


def quote_all(wanted: Sequence[Wanted], *, school: members.Organisation, on: date) -> list[Quote]:
    """The quotes for a school on a day, in the order asked; one SQL statement.

    Refuses as services.rules.quotes.quote_for does, for the first that cannot be quoted.
    """
    if not wanted:
        return []
    keys = {one.service.pk for one in wanted}
    rows = list(for_school(with_terms(Service.objects.filter(pk__in=keys), on), school, on))
    buyer = buyer_of(school, members.school_of(vars(rows[0])))
    terms = {row.pk: shelved(row, on).terms for row in rows}
    return [
        quote_for(terms[one.service.pk], buyer, quantity=Decimal(one.quantity), option=one.option, on=on)
        for one in wanted
    ]


def quote(
    service: Service, *, school: members.Organisation, quantity: Decimal | int = ONE, option: str = "", on: date
) -> Quote:
    """The quote for one service; one SQL statement. Refuses as quote_all does."""
    return quote_all([Wanted(service, Decimal(quantity), option)], school=school, on=on)[0]
