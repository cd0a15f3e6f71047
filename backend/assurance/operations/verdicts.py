"""Judging rules that are in use, and keeping each version of what they say."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.assurance.operations import restanding
from backend.assurance.queries.judging import condition_of, judged
from backend.assurance.rules.reasons import Judgement
from backend.facts.operations import Changed
from backend.kit.database import as_json, execute, fetch
from backend.kit.identity import new_id_text
from backend.ledger.records import canonical
from backend.scope import Scope
from backend.tenancy import dues

Rules = dict[UUID, tuple[UUID, str]]
"""Rules in use, by their ids: the requirement, and the rule as text."""


async def reading(scope: Scope, changed: Changed) -> Rules:
    """The rules that read what changed: found by the index of what each reads."""
    if not changed:
        return {}
    asked = {*changed, *((kind, "") for kind, _ in changed)}
    rows = await fetch(
        """
        SELECT DISTINCT ON (r.id) r.id, r.requirement_id, r.rule::text AS rule
        FROM json_to_recordset($2::text::json) AS one (kind text, subject text)
        JOIN assurance_reading d ON d.tenant_id = $1 AND d.kind = one.kind AND d.subject = one.subject
        JOIN assurance_rule r ON r.tenant_id = $1 AND r.id = d.rule_id""",
        scope.tenant.id,
        as_json([{"kind": kind, "subject": subject} for kind, subject in sorted(asked)]),
    )
    return {row["id"]: (row["requirement_id"], row["rule"]) for row in rows}


async def due(scope: Scope) -> Rules:
    """The rules of which time has changed something."""
    rows = await fetch(
        """
        SELECT r.id, r.requirement_id, r.rule::text AS rule FROM assurance_verdict v
        JOIN assurance_rule r ON r.tenant_id = $1 AND r.id = v.rule_id
        WHERE v.tenant_id = $1 AND v.known_until IS NULL AND v.looks_on <= $2""",
        scope.tenant.id,
        scope.today,
    )
    return {row["id"]: (row["requirement_id"], row["rule"]) for row in rows}


async def in_use(scope: Scope) -> Rules:
    rows = await fetch(
        "SELECT id, requirement_id, rule::text AS rule FROM assurance_rule WHERE tenant_id = $1 AND used_until IS NULL",
        scope.tenant.id,
    )
    return {row["id"]: (row["requirement_id"], row["rule"]) for row in rows}


async def judge(scope: Scope, rules: Rules) -> int:
    """Judge rules and keep what is different; returns how many verdicts are. Four statements, however many rules,
    and those by which answers stand on what changed."""
    if not rules:
        return 0
    found = await judged(
        scope, {key: condition_of(text) for key, (_, text) in rules.items()}, day=scope.today
    )
    fresh = {rules[key][0]: _row(key, rules[key][0], judgement) for key, judgement in found.items()}
    rows = await fetch(
        "SELECT requirement_id, rule_id, outcome, words, reasons::text AS reasons, more, lapses_on, looks_on, "
        "known_from FROM assurance_verdict WHERE tenant_id = $1 AND requirement_id = ANY ($2) AND known_until IS NULL",
        scope.tenant.id,
        list(fresh),
    )
    held = {row["requirement_id"]: row for row in rows}
    different = {key: row for key, row in fresh.items() if key not in held or not _same(held[key], row)}
    if not different:
        return 0
    await execute(
        "UPDATE assurance_verdict SET known_until = greatest($3, known_from) "
        "WHERE tenant_id = $1 AND requirement_id = ANY ($2) AND known_until IS NULL",
        scope.tenant.id,
        list(different),
        scope.now,
    )
    for key, row in different.items():
        row["known_from"] = max(scope.now, held[key]["known_from"]) if key in held else scope.now
    await execute(_KEEP, scope.tenant.id, as_json(list(different.values())))
    moved = {
        key: row["outcome"]
        for key, row in different.items()
        if key not in held or held[key]["outcome"] != row["outcome"]
    }
    await restanding.verdicts_changed(scope, moved)
    return len(different)


_KEEP = """
INSERT INTO assurance_verdict (tenant_id, id, requirement_id, rule_id, outcome, words, reasons, more, lapses_on,
  looks_on, known_from)
SELECT $1, one.id, one.requirement_id, one.rule_id, one.outcome, one.words, one.reasons::jsonb, one.more, one.lapses_on,
  one.looks_on, one.known_from
FROM json_to_recordset($2::text::json) AS one (id uuid, requirement_id uuid, rule_id uuid, outcome text, words text,
  reasons text, more integer, lapses_on date, looks_on date, known_from timestamptz)
"""


def _row(rule_id: UUID, requirement_id: UUID, judgement: Judgement) -> dict[str, Any]:
    return {
        "id": new_id_text(),
        "requirement_id": str(requirement_id),
        "rule_id": str(rule_id),
        "outcome": judgement.outcome.value,
        "words": judgement.words,
        "reasons": canonical([asdict(reason) for reason in judgement.reasons]),
        "more": judgement.more,
        "lapses_on": judgement.lapses_on,
        "looks_on": judgement.looks_on,
    }


def _same(held: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return (
        all(held[key] == row[key] for key in ("outcome", "words", "more", "lapses_on", "looks_on"))
        and str(held["rule_id"]) == row["rule_id"]
        and canonical(json.loads(held["reasons"])) == row["reasons"]
    )


async def look_again(scope: Scope) -> None:
    """Say when to look again although nothing is done: with the next day, for which rooms state anew what is daily."""
    zone = ZoneInfo(scope.tenant.time_zone)
    at = datetime.combine(scope.today + timedelta(days=1), time(0, 1), zone)
    await dues.set_due(scope, chore=dues.LOOK, at=at)
