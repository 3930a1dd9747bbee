"""The door of the members' floor: what the floors above may use."""

from members.actions.appointments import appoint
from members.actions.memberships import admit, cease
from members.actions.personal import OWN as own_personal_data
from members.actions.school_import import SourceFile
from members.actions.school_import import Wish as SchoolFiles
from members.actions.school_import import load as load_schools
from members.models import Organisation, Person
from members.permissions import (
    Access,
    HatRequest,
    KeyRequest,
    at_school,
    public,
    school_for_key,
    signed_in,
    with_key,
    with_role,
)
from members.ports import Hat, PersonalData, hat_sources, personal_data
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
from members.queries.panels import PANELS
from members.queries.people import people_with, spending_limit
from members.queries.personal import rows_naming
from members.queries.school_imports import panels as school_file_panels
from members.queries.standing import SchoolOnDay, school_columns, school_of, school_on
from members.queries.tokens import Bearer, bearer_of
from members.states import (
    DERIVED_ROLES,
    OPEN_STATUSES,
    SCHOOL_ROLES,
    SECOND_STEP_ROLES,
    STAFF_ROLES,
    OrganisationKind,
    Role,
    Standing,
    TokenScope,
)

__all__ = [
    "DERIVED_ROLES",
    "OPEN_STATUSES",
    "PANELS",
    "SCHOOL_ROLES",
    "SECOND_STEP_ROLES",
    "STAFF_ROLES",
    "Access",
    "Approver",
    "Bearer",
    "Hat",
    "HatRequest",
    "KeyRequest",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonalData",
    "PupilFigure",
    "Role",
    "SchoolFiles",
    "SchoolOnDay",
    "SourceFile",
    "Standing",
    "TokenScope",
    "admit",
    "appoint",
    "approvers_of",
    "at_school",
    "bearer_of",
    "cease",
    "hat_sources",
    "hats_of",
    "is_maintained",
    "is_member",
    "legal_member_of",
    "load_schools",
    "own_personal_data",
    "people_with",
    "personal_data",
    "public",
    "pupils_on",
    "rows_naming",
    "running_on",
    "school",
    "school_columns",
    "school_file_panels",
    "school_for_key",
    "school_of",
    "school_on",
    "signed_in",
    "spending_limit",
    "standing_of",
    "standings_of",
    "the_company",
    "the_council",
    "with_key",
    "with_role",
]
