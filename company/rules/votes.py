"""Quorum and votes of the board, item by item.

Each way of deciding has its own denominator, so each has its own function: there is no shared
`passed()`. For the board: carried if and only if more vote for than against; who abstains is not
counted at all; a director with an interest withdraws and is in neither quorum nor vote.
"""

from dataclasses import dataclass
from enum import StrEnum

from company.rules.results import RuleResult, State, of
from kernel.refusal import Refusal

QUORUM_LAW = "School Companies Regulations 2002 reg. 7; Model Articles art. 14"
VOTE_LAW = "Model Articles art. 7, 13 and 14; School Companies Regulations 2002 reg. 7"


class NotACount(Refusal):
    """People and votes are counted in whole numbers from nought."""

    rule = "Votes and people are whole numbers, never less than 0."
    forward = "Count again and enter 0 where nobody voted that way."


class MoreVotesThanVoters(Refusal):
    """More votes were counted than directors were present and able to vote."""

    rule = "For, against and abstentions together cannot exceed the directors present who may vote on the item."
    forward = "Check the attendance and who withdrew, then enter the count again."


class QuorumNotMet(Refusal):
    """Too few directors able to vote: the meeting may talk, and can resolve nothing."""

    rule = QUORUM_LAW
    forward = "Note the discussion and put the item to the next quorate meeting."


class NoCastingVote(Refusal):
    """A casting vote was given where there is none to give."""

    rule = "Model Articles art. 13: only on equal votes, and not by a chair who is not counted for the item."
    forward = "Record the vote without a casting vote."


class Casting(StrEnum):
    """How the chair used the casting vote, if at all."""

    NONE = "none"
    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Room:
    """Who was there for one item: heads counted, `unable` of them conflicted and withdrawn."""

    attending: int
    unable: int = 0
    chair_able: bool = True

    @property
    def able(self) -> int:
        """The directors present who count for the quorum and may vote."""
        return self.attending - self.unable


@dataclass(frozen=True, slots=True)
class VoteResult:
    """The outcome of one vote, with how it was reached."""

    carried: bool
    votes_for: int
    votes_against: int
    abstained: int
    fact: str
    working: tuple[str, ...]
    source: str = VOTE_LAW


def board_quorum(room: Room, quorum: int) -> RuleResult:
    """Whether enough directors able to vote were present for the item.

    Source: School Companies Regulations 2002 reg. 7 and Model Articles art. 14 (an interested
    director is not counted); Companies Act 2006 s.175(6) for authorising a conflict.
    """
    _counted(room.attending, room.unable)
    if room.unable > room.attending:
        raise NotACount(f"{room.unable} withdrew, but only {room.attending} attended.", field="unable")
    quorate = room.able >= quorum
    return RuleResult(
        name="board-quorum",
        title=f"At least {quorum} directors able to vote",
        state=State.HOLDS if quorate else State.BROKEN,
        fact=str(room.able),
        limit=f"at least {quorum}",
        source=QUORUM_LAW,
        working=(
            f"{room.attending} attended and {room.unable} withdrew: {room.able} able to vote.",
            f"The quorum is {quorum}, so the item {'can' if quorate else 'cannot'} be decided.",
        ),
    )


def board_vote(
    room: Room,
    *,
    votes_for: int,
    votes_against: int,
    abstained: int = 0,
    quorum: int,
    casting_vote: bool = True,
    casting: Casting = Casting.NONE,
) -> VoteResult:
    """Whether the board carried an item: more for than against, abstentions ignored.

    8 for, 0 against, 4 abstaining is carried; 6 to 6 is not, unless the chair may and does cast
    for it. Refuses with NotACount, MoreVotesThanVoters, QuorumNotMet or NoCastingVote.
    """
    _counted(votes_for, votes_against, abstained)
    if not (quorate := board_quorum(room, quorum)).holds:
        raise QuorumNotMet(f"{room.able} directors could vote on this item and the quorum is {quorum}.")
    counted = votes_for + votes_against + abstained
    if counted > room.able:
        raise MoreVotesThanVoters(f"{counted} votes were counted, and {room.able} directors present could vote.")
    tied = votes_for == votes_against
    if casting is not Casting.NONE and not (tied and casting_vote and room.chair_able):
        raise NoCastingVote("The chair has no casting vote on this item.", field="casting")
    carried = votes_for > votes_against or (tied and casting is Casting.FOR)
    fact = f"{votes_for} for, {votes_against} against, {abstained} abstained"
    return VoteResult(
        carried,
        votes_for,
        votes_against,
        abstained,
        fact,
        (
            *quorate.working,
            f"{votes_for} for and {votes_against} against; {abstained} abstained and are not counted.",
            _why(votes_for, votes_against, casting, carried),
        ),
    )


def unanimous(*, eligible: int, agreed: int, quorum: int) -> VoteResult:
    """Whether the directors decided unanimously without meeting: every eligible one shares the view.

    Source: Model Articles art. 8. Conflicted directors are not eligible; silence is not agreement.
    """
    _counted(eligible, agreed)
    if agreed > eligible:
        raise MoreVotesThanVoters(f"{agreed} agreed, and {eligible} are eligible.")
    if eligible < quorum:
        raise QuorumNotMet(f"{eligible} directors are eligible and the quorum is {quorum}.")
    carried = agreed == eligible
    fact = f"{agreed} of {eligible} eligible directors agreed"
    return VoteResult(carried, agreed, 0, eligible - agreed, fact, (f"{fact}.",), "Model Articles art. 8")


def council_in_the_room(*, attending: int, associated: int) -> RuleResult:
    """The council's share of the votes in the room: a warning at one fifth, for nobody need have done wrong.

    Source: Local Government and Housing Act 1989 s.69(1)(c), `5 × c >= n`.
    """
    _counted(attending, associated)
    reaches = associated > 0 and 5 * associated >= attending
    return RuleResult(
        name="council-in-the-room",
        title="Council under 20 % of the votes in the room",
        state=State.WARNING if reaches else State.HOLDS,
        fact=of(associated, attending),
        limit="less than 20 %",
        source="Local Government and Housing Act 1989 s.69(1)(c)",
        working=(f"{associated} of the {attending} attending are associated with the council.",),
    )


def _why(votes_for: int, votes_against: int, casting: Casting, carried: bool) -> str:
    if votes_for != votes_against:
        return "More voted for than against: carried." if carried else "Not more voted for than against: not carried."
    if casting is Casting.NONE:
        return "Equal votes and no casting vote: not carried."
    return f"Equal votes; the chair's casting vote was {casting.value}: {'carried' if carried else 'not carried'}."


def _counted(*numbers: int) -> None:
    if any(number < 0 for number in numbers):
        raise NotACount("Nobody can be counted below 0.")
