"""Kinds and states of the members' floor."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices


class OrganisationKind(TextChoices):
    """What sort of body an organisation is to the company."""

    SCHOOL = "school", "School or college"
    TRUST = "trust", "Trust"
    COUNCIL = "council", "Council"
    COMPANY = "company", "The company itself"
    OTHER = "other", "Other body"


class SchoolStatus(IntegerChoices):
    """Status codes of the official school file; 1 and 3 count as open."""

    OPEN = 1, "Open"
    CLOSED = 2, "Closed"
    PROPOSED_TO_CLOSE = 3, "Open, but proposed to close"
    PROPOSED_TO_OPEN = 4, "Proposed to open"


OPEN_STATUSES = frozenset({SchoolStatus.OPEN, SchoolStatus.PROPOSED_TO_CLOSE})


class Role(TextChoices):
    """What a person may be appointed to do at an organisation. Director and chair are never appointed here:
    they are read from the company's register on the day."""

    SCHOOL_BUYER = "school_buyer", "Buyer"
    SCHOOL_APPROVER = "school_approver", "Approver"
    SCHOOL_VIEWER = "school_viewer", "Viewer"
    SCHOOL_ADMINISTRATOR = "school_administrator", "School administrator"
    CATALOGUE_MANAGER = "catalogue_manager", "Catalogue manager"
    FINANCE_OFFICER = "finance_officer", "Finance officer"
    COMPANY_SECRETARY = "company_secretary", "Company secretary"
    ADVISER = "adviser", "Adviser"
    ADMINISTRATOR = "administrator", "Administrator"
    COUNCIL_COMMISSIONER = "council_commissioner", "Council commissioner"


SCHOOL_ROLES = frozenset({Role.SCHOOL_BUYER, Role.SCHOOL_APPROVER, Role.SCHOOL_VIEWER, Role.SCHOOL_ADMINISTRATOR})
STAFF_ROLES = frozenset(
    {Role.CATALOGUE_MANAGER, Role.FINANCE_OFFICER, Role.COMPANY_SECRETARY, Role.ADVISER, Role.ADMINISTRATOR}
)
IMPORT_ROLES = frozenset({Role.CATALOGUE_MANAGER, Role.COMPANY_SECRETARY, Role.ADMINISTRATOR})

# Roles another floor derives from its own register; text, because this floor does not know that there is a board.
DERIVED_ROLES = {"director": "Director", "chair": "Chair"}


# Hats that handle money or the board's business: worn only by somebody with a second step at sign-in. An approver's
# work is checked by a second person and a limit already, so there the second step is offered, not demanded.
SECOND_STEP_ROLES = frozenset(
    {Role.FINANCE_OFFICER, Role.COMPANY_SECRETARY, Role.ADMINISTRATOR, *DERIVED_ROLES},
)


class TokenScope(TextChoices):
    """What a program may do with a key, never more than the person's own hat allows. Votes, approvals, signatures
    and roles are not among them: those are pages only."""

    SCHOOLS_READ = "schools:read", "See schools"
    CATALOGUE_READ = "catalogue:read", "See the catalogue and ask for prices"
    ORDERS_READ = "orders:read", "See orders"
    ORDERS_WRITE = "orders:write", "Place orders"
    INVOICES_READ = "invoices:read", "See invoices and statements"
    PAYMENTS_READ = "payments:read", "See payments"
    PAYMENTS_WRITE = "payments:write", "Record payments"
    SURPLUS_READ = "surplus:read", "See the surplus"


_READ_ALL = (TokenScope.SCHOOLS_READ, TokenScope.CATALOGUE_READ, TokenScope.SURPLUS_READ)
_SCHOOL_MONEY = (TokenScope.ORDERS_READ, TokenScope.INVOICES_READ, TokenScope.PAYMENTS_READ)


def scopes_for(role: str) -> tuple[TokenScope, ...]:
    """What a key made in this role may be for: offering more would only promise what the role cannot do."""
    if role == Role.SCHOOL_BUYER:
        return (*_READ_ALL, *_SCHOOL_MONEY, TokenScope.ORDERS_WRITE)
    if role == Role.FINANCE_OFFICER:
        return (*_READ_ALL, *_SCHOOL_MONEY, TokenScope.PAYMENTS_WRITE)
    if role in SCHOOL_ROLES or role == Role.ADMINISTRATOR:
        return (*_READ_ALL, *_SCHOOL_MONEY)
    return _READ_ALL


class Standing(TextChoices):
    """Where a buyer stands towards the company on a day: it decides the price."""

    MEMBER = "member", "Member"
    IN_AREA = "in_area", "Not a member, in our area"
    OUT_OF_AREA = "out_of_area", "Outside our area"


class SchoolImportState(TextChoices):
    """How far a load of a school file has come."""

    READING = "reading", "Being read"
    READY = "ready", "Waiting for your word"
    LOADING = "loading", "Being loaded"
    DONE = "done", "Loaded"
    REFUSED = "refused", "Refused"
    GIVEN_UP = "given_up", "Given up"


SCHOOL_IMPORT_MOVES = frozenset(
    {
        (SchoolImportState.READING, SchoolImportState.READY),
        (SchoolImportState.READING, SchoolImportState.REFUSED),
        (SchoolImportState.READING, SchoolImportState.GIVEN_UP),
        (SchoolImportState.READY, SchoolImportState.LOADING),
        (SchoolImportState.READY, SchoolImportState.GIVEN_UP),
        (SchoolImportState.LOADING, SchoolImportState.DONE),
        (SchoolImportState.LOADING, SchoolImportState.REFUSED),
    }
)


class SchoolChange(TextChoices):
    """What a load of a school file changes about a school."""

    NEW = "new", "New"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Open again"
    RENAMED = "renamed", "Renamed"
    MOVED = "moved", "Moved to another trust"
    ROLL = "roll", "New pupil numbers"
    OTHER = "other", "Other details"
    NOT_SEEN = "not_seen", "Not seen"
