"""Requests for approval: a basket frozen at its prices, waiting for somebody else's yes."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models

from billing.models.lines import CopiedQuote, commissioned_costs_nothing, copied_quote_checks
from billing.states import APPROVAL_MOVES, ApprovalState
from kernel.fields import MoneyField


class ApprovalRequest(models.Model):
    """One row is a request to spend: what it costs, who asked, until when it can be answered, and the answer.

    `request_key` becomes the order's, so that a request is ordered once. The database refuses an answer by the
    person who asked.
    """

    reference = models.CharField(max_length=20, unique=True)
    request_key = models.UUIDField(unique=True)
    school = models.ForeignKey("members.Organisation", on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    po_number = models.CharField(max_length=40, blank=True, default="")
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()
    net_last_year = MoneyField()
    expires_on = models.DateField()
    state = models.CharField(max_length=12, choices=ApprovalState, default=ApprovalState.WAITING)
    approved_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")
    put_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("requested_by")),
                name="nobody_approves_their_own_request",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ApprovalState.APPROVED, approved_by__isnull=False)
                | (~models.Q(state=ApprovalState.APPROVED) & models.Q(approved_by__isnull=True)),
                name="an_approved_request_has_an_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ApprovalState.WAITING, answered_by__isnull=True, answered_at__isnull=True)
                | (
                    ~models.Q(state=ApprovalState.WAITING)
                    & models.Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="a_request_is_answered_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ApprovalState.SENT_BACK) | ~models.Q(reason=""),
                name="a_request_sent_back_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(gross=models.F("net") + models.F("vat")), name="request_gross_is_net_and_vat"
            ),
            models.CheckConstraint(condition=models.Q(state__in=ApprovalState.values), name="request_state_is_known"),
        ]
        indexes = [models.Index(fields=["school", "state"], name="requests_of_a_school")]
        triggers = [
            pgtrigger.FSM(name="request_moves_legally", field="state", transitions=sorted(APPROVAL_MOVES)),
            pgtrigger.Protect(name="request_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"approval/{self.reference}"

    def is_waiting_on(self, day: date) -> bool:
        """Whether it can still be answered on a day."""
        return self.state == ApprovalState.WAITING and day < self.expires_on

    def has_lapsed_on(self, day: date) -> bool:
        """Whether it ran out of time without an answer."""
        return self.state == ApprovalState.WAITING and day >= self.expires_on


class ApprovalLine(CopiedQuote):
    """One row is one service on a request, at the price that the approver is shown."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="lines")
    next_year = models.BooleanField(default=False)
    net_last_year = MoneyField(null=True)

    class Meta:
        constraints = [
            *copied_quote_checks("approval_line"),
            commissioned_costs_nothing("approval_line"),
            models.UniqueConstraint(fields=["request", "number"], name="request_lines_are_numbered_once"),
        ]
        triggers = [pgtrigger.Protect(name="request_line_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.number}"
