"""`manage.py verify_record`: is the Record still the chain that was written?"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import chain


class Command(BaseCommand):
    help = (
        "Walks the record and prints every entry that was altered, removed, moved or slipped in. Exit code 1 if there "
        "is one. Note the last place and hash it prints somewhere else: given back with --anchor they prove that not "
        "even the whole chain was rewritten."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchor", metavar="PLACE:HASH", help="a place and hash printed by an earlier run")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchor = chain.Anchor.parse(options["anchor"]) if options["anchor"] else None
        except ValueError as problem:
            raise CommandError(str(problem), returncode=2) from problem
        found = list(chain.faults(anchor))
        head = chain.head()
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "entries": head.position if head else 0,
                        "head": str(head) if head else None,
                        "faults": [{"key": fault.key, "problem": fault.problem} for fault in found],
                    }
                )
            )
        else:
            for fault in found:
                self.stdout.write(f"{fault.key} {fault.problem}")
        if found:
            raise CommandError(f"The record is broken in {len(found)} place{'s' * (len(found) > 1)}.", returncode=1)
        if not options["json"]:
            entries = f"{head.position:,} entries" if head else "no entry yet"
            self.stdout.write(f"The record is whole: {entries}.")
            if head:
                self.stdout.write(f"Note this elsewhere: {head}")
