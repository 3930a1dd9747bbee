"""The words the boardroom uses for kinds of things: seats, capacities, pay, purposes."""

from enum import StrEnum


class Seat(StrEnum):
    """The category a directorship is held in. It says who chose the person, never whose associate they are."""

    SCHOOL = "school"
    GOVERNOR = "governor"
    COUNCIL = "council"
    CHIEF_EXECUTIVE = "chief_executive"
    EXTERNAL = "external"

    @property
    def label(self) -> str:
        """The word on a page: "Chief executive"."""
        return self.value.replace("_", " ").capitalize()


class Capacity(StrEnum):
    """How a person is connected with a council. Only some connections make them associated with it."""

    COUNCILLOR = "councillor"
    OFFICER = "officer"
    COMPANY_OFFICER = "company_officer"
    EMPLOYEE = "employee"
    FAMILY = "family"

    @property
    def label(self) -> str:
        """The connection in words, as a register shows it."""
        return {
            Capacity.COUNCILLOR: "Councillor or elected mayor",
            Capacity.OFFICER: "Officer of the council",
            Capacity.COMPANY_OFFICER: "Employee and officer of a company the council controls",
            Capacity.EMPLOYEE: "Employed by the council at a school",
            Capacity.FAMILY: "Spouse or partner of a councillor",
        }[self]


class Benefit(StrEnum):
    """Who has the benefit of work a director does for the company."""

    PERSONAL = "personal"
    ELSEWHERE = "elsewhere"

    @property
    def label(self) -> str:
        """The benefit in words."""
        return {
            Benefit.PERSONAL: "Paid to the director, or a benefit to them",
            Benefit.ELSEWHERE: "Paid to their school or employer, no benefit to them",
        }[self]


class Leaving(StrEnum):
    """How somebody left the board before the end of their term."""

    RESIGNED = "resigned"
    REMOVED = "removed"
    DIED = "died"
    DISQUALIFIED = "disqualified"

    @property
    def label(self) -> str:
        """The word on a page."""
        return self.value.capitalize()


class Purpose(StrEnum):
    """What a resolution may be used for; the floor that acts names the purpose it needs."""

    FUND_CONTRIBUTION = "fund-contribution"
    SURPLUS_APPROPRIATION = "surplus-appropriation"
    ADMISSION = "admission"
    PRICES = "prices"
    APPOINTMENT = "appointment"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The purpose in words."""
        return {
            Purpose.FUND_CONTRIBUTION: "A contribution to a fund",
            Purpose.SURPLUS_APPROPRIATION: "Deciding what a year's surplus is used for",
            Purpose.ADMISSION: "Admitting members",
            Purpose.PRICES: "Prices",
            Purpose.APPOINTMENT: "Appointments",
            Purpose.OTHER: "Something else",
        }[self]


def choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """The pairs a form or a model field takes: value and words."""
    return [(kind.value, str(getattr(kind, "label", kind.value))) for kind in kinds]
