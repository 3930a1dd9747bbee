"""The nouns of this floor, one to a file."""

from billing.models.accounts import Account, Fund
from billing.models.journals import Journal, Posting
from billing.models.periods import AccountingPeriod

__all__ = ["Account", "AccountingPeriod", "Fund", "Journal", "Posting"]
