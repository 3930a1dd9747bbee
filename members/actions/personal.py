"""What this floor and the kernel hold about people: given out on request, forgotten when asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from kernel import outbox, records
from members.models import ApiToken, Appointment, Person
from members.ports import PersonalData

ERASED = "Erased person"


def _person(person: Person) -> list[dict[str, Any]]:
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    return [
        {
            "name": person.name,
            "email": person.email,
            "addresses": [{"email": row.email, "confirmed": row.verified} for row in addresses],
            "joined_at": person.joined_at.isoformat(),
            "last_signed_in": person.last_login.isoformat() if person.last_login else None,
            "second_steps": [row.type for row in Authenticator.objects.filter(user=person).order_by("pk")],
            "signs_in_through": [row.provider for row in SocialAccount.objects.filter(user=person).order_by("pk")],
        }
    ]


def _forget_person(person: Person, at: datetime) -> str:
    if person.name == ERASED:
        return "nothing was left"
    for held in (EmailAddress, Authenticator, SocialAccount):
        held.objects.filter(user=person).delete()
    person.name = ERASED
    person.email = f"erased-{person.pk}@invalid.example"
    person.is_active = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
    return "name, e-mail addresses, password, second steps and outside sign-ins are gone; the account is closed"


def _roles(person: Person) -> list[dict[str, Any]]:
    rows = Appointment.objects.filter(person=person).select_related("organisation").order_by("starts_on", "pk")
    return [
        {
            "role": row.role,
            "at": row.organisation.name,
            "from": row.starts_on.isoformat(),
            "until": row.ends_on.isoformat() if row.ends_on else None,
            "limit_pence": row.limit.pence if row.limit else None,
        }
        for row in rows
    ]


def _tokens(person: Person) -> list[dict[str, Any]]:
    return [
        {"label": row.label, "hat": row.hat, "for": row.scopes, "made_at": row.made_at.isoformat()}
        for row in ApiToken.objects.filter(person=person).order_by("made_at", "pk")
    ]


def _forget_tokens(person: Person, at: datetime) -> str:
    stopped = ApiToken.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)
    ApiToken.objects.filter(person=person).update(label="erased")
    return f"{stopped} revoked, labels gone"


def _forget_mail(person: Person, at: datetime) -> str:
    return f"{outbox.forget(person.email)} mails emptied"


def _forget_record(person: Person, at: datetime) -> str:
    return f"the personal part of {records.forget(person.key)} entries is gone"


# Mail goes first: it is found by the address that the account then loses.
OWN = (
    PersonalData("mail", lambda person: outbox.about(person.email), _forget_mail),
    PersonalData("account", _person, _forget_person),
    PersonalData("keys for programs", _tokens, _forget_tokens),
    PersonalData(
        "roles",
        _roles,
        lambda person, at: "no name in them",
        kept="which role was held when, under the person's number: it says who could bind a school or the company",
    ),
    PersonalData(
        "record",
        lambda person: records.about(person.key),
        _forget_record,
        kept="what was done when, under the person's number: the chain of the record must stay whole",
    ),
)
