"""The door of the members' floor: what the floors above may use."""

from members.actions.memberships import admit, cease
from members.models import Organisation, Person
from members.permissions import Access, HatRequest, at_school, public, signed_in, with_role
from members.ports import Hat, hat_sources
from members.queries.approvers import Approver, approvers_of
from members.queries.hats import hats_of, running_on
from members.queries.organisations import (
    PupilFigure,
    is_maintained,
    is_member,
    legal_member_of,
    pupils_on,
    school,
    standing_of,
    standings_of,
    the_company,
    the_council,
)
from members.queries.standing import SchoolOnDay, school_columns, school_of, school_on
from members.states import (
    DERIVED_ROLES,
    OPEN_STATUSES,
    SCHOOL_ROLES,
    STAFF_ROLES,
    OrganisationKind,
    Role,
    Standing,
)

__all__ = [
    "DERIVED_ROLES",
    "OPEN_STATUSES",
    "SCHOOL_ROLES",
    "STAFF_ROLES",
    "Access",
    "Approver",
    "Hat",
    "HatRequest",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PupilFigure",
    "Role",
    "SchoolOnDay",
    "Standing",
    "admit",
    "approvers_of",
    "at_school",
    "cease",
    "hat_sources",
    "hats_of",
    "is_maintained",
    "is_member",
    "legal_member_of",
    "public",
    "pupils_on",
    "running_on",
    "school",
    "school_columns",
    "school_of",
    "school_on",
    "signed_in",
    "standing_of",
    "standings_of",
    "the_company",
    "the_council",
    "with_role",
]
