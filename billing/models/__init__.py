"""The nouns of this floor, one to a file."""

from billing.models.accounts import Account, Fund
from billing.models.approvals import ApprovalLine, ApprovalRequest
from billing.models.baskets import Basket, BasketLine
from billing.models.billing_runs import BillingRun
from billing.models.card_payments import PaymentAttempt, StripeEvent
from billing.models.costs import Cost, MoneyOut
from billing.models.grants import Grant
from billing.models.invoices import Invoice, InvoiceLine
from billing.models.journals import Journal, Posting
from billing.models.orders import Charge, Order, OrderLine, PurchaseOrderNumber
from billing.models.payments import Allocation, Payment
from billing.models.periods import AccountingPeriod
from billing.models.subscriptions import Subscription
from billing.models.surplus import (
    Appropriation,
    AppropriationLine,
    Project,
    ProjectNote,
    ProjectSchool,
    ReservesPolicy,
)

__all__ = [
    "Account",
    "AccountingPeriod",
    "Allocation",
    "Appropriation",
    "AppropriationLine",
    "ApprovalLine",
    "ApprovalRequest",
    "Basket",
    "BasketLine",
    "BillingRun",
    "Charge",
    "Cost",
    "Fund",
    "Grant",
    "Invoice",
    "InvoiceLine",
    "Journal",
    "MoneyOut",
    "Order",
    "OrderLine",
    "Payment",
    "PaymentAttempt",
    "Posting",
    "Project",
    "ProjectNote",
    "ProjectSchool",
    "PurchaseOrderNumber",
    "ReservesPolicy",
    "StripeEvent",
    "Subscription",
]
