"""The nouns of this floor, one to a file."""

from billing.models.accounts import Account, Fund
from billing.models.approvals import ApprovalLine, ApprovalRequest
from billing.models.baskets import Basket, BasketLine
from billing.models.journals import Journal, Posting
from billing.models.orders import Charge, Order, OrderLine, PurchaseOrderNumber
from billing.models.periods import AccountingPeriod
from billing.models.subscriptions import Subscription

__all__ = [
    "Account",
    "AccountingPeriod",
    "ApprovalLine",
    "ApprovalRequest",
    "Basket",
    "BasketLine",
    "Charge",
    "Fund",
    "Journal",
    "Order",
    "OrderLine",
    "Posting",
    "PurchaseOrderNumber",
    "Subscription",
]
