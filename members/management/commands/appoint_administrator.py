"""`manage.py appoint_administrator`: the first person, who can then invite everybody else."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kernel import clock
from kernel.records import SYSTEM
from kernel.refusal import Refusal
from members.actions import people
from members.models import Organisation
from members.queries.organisations import the_company
from members.states import Role


class Command(BaseCommand):
    help = "Makes somebody an administrator of the company and writes to them with a link. For a new installation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("name", help="the person's name")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        try:
            people.invite(
                email=options["email"],
                name=options["name"],
                organisation=the_company(),
                role=Role.ADMINISTRATOR,
                starts_on=clock.day_of(at),
                by=SYSTEM,
                at=at,
            )
        except Organisation.DoesNotExist as problem:
            raise CommandError("Set up the company first: there is none in this database.") from problem
        except Refusal as no:
            raise CommandError(f"{no.sentence} {no.forward}".strip()) from no
        self.stdout.write(f"{options['email']} is an administrator; the invitation is in the outbox.")
