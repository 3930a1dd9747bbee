"""What a school's official codes say about the prices it may be offered."""

import pytest

from services.rules.buyers import Funding, Phase, funding_of, phase_of


@pytest.mark.parametrize(
    ("type_code", "phase_code", "phase"),
    [
        (1, 2, Phase.PRIMARY),
        (34, 4, Phase.SECONDARY),
        (2, 3, Phase.PRIMARY),
        (2, 5, Phase.SECONDARY),
        (28, 7, Phase.ALL_THROUGH),
        (15, 1, Phase.NURSERY),
        (7, 0, Phase.SPECIAL),
        (44, 0, Phase.SPECIAL),
        (14, 0, Phase.ALTERNATIVE),
        (42, 0, Phase.ALTERNATIVE),
        (18, 6, Phase.COLLEGE),
        (11, 0, None),
        (None, None, None),
    ],
)
def test_a_phase_follows_from_the_codes(type_code: int | None, phase_code: int | None, phase: Phase | None) -> None:
    assert phase_of(type_code=type_code, phase_code=phase_code) is phase


def test_whose_school_it_is() -> None:
    assert funding_of(type_code=1, is_maintained=True) is Funding.MAINTAINED
    assert funding_of(type_code=34, is_maintained=False) is Funding.ACADEMY
    assert funding_of(type_code=11, is_maintained=False) is Funding.OTHER
