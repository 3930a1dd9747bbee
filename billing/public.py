"""The door of this floor."""

from billing.queries.school_home import panels as school_panels

__all__ = ["school_panels"]
