"""`manage.py export_person`: everything held about a person, as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.models import Person
from members.queries.personal import held_about


class Command(BaseCommand):
    help = "Prints everything that is held about a person as JSON: the copy a person may ask for (UK GDPR art. 15)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        self.stdout.write(json.dumps(held_about(person), indent=2, ensure_ascii=False, default=str))
