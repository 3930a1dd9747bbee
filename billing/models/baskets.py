"""The basket that a school's buyers share."""

from __future__ import annotations

from django.db import models

from kernel.fields import MoneyField


class Basket(models.Model):
    """One row is the basket of one school, shared by all who buy for it; made when first needed, then kept."""

    school = models.OneToOneField("members.Organisation", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"basket of {self.school_id}"

    @property
    def key(self) -> str:
        """Text key for the Record."""
        return f"basket/{self.pk}"


class BasketLine(models.Model):
    """One row is a wish: a service, how many, and whether for now or next year. Its price is the day's.

    `net_when_added` is kept only to say that a price has changed since.
    """

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines")
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+")
    option = models.CharField(max_length=60, blank=True, default="")
    quantity = models.DecimalField(max_digits=8, decimal_places=1)
    next_year = models.BooleanField(default=False)
    net_when_added = MoneyField()
    added_by = models.ForeignKey("members.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["basket", "service", "option", "next_year"], name="a_wish_is_in_the_basket_once"
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="a_basket_line_is_for_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.service_id}"
