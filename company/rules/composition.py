"""Is this board lawfully composed on this day? Every rule asked, each with its fact and its source.

Percentages are inequalities on integers: shares are never divided, rounded or floated. One
operator per rule: the articles' cap is "at most", the statutory line is "less than".
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from company.rules.board import Articles, Board, Director
from company.rules.results import RuleResult, State, answer, number_word, of, share
from company.states import Seat

ASSOCIATION_LAW = "Local Government and Housing Act 1989 s.69"
NON_EXECUTIVE_LAW = "School Companies Regulations 2002 reg. 8(1)"
NON_EXECUTIVE_PERCENT = 40


@dataclass(frozen=True, slots=True)
class Composition:
    """The whole answer for one day."""

    on: date
    size: int
    council: int
    council_wide: int
    non_executive: int
    articles: Articles
    results: tuple[RuleResult, ...]

    @property
    def holds(self) -> bool:
        """Whether every rule holds."""
        return not self.broken

    @property
    def broken(self) -> tuple[RuleResult, ...]:
        """The rules that are broken."""
        return tuple(result for result in self.results if not result.holds)

    @property
    def warnings(self) -> tuple[RuleResult, ...]:
        """The rules that hold and still ask for a look."""
        return tuple(result for result in self.results if result.state is State.WARNING)

    @property
    def council_share(self) -> str:
        """The council's share as a page says it: "2 of 13 · 15.4 %"."""
        return of(self.council, self.size)

    @property
    def headroom(self) -> int:
        """How many directors who are not associated with the council may leave before the minimum or the cap breaks."""
        needed = max(self.articles.minimum, smallest_board(self.council, self.articles.cap_bp))
        return max(0, self.size - needed)

    def result(self, name: str) -> RuleResult:
        """One rule's answer by its name."""
        return next(result for result in self.results if result.name == name)


def smallest_board(council: int, cap_bp: int) -> int:
    """The smallest board on which so many associated directors keep the cap and stay under 20 % (2 at 19 %: 11)."""
    if council == 0:
        return 0
    by_articles = -(-council * 10_000 // cap_bp) if cap_bp else council * 10_000
    return max(by_articles, council * 5 + 1)


def most_council_directors(size: int, cap_bp: int) -> int:
    """The most associated directors a board of this size may have under the cap (13 at 19 %: 2; 16: 3)."""
    return size * cap_bp // 10_000


def evaluate(board: Board, on: date) -> Composition:
    """Ask every rule of composition about the board on one day."""
    directors, articles = board.on(on), board.articles_on(on)
    readings = [one.reading(board.authority, on) for one in directors]
    council = sum(reading.narrow for reading in readings)
    wide = sum(reading.wide for reading in readings)
    limbs = sorted({reading.limb for reading in readings if reading.narrow})
    outsiders = sum(not one.is_executive(on) for one in directors)
    size = len(directors)
    results = (
        *_size(size, articles),
        _cap(council, size, articles, limbs),
        _statutory(council, size, limbs),
        *_unsettled(council, wide, size, articles),
        _chair([one for one in directors if one.is_chair(on)], articles),
        _chief_executive(directors, articles),
        _constituencies(directors, articles),
        _non_executive(outsiders, size),
        *_worked_without_benefit(directors, on),
        *_long_service(directors, articles),
        *_skills(directors, articles),
    )
    return Composition(on, size, council, wide, outsiders, articles, results)


def _size(size: int, articles: Articles) -> tuple[RuleResult, ...]:
    least = RuleResult(
        name="minimum-directors",
        title=f"At least {articles.minimum} directors",
        state=answer(size >= articles.minimum),
        fact=str(size),
        limit=f"at least {articles.minimum}",
        source=articles.source("minimum-directors"),
        working=(f"{size} in office; the articles ask for at least {articles.minimum}.",),
    )
    if articles.maximum is None:
        return (least,)
    most = RuleResult(
        name="maximum-directors",
        title=f"At most {articles.maximum} directors",
        state=answer(size <= articles.maximum),
        fact=str(size),
        limit=f"at most {articles.maximum}",
        source=articles.source("maximum-directors"),
        working=(f"{size} in office; the articles allow at most {articles.maximum}.",),
    )
    return least, most


def _cap(council: int, size: int, articles: Articles, limbs: Sequence[str]) -> RuleResult:
    """`10,000 × c <= cap × n`: at most; equality keeps the cap."""
    left, right = 10_000 * council, articles.cap_bp * size
    return RuleResult(
        name="council-cap",
        title=f"Council at most {articles.cap_text}, counting association, not seat",
        state=answer(left <= right),
        fact=f"{council} of {size}",
        limit=articles.cap_text,
        source=articles.source("council-cap", _limb_source(limbs)),
        working=(
            f"{council} of {size} directors are associated with the council: {share(council, size)}.",
            f"{left:,} {'≤' if left <= right else '>'} {right:,} "
            f"(10,000 × {council} against {articles.cap_bp:,} × {size}), so the cap {_kept(left <= right)}.",
        ),
    )


def _statutory(council: int, size: int, limbs: Sequence[str]) -> RuleResult:
    """`5 × c < n`: "at least 20 per cent" is in, so exactly one fifth breaks it."""
    under = council == 0 or 5 * council < size
    return RuleResult(
        name="council-twenty-percent",
        title="Council under 20 %, the line of an influenced company",
        state=answer(under),
        fact=f"{council} of {size}",
        limit="less than 20 %",
        source=_limb_source(limbs, "s.69(1)(b)"),
        working=(
            f"{council} of {size} directors are associated with the council: {share(council, size)}.",
            f"{5 * council} {'<' if under else '≥'} {size} (5 × {council} against {size}), so the line {_kept(under)}.",
            "An influenced company also needs a business relationship with the council; seats alone do not make one.",
        ),
    )


def _unsettled(council: int, wide: int, size: int, articles: Articles) -> tuple[RuleResult, ...]:
    if wide == council:
        return ()
    extra = wide - council
    holds = 10_000 * wide <= articles.cap_bp * size and 5 * wide < size
    return (
        RuleResult(
            name="officer-reading",
            title="Directors employed by the council at a school: associated or not is unsettled",
            state=State.WARNING,
            fact=f"{council} of {size} read narrowly, {wide} of {size} read widely",
            limit=articles.cap_text,
            source=f'{ASSOCIATION_LAW}(5)(b): "officer" is not defined',
            working=(
                f"{number_word(extra).capitalize()} more would count if school staff employed by the council "
                f"are its officers: {of(wide, size)}.",
                "The cap would hold on either reading."
                if holds
                else "The cap would not hold on the wide reading. The company secretary keeps the advice taken.",
            ),
            label="Review",
        ),
    )


def _chair(chairs: Sequence[Director], articles: Articles) -> RuleResult:
    wanted = articles.chair_seat.label.lower()
    if not chairs:
        fact, holds = "no chair", False
    elif len(chairs) > 1:
        fact, holds = f"{number_word(len(chairs))} chairs", False
    else:
        fact, holds = f"{chairs[0].seat.label.lower()} director", chairs[0].seat is articles.chair_seat
    return RuleResult(
        name="chair",
        title=f"The chair is an {wanted} director" if wanted[0] in "aeiou" else f"The chair is a {wanted} director",
        state=answer(holds),
        fact=fact,
        limit=f"one {wanted} director",
        source=articles.source("chair"),
        working=(f"The board has {fact if not chairs or len(chairs) > 1 else 'one chair, a ' + fact}.",),
    )


def _chief_executive(directors: Sequence[Director], articles: Articles) -> RuleResult:
    count = sum(one.seat is Seat.CHIEF_EXECUTIVE for one in directors)
    return RuleResult(
        name="chief-executive",
        title="Exactly one chief executive",
        state=answer(count == 1),
        fact=str(count),
        limit="exactly 1",
        source=articles.source("chief-executive"),
        working=(f"{number_word(count).capitalize()} of the directors in office holds the chief executive's seat.",),
    )


def _constituencies(directors: Sequence[Director], articles: Articles) -> RuleResult:
    held = Counter(one.seat for one in directors)
    empty = [seat.label.lower() for seat in articles.constituencies if not held[seat]]
    return RuleResult(
        name="constituencies",
        title="Every constituency has a director",
        state=answer(not empty),
        fact=f"none from: {', '.join(empty)}" if empty else "all present",
        limit="at least 1 each",
        source=articles.source("constituencies"),
        working=tuple(f"{seat.label}: {held[seat]}." for seat in articles.constituencies),
    )


def _non_executive(outsiders: int, size: int) -> RuleResult:
    """`100 × ned >= 40 × n`: at least; equality keeps it."""
    left, right = 100 * outsiders, NON_EXECUTIVE_PERCENT * size
    return RuleResult(
        name="non-executive",
        title=f"At least {NON_EXECUTIVE_PERCENT} % non-executive",
        state=answer(left >= right),
        fact=f"{outsiders} of {size}",
        limit=f"at least {NON_EXECUTIVE_PERCENT} %",
        source=NON_EXECUTIVE_LAW,
        working=(
            f"{outsiders} of {size} directors provide no services to the company for pay or benefit: "
            f"{share(outsiders, size)}.",
            f"{left:,} {'≥' if left >= right else '<'} {right:,} "
            f"(100 × {outsiders} against {NON_EXECUTIVE_PERCENT} × {size}), so the rule {_kept(left >= right)}.",
        ),
    )


def _worked_without_benefit(directors: Sequence[Director], on: date) -> tuple[RuleResult, ...]:
    names = [one.name or one.ref for one in directors if one.works_without_benefit(on) and not one.is_executive(on)]
    if not names:
        return ()
    return (
        RuleResult(
            name="work-without-benefit",
            title="Directors whose paid work goes to their school or employer",
            state=State.WARNING,
            fact=str(len(names)),
            limit="no benefit to the director",
            source="School Companies Regulations 2002 reg. 2",
            working=tuple(f"{name}: stays non-executive while no benefit reaches them." for name in names),
            label="Check",
        ),
    )


def _long_service(directors: Sequence[Director], articles: Articles) -> tuple[RuleResult, ...]:
    over = [one.name or one.ref for one in directors if one.term > articles.most_terms]
    if not over:
        return ()
    return (
        RuleResult(
            name="terms",
            title=f"At most {number_word(articles.most_terms)} terms",
            state=State.BROKEN,
            fact=f"{len(over)} over",
            limit=f"at most {articles.most_terms}",
            source=articles.source("terms"),
            working=tuple(f"{name} is beyond {articles.most_terms} terms." for name in over),
        ),
    )


def _skills(directors: Sequence[Director], articles: Articles) -> tuple[RuleResult, ...]:
    if not articles.skills:
        return ()
    gap = sorted(articles.skills.difference(*(one.skills for one in directors)))
    return (
        RuleResult(
            name="skills",
            title="The board has the skills it asks for",
            state=State.WARNING if gap else State.HOLDS,
            fact=f"no director with {', '.join(gap)}" if gap else "all covered",
            limit=", ".join(sorted(articles.skills)),
            source=articles.source("skills"),
            working=(f"Missing: {', '.join(gap)}." if gap else "Every skill is held by at least one director.",),
            label="Gap" if gap else "",
        ),
    )


def _limb_source(limbs: Sequence[str], otherwise: str = "") -> str:
    """The statute with the limbs by which today's associated directors count."""
    if not limbs:
        return f"{ASSOCIATION_LAW}{otherwise.removeprefix('s.69')}"
    return f"{ASSOCIATION_LAW}{', '.join(limb.removeprefix('s.69') for limb in limbs)}"


def _kept(holds: bool) -> str:
    return "holds" if holds else "is broken"
