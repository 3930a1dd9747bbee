"""`manage.py load_demo [--on DATE]`: the demo world, into an empty database only."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.demo.world import build
from kernel import clock
from kernel.refusal import Refusal


class Command(BaseCommand):
    help = "Load the demo world into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day it is built for; today")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        on = options["on"] or clock.today()
        try:
            build(on, tell=lambda words: self.stdout.write(f"  {words}"))
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} {refusal.forward}") from None
        self.stdout.write(f"demo of {on:%-d %B %Y} loaded in {time.monotonic() - began:.1f} s")
