"""What the database itself holds invoices to."""

from __future__ import annotations

import pgtrigger

from billing.models.ledger_triggers import ADDED

OPEN_INVOICE = """
    IF EXISTS (
        SELECT 1 FROM billing_invoiceline AS line JOIN billing_invoice AS invoice ON invoice.id = line.invoice_id
        WHERE invoice.id IN (SELECT invoice_id FROM added)
        GROUP BY invoice.id HAVING count(*) > invoice.line_count
    ) THEN
        RAISE EXCEPTION 'this invoice is issued: it takes no more lines'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM added
        JOIN billing_invoice AS invoice ON invoice.id = added.invoice_id
        JOIN members_organisation AS payer ON payer.id = invoice.payer_id
        WHERE added.money_type = 'statutory_commissioned' AND payer.kind <> 'council'
    ) THEN
        RAISE EXCEPTION 'commissioned work is paid for by the council, never by a school'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM added WHERE credits_line_id IS NOT NULL) THEN
        PERFORM 1 FROM billing_invoiceline
            WHERE id IN (SELECT credits_line_id FROM added) ORDER BY id FOR UPDATE;
        IF EXISTS (
            SELECT 1 FROM billing_invoiceline AS credited
            JOIN billing_invoiceline AS credit ON credit.credits_line_id = credited.id
            WHERE credited.id IN (SELECT credits_line_id FROM added)
            GROUP BY credited.id HAVING sum(credit.net) > credited.net OR sum(credit.vat) > credited.vat
        ) THEN
            RAISE EXCEPTION 'no more can be credited than was invoiced'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
"""

COUNCIL_PAYS = """
    IF EXISTS (
        SELECT 1 FROM added
        JOIN billing_order AS ordered ON ordered.id = added.order_id
        JOIN members_organisation AS payer ON payer.id = ordered.payer_id
        WHERE added.money_type = 'statutory_commissioned' AND added.net <> 0 AND payer.kind <> 'council'
    ) THEN
        RAISE EXCEPTION 'commissioned work is paid for by the council, never by a school'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""

SUM_OF_LINES = """
    SELECT count(*), COALESCE(sum(net), 0), COALESCE(sum(vat), 0) INTO lines, line_net, line_vat
        FROM billing_invoiceline WHERE invoice_id = NEW.id;
    IF lines <> NEW.line_count OR line_net <> NEW.net OR line_vat <> NEW.vat THEN
        RAISE EXCEPTION 'invoice % is not the sum of its lines', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def line_belongs_to_an_open_invoice() -> pgtrigger.Trigger:
    """Refuses lines beyond the number announced, commissioned lines to anybody but the council, and over-crediting."""
    return pgtrigger.Trigger(
        name="a_line_belongs_to_an_open_invoice",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=ADDED,
        func=OPEN_INVOICE,
    )


def council_pays_for_what_it_commissions() -> pgtrigger.Trigger:
    """Refuses an order line of commissioned work with a price, unless the council pays for the order."""
    return pgtrigger.Trigger(
        name="the_council_pays_for_what_it_commissions",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=ADDED,
        func=COUNCIL_PAYS,
    )


def invoice_is_the_sum_of_its_lines() -> pgtrigger.Trigger:
    """Refuses, at COMMIT, an invoice without its lines or of another sum than theirs."""
    return pgtrigger.Trigger(
        name="an_invoice_is_the_sum_of_its_lines",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("lines", "bigint"), ("line_net", "bigint"), ("line_vat", "bigint")],
        func=SUM_OF_LINES,
    )
