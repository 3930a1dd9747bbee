"""Quorum and votes of the board."""

import pytest

from company.rules.results import State
from company.rules.votes import (
    Casting,
    MoreVotesThanVoters,
    NoCastingVote,
    NotACount,
    QuorumNotMet,
    Room,
    board_quorum,
    board_vote,
    council_in_the_room,
    unanimous,
)


def test_eight_for_none_against_four_abstaining_is_carried() -> None:
    result = board_vote(Room(12), votes_for=8, votes_against=0, abstained=4, quorum=5)
    assert result.carried
    assert result.fact == "8 for, 0 against, 4 abstained"


def test_thirteen_votes_when_twelve_are_present_are_refused() -> None:
    with pytest.raises(MoreVotesThanVoters, match="13 votes were counted, and 12"):
        board_vote(Room(12), votes_for=9, votes_against=0, abstained=4, quorum=5)


def test_six_to_six_fails_without_a_casting_vote() -> None:
    assert not board_vote(Room(12), votes_for=6, votes_against=6, quorum=5).carried


def test_abstentions_are_ignored() -> None:
    assert board_vote(Room(12), votes_for=1, votes_against=0, abstained=11, quorum=5).carried
    assert not board_vote(Room(12), votes_for=0, votes_against=0, abstained=12, quorum=5).carried


def test_four_present_can_only_note() -> None:
    with pytest.raises(QuorumNotMet):
        board_vote(Room(4), votes_for=4, votes_against=0, quorum=5)


@pytest.mark.vector("B34")
def test_b34_the_councils_share_in_the_room_is_a_warning() -> None:
    result = council_in_the_room(attending=9, associated=2)
    assert (result.state, result.fact) == (State.WARNING, "2 of 9 · 22.2 %")
    assert council_in_the_room(attending=11, associated=2).state is State.HOLDS
    assert council_in_the_room(attending=10, associated=2).state is State.WARNING


@pytest.mark.vector("Q01")
def test_q01_one_conflicted_of_six_leaves_a_quorum() -> None:
    result = board_quorum(Room(6, unable=1), 5)
    assert (result.holds, result.fact) == (True, "5")


@pytest.mark.vector("Q03")
def test_q03_a_conflicted_chair_has_no_casting_vote() -> None:
    room = Room(7, unable=1, chair_able=False)
    assert not board_vote(room, votes_for=3, votes_against=3, quorum=5).carried
    with pytest.raises(NoCastingVote):
        board_vote(room, votes_for=3, votes_against=3, quorum=5, casting=Casting.FOR)


@pytest.mark.vector("Q04")
def test_q04_the_chair_may_cast_on_equal_votes() -> None:
    assert board_vote(Room(6), votes_for=3, votes_against=3, quorum=5, casting=Casting.FOR).carried
    assert not board_vote(Room(6), votes_for=3, votes_against=3, quorum=5, casting=Casting.AGAINST).carried


def test_no_casting_vote_where_votes_are_not_equal_or_the_articles_give_none() -> None:
    with pytest.raises(NoCastingVote):
        board_vote(Room(6), votes_for=3, votes_against=2, quorum=5, casting=Casting.FOR)
    with pytest.raises(NoCastingVote):
        board_vote(Room(6), votes_for=3, votes_against=3, quorum=5, casting_vote=False, casting=Casting.FOR)


@pytest.mark.vector("Q06")
def test_q06_every_eligible_director_agreeing_decides() -> None:
    assert unanimous(eligible=10, agreed=10, quorum=5).carried


@pytest.mark.vector("Q07")
def test_q07_silence_is_not_agreement() -> None:
    assert not unanimous(eligible=10, agreed=9, quorum=5).carried


def test_a_unanimous_decision_needs_a_quorum_of_eligible_directors() -> None:
    with pytest.raises(QuorumNotMet):
        unanimous(eligible=4, agreed=4, quorum=5)
    with pytest.raises(MoreVotesThanVoters):
        unanimous(eligible=6, agreed=7, quorum=5)


@pytest.mark.vector("Q09")
def test_q09_interested_directors_do_not_count_for_authorising_a_conflict() -> None:
    assert not board_quorum(Room(6, unable=2), 5).holds


@pytest.mark.parametrize("votes", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_negative_votes_are_refused(votes: tuple[int, int, int]) -> None:
    with pytest.raises(NotACount):
        board_vote(Room(12), votes_for=votes[0], votes_against=votes[1], abstained=votes[2], quorum=5)


def test_more_withdrawn_than_attending_is_refused() -> None:
    with pytest.raises(NotACount):
        board_quorum(Room(3, unable=4), 2)
