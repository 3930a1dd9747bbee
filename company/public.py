"""The door of the company's floor: what the floors above may use."""

from company.actions.articles import Figures
from company.actions.articles import change as change_articles
from company.actions.authorities import authority_left, use_authority
from company.actions.directors import NewDirector, appoint, declare_association, record_work, take_chair
from company.actions.directors import end as end_directorship
from company.actions.meetings import call as call_meeting
from company.actions.meetings import record_attendance
from company.actions.resolutions import Count, Proposal, propose, record_vote
from company.models import Articles, AuthorityUse, Directorship, Meeting, Resolution
from company.queries.boards import board_on, check_board, known_board
from company.queries.checks import CHECKS
from company.queries.directors import director_hats, directors_on, related_party
from company.queries.panels import PANELS
from company.queries.personal import PERSONAL_DATA
from company.rules.composition import Composition
from company.rules.lawful_changes import Excuse
from company.states import Benefit, Capacity, Leaving, Seat

__all__ = [
    "CHECKS",
    "PANELS",
    "PERSONAL_DATA",
    "Articles",
    "AuthorityUse",
    "Benefit",
    "Capacity",
    "Composition",
    "Count",
    "Directorship",
    "Excuse",
    "Figures",
    "Leaving",
    "Meeting",
    "NewDirector",
    "Proposal",
    "Resolution",
    "Seat",
    "appoint",
    "authority_left",
    "board_on",
    "call_meeting",
    "change_articles",
    "check_board",
    "declare_association",
    "director_hats",
    "directors_on",
    "end_directorship",
    "known_board",
    "propose",
    "record_attendance",
    "record_vote",
    "record_work",
    "related_party",
    "take_chair",
    "use_authority",
]
