"""The door of this floor."""

from billing.actions.surplus import (
    Part,
    bring_reserves_forward,
    open_project,
    set_reserves_policy,
)
from billing.actions.surplus import appropriate as appropriate_surplus
from billing.actions.surplus import note_change as note_project
from billing.actions.surplus import take_part as join_project
from billing.queries.checks import checks
from billing.queries.school_home import panels as school_panels
from billing.queries.surplus import statement as surplus_statement
from billing.queries.surplus_checks import SURPLUS_CHECKS
from billing.queries.surplus_panels import SURPLUS_PANELS
from billing.rules.surplus import CompanyYear, last_year_over

__all__ = [
    "SURPLUS_CHECKS",
    "SURPLUS_PANELS",
    "CompanyYear",
    "Part",
    "appropriate_surplus",
    "bring_reserves_forward",
    "checks",
    "join_project",
    "last_year_over",
    "note_project",
    "open_project",
    "school_panels",
    "set_reserves_policy",
    "surplus_statement",
]
