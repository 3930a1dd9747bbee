"""What may be paid by card, and how a payment page is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from kernel.money import ZERO, Money
from kernel.refusal import Refusal

# Stripe keeps a payment page open for at most a day; ours closes a little earlier, counted from the first ask, so that
# asking again with the same key says exactly the same.
PAGE_OPEN_FOR = timedelta(hours=23)
LEAST = Money(30)
MOST = Money(99_999_999)


class NothingOwed(Refusal):
    """The invoice has been settled, or credited, in full."""

    rule = "A card payment settles what is owed on one invoice."
    forward = "Look at the invoice: it says when it was paid."


class NotByCard(Refusal):
    """The sum is outside what a card payment can be."""

    rule = f"A card payment is between {LEAST} and {MOST}."
    forward = "Pay by bank transfer; the account is on the invoice."


class CardServiceSilent(Refusal):
    """Stripe did not answer, or answered with an error of its own."""

    rule = "Nothing is taken until the card service has said so."
    forward = "Try again in a few minutes, or pay by bank transfer."


class CardsNotSetUp(Refusal):
    """This installation has no card service."""

    rule = "Card payments need an account with the card service."
    forward = "Pay by bank transfer; the account is on the invoice."


def check_payable(owed: Money) -> None:
    """Refuses with NothingOwed or NotByCard what cannot be paid by card."""
    if owed <= ZERO:
        raise NothingOwed("Nothing is left to pay on this invoice.")
    if not LEAST <= owed <= MOST:
        raise NotByCard(f"{owed} cannot be paid by card.")


def closes_at(started_at: datetime) -> datetime:
    """When the payment page of an attempt closes."""
    return started_at + PAGE_OPEN_FOR


def is_stale(started_at: datetime, at: datetime) -> bool:
    """Whether an attempt is too old to be opened again: the page must stay open for half an hour at least."""
    return at > closes_at(started_at) - timedelta(minutes=35)
