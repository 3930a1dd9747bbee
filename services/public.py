"""The door of the services' floor: what billing and the site may use."""

from services.actions.demo_catalogue import load as load_demo_catalogue
from services.actions.promises import Promised, promise_all, release, secured_until
from services.models import Service
from services.queries.panels import PANELS
from services.queries.personal import PERSONAL_DATA
from services.queries.promises import Entitlement, entitlements, may_use
from services.queries.quotes import Wanted, quote, quote_all
from services.rules.price import NotOffered, PupilsMissing, QuantityUnclear
from services.rules.quotes import NotForThisSchool, NotOnSale, NotPriced, Quote
from services.rules.vat import VatCode
from services.rules.working import WorkingLine
from services.states import Availability, MoneyType, PartYear

__all__ = [
    "PANELS",
    "PERSONAL_DATA",
    "Availability",
    "Entitlement",
    "MoneyType",
    "NotForThisSchool",
    "NotOffered",
    "NotOnSale",
    "NotPriced",
    "PartYear",
    "Promised",
    "PupilsMissing",
    "QuantityUnclear",
    "Quote",
    "Service",
    "VatCode",
    "Wanted",
    "WorkingLine",
    "entitlements",
    "load_demo_catalogue",
    "may_use",
    "promise_all",
    "quote",
    "quote_all",
    "release",
    "secured_until",
]
