"""`manage.py check_books`: does everything hold that should?"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import ports
from kernel.ports import Check, Finding

ROWS_IN_WORDS = 20


class Command(BaseCommand):
    """Runs every invariant that the floors offer; exit code 1 if one does not hold."""

    help = "Check every invariant of the books and registers, and list the rows that break one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        results = [(check, list(check.run())) for check in ports.checks]
        broken = sum(bool(found) for _, found in results)
        if options["json"]:
            shown = [_as_json(check, found) for check, found in results]
            self.stdout.write(json.dumps({"holds": not broken, "checks": shown}))
        else:
            for check, found in results:
                self._tell(check, found)
        if broken:
            raise CommandError(f"{broken} of {len(results)} invariants do not hold.", returncode=1)
        if not options["json"]:
            self.stdout.write(f"All {len(results)} invariants hold.")

    def _tell(self, check: Check, found: list[Finding]) -> None:
        self.stdout.write(f"{'BROKEN' if found else 'holds '}  {check.name}: {check.sentence}")
        for finding in found[:ROWS_IN_WORDS]:
            self.stdout.write(f"        {finding.key} {finding.problem}")
        if len(found) > ROWS_IN_WORDS:
            self.stdout.write(f"        and {len(found) - ROWS_IN_WORDS:,} more (all of them with --json)")


def _as_json(check: Check, found: list[Finding]) -> dict[str, Any]:
    return {
        "name": check.name,
        "sentence": check.sentence,
        "holds": not found,
        "rows": [{"key": finding.key, "problem": finding.problem} for finding in found],
    }
