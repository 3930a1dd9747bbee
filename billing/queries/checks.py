"""The invariants of the books, for check_books and the health page."""

from __future__ import annotations

from collections.abc import Iterator

from billing.models import Invoice
from billing.queries.checks_of_documents import DOCUMENTS
from billing.queries.checks_of_the_ledger import LEDGER
from billing.queries.content import content_of
from billing.rules.documents import digest
from kernel.ports import Check, Finding

INVOICES_AT_ONCE = 1_000


def altered_documents() -> Iterator[Finding]:
    """Documents whose content is no longer what their digest covers; a fixed number of rows in memory."""
    rows = Invoice.objects.select_related("credits").prefetch_related("lines").order_by("pk")
    for invoice in rows.iterator(chunk_size=INVOICES_AT_ONCE):
        lines = sorted(invoice.lines.all(), key=lambda line: line.position)
        if digest(content_of(invoice, lines)) != invoice.digest:
            yield Finding(invoice.key, "no longer says what it said when it was issued")


def checks() -> list[Check]:
    """Every invariant of the books, the ledger first."""
    documents_unaltered = Check(
        "documents-are-unaltered",
        "Every invoice and credit note says what it said on the day it was issued.",
        lambda: list(altered_documents()),
    )
    return [*(invariant.check() for invariant in (*LEDGER, *DOCUMENTS)), documents_unaltered]
