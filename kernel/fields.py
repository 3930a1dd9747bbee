"""Database fields for the kernel's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from kernel.money import ZERO, Money


class PoundsField(forms.CharField):
    """A form field in which people write pounds (“£1,250.00”) and the program gets Money."""

    def __init__(self, *, minimum: Money | None = ZERO, **kwargs: Any) -> None:
        self.minimum = minimum
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Money | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Money):
            return value
        try:
            amount = Money.pounds(str(value))
        except ValueError:
            raise ValidationError("Write an amount in pounds and pence, such as 1,250.00.") from None
        if self.minimum is not None and amount < self.minimum:
            raise ValidationError(f"Write an amount of {self.minimum} or more.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        return value.plain if isinstance(value, Money) else value


class _Pence:
    """How Money goes into a bigint column and comes back."""

    description = "Money in whole pence"
    name: str
    blank: bool

    def from_db_value(self, value: int | None, *_: object) -> Money | None:
        return None if value is None else Money(int(value))

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Money):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return Money(value)
        return Money.pounds(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Money):
            return value.pence
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        if hasattr(value, "resolve_expression"):
            return value
        raise TypeError(f"{self.name or 'a money field'} takes Money, not {value!r}")

    def value_to_string(self, obj: models.Model) -> str:
        value = getattr(obj, self.name)
        return "" if value is None else str(value.pence)

    def formfield(self, **kwargs: Any) -> Any:
        return PoundsField(label=kwargs.get("label"), required=not self.blank)


if TYPE_CHECKING:
    _S = TypeVar("_S")
    _G = TypeVar("_G")

    class MoneyField(models.BigIntegerField[_S, _G]):
        """Money kept as a bigint of pence; `Sum("net")` comes back as Money too."""

        # Read by the type checker's Django plugin.
        _pyi_private_set_type: Money  # type: ignore[assignment]
        _pyi_private_get_type: Money  # type: ignore[assignment]
        _pyi_lookup_exact_type: Money  # type: ignore[assignment]

else:

    class MoneyField(_Pence, models.BigIntegerField):
        """Money kept as a bigint of pence; `Sum("net")` comes back as Money too."""
