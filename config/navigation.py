"""The places a person sees in the navigation, by the hat worn; an address that does not exist is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve

from members.public import DERIVED_ROLES, SCHOOL_ROLES, Hat, Role

Place = tuple[str, str]

HOME: Place = ("Home", "/")
CATALOGUE: Place = ("Catalogue", "/catalogue/")
BOARD: Place = ("Board", "/company/board/")
SURPLUS: Place = ("Surplus", "/surplus/")
SCHOOLS: Place = ("Schools", "/staff/schools/")
PRICES: Place = ("Prices", "/staff/catalogue/")
SIGNED_OUT: tuple[Place, ...] = (HOME, CATALOGUE, ("Contact", "/contact/"))

SCHOOL: tuple[Place, ...] = (
    HOME,
    CATALOGUE,
    ("My services", "/schools/{urn}/services/"),
    ("Orders", "/schools/{urn}/orders/"),
    ("Invoices", "/schools/{urn}/invoices/"),
)
BASKET: Place = ("Basket", "/schools/{urn}/basket/")
APPROVALS: Place = ("Approvals", "/schools/{urn}/approvals/")
SCHOOL_PEOPLE: Place = ("People", "/schools/{urn}/people/")
PEOPLE: Place = ("People", "/people/")

DIRECTORS: tuple[Place, ...] = (
    HOME,
    BOARD,
    ("Meetings", "/company/meetings/"),
    ("Resolutions", "/company/resolutions/"),
    SURPLUS,
    CATALOGUE,
)

BY_ROLE: dict[str, tuple[Place, ...]] = {
    Role.SCHOOL_BUYER: (HOME, CATALOGUE, BASKET, APPROVALS, *SCHOOL[2:], SURPLUS),
    Role.SCHOOL_APPROVER: (HOME, APPROVALS, *SCHOOL[1:], SURPLUS),
    Role.SCHOOL_VIEWER: (*SCHOOL, SURPLUS),
    Role.SCHOOL_ADMINISTRATOR: (*SCHOOL, SCHOOL_PEOPLE, SURPLUS),
    Role.CATALOGUE_MANAGER: (HOME, CATALOGUE, PRICES, SCHOOLS),
    Role.FINANCE_OFFICER: (
        HOME,
        ("Invoices", "/finance/invoices/"),
        ("Payments", "/finance/payments/"),
        ("Ledger", "/finance/ledger/"),
        ("Costs", "/finance/costs/"),
        SURPLUS,
        PRICES,
        CATALOGUE,
    ),
    Role.COMPANY_SECRETARY: (
        HOME,
        BOARD,
        ("Directors", "/company/directors/"),
        ("Meetings", "/company/meetings/"),
        ("Resolutions", "/company/resolutions/"),
        ("Articles", "/company/articles/"),
        SURPLUS,
        SCHOOLS,
    ),
    Role.ADVISER: (HOME, CATALOGUE, SCHOOLS),
    Role.ADMINISTRATOR: (HOME, SCHOOLS, PEOPLE, ("Mail", "/people/mail/"), CATALOGUE),
    Role.COUNCIL_COMMISSIONER: (HOME, CATALOGUE, BOARD, SURPLUS),
    **dict.fromkeys(DERIVED_ROLES, DIRECTORS),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A place in the navigation: `current` when the page is in it, `exact` when the page is it."""

    label: str
    href: str
    current: bool
    exact: bool


def places_for(hat: Hat | None, path: str) -> list[Shown]:
    """The navigation for a hat on a page; the longest address that the page's address begins with is current."""
    places = _addresses(hat)
    here = max((href for _label, href in places if _within(path, href)), key=len, default="")
    return [Shown(label, href, href == here, href == path) for label, href in places]


def _addresses(hat: Hat | None) -> list[Place]:
    wanted = SIGNED_OUT if hat is None else BY_ROLE.get(hat.role, (HOME, CATALOGUE))
    urn = hat.organisation.urn if hat and hat.role in SCHOOL_ROLES else 0
    return [(label, shape.format(urn=urn)) for label, shape in wanted if _exists(shape)]


def _within(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))


@cache
def _exists(shape: str) -> bool:
    try:
        resolve(shape.format(urn=100000))
    except Resolver404:
        return False
    return True
