"""An issued document as its digest covers it."""

from __future__ import annotations

from collections.abc import Sequence

from billing.models import Invoice, InvoiceLine
from billing.rules import documents


def content_of(invoice: Invoice, lines: Sequence[InvoiceLine]) -> documents.Content:
    """What the digest of a document covers."""
    return documents.Content(
        number=invoice.number,
        kind=invoice.kind,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        po_number=invoice.po_number,
        credits=invoice.credits.number if invoice.credits else "",
        seller=invoice.seller,
        buyer=invoice.buyer,
        net_pence=invoice.net.pence,
        vat_pence=invoice.vat.pence,
        lines=[
            documents.ContentLine(
                line.label, line.quantity, line.net.pence, line.vat_code, line.vat_rate, line.vat.pence
            )
            for line in lines
        ],
    )
