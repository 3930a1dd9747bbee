"""The canonical content of an issued document, and its digest: what was issued can be proved years later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True)
class ContentLine:
    """A line as the digest covers it; sums in pence, the rate in basis points."""

    label: str
    quantity: Decimal
    net_pence: int
    vat_code: str
    vat_rate: int
    vat_pence: int


@dataclass(frozen=True, slots=True)
class Content:
    """A document as the digest covers it."""

    number: str
    kind: str
    issued_on: date
    due_on: date
    po_number: str
    credits: str
    seller: Mapping[str, Any]
    buyer: Mapping[str, Any]
    net_pence: int
    vat_pence: int
    lines: Sequence[ContentLine]


def canonical(content: Content) -> str:
    """The content as one line of JSON with sorted keys: the same on every machine, in every year."""
    lines = [
        [line.label, f"{line.quantity:.1f}", line.net_pence, line.vat_code, line.vat_rate, line.vat_pence]
        for line in content.lines
    ]
    head = {
        "version": VERSION,
        "number": content.number,
        "kind": content.kind,
        "issued_on": content.issued_on.isoformat(),
        "due_on": content.due_on.isoformat(),
        "po_number": content.po_number,
        "credits": content.credits,
        "seller": content.seller,
        "buyer": content.buyer,
        "net": content.net_pence,
        "vat": content.vat_pence,
        "lines": lines,
    }
    return json.dumps(head, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(content: Content) -> str:
    """SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
