"""`manage.py import_gias FILE`: load the official school file."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from kernel import clock
from kernel.records import SYSTEM
from members.actions.school_import import Outcome, SourceFile, Wish, load, rehearse
from members.rules.official_files import SchoolFileRefused
from members.rules.school_file import read_authority
from members.rules.school_import import FIGURES_IN_WORDS, NOTHING_READ, LoadRefused


class Command(BaseCommand):
    """Reads the file and prints what it changed; a file that cannot be used changes nothing and exits with 2."""

    # The checks import every page of the site and take longer than the file does.
    requires_system_checks = ()
    help = "Load schools, trusts, pupil numbers and successions from the files of the official register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the school file: CSV as the register gives it, plain or gzipped")
        parser.add_argument(
            "--authority", nargs="+", action="extend", default=[], metavar="CODE", help="load only these authorities"
        )
        parser.add_argument("--links", metavar="FILE", help="the register's links file: who took over from whom")
        parser.add_argument("--dry-run", action="store_true", help="print the figures and change nothing")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")
        parser.add_argument("--allow-mass-closure", action="store_true", help="load although very many schools close")

    def handle(self, *, file: str, links: str | None, **options: Any) -> None:
        try:
            with ExitStack() as opened:
                outcome = self._run(file, links, options, opened)
        except SchoolFileRefused as refusal:
            figures = refusal.figures if isinstance(refusal, LoadRefused) else NOTHING_READ
            if options["json"]:
                self.stdout.write(json.dumps(figures.as_dict()))
            raise CommandError(f"{refusal.sentence} Nothing was changed.", returncode=2) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(outcome.figures.as_dict()))
        else:
            self._tell(outcome, rehearsed=options["dry_run"])

    def _run(self, file: str, links: str | None, options: dict[str, Any], opened: ExitStack) -> Outcome:
        wish = Wish(
            schools=_opened(file, opened),
            links=_opened(links, opened) if links else None,
            authorities=_authorities(options["authority"]),
            allows_mass_closure=options["allow_mass_closure"],
        )
        bar = opened.enter_context(
            tqdm(
                total=Path(file).stat().st_size,
                unit="B",
                unit_scale=True,
                desc="Reading",
                file=sys.stderr,
                disable=options["json"] or not sys.stderr.isatty(),
                leave=False,
            )
        )
        at = clock.now()

        def progress(rows: int, size: int) -> None:
            bar.set_postfix_str(f"{rows:,} rows", refresh=False)
            bar.update(size - bar.n)

        if options["dry_run"]:
            return rehearse(wish, at=at, progress=progress)
        return load(wish, by=SYSTEM, at=at, progress=progress)

    def _tell(self, outcome: Outcome, *, rehearsed: bool) -> None:
        for name, count in outcome.figures.as_dict().items():
            self.stdout.write(f"{count:>8,}  {FIGURES_IN_WORDS[name]}")
        if outcome.undated:
            self.stdout.write(f"{outcome.undated:>8,}  pupil numbers without a census date, left out")
        if outcome.not_seen:
            self.stdout.write("\nNot seen in this file, and left as they are:")
            for urn, name in outcome.not_seen:
                self.stdout.write(f"  {urn}  {name}")
            if more := outcome.figures.not_seen - len(outcome.not_seen):
                self.stdout.write(f"  and {more:,} more")
        if rehearsed:
            self.stdout.write("\nThis was a dry run: nothing was changed.")


def _opened(path: str, opened: ExitStack) -> SourceFile:
    """The file, opened; refuses what cannot be opened or is not a file."""
    name = Path(path).name or path
    try:
        file = SourceFile(opened.enter_context(Path(path).open("rb")), name)  # noqa: SIM115 - the stack closes it
    except OSError as cause:
        reasons = {
            FileNotFoundError: "There is no such file.",
            IsADirectoryError: "This is a folder, not a file.",
            PermissionError: "We may not read this file.",
        }
        raise LoadRefused(f"{name}: {reasons.get(type(cause), 'This file cannot be read.')}") from cause
    if not file.stream.seekable():
        raise LoadRefused(f"{name}: This is not an ordinary file. Save it first, and name the saved file.")
    return file


def _authorities(codes: list[str]) -> tuple[str, ...]:
    for code in codes:
        try:
            read_authority(code)
        except ValueError as reason:
            raise LoadRefused(f"--authority: “{code}” {reason}.") from reason
    return tuple(dict.fromkeys(codes))
