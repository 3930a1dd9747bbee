"""Invariants of orders, invoices, payments and costs, each one SQL statement that finds the rows which break it."""

from __future__ import annotations

from billing.queries.invariants import Invariant


def _posted(name: str, sentence: str, documents: str, accounts: str) -> Invariant:
    """A document's journal moves exactly its sum on an account; `documents` selects their keys and sums."""
    return Invariant(
        name,
        sentence,
        f"""
        SELECT key, 'is for ' || document.amount || ' pence and posted as ' || COALESCE(sum(leg.amount), 0)
        FROM ({documents}) AS document (key, amount)
        LEFT JOIN billing_journal AS journal ON journal.source = key AND journal.reverses_id IS NULL
        LEFT JOIN billing_posting AS leg ON leg.journal_id = journal.id AND leg.account_id LIKE '{accounts}'
        GROUP BY key, document.amount HAVING COALESCE(sum(leg.amount), 0) <> document.amount ORDER BY key
        """,  # noqa: S608 the parts are written below and come from nowhere else
    )


DOCUMENTS = (
    Invariant(
        "orders-are-the-sum-of-their-lines",
        "Every order comes to the sum of its lines.",
        """
        SELECT 'order/' || ordered.reference, 'is not the sum of its lines'
        FROM billing_order AS ordered LEFT JOIN billing_orderline AS line ON line.order_id = ordered.id
        GROUP BY ordered.id
        HAVING COALESCE(sum(line.net), 0) <> ordered.net OR COALESCE(sum(line.vat), 0) <> ordered.vat
            OR COALESCE(sum(line.gross), 0) <> ordered.gross
        ORDER BY ordered.id
        """,
    ),
    Invariant(
        "charges-add-up-to-their-line",
        "The charges of every order line add up to the line.",
        """
        SELECT 'order-line/' || line.reference,
               'costs ' || line.gross || ' pence and is charged ' || COALESCE(sum(charge.gross), 0)
        FROM billing_orderline AS line LEFT JOIN billing_charge AS charge ON charge.line_id = line.id
        GROUP BY line.id HAVING COALESCE(sum(charge.gross), 0) <> line.gross ORDER BY line.id
        """,
    ),
    Invariant(
        "invoice-lines-match-their-charges",
        "Every invoice line is the charge it bills, to the penny.",
        """
        SELECT 'invoice/' || invoice.number, 'line ' || line.position || ' differs from its charge'
        FROM billing_invoiceline AS line
        JOIN billing_invoice AS invoice ON invoice.id = line.invoice_id
        JOIN billing_charge AS charge ON charge.id = line.charge_id
        WHERE (line.net, line.vat, line.gross) <> (charge.net, charge.vat, charge.gross) ORDER BY invoice.id
        """,
    ),
    Invariant(
        "invoices-are-the-sum-of-their-lines",
        "Every invoice and credit note has its lines and comes to their sum.",
        """
        SELECT 'invoice/' || invoice.number, 'is not the sum of its lines'
        FROM billing_invoice AS invoice LEFT JOIN billing_invoiceline AS line ON line.invoice_id = invoice.id
        GROUP BY invoice.id
        HAVING count(line.id) <> invoice.line_count OR COALESCE(sum(line.net), 0) <> invoice.net
            OR COALESCE(sum(line.vat), 0) <> invoice.vat
        ORDER BY invoice.id
        """,
    ),
    Invariant(
        "invoices-are-posted",
        "Every invoice and credit note is in the ledger: what is owed, and what was earned.",
        """
        SELECT 'invoice/' || invoice.number, 'differs from its journal'
        FROM billing_invoice AS invoice
        LEFT JOIN billing_journal AS journal
            ON journal.source = 'invoice/' || invoice.number AND journal.reverses_id IS NULL
        LEFT JOIN billing_posting AS leg ON leg.journal_id = journal.id
        GROUP BY invoice.id
        HAVING COALESCE(sum(leg.amount) FILTER (WHERE leg.account_id = '1100'), 0)
                <> CASE invoice.kind WHEN 'invoice' THEN invoice.gross ELSE -invoice.gross END
            OR COALESCE(sum(leg.amount) FILTER (WHERE leg.account_id LIKE '4%%'), 0)
                <> CASE invoice.kind WHEN 'invoice' THEN -invoice.net ELSE invoice.net END
        ORDER BY invoice.id
        """,
    ),
    Invariant(
        "numbers-have-no-gap",
        "Invoices and credit notes are numbered from 1 without a gap, and the counters agree.",
        """
        SELECT 'counter/' || kind, count(place) || ' documents up to number ' || COALESCE(max(place), 0)
               || ', and the counter says ' || COALESCE(max(counter.value), 0)
        FROM (VALUES ('invoice'), ('credit_note')) AS series (kind)
        LEFT JOIN billing_invoice USING (kind) LEFT JOIN kernel_counter AS counter ON counter.name = kind
        GROUP BY kind
        HAVING count(place) <> COALESCE(max(place), 0) OR count(place) <> COALESCE(max(counter.value), 0) ORDER BY kind
        """,
    ),
    Invariant(
        "commissioned-work-is-paid-by-the-council",
        "Commissioned work is invoiced to a council, never to a school.",
        """
        SELECT DISTINCT 'invoice/' || invoice.number, 'invoices commissioned work to ' || payer.name
        FROM billing_invoiceline AS line
        JOIN billing_invoice AS invoice ON invoice.id = line.invoice_id
        JOIN members_organisation AS payer ON payer.id = invoice.payer_id
        WHERE line.money_type = 'statutory_commissioned' AND payer.kind <> 'council' ORDER BY 1
        """,
    ),
    Invariant(
        "no-more-is-credited-than-was-invoiced",
        "No invoice line is credited beyond its sum.",
        """
        SELECT 'invoice/' || invoice.number, 'line ' || line.position || ' is credited beyond its sum'
        FROM billing_invoiceline AS line
        JOIN billing_invoice AS invoice ON invoice.id = line.invoice_id
        JOIN billing_invoiceline AS credit ON credit.credits_line_id = line.id
        GROUP BY line.id, invoice.number
        HAVING sum(credit.net) > line.net OR sum(credit.vat) > line.vat ORDER BY 1
        """,
    ),
    Invariant(
        "invoices-are-not-overpaid",
        "No invoice is settled beyond what is owed on it: what is too much stays on account.",
        """
        SELECT 'invoice/' || invoice.number, 'is settled with ' || paid.amount || ' pence, which does not fit'
        FROM billing_invoice AS invoice
        JOIN (SELECT invoice_id, sum(amount) AS amount FROM billing_allocation GROUP BY invoice_id) AS paid
            ON paid.invoice_id = invoice.id
        LEFT JOIN (SELECT credits_id, sum(gross) AS amount FROM billing_invoice GROUP BY credits_id) AS credit
            ON credit.credits_id = invoice.id
        WHERE paid.amount NOT BETWEEN 0 AND invoice.gross - COALESCE(credit.amount, 0) ORDER BY invoice.id
        """,
    ),
    Invariant(
        "payments-are-not-used-twice",
        "No payment settles or goes back beyond its sum.",
        """
        WITH used AS (
            SELECT payment_id, amount FROM billing_allocation
            UNION ALL SELECT refund_of_id, amount FROM billing_moneyout WHERE refund_of_id IS NOT NULL
            UNION ALL SELECT reverses_id, -amount FROM billing_payment WHERE reverses_id IS NOT NULL
        )
        SELECT 'payment/' || payment.reference, 'was used for ' || sum(used.amount) || ' pence of ' || payment.amount
        FROM used JOIN billing_payment AS payment ON payment.id = used.payment_id
        GROUP BY payment.id HAVING sum(used.amount) NOT BETWEEN 0 AND payment.amount ORDER BY payment.id
        """,
    ),
    _posted(
        "payments-are-posted",
        "Every payment is in the ledger with its sum.",
        "SELECT 'payment/' || reference, amount FROM billing_payment WHERE reverses_id IS NULL",
        "12%%",
    ),
    _posted(
        "allocations-are-posted",
        "Everything that settles an invoice is in the ledger with its sum.",
        "SELECT 'allocation/' || id, -amount FROM billing_allocation WHERE reverses_id IS NULL",
        "1100",
    ),
    _posted(
        "grants-are-posted",
        "Every grant is in the ledger with its sum.",
        "SELECT 'grant/' || reference, amount FROM billing_grant",
        "12%%",
    ),
    _posted(
        "costs-are-posted",
        "Every supplier's invoice is in the ledger with its sum.",
        "SELECT 'cost/' || reference, -gross FROM billing_cost",
        "2000",
    ),
    Invariant(
        "journals-come-from-a-document",
        "Every journal comes from a document that is there.",
        """
        WITH documents (key) AS (
            SELECT 'invoice/' || number FROM billing_invoice
            UNION ALL SELECT 'payment/' || reference FROM billing_payment
            UNION ALL SELECT 'allocation/' || id FROM billing_allocation
            UNION ALL SELECT 'cost/' || reference FROM billing_cost
            UNION ALL SELECT 'money-out/' || reference FROM billing_moneyout
            UNION ALL SELECT 'grant/' || reference FROM billing_grant
        )
        SELECT 'journal/' || journal.id, 'comes from ' || journal.source || ', which is not there'
        FROM billing_journal AS journal
        WHERE split_part(journal.source, '/', 1) IN ('invoice', 'payment', 'allocation', 'cost', 'money-out', 'grant')
          AND NOT EXISTS (SELECT 1 FROM documents WHERE documents.key = journal.source) ORDER BY journal.id
        """,
    ),
    Invariant(
        "keys-in-the-record-resolve",
        "Everything the record speaks of is there: people, schools, services, orders, invoices, payments.",
        """
        WITH known (key) AS (
            SELECT 'invoice/' || number FROM billing_invoice
            UNION ALL SELECT 'payment/' || reference FROM billing_payment
            UNION ALL SELECT 'cost/' || reference FROM billing_cost
            UNION ALL SELECT 'money-out/' || reference FROM billing_moneyout
            UNION ALL SELECT 'grant/' || reference FROM billing_grant
            UNION ALL SELECT 'order/' || reference FROM billing_order
            UNION ALL SELECT 'journal/' || id FROM billing_journal
            UNION ALL SELECT 'service/' || code FROM services_service
            UNION ALL SELECT 'resolution/' || number FROM company_resolution
            UNION ALL SELECT 'person/' || id FROM members_person
            UNION ALL SELECT 'organisation/' || id FROM members_organisation
            UNION ALL SELECT 'school/' || urn FROM members_organisation WHERE urn IS NOT NULL
            UNION ALL SELECT 'school-import/' || id FROM members_schoolimport
        ), said (key) AS (
            SELECT subject FROM kernel_record UNION SELECT by_key FROM kernel_record
        )
        SELECT said.key, 'is spoken of in the record and is not there'
        FROM said LEFT JOIN known USING (key)
        WHERE known.key IS NULL AND split_part(said.key, '/', 1) IN (
            'invoice', 'payment', 'cost', 'money-out', 'grant', 'order', 'journal', 'service', 'resolution',
            'person', 'organisation', 'school', 'school-import'
        ) ORDER BY 1
        """,
    ),
)
