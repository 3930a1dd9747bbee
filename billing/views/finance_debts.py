"""Who owes what, by age, and the account of one payer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.models import Invoice
from billing.permissions import may_keep_books, may_see_orders
from billing.queries import finance_payments as queries
from billing.queries.debts import on_account
from billing.rules import debts
from billing.views.finance_frame import Listing, show
from kernel import clock
from kernel.periods import add_years
from kernel.sheets import sheet
from members.public import HatRequest, Organisation

# The ages as the heads of narrow columns, in the order of the rule.
SHORT = ("Not due", "1–30 days", "31–60 days", "61–90 days", "Over 90")
STATEMENT = [("Day", "text"), ("What", "text"), ("Number", "text"), ("Sum", "money"), ("Owed after it", "money")]


@may_keep_books
@require_safe
def debt_list(request: HttpRequest) -> HttpResponse:
    """Debts by payer and age, beside the ledger's own account."""
    found, ages = queries.debt_list(_day(request)), debts.ages()
    agrees = "the same, to the penny" if found.agrees else f"{found.ledger}: they differ, run the checks"
    listing = Listing(
        f"{found.owed} is owed to us, {found.late} of it late" if found.owed else "Nobody owes us anything",
        [("Payer", "text"), *((short, "money") for short in SHORT), ("In all", "money")],
        [
            [
                (row.payer.name, reverse("billing:finance_statement", args=[row.payer.pk])),
                *(row.by_age.get(age, "") for age in ages),
                row.owed,
            ]
            for row in found.rows
        ],
        caption=f"Debts by age, as at {found.on:%-d %B %Y}",
        lead="The columns say how many days late a debt is.",
        total=["In all", *(found.of_age(age) for age in ages), found.owed],
        csv=f"{reverse('billing:finance_debts_csv')}?on={found.on}",
        empty="Every invoice is settled.",
        facts=[("By the invoices", str(found.owed)), ("By the ledger", agrees)],
        facts_title="How we know",
        acts=[("All invoices", reverse("billing:finance_invoices"))],
    )
    return show(request, listing)


@may_keep_books
@require_safe
def debts_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a spreadsheet."""
    found, ages = queries.debt_list(_day(request)), debts.ages()
    rows = ((row.payer.name, *(row.by_age.get(age, "") for age in ages), row.owed) for row in found.rows)
    return sheet(f"debts-{found.on}.csv", ("payer", *ages, "in all"), rows)


@may_keep_books
@require_safe
def statement(request: HttpRequest, payer_id: int) -> HttpResponse:
    """The account of one payer over the last year."""
    payer = get_object_or_404(Organisation, pk=payer_id)
    held = on_account(payer.pk)
    acts = [("Record a payment", reverse("billing:finance_receive", args=[payer.pk]))]
    extra = [("Held on account", held)] if held else []
    found = _statement(Invoice.objects.filter(payer=payer), _day(request))
    return show(request, _listing(found, payer.name, "billing:finance_invoice", [], acts=acts, extra=extra))


@may_see_orders
@require_safe
def school_statement(request: HatRequest, urn: int) -> HttpResponse:
    """The school's own account over the last year."""
    found = _statement(Invoice.objects.filter(school=request.school), _day(request))
    acts = [("All invoices", reverse("billing:invoices", args=[urn]))]
    csv = f"{reverse('billing:statement_csv', args=[urn])}?on={found.ends_on}"
    return show(request, _listing(found, request.school.name, "billing:invoice", [urn], acts=acts, csv=csv))


@may_see_orders
@require_safe
def school_statement_csv(request: HatRequest, urn: int) -> StreamingHttpResponse:
    """The same as a spreadsheet."""
    found = _statement(Invoice.objects.filter(school=request.school), _day(request))
    rows: list[tuple[Any, ...]] = [(found.starts_on, "Owed before", "", "", found.opening)]
    rows += [(event.on, event.what, event.reference, event.amount, event.balance) for event in found.events]
    return sheet(f"statement-{urn}.csv", ("day", "what", "number", "sum", "owed after it"), rows)


def _statement(documents: Any, ends_on: date) -> queries.Statement:
    return queries.statement(documents, add_years(ends_on, -1), ends_on)


def _listing(
    found: queries.Statement, name: str, view: str, args: list[int], *, acts: Any, extra: Any = (), csv: str = ""
) -> Listing:
    """A statement as a list: opening, every event with the balance after it, and the sums."""
    rows: list[list[Any]] = [[found.starts_on, "Owed before", "", "", found.opening]]
    for event in found.events:
        document = (event.reference, reverse(view, args=[*args, event.reference]))
        rows.append([event.on, event.what, document, event.amount, event.balance])
    return Listing(
        f"{found.closing} is owed" if found.closing else "Nothing is owed",
        STATEMENT,
        rows,
        caption=f"Statement of {name}, {found.starts_on:%-d %B %Y} to {found.ends_on:%-d %B %Y}",
        total=["Owed now", "", "", "", found.closing],
        csv=csv,
        acts=acts,
        facts=[*_sums(found), *extra],
        facts_title="How it adds up",
    )


def _sums(found: queries.Statement) -> list[tuple[str, Any]]:
    """Opening, what came and went, closing."""
    return [
        ("Owed before", str(found.opening)),
        ("Invoiced", str(found.sum_of("Invoice"))),
        ("Credited", str(found.sum_of("Credit note"))),
        ("Paid", str(found.sum_of("Payment") + found.sum_of("Taken off again"))),
        ("Owed now", str(found.closing)),
    ]


def _day(request: HttpRequest) -> date:
    """The day the address asks for, else today; what is no day is today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()
