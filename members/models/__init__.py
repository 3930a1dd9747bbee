from members.models.appointments import Appointment
from members.models.memberships import Membership
from members.models.organisations import Organisation, Proprietorship, PupilCount, Succession
from members.models.people import Person

__all__ = [
    "Appointment",
    "Membership",
    "Organisation",
    "Person",
    "Proprietorship",
    "PupilCount",
    "Succession",
]
