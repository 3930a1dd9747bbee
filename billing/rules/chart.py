"""The chart of accounts: which heaps the money is counted in."""

from __future__ import annotations

from dataclasses import dataclass

DEBTORS = "1100"
BANK = "1200"
CARD_CLEARING = "1210"
CREDITORS = "2000"
ON_ACCOUNT = "2100"
VAT = "2200"
SURPLUS = "3000"
SET_ASIDE = "3100"
RESERVES = "3200"
TRANSFERS = "3900"
CARD_FEES = "5900"

INCOME_BY_MONEY_TYPE = {
    "statutory_commissioned": "4100",
    "traded": "4200",
    "membership": "4300",
    "grant": "4400",
    "reinvestment": "4500",
}
GENERAL_FUND = "general"


@dataclass(frozen=True, slots=True)
class Heading:
    """One account of the chart: its code, its name and its kind. The first digit of the code is the kind."""

    code: str
    name: str
    kind: str


CHART = (
    Heading(DEBTORS, "Owed to us by schools and others", "asset"),
    Heading(BANK, "Bank", "asset"),
    Heading(CARD_CLEARING, "Card payments on their way to the bank", "asset"),
    Heading(CREDITORS, "Owed by us to suppliers", "liability"),
    Heading(ON_ACCOUNT, "Money held for payers, not yet matched", "liability"),
    Heading(VAT, "VAT owed to HMRC", "liability"),
    Heading(SURPLUS, "Surplus of earlier years", "equity"),
    Heading(SET_ASIDE, "Set aside for projects", "equity"),
    Heading(RESERVES, "Reserves kept by policy", "equity"),
    Heading(TRANSFERS, "Moved between funds", "equity"),
    Heading("4100", "Income: statutory, commissioned by the council", "income"),
    Heading("4200", "Income: traded services", "income"),
    Heading("4300", "Income: membership", "income"),
    Heading("4400", "Income: grants", "income"),
    Heading("4500", "Income: reinvestment", "income"),
    Heading("5000", "Cost of services", "cost"),
    Heading("5100", "Staff", "cost"),
    Heading("5200", "Premises and office", "cost"),
    Heading("5300", "Professional fees", "cost"),
    Heading(CARD_FEES, "Card and bank charges", "cost"),
)
COST_ACCOUNTS = tuple(heading.code for heading in CHART if heading.kind == "cost")


def debit_raises(kind: str) -> bool:
    """True for accounts whose balance grows by debits (assets and costs)."""
    return kind in ("asset", "cost")
