"""Walking the Record's chain, to find what was altered, removed or reordered behind the program's back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.db.models.expressions import RawSQL

from kernel.models import HASH_AGAIN, Counter, Record
from kernel.ports import Check, Finding
from kernel.records import digest


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place and its hash, noted outside this database: what proves that not even the whole chain was rewritten."""

    position: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """Read “4213:9f2c…”; raises ValueError for anything else."""
        position, _, digits = text.partition(":")
        if not position.isdecimal() or len(digits) != 64 or set(digits) - set("0123456789abcdef"):
            raise ValueError(f"“{text}” is not a place and a hash such as 4213:9f2c… (64 digits)")
        return cls(int(position), digits)

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"


def head() -> Anchor | None:
    """The last place and its hash, to be noted elsewhere; None while the Record is empty."""
    last = Record.objects.filter(position__isnull=False).order_by("-position").first()
    return None if last is None or last.position is None else Anchor(last.position, last.hash)


def faults(anchor: Anchor | None = None) -> Iterator[Finding]:
    """Every entry that does not fit the chain, in order; nothing when it is whole.

    Finds entries altered, removed (also the last ones), put in another order or slipped in. Reads row by row, so
    that memory stays flat however long the Record is.
    """
    place, before, anchored = 0, "", ""
    again = RawSQL(HASH_AGAIN, ())  # noqa: S611 - our own text, no input
    rows = Record.objects.annotate(again=again).order_by(F("position").asc(nulls_last=True), "id")
    for row in rows.iterator(chunk_size=2000):
        key = f"record/{row.position}" if row.position else f"record/without-place/{row.pk}"
        if row.position is None:
            yield Finding(key, "was slipped in beside the chain: it has no place")
            continue
        if row.position > place + 1:
            yield _missing(place + 1, row.position - 1)
        elif row.previous != before:
            yield Finding(key, f"does not follow on entry {place}: one of the two was altered, replaced or moved")
        if row.again != row.hash:
            yield Finding(key, "was altered: it no longer matches its own hash")
        if row.personal is not None and digest(row.salt, row.personal) != row.personal_digest:
            yield Finding(key, "had its personal part altered")
        place, before = row.position, row.hash
        if anchor is not None and row.position == anchor.position:
            anchored = row.hash
    yield from _end(place)
    if anchor is not None and anchored != anchor.hash:
        yield Finding(f"record/{anchor.position}", "differs from the hash noted elsewhere: the chain was rewritten")


def _end(place: int) -> Iterator[Finding]:
    """What the counter knows of entries after the last one found."""
    counter = Counter.objects.filter(name="record").first()
    given = counter.value if counter else 0
    if given > place:
        yield _missing(place + 1, given)
    elif given < place:
        yield Finding("counter/record", f"says {given} entries, but there are {place}: it was set back")


def _missing(first: int, last: int) -> Finding:
    return Finding(f"record/{first}", "is missing" if first == last else f"is missing, and so are all up to {last}")


CHECK = Check(
    name="record-chain",
    sentence="The record is one unbroken chain: nothing in it was altered, removed or moved.",
    run=lambda: list(faults()),
)
