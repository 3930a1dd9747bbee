"""The world of the browser tests: somebody for every role, and something on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management import call_command, get_commands

from kernel import clock
from members.models import Person
from members.public import Hat, hats_of
from tests.browser.small_world import lay_small_world


@dataclass(frozen=True, slots=True)
class Wearer:
    """A person and the hat they wear."""

    person: Person
    hat: Hat


@dataclass(frozen=True, slots=True)
class World:
    """Who is there, by the role of their hats."""

    wearers: tuple[Wearer, ...]

    def hat(self, role: str, urn: int | None = None) -> Wearer:
        """Somebody in this role, at this school if one is named."""
        return next(w for w in self.wearers if w.hat.role == role and urn in (None, w.hat.organisation.urn))

    @property
    def one_of_each(self) -> list[Wearer]:
        """One wearer of every role there is."""
        return list({wearer.hat.role: wearer for wearer in reversed(self.wearers)}.values())


def lay_world() -> World:
    """Load the demo where it exists, otherwise a small world."""
    today = clock.today()
    if "load_demo" in get_commands():
        call_command("load_demo", verbosity=0)
    else:
        lay_small_world(clock.now())
    people = Person.objects.filter(is_active=True).order_by("pk")
    return World(tuple(Wearer(person, hat) for person in people for hat in hats_of(person, today)))
