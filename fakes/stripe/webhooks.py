"""Sending events: signed, retried, and on demand late, twice or out of order, as the real ones may be."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from stripe import WebhookSignature

RETRIES = (0.2, 0.5, 1, 2, 5, 10, 30)


@dataclass
class Conduct:
    """How events are to be delivered: how many extra copies, after how long, newest first, or held back."""

    duplicates: int = 0
    delay: float = 0.0
    newest_first: bool = False
    hold: bool = False


@dataclass
class Sender:
    """Delivers events to one address in the background until it answers 2xx."""

    address: str
    secret: str
    conduct: Conduct = field(default_factory=Conduct)
    held: list[dict[str, Any]] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)

    def send(self, events: list[dict[str, Any]]) -> None:
        """Deliver events, or keep them until `release`."""
        if not self.address:
            return
        if self.conduct.hold:
            self.held += events
            return
        copies = [event for event in events for _ in range(1 + self.conduct.duplicates)]
        ordered = list(reversed(copies)) if self.conduct.newest_first else copies
        threading.Thread(target=self._deliver_all, args=(ordered, self.conduct.delay), daemon=True).start()

    def release(self, order: list[int] | None = None) -> None:
        """Deliver what was held, in the order given by places in the list (each may come more than once)."""
        waiting, self.held = self.held, []
        chosen = [waiting[place] for place in order] if order is not None else waiting
        self._deliver_all(chosen, 0)

    def _deliver_all(self, events: list[dict[str, Any]], delay: float) -> None:
        time.sleep(delay)
        for event in events:
            self._deliver(event)

    def _deliver(self, event: dict[str, Any]) -> None:
        body = json.dumps(event, separators=(",", ":"))
        for pause in (0.0, *RETRIES):
            time.sleep(pause)
            status = self._post(body)
            self.log.append({"event": event["id"], "type": event["type"], "status": status})
            if 200 <= status < 300:
                return

    def _post(self, body: str) -> int:
        header = WebhookSignature.generate_signature_header(body, self.secret)
        request = urllib.request.Request(  # noqa: S310  (a loopback address given at start-up)
            self.address, body.encode(), {"Content-Type": "application/json", "Stripe-Signature": header}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0
