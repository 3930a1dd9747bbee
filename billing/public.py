"""The door of this floor."""

from billing.queries.checks import checks
from billing.queries.school_home import panels as school_panels
from billing.queries.surplus_checks import SURPLUS_CHECKS

__all__ = ["SURPLUS_CHECKS", "checks", "school_panels"]
