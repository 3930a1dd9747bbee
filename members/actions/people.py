"""Bringing a person in, and forgetting one."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from kernel import clock, outbox
from kernel.money import Money
from kernel.records import Actor, record
from kernel.refusal import Refusal
from members.actions.appointments import appoint
from members.models import Appointment, Organisation, Person
from members.ports import personal_data
from members.queries.hats import hats_of
from members.states import Role

WELCOME = "members.welcome"
WELCOME_DAYS = 14


class StillHasRoles(Refusal):
    """A person with a role cannot be forgotten."""

    rule = "Who may act for a school or the company is on record for as long as they may."
    forward = "End the roles first."


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    limit: Money | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Give a role to the person with this e-mail address, known here or not, and write to them.

    A new person gets an account without a password; the mail holds a link, good for 14 days and once, to choose one.
    Safe to repeat: the same role again neither appoints twice nor writes twice.

    Refuses as `appoint` does.
    """
    address = email.strip().lower()
    person, is_new = Person.objects.get_or_create(email=address, defaults={"name": name.strip(), "password": "!"})
    if is_new:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        EmailAddress.objects.create(user=person, email=address, primary=True, verified=False)
        record(by=by, at=at, verb="members.person.added", subject=person, personal={"name": name, "email": address})
    appointment = appoint(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        limit=limit,
        by=by,
        at=at,
    )
    _write(appointment, at=at, key=f"invitation/{appointment.pk}")
    return appointment


def invite_again(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """Send the invitation once more; at most once a day, whoever asks."""
    _write(appointment, at=at, key=f"invitation/{appointment.pk}/{clock.day_of(at)}")


def _write(appointment: Appointment, *, at: datetime, key: str) -> None:
    person = appointment.person
    known = person.has_usable_password() or not person.is_active
    way = reverse("account_login") if known else reverse("members:welcome", args=[welcome_key(person)])
    text = render_to_string(
        "emails/invitation.txt",
        {
            "person": person,
            "appointment": appointment,
            "role": Role(appointment.role).label.lower(),
            "link": settings.SITE_URL + way,
            "known": known,
            "days": WELCOME_DAYS,
        },
    )
    subject = f"Your role at {appointment.organisation.name}"
    outbox.post(key=key, to=person.email, subject=subject, text=text, at=at, secret=not known)


def welcome_key(person: Person) -> str:
    """The secret part of an invitation's link: it stops working once a password is chosen."""
    return signing.dumps([person.pk, _stamp(person)], salt=WELCOME)


def welcomed_by(key: str) -> Person | None:
    """The person whose invitation this is, or None when it is used up, too old or not ours."""
    try:
        pk, stamp = signing.loads(key, salt=WELCOME, max_age=WELCOME_DAYS * 24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = Person.objects.filter(pk=pk, is_active=True).first()
    return person if person is not None and _stamp(person) == stamp else None


def _stamp(person: Person) -> str:
    return sha256(person.password.encode()).hexdigest()[:16]


@transaction.atomic
def welcome(person: Person, *, name: str, password: str, at: datetime) -> None:
    """Take up an invitation: the name and the password are chosen, and the address is confirmed, since the link came
    by mail to it."""
    person.name = name.strip()
    person.set_password(password)
    person.save(update_fields=["name", "password"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"primary": True, "verified": True})
    record(by=person, at=at, verb="members.person.welcomed", subject=person, personal={"name": person.name})


@transaction.atomic
def erase(person: Person, *, by: Actor, at: datetime) -> list[str]:
    """Forget a person as far as the law lets us, and say what was forgotten and what stays.

    Every floor forgets its own part (`members.ports.PersonalData`); statutory registers, the books and the Record's
    entries stay, under the person's number instead of the name. Safe to repeat.

    Refuses with StillHasRoles.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    day = clock.day_of(at)
    to_come = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    if hats_of(row, day) or row.appointments.filter(to_come).exists():
        raise StillHasRoles("This person still has a role.")
    name, laws = row.name, [law for part in personal_data if (law := part.needs_name(row))]
    said = []
    for part in personal_data:
        said.append(f"{part.name}: {part.erase(row, at)}")
        if part.kept:
            said.append(f"{part.name}, kept: {part.kept}")
    if laws:
        Person.objects.filter(pk=row.pk).update(name=name)
        said.append(f"name, kept: {'; '.join(laws)}")
    record(by=by, at=at, verb="members.person.erased", subject=row)
    return said
