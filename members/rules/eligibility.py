"""May this establishment become a member, and who is then the member in law?

A member is a legal person. A maintained school's governing body is one; an academy is not: its trust is.
So four academies of one trust, or three schools under one federated governing body, hold one vote between
them, while each of them still has its own line on the bill.

Source: the articles ("any school, academy, 16-19 provider or other state-funded provider of education in
the area"); School Companies Regulations 2002 reg 5(2); Companies Act 2006 s.284(1)(b). Vectors K01 to K14.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from members.rules.school_file import CLOSED, OPEN, OPEN_BUT_CLOSING, PROPOSED


class Answer(StrEnum):
    """What an application is told at once. A referred one waits for the board, which looks at the funding."""

    YES = "yes"
    NO = "no"
    REFER = "refer"


class Holder(StrEnum):
    """Who the member is in law."""

    GOVERNING_BODY = "governing body"
    TRUST = "trust"
    PROPRIETOR = "proprietor company"
    CORPORATION = "corporation"


_BODY, _TRUST = (Answer.YES, Holder.GOVERNING_BODY), (Answer.YES, Holder.TRUST)
_NO, _REFER = (Answer.NO, None), (Answer.REFER, None)

BY_TYPE: dict[str, tuple[Answer, Holder | None]] = {
    "1": _BODY,  # community
    "2": _BODY,  # voluntary aided
    "3": _BODY,  # voluntary controlled
    "5": _BODY,  # foundation
    "6": (Answer.YES, Holder.PROPRIETOR),  # city technology college
    "7": _BODY,  # community special
    "8": _REFER,  # non-maintained special
    "10": _NO,  # other independent special
    "11": _NO,  # other independent
    "12": _BODY,  # foundation special
    "14": _REFER,  # pupil referral unit
    "15": _BODY,  # local authority nursery
    "18": (Answer.YES, Holder.CORPORATION),  # further education and sixth-form colleges
    "24": _REFER,  # secure units
    "25": _NO,  # offshore schools
    "26": _NO,  # service children's education
    "27": _REFER,  # miscellaneous
    "28": _TRUST,  # academy, sponsor led
    "29": _NO,  # higher education
    "30": _NO,  # Welsh establishment
    "31": _REFER,  # sixth form centres
    "32": _REFER,  # special post-16 institution
    "33": _TRUST,  # academy special, sponsor led
    "34": _TRUST,  # academy converter
    "35": _TRUST,  # free school
    "36": _TRUST,  # free school, special
    "37": _NO,  # British schools overseas
    "38": _TRUST,  # free school, alternative provision
    "39": _TRUST,  # free school, 16 to 19
    "40": _TRUST,  # university technical college
    "41": _TRUST,  # studio school
    "42": _TRUST,  # academy alternative provision, converter
    "43": _TRUST,  # academy alternative provision, sponsor led
    "44": _TRUST,  # academy special, converter
    "45": _TRUST,  # academy 16 to 19, converter
    "46": _TRUST,  # academy 16 to 19, sponsor led
    "47": _NO,  # children's centre
    "48": _NO,  # children's centre, linked site
    "49": _NO,  # online provider
    "56": _REFER,  # funded by another government department
    "57": _REFER,  # academy secure 16 to 19
}
"""By TypeOfEstablishment code without padding. A code that is not here is referred, never accepted."""

NOT_ENGLAND = frozenset({"000", *(str(code) for code in range(701, 709))})
"""Authority codes of the register for places outside England."""


@dataclass(frozen=True)
class Establishment:
    """What the register says about an applicant, as far as membership turns on it."""

    urn: str
    type_code: str
    status_code: str
    la_code: str
    trust_uid: str = ""
    federation_uid: str = ""


@dataclass(frozen=True)
class Eligibility:
    """The answer, the member in law where it is yes, and the reason in a sentence."""

    answer: Answer
    holder: Holder | None
    why: str


def of_type(type_code: str) -> tuple[Answer, Holder | None]:
    """What the articles say about a type of establishment, whatever its place and status."""
    return BY_TYPE.get(type_code.lstrip("0"), _REFER)


def may_join(school: Establishment, *, area: Iterable[str]) -> Eligibility:
    """Whether this establishment may become a member; `area` holds the authority codes the company serves.

    Closed and not yet open, out of the area and outside England are all "no": only what the funding leaves
    open is referred to the board.
    """
    answer, holder = of_type(school.type_code)
    if school.la_code in NOT_ENGLAND:
        return Eligibility(Answer.NO, None, "It is not in England.")
    if school.la_code not in set(area):
        return Eligibility(Answer.NO, None, "It is outside the area that the articles name.")
    if school.status_code == CLOSED:
        return Eligibility(Answer.NO, None, "It is closed.")
    if answer is Answer.NO:
        return Eligibility(Answer.NO, None, "The articles do not admit this type of establishment.")
    if school.status_code == PROPOSED:
        return Eligibility(Answer.NO, None, "It may apply now, and join on the day that it opens.")
    if school.status_code not in (OPEN, OPEN_BUT_CLOSING) or answer is Answer.REFER:
        return Eligibility(Answer.REFER, None, "The board looks at how it is funded before it decides.")
    if holder is Holder.TRUST and not school.trust_uid:
        return Eligibility(Answer.REFER, None, "Its trust, which would be the member, is not known yet.")
    return Eligibility(Answer.YES, holder, f"The member in law would be its {holder}.")


def may_person_join() -> Eligibility:
    """A person may not be a member, whoever employs them; they may still be a director."""
    return Eligibility(Answer.NO, None, "Only organisations are members. A person may be a director.")


def legal_person(school: Establishment) -> str:
    """A text that is the same for schools whose member in law is the same one.

    "trust/16900" for an academy, "federation/3021" for a federated governing body, else the school's own.
    """
    holder = of_type(school.type_code)[1]
    if holder is Holder.TRUST and school.trust_uid:
        return f"trust/{school.trust_uid}"
    if holder is Holder.GOVERNING_BODY and school.federation_uid:
        return f"federation/{school.federation_uid}"
    return f"school/{school.urn}"


def votes_of(schools: Iterable[Establishment]) -> int:
    """How many votes these schools hold between them: one for each member in law (s.284(1)(b))."""
    return len({legal_person(school) for school in schools})
