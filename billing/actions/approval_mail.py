"""What the people of a school are told about requests: one mail each, written with the change it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from billing.models import ApprovalRequest
from billing.rules.terms import long_day
from kernel.outbox import address, post
from members import public as members


def ask(request: ApprovalRequest, approvers: Sequence[members.Approver], *, lines: int, at: datetime) -> None:
    """Ask each approver whose limit covers the sum."""
    services = "1 service" if lines == 1 else f"{lines} services"
    was = f", was {request.net_last_year} last year" if request.net_last_year else ""
    for approver in approvers:
        post(
            key=f"{request.key}/ask/{approver.person.pk}",
            to=approver.person.email,
            subject=f"Please approve {request.net} for {request.school.name}",
            text=(
                f"{request.requested_by.name} asks you to approve {services}: {request.net} before VAT{was}.\n"
                f"With VAT, which you can normally reclaim, it is {request.gross}.\n\n"
                + (f"“{request.note}”\n\n" if request.note else "")
                + f"Look at it and answer here, until {long_day(request.expires_on)}:\n"
                f"{_address(request)}\n"
            ),
            at=at,
        )


def sent_back(request: ApprovalRequest, *, by: members.Person, at: datetime) -> None:
    """Tell the buyer that the answer was no, and why."""
    post(
        key=f"{request.key}/sent-back",
        to=request.requested_by.email,
        subject=f"{request.reference} was sent back",
        text=(
            f"{by.name} sent your request for {request.net} back and wrote:\n\n“{request.reason}”\n\n"
            "You can put its services back into the basket, change them and send them again:\n"
            f"{_address(request)}\n"
        ),
        at=at,
    )


def _address(request: ApprovalRequest) -> str:
    return address(reverse("billing:approval", args=[request.school.urn, request.reference]))
