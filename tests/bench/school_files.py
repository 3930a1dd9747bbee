"""G1: the nationwide school file, loaded into an empty register and loaded again unchanged.

The yardstick reads the same file with Python's csv module and compares every row, column by column, with another.
Both run as programs of their own, so that the peak is theirs; ours pays for starting Django each time.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import sys
from pathlib import Path

from django.db import connection

from tests.bench.measure import Side, compare, print_line

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared" / "data" / "gias" / "edubasealldata_national.csv.gz"
ROWS = 51_325
LOOP = "from tests.bench.school_files import plain_loop; plain_loop()"
LOAD = [sys.executable, "manage.py", "import_gias", str(FILE), "--json"]


def run() -> None:
    """Print G1 for an empty register and for one that holds the same rows."""
    if not FILE.exists():
        print_line({"name": "G1", "left_out": "the nationwide file does not lie beside the project"})
        return
    loop = _program("csv module, row by row, compared in Python", [sys.executable, "-c", LOOP])
    first = _program("G1 nationwide file, into an empty register", LOAD, before=_empty)
    compare(first, loop, pairs=3, at_most=5.0, rows=ROWS)
    again = _program("G1 nationwide file, again, nothing changed", LOAD)
    fresh = _program("csv module, row by row, compared in Python", [sys.executable, "-c", LOOP])
    compare(again, fresh, pairs=3, at_most=5.0, rows=ROWS)
    _empty()


def _program(name: str, command: list[str], before: object = None) -> Side:
    side = Side(name, lambda: 1, counts_this_process=False)

    def work() -> int:
        if callable(before):
            before()
        pid = os.fork()
        if pid == 0:
            os.chdir(ROOT)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.execv(command[0], command)
        _, status, used = os.wait4(pid, 0)
        assert status == 0, f"{' '.join(command)} ended with {status}"
        side.peak_mb = max(side.peak_mb or 0.0, used.ru_maxrss / 1024)
        return 1

    side.work = work
    return side


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE members_organisation, kernel_record, kernel_counter CASCADE")


def plain_loop() -> None:
    """Read every row and compare it, column by column, with the row before it: both hold the same columns."""
    held: list[str] = []
    changed = 0
    with gzip.open(FILE) as packed, io.TextIOWrapper(packed, encoding="cp1252", newline="") as text:
        for row in csv.reader(text):
            changed += [one == other for one, other in zip(row, held or row, strict=True)].count(False)
            held = row
    print(changed)
