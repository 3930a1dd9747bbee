"""What this floor shows on home pages: who may act, the schools of the area, and mail that nobody knows about."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from kernel import clock, outbox
from kernel.ports import Need, Panel, PanelContent, Viewer
from members.models import Appointment, Membership, Organisation, Proprietorship
from members.queries.hats import running_on
from members.states import OPEN_STATUSES, OrganisationKind, Role

# How long before a role ends its administrator hears of it.
AHEAD = timedelta(days=30)
UNUSED = "!"


def people(viewer: Viewer) -> PanelContent:
    """For an administrator: who may act, whose role ends soon, who has not signed in yet. One SQL statement."""
    places = Q(organisation=viewer.organisation)
    if viewer.role == Role.ADMINISTRATOR:
        places |= Q(organisation__kind=OrganisationKind.COUNCIL)
    rows = list(
        Appointment.objects.filter(running_on(viewer.on) & places)
        .select_related("person", "organisation")
        .order_by("ends_on", "person__name", "pk")
    )
    at_school = viewer.role == Role.SCHOOL_ADMINISTRATOR
    href = reverse("members:school-people", args=[viewer.organisation.urn]) if at_school else reverse("members:people")
    ending = [row for row in rows if row.ends_on and row.ends_on <= viewer.on + AHEAD]
    unused = {row.person for row in rows if row.person.password.startswith(UNUSED) and not row.person.is_demo}
    needs = [
        Need(
            f"{row.person.name} is {Role(row.role).label.lower()} for the last days",
            href,
            note="Give the role again if it should go on.",
            aside=f"until {row.ends_on.day} {row.ends_on:%B}",
        )
        for row in ending
        if row.ends_on
    ]
    if unused:
        names = ", ".join(sorted(person.name for person in unused)[:3])
        needs.append(Need("Somebody you invited has not signed in yet", href, note=names))
    counts = [(role.label, len({row.person_id for row in rows if row.role == role})) for role in Role]
    context = {"counts": [(label, count) for label, count in counts if count], "href": href}
    return PanelContent("Who may act", "members/panel_people.html", context, needs)


def schools(viewer: Viewer) -> PanelContent:
    """The open schools of our area and how many are in membership, by themselves or through their trust. Two SQL
    statements."""
    member = Membership.objects.filter(running_on(viewer.on))
    held = Proprietorship.objects.filter(running_on(viewer.on), school=OuterRef("pk"))
    area = Organisation.objects.filter(kind=OrganisationKind.COUNCIL).exclude(la_code="").values("la_code")
    inside = Organisation.objects.filter(
        kind=OrganisationKind.SCHOOL, status_code__in=OPEN_STATUSES, la_code__in=area
    ).annotate(
        is_member=Exists(member.filter(organisation=OuterRef("pk")))
        | Exists(held.filter(proprietor__in=member.values("organisation"))),
        is_held=Exists(held),
    )
    figures = inside.aggregate(
        every=Count("pk"),
        members=Count("pk", filter=Q(is_member=True)),
        held=Count("pk", filter=Q(is_held=True)),
        held_members=Count("pk", filter=Q(is_held=True, is_member=True)),
    )
    joined = member.aggregate(legal=Count("organisation", distinct=True), first=Count(F("pk")))
    staff = viewer.role in {Role.ADVISER, Role.ADMINISTRATOR}
    context = {
        **figures,
        "own": figures["every"] - figures["held"],
        "own_members": figures["members"] - figures["held_members"],
        "legal": joined["legal"],
        "href": reverse("members:schools") if staff else "",
    }
    return PanelContent("Schools", "members/panel_schools.html", context, aside=True)


def mail(viewer: Viewer) -> PanelContent | None:
    """For an administrator: mails whose fate nobody knows, and mails given up; two SQL statements."""
    waiting = outbox.unsure(clock.start_of(viewer.on)).count() + outbox.failed().count()
    if not waiting:
        return None
    need = Need(
        title="One mail may not have arrived" if waiting == 1 else f"{waiting} mails may not have arrived",
        href=reverse("members:mail"),
        note="Find out, then say so: we never send a mail twice by ourselves.",
    )
    return PanelContent(needs=[need])


PANELS = (
    Panel("members.people", frozenset({Role.ADMINISTRATOR.value, Role.SCHOOL_ADMINISTRATOR.value}), 20, people),
    Panel(
        "members.schools",
        frozenset({Role.ADVISER.value, Role.ADMINISTRATOR.value, Role.COUNCIL_COMMISSIONER.value}),
        30,
        schools,
    ),
    Panel("members.mail", frozenset({Role.ADMINISTRATOR.value}), 90, mail),
)
