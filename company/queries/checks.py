"""Invariants of the boardroom's registers, for check_books."""

from __future__ import annotations

from django.db.models import F, OuterRef, Q, Subquery, Sum

from company.models import AuthorityUse, Resolution
from kernel.ports import Check, Finding


def drawn_within_sums() -> list[Finding]:
    """Resolutions whose uses exceed their sum."""
    together = AuthorityUse.objects.filter(resolution=OuterRef("pk")).values("resolution").annotate(sum=Sum("amount"))
    rows = Resolution.objects.annotate(drawn=Subquery(together.values("sum"))).filter(
        Q(drawn__gt=F("amount")) | Q(drawn__gt=0, amount__isnull=True)
    )
    return [Finding(row.key, "more was drawn than its sum") for row in rows.order_by("number")]


def used_after_the_vote() -> list[Finding]:
    """Uses of a resolution that was not carried, or before its vote was recorded."""
    rows = AuthorityUse.objects.exclude(resolution__carried=True, used_at__gte=F("resolution__decided_at"))
    return [
        Finding(row.key, f"{row.resolution.number} was not recorded as carried at that moment")
        for row in rows.select_related("resolution").order_by("pk")
    ]


CHECKS = [
    Check("authority-sums", "No resolution is drawn beyond its sum", drawn_within_sums),
    Check(
        "authority-votes",
        "Every authority was used after its vote was recorded as carried",
        used_after_the_vote,
    ),
]
