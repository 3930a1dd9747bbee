"""Who may be a member, and who the member is in law: vectors K01 to K14."""

from __future__ import annotations

import pytest

from members.rules.eligibility import (
    Answer,
    Establishment,
    Holder,
    legal_person,
    may_join,
    may_person_join,
    of_type,
    votes_of,
)

AREA = {"990"}


def establishment(type_code: str, **facts: str) -> Establishment:
    known = {"urn": "100001", "status_code": "1", "la_code": "990", "trust_uid": "16900", **facts}
    return Establishment(type_code=type_code, **known)


@pytest.mark.parametrize("status", ["1", "3"])
@pytest.mark.parametrize("code", ["01", "02", "03", "05", "07", "12", "15"])
@pytest.mark.vector("K01")
def test_k01_a_maintained_school_joins_by_its_governing_body(code: str, status: str) -> None:
    found = may_join(establishment(code, status_code=status), area=AREA)
    assert (found.answer, found.holder) == (Answer.YES, Holder.GOVERNING_BODY)


@pytest.mark.parametrize("status", ["1", "3"])
@pytest.mark.parametrize("code", ["28", "33", "34", "35", "36", "38", "40", "41", "42", "43", "44"])
@pytest.mark.vector("K02")
def test_k02_an_academy_joins_by_its_trust(code: str, status: str) -> None:
    found = may_join(establishment(code, status_code=status), area=AREA)
    assert (found.answer, found.holder) == (Answer.YES, Holder.TRUST)


@pytest.mark.vector("K02")
def test_k02_a_city_technology_college_joins_by_its_proprietor_company() -> None:
    found = may_join(establishment("06"), area=AREA)
    assert (found.answer, found.holder) == (Answer.YES, Holder.PROPRIETOR)


@pytest.mark.parametrize("code", ["39", "45", "46"])
def test_academies_for_16_to_19_join_by_their_trust(code: str) -> None:
    found = may_join(establishment(code), area=AREA)
    assert (found.answer, found.holder) == (Answer.YES, Holder.TRUST)


@pytest.mark.vector("K04")
def test_k04_a_college_joins_by_its_corporation() -> None:
    found = may_join(establishment("18"), area=AREA)
    assert (found.answer, found.holder) == (Answer.YES, Holder.CORPORATION)


@pytest.mark.parametrize("code", ["10", "11"])
@pytest.mark.vector("K05")
def test_k05_independent_schools_are_rejected(code: str) -> None:
    assert may_join(establishment(code), area=AREA).answer is Answer.NO


@pytest.mark.parametrize("code", ["08", "32", "14"])
@pytest.mark.vector("K07")
def test_k07_the_board_looks_at_the_funding_of_some_special_provision(code: str) -> None:
    assert may_join(establishment(code), area=AREA).answer is Answer.REFER


@pytest.mark.parametrize("code", ["25", "26", "29", "30", "37", "47", "48", "49"])
@pytest.mark.vector("K08")
def test_k08_places_that_the_articles_do_not_admit_are_rejected(code: str) -> None:
    assert may_join(establishment(code), area=AREA).answer is Answer.NO


@pytest.mark.vector("K10")
def test_k10_four_academies_of_one_trust_have_one_vote() -> None:
    academies = [establishment("34", urn=str(100001 + n)) for n in range(4)]
    assert votes_of(academies) == 1
    assert {legal_person(academy) for academy in academies} == {"trust/16900"}


@pytest.mark.vector("K11")
def test_k11_three_schools_under_one_governing_body_have_one_vote_and_three_lines() -> None:
    schools = [establishment("01", urn=str(100001 + n), trust_uid="", federation_uid="3021") for n in range(3)]
    assert votes_of(schools) == 1
    assert len({school.urn for school in schools}) == 3


def test_schools_that_share_nothing_have_a_vote_each_and_a_foundation_trust_is_no_member() -> None:
    assert votes_of([establishment("05", urn=str(100001 + n)) for n in range(3)]) == 3


@pytest.mark.vector("K13")
def test_k13_a_person_is_never_a_member() -> None:
    found = may_person_join()
    assert found.answer is Answer.NO
    assert "may be a director" in found.why


@pytest.mark.parametrize("code", ["24", "27", "31", "56", "57", "99", "", "999"])
@pytest.mark.vector("K14")
def test_k14_what_is_unclear_or_unknown_is_referred_and_never_accepted(code: str) -> None:
    assert may_join(establishment(code), area=AREA).answer is Answer.REFER


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"status_code": "2"}, Answer.NO),
        ({"status_code": "4"}, Answer.NO),
        ({"la_code": "991"}, Answer.NO),
        ({"la_code": ""}, Answer.NO),
        ({"status_code": "9"}, Answer.REFER),
        ({"trust_uid": ""}, Answer.REFER),
    ],
)
def test_an_academy_joins_only_open_in_the_area_and_with_its_trust_known(facts: dict[str, str], answer: Answer) -> None:
    assert may_join(establishment("34", **facts), area=AREA).answer is answer


@pytest.mark.parametrize("la_code", ["000", "701", "705", "708"])
def test_places_outside_england_are_rejected_even_where_the_area_names_them(la_code: str) -> None:
    assert may_join(establishment("01", la_code=la_code), area={la_code}).answer is Answer.NO


def test_no_code_at_all_is_accepted_by_chance() -> None:
    accepted = [code for code in range(100) if of_type(str(code))[0] is Answer.YES]
    assert accepted == [1, 2, 3, 5, 6, 7, 12, 15, 18, 28, *range(33, 37), *range(38, 47)]
    assert all(of_type(f"{code:02}") == of_type(str(code)) for code in range(100))
