"""What the home pages say about the surplus: to a school as an owner, to directors as those who decide."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from billing.models import Appropriation, AppropriationLine, ProjectSchool
from billing.queries.surplus import surplus_of
from billing.rules.surplus import CompanyYear, last_year_over
from billing.states import AppropriationKind
from kernel.money import ZERO, Money
from kernel.ports import Need, Panel, PanelContent, Viewer
from members.public import DERIVED_ROLES, SCHOOL_ROLES, Role

SCHOOLS = frozenset(str(role) for role in SCHOOL_ROLES)
DECIDERS = frozenset({*DERIVED_ROLES, str(Role.COMPANY_SECRETARY), str(Role.FINANCE_OFFICER)})


def for_school(viewer: Viewer) -> PanelContent | None:
    """What became of the last surplus decided, and which of its projects this school is in; one SQL statement."""
    taking_part = ProjectSchool.objects.filter(project=OuterRef("project"), school=viewer.organisation)
    lines = list(
        AppropriationLine.objects.annotate(mine=Exists(taking_part))
        .select_related("appropriation", "project")
        .order_by("-appropriation__starts_on", "-amount")
    )
    if not lines:
        return None
    last = [line for line in lines if line.appropriation_id == lines[0].appropriation_id]
    projects = [line for line in last if line.kind == AppropriationKind.PROJECT]
    context: dict[str, Any] = {
        "year": CompanyYear(last[0].appropriation.ends_on.year),
        "surplus": last[0].appropriation.surplus,
        "reinvested": Money.total(line.amount for line in projects),
        "projects": len(projects),
        "took_part": [line.project.name for line in projects if line.mine and line.project],
        "href": reverse("billing:surplus_year", args=[last[0].appropriation.ends_on.year]),
    }
    return PanelContent("Your company’s surplus", "billing/panel_surplus.html", context, aside=True)


def for_directors(viewer: Viewer) -> PanelContent:
    """The surplus of the last year over, and whether it waits for a decision; two SQL statements."""
    year = last_year_over(viewer.on)
    href = reverse("billing:surplus_year", args=[year.ends_in])
    earned = surplus_of(year)
    decided = Appropriation.objects.filter(starts_on=year.period.starts_on).exists()
    needs = []
    if earned > ZERO and not decided and viewer.role in DECIDERS:
        note = "Reserves first, up to the policy’s level; the rest to projects for the schools."
        needs = [Need(f"Decide what the surplus of {year.name} is for", href, note=note, aside=str(earned))]
    context = {"year": year, "earned": earned, "decided": decided, "href": href}
    return PanelContent("The surplus", "billing/panel_surplus_directors.html", context, needs, aside=True)


SURPLUS_PANELS = [
    Panel("surplus-for-schools", SCHOOLS, 80, for_school),
    Panel("surplus-for-directors", DECIDERS | {str(Role.COUNCIL_COMMISSIONER)}, 40, for_directors),
]
