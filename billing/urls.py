from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from billing.views import approvals, baskets, card_payments, contracts, invoices, orders, projects, surplus

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

urlpatterns: list[URLPattern | URLResolver] = [*buying, *invoicing, *paying, *surplus_pages]
