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

# Roles another floor derives from its own register; text, because this floor does not know that there is a board.
DERIVED_ROLES = {"director": "Director", "chair": "Chair"}


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
