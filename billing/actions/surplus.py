"""Deciding what a surplus is used for, and the projects it is put back into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from billing.actions import ledger
from billing.models import (
    AccountingPeriod,
    Appropriation,
    AppropriationLine,
    Fund,
    Journal,
    Project,
    ProjectNote,
    ProjectSchool,
    ReservesPolicy,
)
from billing.queries.surplus import reserves_held, reserves_target, surplus_of
from billing.rules import chart, surplus
from billing.rules.posting import Leg
from billing.rules.surplus import (
    AlreadyAppropriated,
    CompanyYear,
    YearNotClosed,
    YearNotOver,
    check_parts,
    reserves_wanted,
)
from billing.states import AppropriationKind
from company import public as company
from kernel import clock
from kernel.money import Money
from kernel.records import Actor, record
from members import public as members


@dataclass(frozen=True, slots=True)
class Part:
    """What of a surplus goes to one project."""

    project: Project
    amount: Money


@transaction.atomic
def appropriate(
    year: CompanyYear,
    *,
    reserves: Money,
    parts: Sequence[Part],
    authority: str,
    by: Actor,
    at: datetime,
) -> Appropriation:
    """Put a year's surplus to reserves and projects, on the authority of the board, to the penny.

    Safe to repeat: the same decision again gives back the same appropriation.

    Refuses with YearNotOver, YearNotClosed, AlreadyAppropriated, NothingToAppropriate, DoesNotAddUp, ReservesFirst,
    or as `company.use_authority` does (a minute before the vote is recorded, for instance).
    """
    parts = [part for part in parts if part.amount]
    on = clock.day_of(at)
    if not year.is_over(on):
        raise YearNotOver(f"The year to 31 August {year.ends_in} is still running.")
    before = Appropriation.objects.filter(starts_on=year.period.starts_on).first()
    if before is not None:
        return _the_same(before, reserves, parts)
    months = AccountingPeriod.objects.filter(
        starts_on__gte=year.period.starts_on, starts_on__lt=year.period.ends_on, closed_at=None
    ).order_by("starts_on")
    if months:
        raise YearNotClosed(f"{', '.join(str(month) for month in months)} {'is' if len(months) == 1 else 'are'} open.")
    earned = surplus_of(year)
    wanted = reserves_wanted(earned, held=reserves_held(on), target=reserves_target(on))
    check_parts(earned, reserves=reserves, projects=[part.amount for part in parts], wanted=wanted)
    company.use_authority(
        authority,
        for_=surplus.PURPOSE,
        subject=year.key,
        amount=earned,
        source=f"appropriation/{year.ends_in}",
        by=by,
        at=at,
    )
    return _save(year, earned, reserves, parts, authority, by=by, at=at)


def _the_same(before: Appropriation, reserves: Money, parts: Sequence[Part]) -> Appropriation:
    wanted = {part.project.pk: part.amount for part in parts} | ({None: reserves} if reserves else {})
    if dict(before.lines.values_list("project", "amount")) != wanted:
        raise AlreadyAppropriated(f"The surplus of that year was appropriated under {before.authority}.")
    return before


def _save(
    year: CompanyYear,
    earned: Money,
    reserves: Money,
    parts: Sequence[Part],
    authority: str,
    *,
    by: Actor,
    at: datetime,
) -> Appropriation:
    saved = Appropriation.objects.create(
        starts_on=year.period.starts_on,
        ends_on=date(year.ends_in, *surplus.YEAR_STARTS),
        surplus=earned,
        authority=authority,
        journal=_post(year, earned, reserves, parts, by=by, at=at),
        recorded_at=at,
        recorded_by=ledger.author_of(by),
    )
    lines = [
        AppropriationLine(appropriation=saved, kind=AppropriationKind.PROJECT, project=part.project, amount=part.amount)
        for part in parts
    ]
    if reserves:
        lines.append(AppropriationLine(appropriation=saved, kind=AppropriationKind.RESERVES, amount=reserves))
    AppropriationLine.objects.bulk_create(lines)
    record(
        by=by,
        at=at,
        verb="billing.surplus.appropriated",
        subject=saved,
        authority=authority,
        surplus=earned,
        reserves=reserves,
        projects={part.project.key: part.amount for part in parts},
    )
    return saved


def _post(
    year: CompanyYear, earned: Money, reserves: Money, parts: Sequence[Part], *, by: Actor, at: datetime
) -> Journal:
    """Within equity alone: out of the surplus, into reserves and, by way of transfers, into each project's fund."""
    own = members.the_company().pk
    legs = [Leg(chart.SURPLUS, earned, own)]
    if reserves:
        legs.append(Leg(chart.RESERVES, -reserves, own))
    for part in parts:
        fund = str(part.project.fund_id)
        legs.append(Leg(chart.TRANSFERS, -part.amount, own))
        legs += [Leg(chart.TRANSFERS, part.amount, own, fund), Leg(chart.SET_ASIDE, -part.amount, own, fund)]
    return ledger.post(
        on=clock.day_of(at),
        at=at,
        source=f"appropriation/{year.ends_in}",
        memo=f"Surplus of {year.name} put to reserves and projects",
        lines=legs,
        by=by,
    )


@transaction.atomic
def bring_reserves_forward(amount: Money, *, on: date, by: Actor, at: datetime) -> Journal:
    """Post the reserves held when these books were begun. Safe to repeat: they are brought forward once."""
    known = Journal.objects.filter(source="reserves/brought-forward").first()
    if known is not None:
        return known
    own = members.the_company().pk
    legs = [Leg(chart.SURPLUS, amount, own), Leg(chart.RESERVES, -amount, own)]
    journal = ledger.post(
        on=on, at=at, source="reserves/brought-forward", memo="Reserves brought forward", lines=legs, by=by
    )
    record(by=by, at=at, verb="billing.reserves.brought_forward", subject=journal, amount=amount)
    return journal


@transaction.atomic
def set_reserves_policy(target: Money, *, starts_on: date, authority: str, by: Actor, at: datetime) -> ReservesPolicy:
    """Say which level of reserves the board wants from a day on. Safe to repeat on the same day with the same level."""
    row, is_new = ReservesPolicy.objects.get_or_create(
        starts_on=starts_on,
        defaults={"target": target, "authority": authority, "recorded_at": at, "recorded_by": ledger.author_of(by)},
    )
    if is_new:
        record(by=by, at=at, verb="billing.reserves.policy", subject=row, authority=authority, target=target)
    return row


@transaction.atomic
def open_project(*, slug: str, name: str, purpose: str, on: date, by: Actor, at: datetime) -> Project:
    """Open a project with a fund of its own. Safe to repeat: a project is known by its slug."""
    known = Project.objects.filter(slug=slug).first()
    if known is not None:
        return known
    ledger.open_books()
    fund = Fund.objects.create(code=f"project-{slug}"[:40], name=name, purpose=purpose)
    project = Project.objects.create(
        slug=slug, name=name, purpose=purpose, fund=fund, opened_on=on, recorded_by=ledger.author_of(by)
    )
    record(by=by, at=at, verb="billing.project.opened", subject=project, name=name)
    return project


@transaction.atomic
def note_change(project: Project, text: str, *, on: date, by: Actor, at: datetime) -> ProjectNote:
    """Write down what had changed through a project by a day. Safe to repeat: the same words of a day stand once."""
    row, is_new = ProjectNote.objects.get_or_create(
        project=project, on=on, text=text, defaults={"recorded_by": ledger.author_of(by)}
    )
    if is_new:
        record(by=by, at=at, verb="billing.project.noted", subject=project, on=on)
    return row


@transaction.atomic
def take_part(project: Project, schools: Sequence[members.Organisation], *, on: date, by: Actor, at: datetime) -> int:
    """Enter schools that take part in a project; gives how many were new. Safe to repeat."""
    known = set(ProjectSchool.objects.filter(project=project).values_list("school_id", flat=True))
    new = [school for school in schools if school.pk not in known]
    ProjectSchool.objects.bulk_create(ProjectSchool(project=project, school=school, joined_on=on) for school in new)
    if new:
        record(by=by, at=at, verb="billing.project.joined", subject=project, schools=[school.key for school in new])
    return len(new)
