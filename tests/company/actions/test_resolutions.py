"""Meetings, votes, and acting in a resolution's name."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from company import public as company
from company.actions import authorities, meetings, resolutions
from company.actions.resolutions import Count, Proposal
from company.models import AuthorityUse, Directorship, Resolution
from company.rules import authorities as rules
from company.rules.registers import AlreadyDecided, EndsBeforeItStarts, MeetingNotHeld, NotADirectorThatDay
from company.rules.votes import Casting, MoreVotesThanVoters, QuorumNotMet
from kernel.models import Record
from kernel.money import Money
from kernel.refusal import Refusal
from members.public import Person
from tests.company.registers import person, seated

HELD = datetime(2026, 10, 14, 16, tzinfo=UTC)
VOTED = datetime(2026, 10, 14, 17, 30, tzinfo=UTC)
PURPOSE = "fund-contribution"
FUND = "fund/B"
FUND_B = Proposal(
    "To contribute £500,000 to fund B",
    PURPOSE,
    date(2026, 10, 14),
    date(2027, 9, 1),
    (FUND,),
    Money.pounds("500000"),
)


@pytest.fixture
def secretary(db: None) -> Person:
    return person("Company secretary")


def held(by: Person, absent: int = 1) -> company.Meeting:
    """A meeting attended by all thirteen directors but `absent` of them."""
    seated()
    people = [row.person for row in Directorship.objects.select_related("person").order_by("-pk")]
    meeting = meetings.call(title="Autumn board", starts_at=HELD, place="Town hall", by=by, at=HELD)
    return meetings.record_attendance(meeting, people[: 13 - absent], by=by, at=HELD)


def carried(by: Person, proposal: Proposal = FUND_B) -> Resolution:
    resolution = resolutions.propose(held(by), proposal, by=by, at=HELD)
    return resolutions.record_vote(resolution, Count(8, 0, 4), by=by, at=VOTED)


def use(number: str, by: Person, **changed: object) -> AuthorityUse:
    wanted: dict[str, object] = {
        "for_": PURPOSE,
        "subject": FUND,
        "amount": Money.pounds("500000"),
        "source": "contribution/CON-0007",
        "at": VOTED,
    }
    return authorities.use_authority(number, by=by, **{**wanted, **changed})  # type: ignore[arg-type]


def test_eight_none_four_with_twelve_present_is_recorded_as_carried(secretary: Person) -> None:
    resolution = carried(secretary)
    assert (resolution.number, resolution.carried, resolution.vote) == (
        "RES-2026-001",
        True,
        "8 for, 0 against, 4 abstained",
    )
    assert Record.objects.get(verb="company.resolution.voted").facts["carried"] is True


def test_numbers_follow_one_another_within_a_year(secretary: Person) -> None:
    meeting = held(secretary)
    next_year = meetings.call(
        title="Spring board", starts_at=datetime(2027, 3, 1, 16, tzinfo=UTC), place="Here", by=secretary, at=HELD
    )
    numbers = [
        resolutions.propose(each, FUND_B, by=secretary, at=HELD).number for each in (meeting, meeting, next_year)
    ]
    assert numbers == ["RES-2026-001", "RES-2026-002", "RES-2027-001"]


def test_thirteen_votes_with_twelve_present_are_refused_and_nothing_is_recorded(secretary: Person) -> None:
    resolution = resolutions.propose(held(secretary), FUND_B, by=secretary, at=HELD)
    with pytest.raises(MoreVotesThanVoters):
        resolutions.record_vote(resolution, Count(9, 0, 4), by=secretary, at=VOTED)
    resolution.refresh_from_db()
    assert resolution.carried is None


def test_six_to_six_is_not_carried_unless_the_chair_casts_for_it(secretary: Person) -> None:
    meeting = held(secretary)
    tied, cast = (resolutions.propose(meeting, FUND_B, by=secretary, at=HELD) for _ in range(2))
    assert not resolutions.record_vote(tied, Count(6, 6), by=secretary, at=VOTED).carried
    assert resolutions.record_vote(cast, Count(6, 6, casting=Casting.FOR), by=secretary, at=VOTED).carried


def test_who_withdrew_is_in_neither_quorum_nor_vote(secretary: Person) -> None:
    meeting = held(secretary, absent=7)
    attending = [row.person for row in meeting.attendances.select_related("person")]
    resolution = resolutions.propose(meeting, FUND_B, by=secretary, at=HELD)
    with pytest.raises(QuorumNotMet):
        resolutions.record_vote(resolution, Count(4, 0, withdrew=attending[:2]), by=secretary, at=VOTED)
    assert (
        resolutions.record_vote(resolution, Count(5, 0, withdrew=attending[:1]), by=secretary, at=VOTED).withdrew == 1
    )


def test_a_vote_needs_an_attendance_and_is_recorded_once(secretary: Person) -> None:
    seated()
    meeting = meetings.call(title="Autumn board", starts_at=HELD, place="Town hall", by=secretary, at=HELD)
    resolution = resolutions.propose(meeting, FUND_B, by=secretary, at=HELD)
    with pytest.raises(MeetingNotHeld):
        resolutions.record_vote(resolution, Count(8, 0), by=secretary, at=VOTED)
    with pytest.raises(NotADirectorThatDay):
        meetings.record_attendance(meeting, [secretary], by=secretary, at=HELD)
    people = [row.person for row in Directorship.objects.select_related("person")]
    meetings.record_attendance(meeting, people, by=secretary, at=HELD)
    resolutions.record_vote(resolution, Count(8, 0), by=secretary, at=VOTED)
    with pytest.raises(AlreadyDecided):
        resolutions.record_vote(resolution, Count(0, 8), by=secretary, at=VOTED)
    with pytest.raises(AlreadyDecided):
        meetings.record_attendance(meeting, people[:6], by=secretary, at=VOTED)


def test_the_database_keeps_a_recorded_vote_and_its_arithmetic(secretary: Person) -> None:
    resolution = carried(secretary)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Resolution.objects.filter(pk=resolution.pk).update(text="Something else")
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM company_resolution WHERE id = %s", [resolution.pk])
    open_one = resolutions.propose(resolution.meeting, FUND_B, by=secretary, at=HELD)
    with pytest.raises(IntegrityError, match="carried_means_more_for"), transaction.atomic():
        Resolution.objects.filter(pk=open_one.pk).update(
            attending=12, withdrew=0, votes_for=4, votes_against=8, abstained=0, carried=True, decided_at=VOTED
        )
    with pytest.raises(IntegrityError, match="no_more_votes_than_voters"), transaction.atomic():
        Resolution.objects.filter(pk=open_one.pk).update(
            attending=12, withdrew=0, votes_for=9, votes_against=0, abstained=4, carried=True, decided_at=VOTED
        )


def test_a_resolution_that_ends_before_it_starts_is_refused(secretary: Person) -> None:
    with pytest.raises(EndsBeforeItStarts):
        resolutions.propose(held(secretary), replace(FUND_B, ends_on=FUND_B.starts_on), by=secretary, at=HELD)


def test_a_carried_resolution_is_used_and_drawn_down(secretary: Person) -> None:
    number = carried(secretary).number
    use(number, secretary, amount=Money.pounds("200000"))
    use(number, secretary, amount=Money.pounds("300000"), source="contribution/CON-0008")
    assert company.authority_left(number) == Money(0)
    with pytest.raises(rules.NothingLeft, match=r"£0\.00 left of £500,000\.00"):
        use(number, secretary, amount=Money(1), source="contribution/CON-0009")
    assert AuthorityUse.objects.count() == 2


def test_the_same_source_again_is_harmless_and_for_something_else_refused(secretary: Person) -> None:
    number = carried(secretary).number
    assert use(number, secretary) == use(number, secretary)
    assert Record.objects.filter(verb="company.authority.used").count() == 1
    with pytest.raises(rules.UsedDifferently):
        use(number, secretary, amount=Money(100))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"at": VOTED - timedelta(minutes=1)}, rules.NotYetDecided),
        ({"at": datetime(2027, 9, 1, 12, tzinfo=UTC)}, rules.OutOfDate),
        ({"for_": "surplus-appropriation"}, rules.OtherPurpose),
        ({"subject": "fund/A"}, rules.OtherSubject),
        ({"amount": Money.pounds("500000.01")}, rules.NothingLeft),
        ({"amount": Money(0)}, rules.NothingLeft),
        ({"amount": Money(-1)}, rules.NothingLeft),
    ],
)
def test_an_authority_is_refused(secretary: Person, changed: dict[str, object], refusal: type[Refusal]) -> None:
    number = carried(secretary).number
    with pytest.raises(refusal):
        use(number, secretary, **changed)
    assert not AuthorityUse.objects.exists()


def test_a_resolution_not_voted_on_not_carried_or_unknown_is_no_authority(secretary: Person) -> None:
    meeting = held(secretary)
    pending = resolutions.propose(meeting, FUND_B, by=secretary, at=HELD)
    lost = resolutions.propose(meeting, FUND_B, by=secretary, at=HELD)
    resolutions.record_vote(lost, Count(4, 8), by=secretary, at=VOTED)
    with pytest.raises(rules.NotYetDecided):
        use(pending.number, secretary)
    with pytest.raises(rules.NotCarried):
        use(lost.number, secretary)
    with pytest.raises(rules.NoSuchAuthority):
        use("RES-2026-999", secretary)


def test_the_last_day_of_a_resolution_is_a_london_day(secretary: Person) -> None:
    number = carried(secretary).number
    assert use(number, secretary, at=datetime(2027, 8, 31, 22, 59, tzinfo=UTC))
    with pytest.raises(rules.OutOfDate):
        use(number, secretary, at=datetime(2027, 8, 31, 23, 0, tzinfo=UTC), source="contribution/later")


def test_raw_sql_can_neither_overdraw_nor_alter_nor_use_what_was_not_carried(secretary: Person) -> None:
    resolution = carried(secretary)
    pending = resolutions.propose(resolution.meeting, FUND_B, by=secretary, at=HELD)
    insert = (
        "INSERT INTO company_authorityuse (resolution_id, source, purpose, subject, amount, used_at)"
        " VALUES (%s, 'raw', 'x', 'x', %s, %s)"
    )
    with pytest.raises(DatabaseError, match="never drawn beyond its sum"), transaction.atomic():
        connection.cursor().execute(insert, [resolution.pk, 50_000_001, VOTED])
    with pytest.raises(DatabaseError, match="recorded as carried"), transaction.atomic():
        connection.cursor().execute(insert, [pending.pk, 1, VOTED])
    with pytest.raises(DatabaseError, match="recorded as carried"), transaction.atomic():
        connection.cursor().execute(insert, [resolution.pk, 1, VOTED - timedelta(minutes=1)])
    use(resolution.number, secretary)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        connection.cursor().execute("UPDATE company_authorityuse SET amount = 1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("lock", "wins"), [(True, 1), (False, 2)])
def test_of_two_at_once_only_one_has_what_is_left(lock: bool, wins: int) -> None:
    """With the lock one is refused; the negative control without it shows that the test would see both win."""
    secretary = person("Company secretary")
    number = carried(secretary).number
    first_is_inside, go_on = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def first() -> None:
        with transaction.atomic():
            use(number, secretary, amount=Money.pounds("300000"), source="first", lock=lock)
            first_is_inside.set()
            go_on.wait(5)
        outcomes.append("used")

    def second() -> None:
        first_is_inside.wait(5)
        threading.Timer(0.3, go_on.set).start()
        try:
            use(number, secretary, amount=Money.pounds("300000"), source="second", lock=lock)
            outcomes.append("used")
        except rules.NothingLeft:
            outcomes.append("refused")

    run_together(first, second)
    assert outcomes.count("used") == wins


def run_together(*jobs: Callable[[], None]) -> None:
    def closing(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connection.close()

    threads = [threading.Thread(target=closing, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
