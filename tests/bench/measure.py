"""Taking time fairly: ours and its yardstick alternate in one run, and the processor counts beside the clock.

One figure is one JSON line. `median`, `min` and `max` are of `n` samples; `cpu_ms` is what our process and PostgreSQL's
used for one unit; `sql` and `bytes` are of one unit; `peak_mb` is the largest the measured process has been.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psutil
from django.db import connection

PAIRS = 7


@dataclass
class Side:
    """One side of a pair: `work` does a sample and answers how many units it did."""

    name: str
    work: Callable[[], int]
    sql: int | None = None
    bytes: int | None = None
    peak_mb: float | None = None
    # The processes to watch besides this one and PostgreSQL's, when the work is done elsewhere.
    elsewhere: Sequence[int] = ()
    counts_this_process: bool = True
    milliseconds: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def sample(self) -> None:
        """Take one sample."""
        cpu, started = self._cpu(), time.perf_counter()
        units = self.work()
        ended, used = time.perf_counter(), self._cpu()
        self.milliseconds.append((ended - started) * 1000 / units)
        self.cpu_ms.append((used - cpu) * 1000 / units)

    def _cpu(self) -> float:
        own = time.process_time() if self.counts_this_process else 0.0
        return own + database_cpu() + sum(_with_children(psutil.Process(pid)) for pid in self.elsewhere)

    def line(self) -> dict[str, Any]:
        """The figure as it is printed."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if self.peak_mb is None else self.peak_mb
        return {
            "name": self.name,
            "unit": "ms",
            "median": round(statistics.median(self.milliseconds), 2),
            "min": round(min(self.milliseconds), 2),
            "max": round(max(self.milliseconds), 2),
            "n": len(self.milliseconds),
            "cpu_ms": round(statistics.median(self.cpu_ms), 2),
            "sql": self.sql,
            "bytes": self.bytes,
            "peak_mb": round(peak, 1),
        }


def compare(ours: Side, yardstick: Side, *, pairs: int = PAIRS, at_most: float | None = None, **facts: Any) -> None:
    """Alternate the two sides and print our figure with its yardstick and the ratio of the medians."""
    for side in (ours, yardstick):
        side.work()
    for turn in range(pairs):
        for side in (ours, yardstick) if turn % 2 == 0 else (yardstick, ours):
            side.sample()
    mine, other = ours.line(), yardstick.line()
    ratio = {
        "ratio": round(mine["median"] / other["median"], 2),
        "cpu_ratio": round(mine["cpu_ms"] / other["cpu_ms"], 2) if other["cpu_ms"] else None,
    }
    if at_most is not None:
        ratio["at_most"] = at_most
    print_line({**mine, **facts, **ratio, "yardstick": other})


def print_line(values: dict[str, Any]) -> None:
    """One figure, one line."""
    print(json.dumps(values), flush=True)


def database_cpu() -> float:
    """Seconds of processor time used so far by PostgreSQL, all its processes together; 0 when it runs elsewhere."""
    server = _database_server()
    if server is None:
        return 0.0
    return _with_children(server)


def _with_children(process: psutil.Process) -> float:
    """Processor time of a process, of the children it has, and of those that have ended."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            used = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system + used.children_user + used.children_system
    return total


_servers: dict[int, psutil.Process | None] = {}


def _database_server() -> psutil.Process | None:
    """PostgreSQL's parent process, found from the process that serves our connection, if it runs on this machine."""
    if os.getpid() not in _servers:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        try:
            backend = psutil.Process(pid)
            _servers[os.getpid()] = backend.parent() if backend.name() == "postgres" else None
        except psutil.NoSuchProcess:
            _servers[os.getpid()] = None
    return _servers[os.getpid()]
