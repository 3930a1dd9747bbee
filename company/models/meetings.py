"""Meetings of the board and who came."""

from __future__ import annotations

from django.db import models


class Meeting(models.Model):
    """One row is a meeting of the board: called for a moment and a place; held once its attendance is recorded."""

    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    held_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"meeting/{self.pk}"


class Attendance(models.Model):
    """One row is a director who attended a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    is_chair = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="nobody_attends_a_meeting_twice"),
            models.UniqueConstraint(
                fields=["meeting"], condition=models.Q(is_chair=True), name="a_meeting_has_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.meeting_id}"
