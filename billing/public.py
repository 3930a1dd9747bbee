"""The door of the billing floor: what the site may use. Nothing stands above but the site itself."""

from billing.actions.approvals import send as send_for_approval
from billing.actions.baskets import put as put_in_basket
from billing.actions.billing_runs import bill_due
from billing.actions.commissions import agree as agree_commission
from billing.actions.costs import Bill
from billing.actions.costs import enter as enter_cost
from billing.actions.grants import receive as receive_grant
from billing.actions.ledger import close_period
from billing.actions.money_out import pay as pay_cost
from billing.actions.orders import place as place_order
from billing.actions.payments import receive as receive_payment
from billing.actions.surplus import Part, bring_reserves_forward, open_project, set_reserves_policy
from billing.actions.surplus import appropriate as appropriate_surplus
from billing.actions.surplus import note_change as note_project
from billing.actions.surplus import take_part as join_project
from billing.models import AccountingPeriod, Invoice, Project
from billing.queries.checks import checks
from billing.queries.finance_home import panels as finance_panels
from billing.queries.personal import PERSONAL_DATA
from billing.queries.prices import Wish, price_wishes
from billing.queries.school_home import panels as school_panels
from billing.queries.surplus import statement as surplus_statement
from billing.queries.surplus import surplus_of
from billing.queries.surplus_checks import SURPLUS_CHECKS
from billing.queries.surplus_panels import SURPLUS_PANELS
from billing.rules.commissions import Commissioned
from billing.rules.surplus import CompanyYear, last_year_over

__all__ = [
    "PERSONAL_DATA",
    "SURPLUS_CHECKS",
    "SURPLUS_PANELS",
    "AccountingPeriod",
    "Bill",
    "Commissioned",
    "CompanyYear",
    "Invoice",
    "Part",
    "Project",
    "Wish",
    "agree_commission",
    "appropriate_surplus",
    "bill_due",
    "bring_reserves_forward",
    "checks",
    "close_period",
    "enter_cost",
    "finance_panels",
    "join_project",
    "last_year_over",
    "note_project",
    "open_project",
    "pay_cost",
    "place_order",
    "price_wishes",
    "put_in_basket",
    "receive_grant",
    "receive_payment",
    "school_panels",
    "send_for_approval",
    "set_reserves_policy",
    "surplus_of",
    "surplus_statement",
]
