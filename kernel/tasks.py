"""Work the kernel does later: sending mail."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kernel import clock, outbox


@app.task(name="outbox.send")
def send_mail(key: str) -> bool:
    """Send one mail, if it is still due."""
    return outbox.send(key, clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="outbox.sweep", queueing_lock="outbox.sweep")
def sweep(timestamp: int) -> int:
    """Send whatever is due: second tries, and mails whose job was lost. At most 200 a minute; gives back how many."""
    keys = outbox.due(clock.now()).order_by("next_try_at", "pk").values_list("key", flat=True)[:200]
    return sum(outbox.send(key, clock.now()) for key in list(keys))
