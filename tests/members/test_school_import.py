"""Loading files of the school register into the database."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel.models import Record
from kernel.records import SYSTEM
from members.actions.school_import import Outcome, SourceFile, Wish, load, rehearse
from members.models import Organisation, Proprietorship, PupilCount, SchoolImport, Succession
from members.public import legal_member_of, pupils_on
from members.rules.school_import import Figures, LoadRefused, MassClosure
from tests.members.school_files import a_school, an_academy, closed, file_of, links_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 21)
LATER = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
LATER_ON = date(2027, 1, 4)


def wish(rows: list[dict[str, str]] | bytes, *authorities: str, links: bytes = b"", allow: bool = False) -> Wish:
    content = rows if isinstance(rows, bytes) else file_of(rows)
    of_links = SourceFile(io.BytesIO(links), "links.csv") if links else None
    return Wish(SourceFile(io.BytesIO(content), "schools.csv"), of_links, authorities, allow)


def loaded(
    rows: list[dict[str, str]] | bytes, *authorities: str, links: bytes = b"", allow: bool = False, at: datetime = AT
) -> Outcome:
    return load(wish(rows, *authorities, links=links, allow=allow), by=SYSTEM, at=at)


def counts(outcome: Outcome) -> dict[str, int]:
    return {name: count for name, count in outcome.figures.as_dict().items() if count}


def everything() -> dict[str, list[object]]:
    """All that a load may change, as plain rows."""
    return {
        model.__name__: list(model.objects.order_by("pk").values_list())
        for model in (Organisation, Proprietorship, PupilCount, Succession, SchoolImport, Record)
    }


def test_a_new_school_is_held_with_its_pupils_and_its_census_day() -> None:
    assert counts(loaded([a_school(100001, "Brontë House \\ Infants", OpenDate="01-09-2001")])) == {
        "read": 1,
        "created": 1,
    }
    school = Organisation.objects.get(urn=100001)
    assert (school.name, school.kind, school.la_code, school.type_code) == (
        "Brontë House \\ Infants",
        "school",
        "990",
        1,
    )
    assert (school.opened_on, school.is_open, school.has_sixth_form) == (date(2001, 9, 1), True, False)
    figure = pupils_on(school, ON)
    assert figure
    assert (figure.pupils, figure.counted_on) == (Decimal("420.0"), date(2026, 1, 16))


def test_blank_pupils_leave_no_count_and_never_remove_one() -> None:
    loaded([a_school(100001), a_school(100002, NumberOfPupils="", CensusDate="")])
    assert PupilCount.objects.count() == 1
    assert counts(loaded([a_school(100001, NumberOfPupils="")])) == {"read": 1, "unchanged": 1, "not_seen": 1}
    assert PupilCount.objects.get().pupils == Decimal(420)


def test_pupils_without_a_census_day_are_left_out_and_counted() -> None:
    outcome = loaded([a_school(100001, CensusDate="")])
    assert (outcome.undated, PupilCount.objects.count()) == (1, 0)


def test_a_new_census_is_a_new_count_and_a_corrected_one_replaces_it() -> None:
    loaded([a_school(100001)])
    assert counts(loaded([a_school(100001, NumberOfPupils="430", CensusDate="15-01-2027")])) == {
        "read": 1,
        "updated": 1,
    }
    assert counts(loaded([a_school(100001, NumberOfPupils="431", CensusDate="15-01-2027")])) == {
        "read": 1,
        "updated": 1,
    }
    found = PupilCount.objects.order_by("counted_on").values_list("counted_on", "pupils")
    assert list(found) == [(date(2026, 1, 16), Decimal(420)), (date(2027, 1, 15), Decimal(431))]


def test_running_twice_changes_nothing() -> None:
    rows = [a_school(100001), an_academy(100002, "16900", OpenDate="01-09-2012"), closed(a_school(100003))]
    links = links_of((100003, 100002, "Successor", "31-08-2012"))
    assert counts(loaded(rows, links=links)) == {"read": 3, "created": 3, "linked": 1}
    before = everything()
    assert counts(loaded(rows, links=links, at=LATER)) == {"read": 3, "unchanged": 3}
    after = everything()
    for name in ("Organisation", "Proprietorship", "PupilCount", "Succession"):
        assert after[name] == before[name]


def test_each_load_adds_one_entry_to_the_record_and_one_to_the_imports() -> None:
    outcome = loaded([a_school(100001)])
    entry = Record.objects.get()
    assert outcome.school_import
    assert (entry.verb, entry.subject) == ("members.schools.imported", outcome.school_import.key)
    assert entry.facts["created"] == 1
    assert SchoolImport.objects.get().figures == outcome.figures.as_dict()


def test_a_changed_school_is_updated_and_nobody_else_is() -> None:
    loaded([a_school(100001), a_school(100002)])
    assert counts(loaded([a_school(100001, "New Name"), a_school(100002)])) == {"read": 2, "updated": 1, "unchanged": 1}
    assert set(Organisation.objects.values_list("name", flat=True)) == {"New Name", "School 100002"}


def test_what_the_file_says_nothing_about_is_left_alone() -> None:
    loaded([a_school(100001)])
    Organisation.objects.update(website="https://school.example", email="office@school.example")
    loaded([a_school(100001, "New Name")])
    school = Organisation.objects.get()
    assert (school.name, school.website, school.email) == (
        "New Name",
        "https://school.example",
        "office@school.example",
    )


def test_status_2_closes_a_school_and_it_may_open_again() -> None:
    loaded([a_school(100001)])
    assert counts(loaded([closed(a_school(100001))])) == {"read": 1, "updated": 1, "closed": 1}
    school = Organisation.objects.get()
    assert (school.is_open, school.closed_on) == (False, date(2026, 8, 31))
    assert counts(loaded([closed(a_school(100001))])) == {"read": 1, "unchanged": 1}
    loaded([a_school(100001)])
    school.refresh_from_db()
    assert (school.is_open, school.closed_on) == (True, None)


def test_a_school_the_file_does_not_name_is_listed_and_never_closed() -> None:
    loaded([a_school(100001), a_school(100002, "Zinnia Lane"), a_school(100003, **{"LA (code)": "991"})])
    outcome = loaded([a_school(100001)])
    assert counts(outcome) == {"read": 1, "unchanged": 1, "not_seen": 2}
    assert outcome.not_seen == [(100003, "School 100003"), (100002, "Zinnia Lane")]
    assert Organisation.objects.filter(status_code=1).count() == 3


def test_only_the_authorities_asked_for_are_loaded() -> None:
    rows = [a_school(100001 + n, **{"LA (code)": code}) for n, code in enumerate(("990", "991", "992", ""))]
    assert counts(loaded(rows, "990", "992")) == {"read": 4, "created": 2, "skipped": 2}
    assert set(Organisation.objects.values_list("urn", flat=True)) == {100001, 100003}


def test_not_seen_looks_at_the_authorities_asked_for_and_a_skipped_school_was_seen() -> None:
    loaded([a_school(100001), a_school(100002), a_school(100003, **{"LA (code)": "991"})])
    moved = a_school(100002, **{"LA (code)": "991"})
    assert counts(loaded([a_school(100001), moved], "990")) == {"read": 2, "unchanged": 1, "skipped": 1}


@pytest.mark.parametrize("type_code", ["11", "29", "30", "99"])
def test_every_type_is_loaded_whoever_may_join(type_code: str) -> None:
    assert counts(loaded([a_school(100001, **{"TypeOfEstablishment (code)": type_code})]))["created"] == 1


def test_an_academy_is_its_trusts_from_the_day_it_opened() -> None:
    loaded([an_academy(100001, "16900", OpenDate="01-09-2012"), an_academy(100002, "16900")])
    first, second = Proprietorship.objects.order_by("starts_on")
    assert (first.starts_on, first.ends_on, second.starts_on) == (date(2012, 9, 1), None, ON)
    trust = Organisation.objects.get(uid="16900")
    assert (trust.kind, trust.name) == ("trust", "Trust 16900")
    assert legal_member_of(Organisation.objects.get(urn=100001), date(2015, 1, 1)) == trust


def test_a_school_that_moves_to_another_trust_changes_hands_on_the_day_of_the_load() -> None:
    loaded([an_academy(100001, "16900", OpenDate="01-09-2012")])
    assert counts(loaded([an_academy(100001, "16901", OpenDate="01-09-2012")], at=LATER)) == {"read": 1, "updated": 1}
    first, second = Proprietorship.objects.order_by("starts_on").select_related("proprietor")
    assert (first.proprietor.uid, first.starts_on, first.ends_on) == ("16900", date(2012, 9, 1), LATER_ON)
    assert (second.proprietor.uid, second.starts_on, second.ends_on) == ("16901", LATER_ON, None)


def test_two_moves_on_one_day_leave_one_holding_from_that_day() -> None:
    loaded([an_academy(100001, "16900", OpenDate="01-09-2012")])
    loaded([an_academy(100001, "16901", OpenDate="01-09-2012")], at=LATER)
    loaded([an_academy(100001, "16902", OpenDate="01-09-2012")], at=LATER)
    found = Proprietorship.objects.order_by("starts_on").values_list("proprietor__uid", "starts_on", "ends_on")
    assert list(found) == [("16900", date(2012, 9, 1), LATER_ON), ("16902", LATER_ON, None)]


def test_a_school_that_leaves_its_trust_is_its_own_from_the_day_of_the_load() -> None:
    loaded([an_academy(100001, "16900", OpenDate="01-09-2012")])
    loaded([an_academy(100001, "", OpenDate="01-09-2012", **{"Trusts (name)": ""})], at=LATER)
    school = Organisation.objects.get(urn=100001)
    assert legal_member_of(school, LATER_ON) == school
    assert Proprietorship.objects.get().ends_on == LATER_ON


def test_a_school_that_closes_was_its_trusts_to_the_end_of_its_last_day() -> None:
    loaded([an_academy(100001, "16900", OpenDate="01-09-2012")])
    loaded([closed(an_academy(100001, "16900", OpenDate="01-09-2012"), "31-12-2026")], at=LATER)
    assert Proprietorship.objects.get().ends_on == date(2027, 1, 1)


def test_an_academy_that_closed_before_we_knew_it_keeps_the_years_it_had() -> None:
    rows = [an_academy(100001, "16900", OpenDate="01-09-2012"), an_academy(100002, "16900")]
    loaded([closed(row, "31-08-2020") for row in rows])
    found = Proprietorship.objects.values_list("school__urn", "starts_on", "ends_on")
    assert list(found) == [(100001, date(2012, 9, 1), date(2020, 9, 1))]


def test_a_trust_that_supports_a_foundation_school_does_not_hold_it() -> None:
    loaded([an_academy(100001, "16900", **{"TypeOfEstablishment (code)": "05"})])
    assert Organisation.objects.filter(kind="trust").count() == 1
    assert not Proprietorship.objects.exists()


def test_a_proposed_academy_that_opens_is_its_trusts_from_that_day() -> None:
    proposed = an_academy(100001, "", **{"Trusts (name)": "", "EstablishmentStatus (code)": "4"})
    loaded([proposed])
    loaded([an_academy(100001, "16900", OpenDate="01-01-2027")], at=LATER)
    assert Proprietorship.objects.get().starts_on == date(2027, 1, 1)


def test_a_renamed_trust_is_renamed_and_its_schools_count_as_changed_once() -> None:
    loaded([an_academy(100001, "16900"), a_school(100002)])
    rows = [an_academy(100001, "16900", **{"Trusts (name)": "Oak Trust"}), a_school(100002)]
    assert counts(loaded(rows)) == {"read": 2, "updated": 1, "unchanged": 1}
    assert Organisation.objects.get(uid="16900").name == "Oak Trust"
    assert counts(loaded(rows)) == {"read": 2, "unchanged": 2}


def test_a_holding_entered_by_hand_is_not_the_files_to_end() -> None:
    loaded([a_school(100001, **{"TypeOfEstablishment (code)": "06"})])
    company = Organisation.objects.create(kind="other", name="A proprietor company")
    Proprietorship.objects.create(
        school=Organisation.objects.get(urn=100001), proprietor=company, starts_on=date(2020, 1, 1)
    )
    assert counts(loaded([a_school(100001, **{"TypeOfEstablishment (code)": "06"})]))["unchanged"] == 1
    assert Proprietorship.objects.get().ends_on is None


def test_two_sides_of_one_link_are_one_succession_on_the_later_day() -> None:
    rows = [closed(a_school(100001)), an_academy(100002, "16900")]
    links = links_of(
        (100001, 100002, "Successor", "31-08-2026"),
        (100002, 100001, "Predecessor", "01-09-2026"),
        (100001, 109999, "Successor", "31-08-2026"),
        (100001, 100002, "Sixth Form Centre Link", "31-08-2026"),
    )
    assert counts(loaded(rows, links=links))["linked"] == 1
    link = Succession.objects.select_related("predecessor", "successor").get()
    assert (link.predecessor.urn, link.successor.urn) == (100001, 100002)
    assert (link.kind, link.on) == ("succession", date(2026, 9, 1))


def test_a_link_without_a_day_is_kept_and_the_day_follows_later() -> None:
    rows = [closed(a_school(100001)), a_school(100002)]
    assert counts(loaded(rows, links=links_of((100001, 100002, "Successor - merged", ""))))["linked"] == 1
    assert Succession.objects.get().on is None
    links = links_of((100001, 100002, "Successor - merged", "31-08-2026"))
    assert counts(loaded(rows, links=links)) == {"read": 2, "unchanged": 2, "linked": 1}
    assert Succession.objects.get().on == date(2026, 8, 31)


def test_where_a_link_does_not_say_who_took_over_the_closed_school_came_first() -> None:
    both_ways = links_of(
        (100001, 100002, "Result of Amalgamation", "01-01-2026"),
        (100002, 100001, "Result of Amalgamation", "01-01-2026"),
    )
    loaded([a_school(100001), closed(a_school(100002))], links=both_ways)
    link = Succession.objects.select_related("predecessor").get()
    assert (link.predecessor.urn, link.kind) == (100002, "amalgamation")


def test_a_rehearsal_gives_the_figures_of_the_load_and_changes_nothing() -> None:
    loaded([a_school(100001), an_academy(100002, "16900"), a_school(100003)])
    rows = [closed(a_school(100001)), an_academy(100002, "16901"), a_school(100004)]
    links = links_of((100001, 100004, "Successor", ""))
    before = everything()
    rehearsed = rehearse(wish(rows, links=links), at=LATER)
    assert everything() == before
    assert rehearsed.figures == loaded(rows, links=links, at=LATER).figures
    assert counts(rehearsed) == {"read": 3, "created": 1, "updated": 2, "closed": 1, "linked": 1, "not_seen": 1}


def test_the_same_few_statements_load_one_school_or_three_hundred() -> None:
    with CaptureQueriesContext(connection) as one:
        loaded([a_school(100001)])
    with CaptureQueriesContext(connection) as many:
        loaded([an_academy(100100 + n, str(16900 + n)) for n in range(300)])
    assert len(many) == len(one) == 35


# Refusals


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (file_of([a_school(100001), a_school(100002, OpenDate="31-02-2020")]), "schools.csv: Line 3, column OpenDate"),
        (file_of([a_school(100001), a_school(100001)]), "schools.csv: Line 3, column URN"),
        (file_of([a_school(100001)])[:-20], "schools.csv: Line 2 "),
        (b"", "schools.csv: The file is empty."),
    ],
)
def test_a_file_at_fault_changes_nothing(content: bytes, words: str) -> None:
    loaded([a_school(100009)])
    before = everything()
    with pytest.raises(LoadRefused) as refused:
        loaded(content)
    assert refused.value.sentence.startswith(words)
    assert refused.value.figures.errors == 1
    assert everything() == before


def test_the_figures_of_a_refused_file_add_up_and_count_the_rows_at_fault() -> None:
    rows = [a_school(100001), a_school(100002, OpenDate="x"), a_school(100003, **{"LA (code)": "991"}), a_school("1")]
    with pytest.raises(LoadRefused) as refused:
        loaded(rows, "990")
    assert refused.value.figures == Figures(read=4, unchanged=1, skipped=1, errors=2)
    assert refused.value.sentence.endswith("Other lines at fault: 5.")
    assert [fault.line for fault in refused.value.faults] == [3, 5]


def test_a_links_file_at_fault_refuses_the_whole_load() -> None:
    with pytest.raises(LoadRefused) as refused:
        loaded([a_school(100001)], links=links_of((100001, 100002, "Successor", "yesterday")))
    assert refused.value.sentence.startswith("links.csv: Line 2, column LinkEstablishedDate: “yesterday”")
    assert not Organisation.objects.exists()


def schools(count: int, closing: int = 0) -> list[dict[str, str]]:
    rows = [a_school(100001 + n) for n in range(count)]
    return [closed(row) if n < closing else row for n, row in enumerate(rows)]


@pytest.mark.parametrize(("held", "closing"), [(20, 20), (21, 1), (40, 2), (100, 5)])
def test_the_guard_lets_ordinary_closures_pass(held: int, closing: int) -> None:
    loaded(schools(held))
    assert loaded(schools(held, closing)).figures.closed == closing


@pytest.mark.parametrize(("held", "closing"), [(21, 2), (40, 3), (100, 6)])
def test_the_guard_refuses_more_than_one_in_twenty_unless_told_otherwise(held: int, closing: int) -> None:
    loaded(schools(held))
    before = everything()
    with pytest.raises(MassClosure) as refused:
        loaded(schools(held, closing))
    assert f"{closing} of {held} open schools would close" in refused.value.sentence
    assert refused.value.figures == Figures(read=held, errors=closing, unchanged=held - closing)
    assert everything() == before
    assert loaded(schools(held, closing), allow=True).figures.closed == closing


def test_the_guard_looks_at_the_files_own_authorities_only() -> None:
    elsewhere = [a_school(200001 + n, **{"LA (code)": "991"}) for n in range(200)]
    loaded(schools(30) + elsewhere)
    with pytest.raises(MassClosure):
        loaded(schools(30, 2))
    assert loaded(schools(30, 2) + elsewhere).figures.closed == 2


def test_a_rehearsal_is_refused_like_the_load() -> None:
    loaded(schools(30))
    with pytest.raises(MassClosure):
        rehearse(wish(schools(30, 30)), at=AT)


def test_a_refused_load_can_be_followed_by_a_good_one_on_the_same_connection() -> None:
    with pytest.raises(LoadRefused):
        loaded([a_school("x")])
    assert loaded([a_school(100001)]).figures.created == 1
