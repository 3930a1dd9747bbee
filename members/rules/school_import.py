"""What a load of a school file comes to: its figures, its links, and when it looks like a broken download.

Source: the register is the only word on whether a school is open, but a file that is cut short or filtered
by mistake looks exactly like mass closure; hence the guard.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from kernel.refusal import Refusal
from members.rules.eligibility import BY_TYPE, Holder
from members.rules.official_files import Fault, SchoolFileRefused
from members.rules.school_file import LinkRow

ACADEMY_TYPES = frozenset({code for code, (_, holder) in BY_TYPE.items() if holder is Holder.TRUST} | {"57"})
"""Types whose proprietor is a trust. A foundation school may be supported by a trust and is not held by it."""

FIGURES_IN_WORDS = {
    "read": "rows read",
    "created": "schools new",
    "updated": "schools changed",
    "unchanged": "schools unchanged",
    "skipped": "outside the authorities asked for",
    "closed": "schools closed, among those changed",
    "linked": "successions linked",
    "not_seen": "schools we hold that the file does not name",
    "errors": "rows at fault",
}

GUARD_FROM = 20
"""The guard looks only at authorities that hold more open schools than this between them."""

GUARD_PERCENT = 5
"""The guard refuses when more than this share of them would turn from open to closed."""


@dataclass(frozen=True)
class Figures:
    """How many rows came to what. `read` is always the sum of the next four and `errors`.

    `closed` counts schools that turn closed (they are among the updated), `linked` successions that are new
    or corrected, `not_seen` schools we hold that the file does not name. `errors` counts the rows for which
    the file is refused; in a refused file every sound row changes nothing, and so counts as unchanged. A fault
    of the file as a whole (no such column, damaged encoding) counts as one row read and in error.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    closed: int = 0
    linked: int = 0
    not_seen: int = 0
    errors: int = 0

    def __post_init__(self) -> None:
        if self.read != self.created + self.updated + self.unchanged + self.skipped + self.errors:
            raise ValueError(f"the figures of a load do not add up: {self}")

    def as_dict(self) -> dict[str, int]:
        """The figures by name, in the order in which they are printed."""
        return asdict(self)

    @classmethod
    def of_refused(cls, *, read: int, skipped: int, errors: int) -> "Figures":
        """The figures of a file that changes nothing."""
        read, errors = max(read, 1), max(errors, 1)
        skipped = min(skipped, read - errors)
        return cls(read=read, skipped=skipped, errors=errors, unchanged=read - skipped - errors)


NOTHING_READ = Figures(read=1, errors=1)


class LoadRefused(SchoolFileRefused):
    """The file was read and nothing of it was taken. Carries the figures and what is wrong on which line."""

    def __init__(self, sentence: str, *, figures: Figures = NOTHING_READ, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(sentence)
        self.figures = figures
        self.faults = faults


class MassClosure(LoadRefused):
    """More schools would close at once than ever do: the file is likelier to be broken than the schools."""

    rule = "More than 5 % of an area's open schools do not close between two files"
    forward = "Compare the file with the register's own site. If it is right, load it and allow the closures."


class AnotherLoadRuns(SchoolFileRefused):
    """Only one file is loaded at a time, so that none is compared with half of another."""

    rule = "One school file is loaded at a time"
    forward = "Wait until the other is done, and load this one again."


class NoLongerWaiting(Refusal):
    """The upload has gone on since the page was shown: confirmed, loaded, refused or given up."""

    rule = "A file is confirmed once, after it has been compared"
    forward = "Look at the upload's page again, or upload the file anew."


class StillAtWork(Refusal):
    """The file is being read or loaded at this moment."""

    rule = "A file that is being worked on is left alone"
    forward = "Wait a little and look again."


def closes_too_many(*, open_before: int, closing: int) -> bool:
    """Whether so many of the open schools turning closed looks like a broken file (feature N05's guard)."""
    return open_before > GUARD_FROM and 100 * closing > GUARD_PERCENT * open_before


def sentence_of(faults: Iterable[Fault], *, more: int = 0) -> str:
    """The first fault in full, and where the others are. `more` counts faults beyond those given."""
    first, *others = faults
    if not others and not more:
        return first.sentence
    lines = [f"{fault.line}" for fault in others[:5]]
    unnamed = len(others) - len(lines) + more
    if unnamed:
        lines.append(f"{unnamed} more")
    listed = lines[0] if len(lines) == 1 else f"{', '.join(lines[:-1])} and {lines[-1]}"
    return f"{first.sentence} Other lines at fault: {listed}."


@dataclass(frozen=True)
class Link:
    """One school taking over from another. Where `is_directed` is false the file does not say which is which:
    then the closed one of the two is the predecessor."""

    predecessor: int
    successor: int
    kind: str
    on: date | None
    is_directed: bool = True


def successions(rows: Iterable[LinkRow]) -> list[Link]:
    """The successions a links file tells of, one for each pair of schools.

    Most are told twice, once from each side and often a day apart (the last day of the old school, the first of
    the new): the later day stands. Links that are not successions, such as shared sixth forms, are left out.
    """
    directed: dict[tuple[int, int], Link] = {}
    undirected: dict[tuple[int, int], Link] = {}
    for row in rows:
        kind, urn, other = row.kind.lower(), int(row.urn), int(row.linked_urn)
        if kind.startswith("predecessor"):
            _keep(directed, Link(other, urn, _manner(kind), row.on))
        elif kind.startswith("successor"):
            _keep(directed, Link(urn, other, _manner(kind), row.on))
        elif "amalgamation" in kind:
            _keep(undirected, Link(min(urn, other), max(urn, other), _manner(kind), row.on, is_directed=False))
    told = [link for (a, b), link in undirected.items() if (a, b) not in directed and (b, a) not in directed]
    return [*directed.values(), *told]


def _manner(kind: str) -> str:
    for word, manner in (("merge", "merger"), ("amalgam", "amalgamation"), ("split", "split")):
        if word in kind:
            return manner
    return "succession"


def _keep(links: dict[tuple[int, int], Link], link: Link) -> None:
    """Join what both sides say of one pair: the particular manner before the plain one, the later day."""
    pair = (link.predecessor, link.successor)
    held = links.get(pair)
    if held is not None:
        days = [day for day in (held.on, link.on) if day is not None]
        manner = min(held.kind, link.kind) if "succession" not in (held.kind, link.kind) else ""
        manner = manner or (link.kind if held.kind == "succession" else held.kind)
        link = Link(*pair, manner, max(days, default=None), is_directed=link.is_directed)
    links[pair] = link
