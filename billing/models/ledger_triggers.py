"""The ledger's rules as the database enforces them, whoever writes and by whatever route.

Rules over many rows run once for each statement, over the rows it added; only the balance is looked at once for each
journal, at COMMIT. Locks come first and the look second: in READ COMMITTED the look then sees what was committed
while the lock was waited for.
"""

from __future__ import annotations

import pgtrigger

ADDED = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]

OPEN_PERIOD = """
    PERFORM 1 FROM billing_accountingperiod
        WHERE id IN (SELECT period_id FROM added) ORDER BY id FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM added JOIN billing_accountingperiod AS period ON period.id = added.period_id
        WHERE added."on" < period.starts_on OR added."on" >= period.ends_on
    ) THEN
        RAISE EXCEPTION 'a journal is dated within its accounting period'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM added JOIN billing_accountingperiod AS period ON period.id = added.period_id
        WHERE period.closed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'the accounting period is closed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""

OPEN_JOURNAL = """
    IF EXISTS (
        SELECT 1 FROM billing_posting AS leg JOIN billing_journal AS journal ON journal.id = leg.journal_id
        WHERE journal.id IN (SELECT journal_id FROM added)
        GROUP BY journal.id HAVING count(*) > journal.leg_count
    ) THEN
        RAISE EXCEPTION 'this journal is full: lines are only added while it is being written'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM added JOIN billing_journal AS journal ON journal.id = added.journal_id
        WHERE added."on" <> journal."on" OR added.known_at <> journal.known_at
    ) THEN
        RAISE EXCEPTION 'a posting has the day and the instant of its journal'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""

# Money leaves the bank only by a row of money out (a supplier's invoice, a refund or a credit) or by undoing a
# receipt; the surplus moves only within the surplus. So nothing can be handed to a member by any route.
BALANCES = """
    SELECT count(*), COALESCE(sum(amount) FILTER (WHERE amount > 0), 0),
           COALESCE(sum(amount) FILTER (WHERE account_id LIKE '12%'), 0),
           COALESCE(bool_or(account_id LIKE '3%'), false), COALESCE(bool_and(account_id LIKE '3%'), false)
        INTO legs, debits, bank, some_equity, all_equity
        FROM billing_posting WHERE journal_id = NEW.id;
    IF legs <> NEW.leg_count THEN
        RAISE EXCEPTION 'journal % has % lines and should have %', NEW.id, legs, NEW.leg_count
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM billing_posting WHERE journal_id = NEW.id GROUP BY fund_id HAVING sum(amount) <> 0
    ) OR debits <> NEW.total THEN
        RAISE EXCEPTION 'journal % does not balance', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF bank < 0 AND NEW.reverses_id IS NULL AND NOT EXISTS (
        SELECT 1 FROM billing_moneyout WHERE 'money-out/' || reference = NEW.source AND amount = -bank
    ) THEN
        RAISE EXCEPTION 'money goes out against an invoice, a refund or a credit: journal % has none', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        EXISTS (
            SELECT 1 FROM billing_posting WHERE journal_id IN (NEW.id, NEW.reverses_id)
            GROUP BY account_id, fund_id, organisation_id, service_id, money_type HAVING sum(amount) <> 0
        ) OR EXISTS (SELECT 1 FROM billing_journal WHERE id = NEW.reverses_id AND reverses_id IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'journal % does not undo exactly one journal', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF some_equity AND NOT all_equity THEN
        RAISE EXCEPTION 'the surplus is never distributed: journal % would move it out', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def journal_lies_in_an_open_period() -> pgtrigger.Trigger:
    """Refuses journals dated outside their period or in a closed one; closing waits for journals being written."""
    return pgtrigger.Trigger(
        name="a_journal_lies_in_an_open_period",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=ADDED,
        func=OPEN_PERIOD,
    )


def posting_belongs_to_an_open_journal() -> pgtrigger.Trigger:
    """Refuses lines beyond the number their journal announced: a committed journal has all of its own."""
    return pgtrigger.Trigger(
        name="a_posting_belongs_to_an_open_journal",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        referencing=ADDED,
        func=OPEN_JOURNAL,
    )


def journal_is_complete_and_balances() -> pgtrigger.Trigger:
    """Refuses, at COMMIT, a journal without its lines or out of balance in any fund."""
    return pgtrigger.Trigger(
        name="a_journal_is_complete_and_balances",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[
            ("legs", "bigint"),
            ("debits", "bigint"),
            ("bank", "bigint"),
            ("some_equity", "boolean"),
            ("all_equity", "boolean"),
        ],
        func=BALANCES,
    )
