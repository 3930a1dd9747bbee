"""The ledger: journals, one journal, one account as at a day, the trial balance, and the months."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from billing.actions import ledger
from billing.forms.finance import ReasonForm
from billing.forms.refusals import show_on
from billing.models import Account, AccountingPeriod, Journal
from billing.permissions import may_keep_books, may_read_books
from billing.queries import books
from billing.views.finance_frame import Listing, page_of, show
from kernel import clock
from kernel.refusal import Refusal
from kernel.sheets import sheet
from members.public import HatRequest

ACTS = [
    ("Trial balance", "billing:trial_balance"),
    ("Debts by age", "billing:finance_debts"),
    ("Months: close and open", "billing:periods"),
]

LINES = [
    ("Day", "text"),
    ("Journal", "text"),
    ("What", "text"),
    ("Whose", "text"),
    ("Debit", "money"),
    ("Credit", "money"),
]


@may_read_books
@require_safe
def journals(request: HttpRequest) -> HttpResponse:
    """Every journal, the latest first."""
    search = request.GET.get("q", "").strip()
    page, on = page_of(request, books.journals(search)), clock.today()
    balances = books.trial_balance(on)
    listing = Listing(
        f"The books balance: {balances.debits} on each side" if balances.balances else "The books do not balance",
        [("Journal", "text"), ("Day", "text"), ("What", "text"), ("From", "text"), ("Comes to", "money")],
        [
            [(f"Journal {row.pk}", reverse("billing:journal", args=[row.pk])), row.on, row.memo, row.source, row.total]
            for row in page
        ],
        caption="Ledger",
        empty="Nothing has been posted yet.",
        page=page,
        what="journals",
        search=search,
        search_label="A document's number, or a word",
        acts=[(label, reverse(name)) for label, name in ACTS],
    )
    return show(request, listing)


@may_read_books
@require_safe
def journal(request: HttpRequest, pk: int) -> HttpResponse:
    """One journal with its lines."""
    row = get_object_or_404(Journal.objects.select_related("period", "reverses", "recorded_by"), pk=pk)
    legs = row.postings.select_related("account", "fund", "organisation", "service").order_by("pk")
    listing = Listing(
        f"{row.memo}: {row.total} on each side",
        [
            ("Account", "text"),
            ("Fund", "text"),
            ("Whose", "text"),
            ("For", "text"),
            ("Debit", "money"),
            ("Credit", "money"),
        ],
        [_leg(leg) for leg in legs],
        caption=f"Journal {row.pk}",
        total=["In all", "", "", "", row.total, row.total],
        facts=_facts(row),
        facts_title="About this journal",
        crumbs=(("Ledger", reverse("billing:ledger")), (f"Journal {row.pk}", "")),
    )
    return show(request, listing)


@may_read_books
@require_safe
def account(request: HttpRequest, code: str) -> HttpResponse:
    """One account: its balance as at a day and the lines behind it."""
    found, on = get_object_or_404(Account, code=code), _day(request)
    page = page_of(request, books.lines_of(found, on))
    listing = Listing(
        f"{books.balance_of(found, on)}: {found.name}",
        LINES,
        [_line(line) for line in page],
        caption=f"Account {code}, as at {on:%-d %B %Y}",
        page=page,
        what="lines",
        acts=[("Trial balance", f"{reverse('billing:trial_balance')}?on={on}")],
        crumbs=(("Ledger", reverse("billing:ledger")), (f"Account {code}", "")),
    )
    return show(request, listing)


@may_read_books
@require_safe
def trial_balance(request: HttpRequest) -> HttpResponse:
    """Every account's balance as at a day."""
    found = books.trial_balance(_day(request))
    listing = Listing(
        "Debits equal credits" if found.balances else "Debits and credits differ",
        [("Account", "text"), ("Debit", "money"), ("Credit", "money")],
        [[(str(row.account), _account_at(row.account, found.on)), row.debit, row.credit] for row in found.rows],
        caption=f"Trial balance, as at {found.on:%-d %B %Y}",
        total=["In all", found.debits, found.credits],
        empty="Nothing had been posted by this day.",
        csv=f"{reverse('billing:trial_balance_csv')}?on={found.on}",
        acts=[("All journals", reverse("billing:ledger"))],
        crumbs=(("Ledger", reverse("billing:ledger")), ("Trial balance", "")),
    )
    return show(request, listing)


@may_read_books
@require_safe
def trial_balance_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a spreadsheet."""
    found = books.trial_balance(_day(request))
    rows = ((row.account.code, row.account.name, row.debit, row.credit) for row in found.rows)
    return sheet(f"trial-balance-{found.on}.csv", ("account", "name", "debit", "credit"), rows)


@may_keep_books
@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """The months of the books, and which are closed."""
    rows = books.months()
    still_open = [row for row, _ in rows if not row.is_closed]
    listing = Listing(
        f"{len(still_open)} month{'s' * (len(still_open) != 1)} open",
        [("Month", "text"), ("Journals", "number"), ("State", "text"), ("Why", "text")],
        [
            [
                (str(row), reverse("billing:period", args=[row.pk])),
                count,
                "closed" if row.is_closed else "open",
                row.reason,
            ]
            for row, count in rows
        ],
        caption="Months of the books",
        lead="A closed month takes no postings: the database itself refuses them.",
        empty="A month appears with its first journal.",
        crumbs=(("Ledger", reverse("billing:ledger")), ("Months", "")),
    )
    return show(request, listing)


@may_keep_books
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a month, or open it again, with a reason."""
    row, form = get_object_or_404(AccountingPeriod, pk=pk), ReasonForm(request.POST or None)
    if form.is_valid() and _turned(request, row, form):
        return redirect("billing:periods")
    values = {
        "form": form,
        "title": f"Open {row} again" if row.is_closed else f"Close {row}",
        "caption": "Months of the books",
        "lead": "Postings dated in it become possible again." if row.is_closed else "Nothing more is posted in it.",
        "button": "Open the month again" if row.is_closed else "Close the month",
        "back": reverse("billing:periods"),
    }
    return render(request, "billing/finance/form.html", values, status=422 if form.errors else 200)


def _turned(request: HttpRequest, row: AccountingPeriod, form: ReasonForm) -> bool:
    """Close or open the month; False with the refusal on the form."""
    turn = ledger.reopen_period if row.is_closed else ledger.close_period
    asking: HatRequest = request  # type: ignore[assignment]
    try:
        turn(row, at=clock.now(), reason=form.cleaned_data["reason"], by=asking.user)
    except Refusal as refusal:
        show_on(form, refusal)
        return False
    messages.success(request, f"{row} is {'open again' if row.is_closed else 'closed'}.")
    return True


def _facts(row: Journal) -> list[tuple[str, Any]]:
    """When, from what, by whom, and whether it undoes or was undone."""
    undone = Journal.objects.filter(reverses=row).first()
    facts: list[tuple[str, Any]] = [
        ("Day", row.on),
        ("Known", row.known_at),
        ("From", row.source),
        ("Month", f"{row.period}{', closed' if row.period.is_closed else ''}"),
        ("Recorded by", row.recorded_by.name if row.recorded_by else "the system"),
    ]
    if row.reverses:
        facts.append(("Undoes", f"journal {row.reverses.pk}"))
    if undone:
        facts.append(("Undone by", f"journal {undone.pk}"))
    return facts


def _leg(leg: Any) -> list[Any]:
    about = [leg.service.name if leg.service else "", leg.money_type.replace("_", " ")]
    return [
        (str(leg.account), reverse("billing:account", args=[leg.account.code])),
        leg.fund.name,
        leg.organisation.name,
        ", ".join(part for part in about if part),
        *_sides(leg.amount),
    ]


def _line(line: Any) -> list[Any]:
    href = reverse("billing:journal", args=[line.journal_id])
    return [
        line.on,
        (f"Journal {line.journal_id}", href),
        line.journal.memo,
        line.organisation.name,
        *_sides(line.amount),
    ]


def _sides(amount: Any) -> tuple[Any, Any]:
    return (amount, "") if amount.pence > 0 else ("", -amount)


def _account_at(found: Account, on: date) -> str:
    return f"{reverse('billing:account', args=[found.code])}?on={on}"


def _day(request: HttpRequest) -> date:
    """The day the address asks for, else today; what is no day is today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()
