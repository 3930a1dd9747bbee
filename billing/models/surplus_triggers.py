"""What the database itself holds an appropriation to, whoever writes it."""

from __future__ import annotations

import pgtrigger

# The parts add up to the surplus, the surplus is the ledger's, and the journal moves exactly that within equity.
ADDS_UP = """
    SELECT COALESCE(sum(amount), 0) INTO parts FROM billing_appropriationline WHERE appropriation_id = NEW.id;
    SELECT COALESCE(-sum(leg.amount), 0) INTO earned FROM billing_posting AS leg
        WHERE leg."on" >= NEW.starts_on AND leg."on" < NEW.ends_on
          AND (leg.account_id LIKE '4%' OR leg.account_id LIKE '5%')
          AND leg.fund_id NOT IN (SELECT fund_id FROM billing_project);
    SELECT COALESCE(sum(amount), 0) INTO moved FROM billing_posting
        WHERE journal_id = NEW.journal_id AND account_id = '3000';
    IF parts <> NEW.surplus THEN
        RAISE EXCEPTION 'an appropriation adds up to the surplus: % of % pence', parts, NEW.surplus
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF earned <> NEW.surplus THEN
        RAISE EXCEPTION 'the surplus appropriated is the ledger''s: % is not % pence', NEW.surplus, earned
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF moved <> NEW.surplus THEN
        RAISE EXCEPTION 'the journal of an appropriation moves the surplus: % of % pence', moved, NEW.surplus
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""

LATE_LINE = """
    SELECT COALESCE(sum(line.amount), 0), max(whole.surplus) INTO parts, wanted
        FROM billing_appropriationline AS line JOIN billing_appropriation AS whole ON whole.id = line.appropriation_id
        WHERE line.appropriation_id = NEW.appropriation_id;
    IF parts <> wanted THEN
        RAISE EXCEPTION 'an appropriation adds up to the surplus: % of % pence', parts, wanted
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def appropriation_adds_up() -> pgtrigger.Trigger:
    """Refuses, at COMMIT, an appropriation that is not the ledger's surplus to the penny."""
    return pgtrigger.Trigger(
        name="an_appropriation_adds_up_to_the_surplus",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("parts", "bigint"), ("earned", "bigint"), ("moved", "bigint")],
        func=ADDS_UP,
    )


def line_adds_up() -> pgtrigger.Trigger:
    """Refuses, at COMMIT, a line that makes its appropriation add up to something else."""
    return pgtrigger.Trigger(
        name="an_appropriation_takes_no_later_line",
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        declare=[("parts", "bigint"), ("wanted", "bigint")],
        func=LATE_LINE,
    )
