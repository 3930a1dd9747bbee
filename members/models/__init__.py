from members.models.appointments import Appointment
from members.models.memberships import Membership
from members.models.organisations import Organisation, Proprietorship, PupilCount, Succession
from members.models.people import Person
from members.models.school_imports import SchoolImport, SchoolImportChange
from members.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Appointment",
    "Membership",
    "Organisation",
    "Person",
    "Proprietorship",
    "PupilCount",
    "SchoolImport",
    "SchoolImportChange",
    "Succession",
]
