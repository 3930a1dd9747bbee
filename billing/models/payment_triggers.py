"""What the database itself holds payments, allocations and money out to.

The rows that limit an amount are locked first, in the order of their keys, and the sums are read afterwards: two
writers at once then see each other's.
"""

from __future__ import annotations

import pgtrigger

from billing.models.ledger_triggers import ADDED

ALLOCATION_FITS = """
    PERFORM 1 FROM billing_invoice WHERE id IN (SELECT invoice_id FROM added) ORDER BY id FOR UPDATE;
    PERFORM 1 FROM billing_payment WHERE id IN (SELECT payment_id FROM added) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM added
        JOIN billing_payment AS payment ON payment.id = added.payment_id
        JOIN billing_invoice AS invoice ON invoice.id = added.invoice_id
        WHERE payment.payer_id <> invoice.payer_id OR payment.reverses_id IS NOT NULL OR invoice.kind <> 'invoice'
    ) THEN
        RAISE EXCEPTION 'a payment settles invoices of its own payer'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM billing_invoice AS invoice
        WHERE invoice.id IN (SELECT invoice_id FROM added)
          AND (SELECT sum(amount) FROM billing_allocation WHERE invoice_id = invoice.id) NOT BETWEEN 0 AND
              invoice.gross - COALESCE((SELECT sum(gross) FROM billing_invoice WHERE credits_id = invoice.id), 0)
    ) THEN
        RAISE EXCEPTION 'an invoice is settled up to what is owed on it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM billing_payment AS payment
        WHERE payment.id IN (SELECT payment_id FROM added)
          AND (SELECT sum(amount) FROM billing_allocation WHERE payment_id = payment.id) NOT BETWEEN 0 AND
              payment.amount
              + COALESCE((SELECT sum(amount) FROM billing_payment WHERE reverses_id = payment.id), 0)
              - COALESCE((SELECT sum(amount) FROM billing_moneyout WHERE refund_of_id = payment.id), 0)
    ) THEN
        RAISE EXCEPTION 'no more can be allocated than was paid'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM added JOIN billing_allocation AS freed ON freed.id = added.reverses_id
        WHERE freed.amount <> -added.amount OR freed.payment_id <> added.payment_id
           OR freed.invoice_id <> added.invoice_id OR freed.reverses_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'an allocation is freed as a whole' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""

TAKES_BACK_EXACTLY = """
    IF EXISTS (
        SELECT 1 FROM added JOIN billing_payment AS mistaken ON mistaken.id = added.reverses_id
        WHERE mistaken.amount <> -added.amount OR mistaken.payer_id <> added.payer_id
           OR mistaken.reverses_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'a reversal takes back exactly one payment'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""

# Beyond the grounds that the table's constraint asks for, the money goes to whom the ground names, and no more of it.
MONEY_OUT_FITS = """
    PERFORM 1 FROM billing_cost WHERE id IN (SELECT cost_id FROM added) ORDER BY id FOR UPDATE;
    PERFORM 1 FROM billing_payment WHERE id IN (SELECT refund_of_id FROM added) ORDER BY id FOR UPDATE;
    PERFORM 1 FROM billing_invoice WHERE id IN (SELECT credit_note_id FROM added) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM added
        LEFT JOIN billing_cost AS cost ON cost.id = added.cost_id
        LEFT JOIN billing_payment AS payment ON payment.id = added.refund_of_id
        LEFT JOIN billing_invoice AS credit ON credit.id = added.credit_note_id
        WHERE added.payee_id <> COALESCE(cost.supplier_id, payment.payer_id, credit.payer_id)
           OR credit.kind = 'invoice' OR payment.reverses_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'money goes out to the one who is owed it' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM billing_moneyout AS out
        LEFT JOIN billing_cost AS cost ON cost.id = out.cost_id
        LEFT JOIN billing_payment AS payment ON payment.id = out.refund_of_id
        LEFT JOIN billing_invoice AS credit ON credit.id = out.credit_note_id
        WHERE out.cost_id IN (SELECT cost_id FROM added)
           OR out.refund_of_id IN (SELECT refund_of_id FROM added)
           OR out.credit_note_id IN (SELECT credit_note_id FROM added)
        GROUP BY out.cost_id, out.refund_of_id, out.credit_note_id
        HAVING sum(out.amount) > max(COALESCE(cost.gross, payment.amount, credit.gross))
    ) THEN
        RAISE EXCEPTION 'no more goes out than is owed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def _once_for_each_statement(name: str, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=ADDED,
        func=func,
    )


def allocation_fits() -> pgtrigger.Trigger:
    """Refuses what is more than the invoice owes or the payment holds, and somebody else's invoice."""
    return _once_for_each_statement("an_allocation_fits", ALLOCATION_FITS)


def reversal_takes_back_exactly() -> pgtrigger.Trigger:
    """Refuses a reversal of another amount, of another payer, or of a reversal."""
    return _once_for_each_statement("a_reversal_takes_back_exactly", TAKES_BACK_EXACTLY)


def money_out_fits() -> pgtrigger.Trigger:
    """Refuses money to anybody but the one the document names, or more of it than the document says."""
    return _once_for_each_statement("money_out_fits", MONEY_OUT_FITS)
