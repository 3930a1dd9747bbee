"""What a grant has to say."""

from __future__ import annotations

from kernel.money import ZERO, Money
from kernel.refusal import Refusal


class GrantUnclear(Refusal):
    """A grant of nothing, or without a purpose."""

    rule = "A grant is money for a purpose (founding fact S3-11: every pound has its type)."
    forward = "Write the sum that came in and what it was given for."


def check_grant(amount: Money, purpose: str) -> None:
    """Refuses with GrantUnclear."""
    if amount <= ZERO:
        raise GrantUnclear("Write an amount above £0.00.", field="amount")
    if not purpose.strip():
        raise GrantUnclear("Say what the grant is for.", field="purpose")
