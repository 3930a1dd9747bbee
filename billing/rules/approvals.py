"""Who may say yes to a school's request, up to what sum, and until when.

Limits are compared with the sum **before VAT**: schools set delegations and report spending (CFR) without the VAT
that they reclaim, and the worked example (a request of £4,830 under a limit of £5,000) is a sum before VAT.
Source: complaints 13; feature B12; engineering bars 34 and 43; journey J2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.money import ZERO, Money
from kernel.refusal import Refusal

APPROVAL_LASTS = timedelta(days=30)


class OwnRequest(Refusal):
    """Nobody says yes to what they asked for."""

    rule = "The person who asks and the person who approves are two people."
    forward = "Ask another approver of your school, or have a school administrator appoint one."


class OverLimit(Refusal):
    """The sum is above what this person may approve."""

    rule = "An approver's limit is set by the school and compared with the sum before VAT."
    forward = "Ask an approver with a higher limit, or send the request back to be made smaller."


class NotWaiting(Refusal):
    """The request has been answered, withdrawn or has lapsed."""

    rule = "A request is answered once, within 30 days."


class ReasonNeeded(Refusal):
    """Sending back without saying why."""

    rule = "A request that is sent back says why."


class PriceRose(Refusal):
    """A price is higher today than the one that was sent for approval."""

    rule = "A school never pays more than was approved for it."
    forward = "Send the request back: the buyer can send it again at today's price."


class ApprovalNeeded(Refusal):
    """The buyer may not place this order alone."""

    rule = "A buyer orders alone what costs the school nothing; everything else an approver agrees to first."
    forward = "Send the basket for approval."


class NoApprover(Refusal):
    """Nobody at the school can say yes."""

    rule = "A request goes to an approver who did not make it."
    forward = "A school administrator can make someone an approver under “People”; it takes a minute."


class NotAnApprover(Refusal):
    """The person has no appointment as an approver on the day."""

    rule = "Only an approver whom the school appointed says yes."
    forward = "Ask a school administrator to look at your role."


@dataclass(frozen=True, slots=True)
class Limit:
    """What a person may approve: `sum` before VAT, or None for no limit."""

    sum: Money | None

    def covers(self, net: Money) -> bool:
        """True when a request of `net` (before VAT) is within the limit; exactly at the limit is within."""
        return self.sum is None or net <= self.sum

    @property
    def sentence(self) -> str:
        """The limit as it stands on the approval page."""
        return "no limit" if self.sum is None else f"{self.sum} before VAT"


def expires_on(sent_on: date) -> date:
    """The first day on which a request sent on `sent_on` can no longer be approved: the 31st day."""
    return sent_on + APPROVAL_LASTS


def check_approval(*, is_own: bool, net: Money, limit: Limit) -> None:
    """Refuse with OwnRequest or OverLimit when this person may not approve this request."""
    if is_own:
        raise OwnRequest("You made this request, so someone else has to approve it.")
    if not limit.covers(net):
        raise OverLimit(f"{net} before VAT is more than you may approve: your limit is {limit.sum}.")


def check_somebody_can_answer(net: Money, *, limits: Sequence[Limit], asker_is_approver: bool) -> None:
    """Refuse with NoApprover when nobody but the asker may approve `net`; `limits` are those of the others."""
    if not limits and asker_is_approver:
        raise NoApprover("You are the only approver at your school, and nobody approves their own request.")
    if not limits:
        raise NoApprover("Your school has no approver yet, so there is nobody to send this to.")
    if not any(limit.covers(net) for limit in limits):
        highest = max(limit.sum for limit in limits if limit.sum is not None)
        raise NoApprover(
            f"This comes to {net} before VAT, and no approver at your school may approve more than {highest}.",
            forward="Make the basket smaller, or have a school administrator raise a limit under “People”.",
        )


def check_reason(reason: str) -> str:
    """The reason without surrounding space. Refuses with ReasonNeeded when nothing is left."""
    if not reason.strip():
        raise ReasonNeeded("Say why you are sending it back, so that it can be put right.", field="reason")
    return reason.strip()


def check_price_did_not_rise(label: str, *, approved: Money, today: Money) -> None:
    """Refuse with PriceRose when today's price before VAT is above the approved one."""
    if today > approved:
        raise PriceRose(f"{label} costs {today} today, {today - approved} more than when it was sent for approval.")


def may_order_alone(net: Money) -> bool:
    """True when nobody's yes is needed: there is nothing to pay, as with commissioned work."""
    return net == ZERO
