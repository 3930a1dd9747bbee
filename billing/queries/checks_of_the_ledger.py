"""Invariants of the ledger, each one SQL statement that finds the rows which break it: their key, and what is wrong.

They repeat what the triggers enforce, so that a restored copy or a switched-off trigger is found out.
"""

from __future__ import annotations

from billing.queries.invariants import Invariant

LEDGER = (
    Invariant(
        "journals-balance",
        "Every journal balances to the penny in each fund.",
        """
        SELECT DISTINCT 'journal/' || journal_id, 'does not balance in every fund'
        FROM billing_posting GROUP BY journal_id, fund_id HAVING sum(amount) <> 0 ORDER BY 1
        """,
    ),
    Invariant(
        "journals-are-complete",
        "Every journal has as many lines, and comes to as much, as it said when it was opened.",
        """
        SELECT 'journal/' || journal.id,
               'has ' || count(leg.id) || ' lines of ' || journal.leg_count || ', debits of '
               || COALESCE(sum(leg.amount) FILTER (WHERE leg.amount > 0), 0) || ' of ' || journal.total || ' pence'
        FROM billing_journal AS journal LEFT JOIN billing_posting AS leg ON leg.journal_id = journal.id
        GROUP BY journal.id
        HAVING count(leg.id) <> journal.leg_count
            OR COALESCE(sum(leg.amount) FILTER (WHERE leg.amount > 0), 0) <> journal.total
        ORDER BY journal.id
        """,
    ),
    Invariant(
        "postings-keep-their-journals-day",
        "Every posting has the day and the instant of its journal.",
        """
        SELECT 'journal/' || journal.id, 'has a line of another day or instant'
        FROM billing_journal AS journal JOIN billing_posting AS leg ON leg.journal_id = journal.id
        WHERE leg."on" <> journal."on" OR leg.known_at <> journal.known_at
        GROUP BY journal.id ORDER BY journal.id
        """,
    ),
    Invariant(
        "journals-lie-in-their-period",
        "Every journal is dated within its accounting period.",
        """
        SELECT 'journal/' || journal.id, 'is dated ' || journal."on" || ', outside its period'
        FROM billing_journal AS journal JOIN billing_accountingperiod AS period ON period.id = journal.period_id
        WHERE journal."on" < period.starts_on OR journal."on" >= period.ends_on ORDER BY journal.id
        """,
    ),
    Invariant(
        "closed-periods-stay-closed",
        "Nothing was posted in a closed period after it was closed.",
        """
        SELECT 'journal/' || journal.id, 'was posted after its period was closed'
        FROM billing_journal AS journal JOIN billing_accountingperiod AS period ON period.id = journal.period_id
        WHERE period.closed_at IS NOT NULL AND journal.known_at > period.closed_at ORDER BY journal.id
        """,
    ),
    Invariant(
        "reversals-are-exact",
        "Every reversal undoes exactly one journal, leg by leg.",
        """
        SELECT DISTINCT 'journal/' || undone.id, 'does not undo journal ' || undone.reverses_id || ' exactly'
        FROM billing_journal AS undone
        JOIN billing_posting AS leg ON leg.journal_id IN (undone.id, undone.reverses_id)
        WHERE undone.reverses_id IS NOT NULL
        GROUP BY undone.id, leg.account_id, leg.fund_id, leg.organisation_id, leg.service_id, leg.money_type
        HAVING sum(leg.amount) <> 0 ORDER BY 1
        """,
    ),
    Invariant(
        "nothing-is-distributed",
        "The surplus never leaves the company: its accounts are only posted against each other.",
        """
        SELECT 'journal/' || journal_id, 'moves surplus out of the company''s own funds'
        FROM billing_posting GROUP BY journal_id
        HAVING bool_or(account_id LIKE '3%%') AND NOT bool_and(account_id LIKE '3%%') ORDER BY journal_id
        """,
    ),
    Invariant(
        "money-leaves-the-bank-on-a-ground",
        "Money leaves the bank only by a row of money out of that sum, or by undoing a receipt.",
        """
        SELECT 'journal/' || journal.id, 'takes ' || -sum(leg.amount) || ' pence from the bank without such a row'
        FROM billing_journal AS journal JOIN billing_posting AS leg ON leg.journal_id = journal.id
        LEFT JOIN billing_moneyout AS out ON 'money-out/' || out.reference = journal.source
        WHERE leg.account_id LIKE '12%%' AND journal.reverses_id IS NULL
        GROUP BY journal.id HAVING sum(leg.amount) < 0 AND sum(leg.amount) IS DISTINCT FROM -max(out.amount)
        ORDER BY journal.id
        """,
    ),
    Invariant(
        "money-goes-to-whom-it-is-owed",
        "Money out has exactly one ground (a supplier's invoice, a refund, a credit) and goes to the one it names.",
        """
        SELECT 'money-out/' || out.reference, 'has not one ground, or goes to somebody else'
        FROM billing_moneyout AS out
        LEFT JOIN billing_cost AS cost ON cost.id = out.cost_id
        LEFT JOIN billing_payment AS payment ON payment.id = out.refund_of_id
        LEFT JOIN billing_invoice AS credit ON credit.id = out.credit_note_id AND credit.kind = 'credit_note'
        WHERE num_nonnulls(cost.id, payment.id, credit.id) <> 1
           OR out.payee_id <> COALESCE(cost.supplier_id, payment.payer_id, credit.payer_id)
        ORDER BY out.id
        """,
    ),
    Invariant(
        "no-more-goes-out-than-is-owed",
        "No supplier's invoice, payment or credit note is paid out beyond its sum.",
        """
        SELECT COALESCE('cost/' || cost.reference, 'payment/' || payment.reference, 'invoice/' || credit.number),
               'was paid out to ' || sum(out.amount) || ' pence of '
               || COALESCE(cost.gross, payment.amount, credit.gross)
        FROM billing_moneyout AS out
        LEFT JOIN billing_cost AS cost ON cost.id = out.cost_id
        LEFT JOIN billing_payment AS payment ON payment.id = out.refund_of_id
        LEFT JOIN billing_invoice AS credit ON credit.id = out.credit_note_id
        GROUP BY cost.id, payment.id, credit.id
        HAVING sum(out.amount) > COALESCE(cost.gross, payment.amount, credit.gross) ORDER BY 1
        """,
    ),
    Invariant(
        "debts-match-the-ledger",
        "What each payer owes by invoices is what the ledger says the payer owes.",
        """
        WITH documents AS (
            SELECT payer_id AS body, sum(CASE kind WHEN 'invoice' THEN gross ELSE -gross END) AS owed
            FROM billing_invoice GROUP BY payer_id
        ), settled AS (
            SELECT invoice.payer_id AS body, sum(part.amount) AS paid
            FROM billing_allocation AS part JOIN billing_invoice AS invoice ON invoice.id = part.invoice_id
            GROUP BY invoice.payer_id
        ), ledger AS (
            SELECT organisation_id AS body, sum(amount) AS balance
            FROM billing_posting WHERE account_id = '1100' GROUP BY organisation_id
        )
        SELECT 'organisation/' || body, 'owes ' || COALESCE(owed, 0) - COALESCE(paid, 0)
               || ' pence by its invoices and ' || COALESCE(balance, 0) || ' by the ledger'
        FROM documents FULL JOIN settled USING (body) FULL JOIN ledger USING (body)
        WHERE COALESCE(owed, 0) - COALESCE(paid, 0) <> COALESCE(balance, 0) ORDER BY body
        """,
    ),
    Invariant(
        "money-on-account-matches-the-ledger",
        "What is held for each payer is what came in, less what settles invoices, less what went back.",
        """
        WITH paid AS (
            SELECT payer_id AS body, sum(amount) AS came FROM billing_payment GROUP BY payer_id
        ), used AS (
            SELECT payment.payer_id AS body, sum(part.amount) AS settled
            FROM billing_allocation AS part JOIN billing_payment AS payment ON payment.id = part.payment_id
            GROUP BY payment.payer_id
        ), back AS (
            SELECT COALESCE(payment.payer_id, credit.payer_id) AS body, sum(out.amount) AS went
            FROM billing_moneyout AS out
            LEFT JOIN billing_payment AS payment ON payment.id = out.refund_of_id
            LEFT JOIN billing_invoice AS credit ON credit.id = out.credit_note_id
            WHERE out.cost_id IS NULL GROUP BY 1
        ), ledger AS (
            SELECT organisation_id AS body, -sum(amount) AS balance
            FROM billing_posting WHERE account_id = '2100' GROUP BY organisation_id
        )
        SELECT 'organisation/' || body,
               'has ' || COALESCE(came, 0) - COALESCE(settled, 0) - COALESCE(went, 0)
               || ' pence on account and ' || COALESCE(balance, 0) || ' by the ledger'
        FROM paid FULL JOIN used USING (body) FULL JOIN back USING (body) FULL JOIN ledger USING (body)
        WHERE COALESCE(came, 0) - COALESCE(settled, 0) - COALESCE(went, 0) <> COALESCE(balance, 0) ORDER BY body
        """,
    ),
    Invariant(
        "debts-to-suppliers-match-the-ledger",
        "What we owe each supplier by their invoices is what the ledger says we owe.",
        """
        WITH billed AS (
            SELECT supplier_id AS body, sum(gross) AS gross FROM billing_cost GROUP BY supplier_id
        ), paid AS (
            SELECT cost.supplier_id AS body, sum(out.amount) AS went
            FROM billing_moneyout AS out JOIN billing_cost AS cost ON cost.id = out.cost_id GROUP BY cost.supplier_id
        ), ledger AS (
            SELECT organisation_id AS body, -sum(amount) AS balance
            FROM billing_posting WHERE account_id = '2000' GROUP BY organisation_id
        )
        SELECT 'organisation/' || body, 'is owed ' || COALESCE(gross, 0) - COALESCE(went, 0)
               || ' pence by its invoices and ' || COALESCE(balance, 0) || ' by the ledger'
        FROM billed FULL JOIN paid USING (body) FULL JOIN ledger USING (body)
        WHERE COALESCE(gross, 0) - COALESCE(went, 0) <> COALESCE(balance, 0) ORDER BY body
        """,
    ),
)
