"""`manage.py erase_person`: forget somebody as far as the law lets us."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock
from kernel.records import SYSTEM
from kernel.refusal import Refusal
from members.actions import people
from members.models import Person


class Command(BaseCommand):
    help = (
        "Forgets a person as far as the law lets us (UK GDPR art. 17), and says what stays and why. Cannot be undone: "
        "export first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--yes", action="store_true", help="do it; without this, only say who would be forgotten")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        if not options["yes"]:
            self.stdout.write(f"{person.name} <{person.email}> ({person.key}) would be forgotten. Add --yes to do it.")
            return
        try:
            said = people.erase(person, by=SYSTEM, at=clock.now())
        except Refusal as no:
            raise CommandError(f"{no.sentence} {no.forward}".strip()) from no
        for sentence in said:
            self.stdout.write(sentence)
