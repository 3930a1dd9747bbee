"""What this floor shows on home pages."""

from __future__ import annotations

from kernel import clock, outbox
from kernel.ports import Need, Panel, PanelContent, Viewer
from members.states import Role


def _mail(viewer: Viewer) -> PanelContent | None:
    """For an administrator: mails whose fate nobody knows, and mails given up; two SQL statements."""
    waiting = outbox.unsure(clock.start_of(viewer.on)).count() + outbox.failed().count()
    if not waiting:
        return None
    need = Need(
        title="One mail may not have arrived" if waiting == 1 else f"{waiting} mails may not have arrived",
        href="/people/mail/",
        note="Find out, then say so: we never send a mail twice by ourselves.",
    )
    return PanelContent(needs=[need])


PANELS = (Panel(name="mail", roles=frozenset({Role.ADMINISTRATOR}), order=90, build=_mail),)
