"""What the register of members will and will not take."""

from __future__ import annotations

from datetime import date

from kernel.periods import ONE_DAY
from kernel.refusal import Refusal


class AlreadyMember(Refusal):
    """A legal person stands in the register once at a time."""

    rule = "One legal person, one membership (Companies Act 2006 s.113)."
    forward = "Look it up in the register as at that day."


class NotMember(Refusal):
    """Only a member can cease to be one."""

    rule = "A membership ends for a body that is in the register."
    forward = "Check the day: the register shows from when to when each body was a member."


class EndsBeforeItStarts(Refusal):
    """A membership lasts at least a day."""

    rule = "A membership ends after it starts."
    forward = "Choose a later last day."


def check_end(starts_on: date, last_day: date) -> date:
    """The day from which the body is no longer a member. Refuses with EndsBeforeItStarts."""
    if last_day < starts_on:
        raise EndsBeforeItStarts("The last day lies before the first.", field="last_day")
    return last_day + ONE_DAY
