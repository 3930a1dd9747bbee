"""Contracts as a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.http import HttpResponse

from billing.models import Subscription

ONE_DAY = timedelta(days=1)


def calendar_of(contracts: Iterable[Subscription], *, name: str, at: datetime) -> HttpResponse:
    """An iCalendar file (RFC 5545) with two whole-day events for each contract: last notice day and last day."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Coppice//Services//EN"]
    for contract in contracts:
        label = contract.line.label
        lines += _event(f"notice-{contract.pk}", f"Last day to give notice: {label}", contract.last_notice_on, stamp)
        lines += _event(f"end-{contract.pk}", f"Ends unless ordered again: {label}", contract.ends_on - ONE_DAY, stamp)
    lines.append("END:VCALENDAR")
    response = HttpResponse(
        "\r\n".join(_fold(line) for line in lines) + "\r\n", content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _event(uid: str, summary: str, day: date, stamp: str) -> list[str]:
    text = summary.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@coppice",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{text}",
        "END:VEVENT",
    ]


def _fold(line: str) -> str:
    """Lines are at most 75 octets; the rest goes on a line that starts with a space."""
    parts, rest = [], line
    while len(rest.encode()) > 73:
        cut = 73
        while len(rest[:cut].encode()) > 73:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
