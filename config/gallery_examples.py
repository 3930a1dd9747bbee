"""What the gallery shows: for each component, a caption and the values of every state. Everything is invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator

from config.gallery_charts import board, costs, income, parts, surplus
from config.gallery_forms import answered_form, empty_form
from kernel.money import Money
from kernel.ports import Need
from kernel.refusal import Refusal

Examples = dict[str, list[tuple[str, dict[str, Any]]]]

PRICE = [
    {"label": "Pupils, October census 2026", "value": "420", "note": "Counted on 1 October 2026"},
    {"label": "420 × £6.50", "value": "£2,730.00"},
    {"label": "Minimum £650.00", "value": "not needed"},
    {"label": "Most you can pay £4,500.00", "value": "not reached"},
]
ORDERS = [
    [("ORD-7K3M-Q9TX", "#table"), "Core membership", date(2027, 2, 4).strftime("%-d %B %Y"), "£3,276.00"],
    [("ORD-4C8P-W2RD", "#table"), "Clerking, six meetings", date(2027, 1, 12).strftime("%-d %B %Y"), "£1,944.00"],
]
COLUMNS = [("Order", "text"), ("For", "text"), ("Placed on", "text"), ("Amount", "money")]
FACTS = [("School", "Willow Beck Primary School"), ("Year", "1 April 2027 to 31 March 2028"), ("Amount", Money(273000))]


class _OverLimit(Refusal):
    """An invented refusal, to show one."""

    rule = "A head may approve up to the limit the governors have set."
    forward = "Send it to the chair of governors, or lower the order by £1,200.00."


EXAMPLES: Examples = {
    "page_title": [
        ("A finding alone", {"title": "Three things need you"}),
        (
            "With what it is, and a sentence more",
            {
                "caption": "Board",
                "title": "The board is lawfully composed",
                "lead": "13 directors, with one thing coming.",
            },
        ),
    ],
    "breadcrumbs": [
        ("", {"crumbs": [("Catalogue", "#breadcrumbs"), ("Membership", "#breadcrumbs"), ("Core membership", "")]})
    ],
    "status": [
        ("Holds", {"state": "holds", "label": "Holds"}),
        ("A warning, with its date", {"state": "warning", "label": "From 31 August"}),
        ("Broken", {"state": "broken", "label": "Overdue"}),
        ("A state that is neither good nor bad", {"state": "neutral", "label": "Sent"}),
    ],
    "rule_state": [
        (
            "Holds",
            {
                "state": "holds",
                "label": "Holds",
                "fact": "At least 11 directors: 13",
                "source": "Articles, article 12.1",
                "href": "#rule_state",
            },
        ),
        (
            "A warning",
            {
                "state": "warning",
                "label": "31 August",
                "fact": "Two terms end on one day: 11 directors are left",
                "source": "Articles, article 15.2",
            },
        ),
        (
            "Broken",
            {
                "state": "broken",
                "label": "Broken",
                "fact": "Council at most 19 %: 3 of 13 · 23.1 %, counting association, not seat",
                "source": "Local Government and Housing Act 1989, section 69",
            },
        ),
    ],
    "working": [
        (
            "With VAT",
            {
                "lines": PRICE,
                "net": Money(273000),
                "vat_label": "VAT at 20 %",
                "vat": Money(54600),
                "gross": Money(327600),
            },
        ),
        ("The price alone", {"lines": PRICE[:2], "net": Money(273000)}),
    ],
    "summary_list": [
        ("Facts", {"rows": FACTS}),
        ("Facts that can be changed", {"rows": [(*fact, "#summary_list", "Change") for fact in FACTS]}),
        ("In a narrow column", {"rows": FACTS, "dense": True}),
    ],
    "needs": [
        (
            "",
            {
                "items": [
                    Need(
                        "Approve an order of £4,830.00",
                        "#needs",
                        "Three services. It was £4,520.00 last year.",
                        "2 days left",
                        urgent=True,
                    ),
                    Need("Add a purchase order number to invoice INV-000412", "#needs", aside="£1,944.00"),
                ]
            },
        )
    ],
    "meter": [
        (
            "",
            {
                "label": "School improvement partner",
                "used": 2,
                "total": 3,
                "unit": "days",
                "note": "used, next visit 4 February",
            },
        ),
        (
            "Nearly used up",
            {"label": "Network places", "used": 5, "total": 6, "note": "used this term", "tone": "warning"},
        ),
        ("Used up", {"label": "Helpline calls", "used": 12, "total": 12, "tone": "broken"}),
        ("In parts of a day", {"label": "Adviser", "used": Decimal("1.5"), "total": 4, "unit": "days"}),
    ],
    "figure": [
        (
            "",
            {
                "label": "Spent this year",
                "value": Money(959250),
                "compare": "£22.84 a pupil; £23.10 last year",
                "href": "#figure",
            },
        ),
        (
            "Without a comparison yet",
            {"label": "Owed to the company", "value": Money(0), "compare": "Nothing is overdue."},
        ),
    ],
    "empty": [
        (
            "",
            {
                "title": "No orders yet",
                "text": "What your school buys appears here, with its price and its invoice.",
                "href": "#empty",
                "label": "Look at the catalogue",
            },
        ),
        (
            "Nothing to do",
            {"title": "No payments are waiting", "text": "Payments appear here when finance records them."},
        ),
    ],
    "confirmation": [
        (
            "",
            {
                "title": "Sent to your head for approval",
                "reference": "APR-7K3M-Q9TX",
                "next": [
                    "Your head gets a message today.",
                    "Nothing is ordered and nothing is owed until it is approved.",
                ],
                "href": "#confirmation",
                "label": "Back to your basket",
            },
        )
    ],
    "refusal": [
        (
            "With its rule and the way forward",
            {"refusal": _OverLimit("This order is £6,200.00, and your limit is £5,000.00.")},
        ),
        ("The sentence alone", {"refusal": Refusal("The period August 2026 is closed.")}),
    ],
    "progress": [
        (
            "",
            {
                "label": "Schools read",
                "done": 12400,
                "total": 51325,
                "note": "You may leave this page. The work goes on, and the result will be here.",
            },
        )
    ],
    "pagination": [("In the middle", {"page": Paginator(range(260), 50).page(3), "what": "orders"})],
    "filters": [
        (
            "",
            {
                "groups": [
                    {
                        "label": "Group",
                        "options": [
                            {"label": "All", "href": "#filters", "current": True, "count": 58},
                            {"label": "Membership", "href": "#filters", "count": 4},
                            {"label": "Governance", "href": "#filters", "count": 9},
                        ],
                    },
                    {
                        "label": "For",
                        "options": [
                            {"label": "My school", "href": "#filters", "current": True},
                            {"label": "Every school", "href": "#filters"},
                        ],
                    },
                ]
            },
        )
    ],
    "exports": [("", {"csv": "#exports", "pdf": "#exports", "print": "#exports"})],
    "history": [
        (
            "",
            {
                "events": [
                    {
                        "at": date(2027, 2, 5),
                        "what": "Approved, within a limit of £5,000.00",
                        "who": "Ruth Okafor, approver",
                    },
                    {"at": date(2027, 2, 4), "what": "Sent for approval", "who": "Sam Whitlock, buyer"},
                ]
            },
        )
    ],
    "tasks": [
        (
            "",
            {
                "tasks": [
                    {"title": "Upload the file", "state": "holds", "label": "Done"},
                    {"title": "Look at what will change", "href": "#tasks", "state": "warning", "label": "To do"},
                    {"title": "Confirm", "state": "neutral", "label": "Not yet"},
                ]
            },
        )
    ],
    "error_summary": [("", {"form": answered_form()})],
    "form": [
        ("As first seen", {"form": empty_form(), "button": "Record the payment", "files": True, "back": "#form"}),
        ("With something to put right", {"form": answered_form(), "button": "Record the payment", "files": True}),
    ],
    "table": [
        (
            "Rows with a total",
            {
                "caption": "Orders of this year",
                "columns": COLUMNS,
                "rows": ORDERS,
                "total": ["Together", "", "", "£5,220.00"],
            },
        ),
        ("No rows", {"columns": COLUMNS, "rows": [], "empty": "There are no orders between these days."}),
    ],
    "check_answers": [
        (
            "",
            {
                "rows": [(*fact, "#check_answers", "Change") for fact in FACTS],
                "button": "Place the order",
                "warning": "An order cannot be changed afterwards. It can be cancelled until 31 March 2027.",
                "back": "#check_answers",
            },
        )
    ],
    "warning": [("", {"text": "The invoice number is given for good. A mistake is put right by a credit note."})],
    "press": [
        (
            "The one thing to press, with the way back",
            {"label": "Add to basket", "back": "#press", "back_label": "Compare with Advance"},
        ),
        ("Less important", {"label": "Send back with a comment", "kind": "second"}),
        ("Cannot be undone", {"label": "Close the period August 2026", "kind": "grave"}),
    ],
    "search": [("", {"label": "Search the catalogue", "value": "clerking"})],
    "more": [
        (
            "",
            {
                "title": "What changed in the terms",
                "text": "Two years' minimum, as before. Notice is now due by 31 December (it was 31 January).",
            },
        ),
        (
            "Open",
            {"title": "How we know", "text": "From the October census of the official school file.", "open": True},
        ),
    ],
    "chart": [
        ("Bars", {"chart": costs(), "csv": "#chart"}),
        ("Columns over time", {"chart": income(), "csv": "#chart"}),
        ("One whole in parts", {"chart": parts()}),
        ("Seats of a board", {"chart": board()}),
        ("Where money came from and went", {"chart": surplus(), "csv": "#chart"}),
    ],
}
