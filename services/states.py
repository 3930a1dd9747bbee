"""Kinds and states of the services' floor."""

from __future__ import annotations

from django.db.models import TextChoices


class MoneyType(TextChoices):
    """What sort of money pays for a service; it stands on the offer, service by kind of school."""

    STATUTORY_COMMISSIONED = "statutory_commissioned", "Commissioned by the council"
    TRADED = "traded", "Traded"
    MEMBERSHIP = "membership", "Membership"
    GRANT = "grant", "Grant"
    REINVESTMENT = "reinvestment", "Reinvestment"


class Availability(TextChoices):
    """What a visitor of the catalogue may do with a service."""

    BUYABLE = "buyable", "Available now"
    PLANNED = "planned", "Planned"
    SIGNPOST = "signpost", "Offered by the council"


class ServiceKind(TextChoices):
    """How a service is bought."""

    MEMBERSHIP = "membership", "Membership"
    YEARLY = "yearly", "For a year"
    ONE_OFF = "one_off", "When you need it"
    TRAINING = "training", "Course or event"
    PACKAGE = "package", "Package"
    STATUTORY = "statutory", "Statutory"


class PartYear(TextChoices):
    """What a yearly service costs when it starts inside the school's year."""

    WHOLE_MONTHS = "whole_months", "The whole months that are left"
    JOINING_MONTH = "joining_month", "The months that are left, this one included"
    WHOLE_YEAR = "whole_year", "The whole year"


class GroupKind(TextChoices):
    """What a group of the catalogue holds."""

    LIVE = "live", "Services"
    MEMBERSHIP = "membership", "Membership"
    PLANNED = "planned", "Planned services"
    SIGNPOST = "signpost", "Offered by the council"


class AppliesToExisting(TextChoices):
    """What a new price means for schools that already have the service; every change must say."""

    AT_RENEWAL = "at_renewal", "From their next year"
    FROM_DATE = "from_date", "From the day it starts, with notice"
    NEVER = "never", "Never: they keep the price they have"
