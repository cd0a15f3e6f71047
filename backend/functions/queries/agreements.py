"""Agreements on delegation as at a day, what hangs on each, and when the reports that they ask for are due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.functions import Model
from backend.functions.queries.reading import provenance_of, report_of, rule_of, rules_of, withdrawn_of
from backend.functions.queries.views import (
    AgreementLine,
    AgreementView,
    NoticeLine,
    ReportDue,
    ReportLine,
    SegregationLine,
    VariationLine,
)
from backend.functions.rules.agreements import AgreementState, Given, ends_on, state_on
from backend.functions.rules.notice import next_notice
from backend.functions.rules.schedule import occasions
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

SHOWN_AHEAD = 62
"""Days before the last day of notice from which the front page tells of it."""

_LIVING = "SELECT * FROM functions_agreement WHERE tenant_id = $1 AND retired_on IS NULL"
_STANDING = (
    "SELECT agreement_id, given_on, takes_effect_on FROM functions_notice "
    "WHERE tenant_id = $1 AND withdrawn_at IS NULL"
)

_NOTICES = (
    "SELECT * FROM functions_notice WHERE tenant_id = $1 AND agreement_id = $2 ORDER BY given_on DESC, id"
)
_VARIATIONS = "SELECT * FROM functions_variation WHERE tenant_id = $1 AND agreement_id = $2 ORDER BY number"
_SEGREGATIONS = (
    "SELECT * FROM functions_segregation WHERE tenant_id = $1 AND agreement_id = $2 ORDER BY from_on DESC, id"
)


async def agreements_of(scope: Scope, *, on: date | None = None) -> tuple[AgreementLine, ...]:
    """The agreements as they stand on a day (today where none is given), the newest first. Two statements."""
    day = on or scope.today
    rows = await fetch(f"{_LIVING} ORDER BY from_on DESC, id", scope.tenant.id)
    notices = await _notices(scope) if rows else {}
    return tuple(_line(row, notices.get(row["id"], ()), day) for row in rows)


async def agreement(scope: Scope, *, agreement_id: UUID, on: date | None = None) -> AgreementView:
    """One agreement with all that hangs on it. Raises NotFound. Six statements."""
    rows = await fetch(f"{_LIVING} AND id = $2", scope.tenant.id, agreement_id)
    if not rows:
        raise NotFound("agreement")
    notices = [
        NoticeLine(
            **_named(row, "id", "by_us", "given_on", "takes_effect_on", "reason", "irregular_because"),
            recorded_by_name=row["recorded_by_name"],
            rule=rule_of(row["rule"]),
            withdrawn=withdrawn_of(row),
        )
        for row in await fetch(_NOTICES, scope.tenant.id, agreement_id)
    ]
    standing = tuple(
        Given(given_on=each.given_on, takes_effect_on=each.takes_effect_on)
        for each in notices
        if each.withdrawn is None
    )
    reports = await fetch(
        "SELECT * FROM functions_report WHERE tenant_id = $1 AND agreement_id = $2 AND retired_on IS NULL "
        "ORDER BY position, id",
        scope.tenant.id,
        agreement_id,
    )
    return AgreementView(
        line=_line(rows[0], standing, on or scope.today),
        reports=tuple(ReportLine(id=row["id"], asked=report_of(row)) for row in reports),
        variations=tuple(
            VariationLine(
                **_named(row, "id", "number", "words", "agreed_on", "effective_on", "file_id"),
                **_named(row, "agreed_by_us", "agreed_by_body", "recorded_by_name"),
                withdrawn=withdrawn_of(row),
            )
            for row in await fetch(_VARIATIONS, scope.tenant.id, agreement_id)
        ),
        notices=tuple(notices),
        segregations=tuple(
            SegregationLine(
                **_named(row, "id", "cost_centres", "words", "from_on", "until_on", "seen_in", "file_id"),
                recorded_by_name=row["recorded_by_name"],
                withdrawn=withdrawn_of(row),
            )
            for row in await fetch(_SEGREGATIONS, scope.tenant.id, agreement_id)
        ),
    )


async def reports_due(scope: Scope, *, until: date, since: date | None = None) -> tuple[ReportDue, ...]:
    """The reports that signed agreements ask for, due from `since` (today where none is given) to `until`.

    An agreement that ended owes the report of the period in which it ended. Three statements.
    """
    first = since or scope.today
    rows = await fetch(f"{_LIVING} AND signed_on IS NOT NULL ORDER BY id", scope.tenant.id)
    if not rows:
        return ()
    notices = await _notices(scope)
    asked = await fetch(
        "SELECT * FROM functions_report WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY position, id",
        scope.tenant.id,
    )
    found = []
    for row in rows:
        ends = ends_on(until_on=row["until_on"], notices=tuple(notices.get(row["id"], ())), on=scope.today)
        for each in asked:
            if each["agreement_id"] != row["id"]:
                continue
            report = report_of(each)
            found += [
                ReportDue(
                    report_id=each["id"],
                    agreement_id=row["id"],
                    agreement=row["name"],
                    body=row["body"],
                    slug=report.id,
                    title=report.title,
                    definition=report.definition,
                    period_from=one.from_on,
                    period_until=one.until_on,
                    period=one.in_words,
                    due_on=one.due_on,
                )
                for one in occasions(report, since=first, until=until, begins=row["from_on"], ends=ends)
            ]
    return tuple(sorted(found, key=lambda due: (due.due_on, due.title, str(due.report_id))))


async def notices_ahead(scope: Scope) -> tuple[AgreementLine, ...]:
    """Agreements in force of which the last day to give notice comes within `SHOWN_AHEAD` days. Two statements."""
    return tuple(
        line
        for line in await agreements_of(scope)
        if line.state is AgreementState.IN_FORCE
        and line.notice is not None
        and line.notice.days_left(scope.today) <= SHOWN_AHEAD
    )


async def _notices(scope: Scope) -> dict[UUID, list[Given]]:
    found: dict[UUID, list[Given]] = {}
    for row in await fetch(_STANDING, scope.tenant.id):
        given = Given(given_on=row["given_on"], takes_effect_on=row["takes_effect_on"])
        found.setdefault(row["agreement_id"], []).append(given)
    return found


def _named(row: Any, *names: str) -> Mapping[str, Any]:
    return {name: row[name] for name in names}


def _line(row: Any, notices: Sequence[Given], on: date) -> AgreementLine:
    given = tuple(notices)
    last_day = ends_on(until_on=row["until_on"], notices=given, on=on)
    state = state_on(
        on,
        from_on=row["from_on"],
        until_on=row["until_on"],
        signed_on=row["signed_on"],
        notices=given,
    )
    rules = rules_of(row)
    leaves = state in {AgreementState.IN_FORCE, AgreementState.TO_COME}
    return AgreementLine(
        **_named(row, "id", "slug", "name", "body", "authority", "about", "from_on", "until_on", "signed_on"),
        **_named(row, "signed_by_us", "signed_by_body", "signed_file_id", "version"),
        model=Model(row["model"]),
        last_day=last_day,
        state=state,
        function_ids=tuple(row["function_ids"]),
        rules=rules,
        notice=next_notice(rules, on, until_on=last_day) if leaves else None,
        provenance=provenance_of(row),
    )
