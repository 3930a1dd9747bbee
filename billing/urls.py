from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from billing.views import (
    approvals,
    baskets,
    card_payments,
    contracts,
    finance_costs,
    finance_debts,
    finance_invoices,
    finance_ledger,
    finance_payments,
    finance_runs,
    invoices,
    orders,
    projects,
    surplus,
)

app_name = "billing"

buying: list[URLPattern | URLResolver] = [
    path("schools/<int:urn>/basket/", baskets.basket, name="basket"),
    path("schools/<int:urn>/basket/put/", baskets.put, name="basket_put"),
    path("schools/<int:urn>/basket/lines/<int:line_id>/out/", baskets.take_out, name="basket_take_out"),
    path("schools/<int:urn>/basket/lines/<int:line_id>/year/", baskets.other_year, name="basket_other_year"),
    path("schools/<int:urn>/basket/send/", baskets.send, name="basket_send"),
    path("schools/<int:urn>/basket/order/", baskets.order, name="basket_order"),
    path("schools/<int:urn>/approvals/", approvals.approvals, name="approvals"),
    path("schools/<int:urn>/approvals/<str:reference>/", approvals.approval, name="approval"),
    path("schools/<int:urn>/approvals/<str:reference>/approve/", approvals.approve, name="approve"),
    path("schools/<int:urn>/approvals/<str:reference>/send-back/", approvals.send_back, name="send_back"),
    path("schools/<int:urn>/approvals/<str:reference>/withdraw/", approvals.withdraw, name="withdraw"),
    path("schools/<int:urn>/approvals/<str:reference>/put-back/", approvals.put_back, name="put_back"),
    path("schools/<int:urn>/orders/", orders.orders, name="orders"),
    path("schools/<int:urn>/orders.csv", orders.orders_csv, name="orders_csv"),
    path("schools/<int:urn>/orders/<str:reference>/", orders.order, name="order"),
    path("schools/<int:urn>/orders/<str:reference>/print/", orders.order_print, name="order_print"),
    path("schools/<int:urn>/orders/<str:reference>/pdf/", orders.order_pdf, name="order_pdf"),
    path("schools/<int:urn>/orders/<str:reference>/placed/", orders.order_placed, name="order_placed"),
    path("schools/<int:urn>/orders/<str:reference>/po-number/", orders.po_number, name="po_number"),
    path("schools/<int:urn>/services/", contracts.my_services, name="my_services"),
    path("schools/<int:urn>/services.ics", contracts.calendar, name="services_calendar"),
    path("schools/<int:urn>/services/renew/", contracts.renew, name="renew"),
    path("schools/<int:urn>/services/<int:contract_id>/notice/", contracts.notice, name="notice"),
]

invoicing: list[URLPattern | URLResolver] = [
    path("schools/<int:urn>/invoices/", invoices.invoices, name="invoices"),
    path("schools/<int:urn>/invoices.csv", invoices.invoices_csv, name="invoices_csv"),
    path("schools/<int:urn>/invoices/<str:number>/", invoices.invoice, name="invoice"),
    path("schools/<int:urn>/invoices/<str:number>/print/", invoices.invoice_print, name="invoice_print"),
    path("schools/<int:urn>/invoices/<str:number>/pdf/", invoices.invoice_pdf, name="invoice_pdf"),
]
paying: list[URLPattern | URLResolver] = [
    path("schools/<int:urn>/invoices/<str:number>/pay/", card_payments.pay, name="pay"),
    path("schools/<int:urn>/invoices/<str:number>/pay/go/", card_payments.pay_go, name="pay_go"),
    path("schools/<int:urn>/invoices/<str:number>/pay/<str:reference>/", card_payments.paid, name="paid"),
    path("stripe/webhook/", card_payments.webhook, name="stripe_webhook"),
]
surplus_pages: list[URLPattern | URLResolver] = [
    path("surplus/", surplus.latest, name="surplus"),
    path("surplus/projects/open/", projects.open_project, name="open_project"),
    path("surplus/projects/<slug:slug>/", projects.project, name="project"),
    path("surplus/projects/<slug:slug>/note/", projects.note, name="note_project"),
    path("surplus/projects/<slug:slug>/schools/", projects.take_part, name="join_project"),
    path("surplus/projects/<slug:slug>/rows/<slug:side>/", projects.project_rows, name="project_rows"),
    path("surplus/projects/<slug:slug>/rows/<slug:side>.csv", projects.project_rows_csv, name="project_rows_csv"),
    path("surplus/<int:ends_in>/", surplus.year, name="surplus_year"),
    path("surplus/<int:ends_in>.csv", surplus.year_csv, name="surplus_csv"),
    path("surplus/<int:ends_in>/rows/", surplus.rows, name="surplus_rows"),
    path("surplus/<int:ends_in>/rows.csv", surplus.rows_csv, name="surplus_rows_csv"),
    path("surplus/<int:ends_in>/appropriate/", projects.appropriate, name="appropriate"),
]

statements: list[URLPattern | URLResolver] = [
    path("schools/<int:urn>/statement/", finance_debts.school_statement, name="statement"),
    path("schools/<int:urn>/statement.csv", finance_debts.school_statement_csv, name="statement_csv"),
]
finance: list[URLPattern | URLResolver] = [
    path("finance/invoices/", finance_invoices.invoices, name="finance_invoices"),
    path("finance/invoices.csv", finance_invoices.invoices_csv, name="finance_invoices_csv"),
    path("finance/invoices/<str:number>/", finance_invoices.invoice, name="finance_invoice"),
    path("finance/invoices/<str:number>/print/", finance_invoices.invoice_print, name="finance_invoice_print"),
    path("finance/invoices/<str:number>/pdf/", finance_invoices.invoice_pdf, name="finance_invoice_pdf"),
    path("finance/invoices/<str:number>/credit/", finance_invoices.credit, name="finance_credit"),
    path("finance/payments/", finance_payments.payment_list, name="finance_payments"),
    path("finance/payments.csv", finance_payments.payments_csv, name="finance_payments_csv"),
    path("finance/payments/from/<int:payer_id>/", finance_payments.receive, name="finance_receive"),
    path("finance/payments/<str:reference>/", finance_payments.payment, name="finance_payment"),
    path("finance/payments/<str:reference>/take-back/", finance_payments.take_back, name="finance_take_back"),
    path("finance/payments/<str:reference>/refund/", finance_payments.refund, name="finance_refund"),
    path("finance/debts/", finance_debts.debt_list, name="finance_debts"),
    path("finance/debts.csv", finance_debts.debts_csv, name="finance_debts_csv"),
    path("finance/statements/<int:payer_id>/", finance_debts.statement, name="finance_statement"),
    path("finance/billing/", finance_runs.billing, name="finance_billing"),
    path("finance/billing/<str:reference>/", finance_runs.run, name="finance_run"),
    path("finance/ledger/", finance_ledger.journals, name="ledger"),
    path("finance/ledger/journals/<int:pk>/", finance_ledger.journal, name="journal"),
    path("finance/ledger/accounts/<str:code>/", finance_ledger.account, name="account"),
    path("finance/ledger/trial-balance/", finance_ledger.trial_balance, name="trial_balance"),
    path("finance/ledger/trial-balance.csv", finance_ledger.trial_balance_csv, name="trial_balance_csv"),
    path("finance/ledger/months/", finance_ledger.periods, name="periods"),
    path("finance/ledger/months/<int:pk>/", finance_ledger.period, name="period"),
    path("finance/costs/", finance_costs.cost_list, name="costs"),
    path("finance/costs/enter/", finance_costs.enter, name="cost_enter"),
    path("finance/costs/file/", finance_costs.cost_file, name="cost_file"),
    path("finance/costs/file/take/", finance_costs.cost_file_take, name="cost_file_take"),
    path("finance/costs/<str:reference>/", finance_costs.cost, name="cost"),
]

urlpatterns: list[URLPattern | URLResolver] = [*finance, *statements, *buying, *invoicing, *paying, *surplus_pages]
