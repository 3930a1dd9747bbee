"""What the register of directors refuses."""

from kernel.refusal import Refusal


class AlreadyADirector(Refusal):
    """The person holds a directorship on days of the new term."""

    rule = "One person holds one directorship at a time."
    forward = "End the present term first, or let the new one start when it has ended."


class NotInOffice(Refusal):
    """The person is not a director on the day."""

    rule = "Only a director in office can leave or take the chair."
    forward = "Choose a day of the term."


class TermsUsedUp(Refusal):
    """The articles allow no further term."""

    rule = "The articles limit how many terms one person may serve."
    forward = "Appoint somebody else, or change the articles first."


class EndsBeforeItStarts(Refusal):
    """A fact would end on or before the day it starts."""

    rule = "A period ends after it starts."
    forward = "Check the two days."


class AlreadyInForce(Refusal):
    """A version of the articles starts on that day already, or a later one does."""

    rule = "A version of the articles is never edited; a new one starts later."
    forward = "Choose a later day for the new version."


class FiguresDoNotFit(Refusal):
    """The articles' figures contradict each other."""

    rule = "A quorum is at least two, a board at least one, and the most directors not fewer than the least."
    forward = "Check the figures."


class MeetingNotHeld(Refusal):
    """A vote is recorded at a meeting whose attendance is known."""

    rule = "A vote is counted among the directors present."
    forward = "Record who attended first."


class AlreadyDecided(Refusal):
    """The vote on this resolution has been recorded."""

    rule = "A recorded vote is never changed."
    forward = "Put a new resolution to the board."


class NotADirectorThatDay(Refusal):
    """Somebody named as attending or withdrawing is not a director on the day, or did not attend."""

    rule = "Directors in office on the day attend, vote and withdraw; nobody else."
    forward = "Check the names against the register as at that day."
