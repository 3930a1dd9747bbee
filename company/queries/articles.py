"""The articles as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from company.models import Articles

CLAUSE_NAMES = {
    "minimum-directors": "fewest directors",
    "maximum-directors": "most directors",
    "council-cap": "council's cap",
    "chair": "chair",
    "chief-executive": "chief executive",
    "constituencies": "constituencies",
    "terms": "terms",
    "skills": "skills",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the articles with its figures in words."""

    starts_on: date
    is_in_force: bool
    note: str
    facts: list[tuple[str, str]]


def versions(on: date) -> list[Version]:
    """Every version, the latest first; the one in force on the day is marked."""
    rows = list(Articles.objects.select_related("recorded_by").order_by("-starts_on"))
    in_force = next((row for row in rows if row.starts_on <= on), None)
    return [Version(row.starts_on, row is in_force, row.note, _facts(row)) for row in rows]


def _facts(row: Articles) -> list[tuple[str, str]]:
    figures = row.as_rule()
    most = str(row.maximum) if row.maximum else "no limit"
    clauses = "; ".join(f"{CLAUSE_NAMES.get(name, name)} {clause}" for name, clause in sorted(row.clauses.items()))
    recorded = f"{row.recorded_at.day} {row.recorded_at:%B %Y}"
    return [
        ("Fewest directors", str(row.minimum)),
        ("Most directors", most),
        ("The council at most", f"{figures.cap_text} of directors, counting association"),
        ("A term", f"{row.term_years} years, at most {row.most_terms} terms"),
        ("Quorum", f"{row.quorum} directors able to vote"),
        ("Casting vote", "The chair has one" if row.casting_vote else "None"),
        ("Skills asked for", ", ".join(row.skills) or "None"),
        ("Clauses", clauses or "Not recorded"),
        ("By authority of", row.authority or "The founding members"),
        ("Recorded", f"{recorded} by {row.recorded_by.name}" if row.recorded_by else recorded),
    ]
