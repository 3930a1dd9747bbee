"""Keys with which programs act for a person through the REST interface."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from members.states import TokenScope


class ApiToken(models.Model):
    """One row is a key that lets a program act for a person, in one hat, for some purposes, until a day.

    Only a digest is kept: the key itself is shown once, when it is made.
    """

    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=80)
    hat = models.CharField(max_length=80)
    scopes = ArrayField(models.CharField(max_length=30, choices=TokenScope))
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="a_token_expires"),
            models.CheckConstraint(condition=~models.Q(scopes=[]), name="a_token_is_for_something"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"token/{self.pk}"
