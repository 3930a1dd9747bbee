from company.models.articles import Articles
from company.models.directors import Chairmanship, Directorship
from company.models.interests import AcceptedBreach, Association, PaidWork
from company.models.meetings import Attendance, Meeting
from company.models.resolutions import AuthorityUse, Resolution, ResolutionSubject, Withdrawal

__all__ = [
    "AcceptedBreach",
    "Articles",
    "Association",
    "Attendance",
    "AuthorityUse",
    "Chairmanship",
    "Directorship",
    "Meeting",
    "PaidWork",
    "Resolution",
    "ResolutionSubject",
    "Withdrawal",
]
