"""The wrong things that the demo offers to try: one for each guard, through the doors and past them."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from django.db import connection

from billing import public as billing
from company import public as company
from config.demo.schools import write_school_file
from kernel import clock
from kernel.money import Money
from kernel.records import SYSTEM
from members import public as members
from services import public as services

SCHOOL = 900001


@dataclass(frozen=True, slots=True)
class Attempt:
    """Something that must not work: what it is, in a sentence, which rule stands against it, and the doing of it."""

    slug: str
    title: str
    what: str
    rule: str
    try_it: Callable[[datetime], object]


def _file(change: Callable[[list[dict[str, str]]], None], at: datetime) -> members.SchoolFiles:
    """The demo's own school file, changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "schools.csv"
        write_school_file(path, on=clock.day_of(at))
        with path.open(encoding="cp1252", newline="") as text:
            rows = list(csv.DictReader(text))
    change(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return members.SchoolFiles(members.SourceFile(io.BytesIO(out.getvalue().encode("cp1252")), "schools.csv"))


def impossible_day(at: datetime) -> object:
    """A file in which one day does not exist."""

    def change(rows: list[dict[str, str]]) -> None:
        rows[2]["OpenDate"] = "31-02-2020"

    return members.load_schools(_file(change, at), by=SYSTEM, at=at)


def everybody_closes(at: datetime) -> object:
    """A file in which every school has status 2."""

    def change(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row.update({"EstablishmentStatus (code)": "2", "CloseDate": f"{at:%d-%m-%Y}"})

    return members.load_schools(_file(change, at), by=SYSTEM, at=at)


def member_twice(at: datetime) -> object:
    """Admit who is in the register."""
    day = clock.day_of(at)
    member = members.legal_member_of(members.school(SCHOOL), day)
    return members.admit(member, on=day, guarantee=Money.pounds(1), authority="none", by=SYSTEM, at=at)


def role_for_oneself(at: datetime) -> object:
    """A buyer appoints herself."""
    (buyer, *_) = members.people_with(members.Role.SCHOOL_BUYER, members.school(SCHOOL), clock.day_of(at))
    return members.appoint(
        person=buyer,
        organisation=members.school(SCHOOL),
        role=members.Role.SCHOOL_APPROVER,
        starts_on=clock.day_of(at),
        limit=Money.pounds(5000),
        by=buyer,
        at=at,
    )


def order_unapproved(at: datetime) -> object:
    """A paid order without an approver."""
    school = members.school(SCHOOL)
    (buyer, *_) = members.people_with(members.Role.SCHOOL_BUYER, school, clock.day_of(at))
    wish = billing.Wish(services.Service.objects.get(code="SI04"))
    return billing.place_order(school=school, wishes=[wish], request_key=uuid4(), by=buyer, at=at)


def price_of_none(at: datetime) -> object:
    """A price for a quantity of nought."""
    service = services.Service.objects.get(code="SI04")
    return services.quote(service, school=members.school(SCHOOL), quantity=Decimal(0), on=clock.day_of(at))


def third_councillor(at: datetime) -> object:
    """One more councillor than the cap allows."""
    day = clock.day_of(at)
    (somebody, *_) = members.people_with(
        members.Role.SCHOOL_VIEWER, members.school(SCHOOL), day
    ) or members.people_with(members.Role.SCHOOL_BUYER, members.school(SCHOOL), day)
    new = company.NewDirector(somebody, company.Seat.COUNCIL, day, is_councillor_of=members.the_council())
    return company.appoint(new, by=SYSTEM, at=at)


def another_purpose(at: datetime) -> object:
    """An authority for what the board did not vote on."""
    carried = company.Resolution.objects.filter(carried=True).order_by("-pk")[0]
    return company.use_authority(
        carried.number, for_="a-party", subject="the-staff-room", source=f"try/{uuid4()}", by=SYSTEM, at=at
    )


def month_before_its_end(at: datetime) -> object:
    """Close the month that is running."""
    day = clock.day_of(at)
    period = billing.AccountingPeriod.objects.filter(starts_on__lte=day, ends_on__gt=day).order_by("-pk")[0]
    return billing.close_period(period, at=at, reason="Tired of it.", by=SYSTEM)


def payment_from_tomorrow(at: datetime) -> object:
    """Money that has not arrived."""
    return billing.receive_payment(
        payer=members.school(SCHOOL),
        amount=Money.pounds(100),
        received_on=clock.day_of(at) + timedelta(days=1),
        request_key=uuid4(),
        by=SYSTEM,
        at=at,
    )


def in_the_database(*statements: str) -> Callable[[datetime], object]:
    """Somebody who reaches past the program, into the database itself."""

    def reach(at: datetime) -> object:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return None

    return reach


ATTEMPTS: tuple[Attempt, ...] = (
    Attempt(
        "day",
        "Load a school file with 31 February in it",
        "The demo's own schools, with one opening day that never was.",
        "A school file is taken as a whole or not at all.",
        impossible_day,
    ),
    Attempt(
        "closure",
        "Load a file in which every school has closed",
        "It looks like a download that went wrong, and is treated as one.",
        "More than 5 in 100 open schools do not close between two files.",
        everybody_closes,
    ),
    Attempt(
        "member",
        "Make a member a member again",
        "A second entry would be a second vote.",
        "Companies Act 2006 s.113: one register, one entry for each member.",
        member_twice,
    ),
    Attempt(
        "own-role",
        "Give yourself the power to approve",
        "The buyer of Larkfield makes herself an approver.",
        "Nobody changes their own roles.",
        role_for_oneself,
    ),
    Attempt(
        "unapproved",
        "Order without anybody's approval",
        "The buyer orders a service that costs money, and asks nobody.",
        "Whoever asks for the money is not whoever agrees to it.",
        order_unapproved,
    ),
    Attempt(
        "nothing",
        "Ask the price of none",
        "A quantity of nought has no price: it is not the same as free.",
        "A price names a quantity.",
        price_of_none,
    ),
    Attempt(
        "councillor",
        "Put a third councillor on the board",
        "Two of thirteen is lawful; three of fourteen is more than 19 in 100.",
        "Local Government and Housing Act 1989 s.69, and the articles: the council holds less than a fifth.",
        third_councillor,
    ),
    Attempt(
        "purpose",
        "Use a resolution for something else",
        "The board carried it; but not for a party.",
        "An authority serves the purpose that the board voted on.",
        another_purpose,
    ),
    Attempt(
        "month",
        "Close the month before it is over",
        "Whatever happens in its last days could then not be written down.",
        "A month is closed after its last day, the earliest first.",
        month_before_its_end,
    ),
    Attempt(
        "tomorrow",
        "Enter a payment that comes tomorrow",
        "The bank has not got it yet.",
        "A payment is entered when it has arrived.",
        payment_from_tomorrow,
    ),
    Attempt(
        "invoice",
        "Change an invoice that is issued",
        "Straight in the database: the last invoice, ten pounds less.",
        "An issued invoice is answered by a credit note, never changed.",
        in_the_database(
            "UPDATE billing_invoice SET net = net - 1000, gross = gross - 1000"
            " WHERE id = (SELECT max(id) FROM billing_invoice)"
        ),
    ),
    Attempt(
        "order",
        "Delete an order",
        "Straight in the database: as if the school had never ordered.",
        "Issued things are never deleted.",
        in_the_database("DELETE FROM billing_order WHERE id = (SELECT max(id) FROM billing_order)"),
    ),
    Attempt(
        "ledger",
        "Take one line out of the ledger",
        "Straight in the database: the books would no longer balance.",
        "The ledger is only ever added to, and every journal balances.",
        in_the_database("DELETE FROM billing_posting WHERE id = (SELECT max(id) FROM billing_posting)"),
    ),
    Attempt(
        "dividend",
        "Pay a thousand pounds to a member",
        "Straight in the database: money out, against no invoice, no refund and no credit.",
        "Not for profit: nothing is distributed to members by any route.",
        in_the_database(
            "INSERT INTO billing_moneyout (reference, request_key, payee_id, paid_on, amount, recorded_at)"
            " SELECT 'OUT-TRY', gen_random_uuid(), id, current_date, 100000, now()"
            " FROM members_organisation WHERE urn = 900001"
        ),
    ),
    Attempt(
        "record",
        "Rewrite the first entry of the Record",
        "Straight in the database: who did what would no longer be what it was.",
        "The Record is only ever added to; each entry carries the hash of the one before.",
        in_the_database("UPDATE kernel_record SET by_key = 'person/0' WHERE id = (SELECT min(id) FROM kernel_record)"),
    ),
    Attempt(
        "own-request",
        "Approve your own request",
        "Straight in the database: the one who asked is written down as the one who agreed.",
        "Requester and approver are two people, and the database knows.",
        in_the_database(
            "UPDATE billing_approvalrequest SET state = 'approved', approved_by_id = requested_by_id,"
            " answered_by_id = requested_by_id, answered_at = now() WHERE state = 'waiting'"
        ),
    ),
    Attempt(
        "second-company",
        "Found a second company in here",
        'Straight in the database: then who is "we"?',
        "There is one company in one register.",
        in_the_database(
            "INSERT INTO members_organisation"
            " SELECT (jsonb_populate_record(o, jsonb_build_object('id', o.id + 1000000))).*"
            " FROM members_organisation o WHERE kind = 'company'"
        ),
    ),
)
