"""`manage.py bill_due --on DATE`: invoice everything that is due."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from billing.actions.billing_runs import DOCUMENTS_A_BATCH, Result, bill_due
from billing.queries.billing_runs import due
from kernel import clock
from kernel.records import SYSTEM
from kernel.refusal import Refusal


class Command(BaseCommand):
    """Invoices in batches that each stand for themselves, so that a killed run is simply run again."""

    help = "Invoice every charge due by a day. Running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day, as 2027-04-01; today if left out")
        parser.add_argument("--batch", type=int, default=DOCUMENTS_A_BATCH, help="documents in one transaction")
        parser.add_argument("--json", action="store_true", help="print the result as JSON and nothing else")

    def handle(self, *, on: str | None, batch: int, **options: Any) -> None:
        try:
            day = date.fromisoformat(on) if on else clock.today()
        except ValueError as problem:
            raise CommandError(f"“{on}” is not a day. Write it as 2027-04-01.", returncode=2) from problem
        if batch < 1:
            raise CommandError("A batch has at least one document.", returncode=2)
        quiet = options["json"] or not sys.stderr.isatty()
        with tqdm(total=due(day).documents, unit="invoice", file=sys.stderr, disable=quiet, leave=False) as bar:
            try:
                result = bill_due(day, by=SYSTEM, at=clock.now(), batch=batch, told=lambda so_far: _move(bar, so_far))
            except Refusal as refusal:
                raise CommandError(f"{refusal.sentence} {refusal.forward}", returncode=2) from refusal
        self.stdout.write(json.dumps(_figures(result)) if options["json"] else _sentence(result))


def _move(bar: tqdm[Any], so_far: Result) -> None:
    bar.update(so_far.documents - bar.n)


def _figures(result: Result) -> dict[str, Any]:
    return {
        "on": result.on.isoformat(),
        "invoices": result.documents,
        "lines": result.lines,
        "net": result.net.pence,
        "vat": result.vat.pence,
        "gross": result.gross.pence,
        "first": result.first or None,
        "last": result.last or None,
    }


def _sentence(result: Result) -> str:
    if not result.documents:
        return f"Nothing was due on {result.on}: no invoice was issued."
    return (
        f"{result.documents:,} invoices issued, {result.first} to {result.last}: "
        f"{result.net} and VAT {result.vat}, together {result.gross}."
    )
