"""The world of the browser tests: somebody for every role, and something on every page."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management import call_command

from billing.actions import baskets
from kernel import clock
from members.models import Person
from members.public import Hat, Role, hats_of
from services.models import Service


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
    """Load the demo, and put something into the basket of the buyer who is shown round."""
    call_command("load_demo", verbosity=0)
    people = Person.objects.filter(is_active=True).order_by("pk")
    world = World(tuple(Wearer(person, hat) for person in people for hat in hats_of(person, clock.today())))
    buyer = world.hat(Role.SCHOOL_BUYER)
    for code in ("SI02", "SI04"):
        service = Service.objects.get(code=code)
        baskets.put(school=buyer.hat.organisation, service=service, by=buyer.person, at=clock.now())
    return world
