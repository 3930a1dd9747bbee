"""The three infrastructure tables: Record, Counter and Outbox. They hold text keys and no foreign keys."""

from __future__ import annotations

import pgtrigger
from django.db import models

# What the chain covers, and how: the row's place, the hash before it, and everything in the row but the personal part,
# of which only the salted digest counts. The same text computes it when a row is written and when it is checked.
RECORD_HASH = """
    encode(sha256(convert_to({before} || jsonb_build_array(
        {place}, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), by_key, hat, verb,
        subject, authority, facts, personal_digest)::text, 'UTF8')), 'hex')
"""
HASH_AGAIN = RECORD_HASH.format(before="previous", place="position")

# The place in the chain is given at COMMIT, as the transaction's last work, by locking the counter row: writers
# wait for each other only for that instant, and the row number, the previous hash and the counter agree for ever.
# Where somebody has removed the entry before, business goes on; `verify_record` tells.
TAKE_PLACE = f"""
    INSERT INTO kernel_counter (name, value) VALUES ('record', 1)
        ON CONFLICT (name) DO UPDATE SET value = kernel_counter.value + 1
        RETURNING value INTO place;
    SELECT hash INTO before FROM kernel_record WHERE position = place - 1;
    UPDATE kernel_record
        SET position = place,
            previous = COALESCE(before, ''),
            hash = {RECORD_HASH.format(before="COALESCE(before, '')", place="place")}
        WHERE id = NEW.id;
    RETURN NULL;
"""  # noqa: S608 - our own text, no input

# Two changes are allowed: the chain giving a new row its place, and forgetting the personal part.
ONLY_ADD = """
    IF TG_OP = 'UPDATE' THEN
        IF OLD.position IS NULL AND NEW.position IS NOT NULL
            AND (to_jsonb(NEW) - 'position' - 'previous' - 'hash')
              = (to_jsonb(OLD) - 'position' - 'previous' - 'hash') THEN
            RETURN NEW;
        END IF;
        IF NEW.personal IS NULL AND NEW.salt = ''
            AND (to_jsonb(NEW) - 'personal' - 'salt') = (to_jsonb(OLD) - 'personal' - 'salt') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the record is only ever added to';
"""


class Record(models.Model):
    """One row says who did what to which thing, when, wearing which hat and on what authority.

    Rows form a chain: each hash covers the row and the hash before it. Personal details stand apart, covered by a
    salted digest, so that they can be forgotten and the chain still verifies.
    """

    position = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    by_key = models.TextField()
    hat = models.TextField(blank=True, default="")
    verb = models.TextField()
    subject = models.TextField(db_index=True)
    authority = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    personal = models.JSONField(null=True)
    salt = models.TextField(blank=True, default="")
    personal_digest = models.TextField(blank=True, default="")
    previous = models.TextField(blank=True, default="")
    hash = models.TextField(blank=True, default="")

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="record_takes_its_place",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                declare=[("place", "bigint"), ("before", "text")],
                func=TAKE_PLACE,
            ),
            pgtrigger.Trigger(
                name="record_is_only_added_to",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=ONLY_ADD,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.verb} {self.subject}"


class Counter(models.Model):
    """One row is a gapless series of numbers and the last one taken."""

    name = models.TextField(primary_key=True)
    value = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class Outbox(models.Model):
    """One row is a mail to send, written in the transaction that makes it true and sent by a job afterwards."""

    key = models.TextField(unique=True)
    to = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    problem = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(claimed_at__isnull=False),
                name="mail_is_claimed_before_it_is_sent",
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(sent_at__isnull=True), name="mail_not_yet_sent")
        ]

    def __str__(self) -> str:
        return self.key
