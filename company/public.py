"""The door of this floor."""

__all__: list[str] = []
