"""People who sign in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class PersonManager(BaseUserManager["Person"]):
    """Makes people; an e-mail address is kept in small letters."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person who can sign in; without a password, only by another proof."""
        person = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """One row is a human being with a name and an e-mail address; what they may do stands in appointments."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    # Which hat this person wears just now; set for the length of a request, never stored.
    hat_worn: str = ""

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="an_email_address_belongs_to_one_person"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"person/{self.pk}"
