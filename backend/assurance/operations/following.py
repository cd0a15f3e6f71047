"""Following what happens: facts stated anew where something was done, and rules judged anew that read what changed.

Nothing here looks at what nobody touched. What was done stands in the ledger; the records touched since the last look
lead to the facts that rooms state of them, a fact that is different leads to the rules that read it, and a rule says by
itself on which day time alone changes it. Facts, rules and verdicts are kept version by version, so that any of them
can be read as it was on a past day.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from backend.assurance.operations import restanding, verdicts
from backend.assurance.queries.judging import condition_of
from backend.catalogue.condition_checks import readings_of
from backend.facts import operations as facts
from backend.facts.operations import Changed
from backend.kit.clock import real_now
from backend.kit.database import as_json, execute, fetch
from backend.kit.identity import new_id, new_id_text
from backend.ledger import queries as ledger
from backend.ledger.records import canonical
from backend.scope import Scope

LONGEST = timedelta(hours=1)
"""Longer than any transaction lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What one look came to: whether anything had been done, how many facts and verdicts are different."""

    touched: int = 0
    facts: int = 0
    judged: int = 0
    verdicts: int = 0


async def follow(scope: Scope) -> Followed:
    """Bring facts and verdicts up to what was done since the last look, and to the day. Run twice, it does nothing."""
    rows = await fetch(
        "SELECT seen, followed_at, day FROM facts_followed WHERE tenant_id = $1 FOR UPDATE", scope.tenant.id
    )
    if not rows:
        return Followed()
    touched = await ledger.touched_since(scope, seen=rows[0]["seen"], since=rows[0]["followed_at"] - LONGEST)
    if touched.lost:
        return await restate_all(scope)
    new_day = rows[0]["day"] != scope.today
    changed: Changed = frozenset()
    if touched.records or new_day:
        changed = await facts.restate(scope, touched=touched.records, new_day=new_day)
    rules = {**await verdicts.reading(scope, changed), **await verdicts.due(scope)}
    different = await verdicts.judge(scope, rules)
    await _mark(scope, touched.seen)
    await verdicts.look_again(scope)
    return Followed(
        touched=sum(map(len, touched.records.values())),
        facts=len(changed),
        judged=len(rules),
        verdicts=different,
    )


async def restate_all(scope: Scope) -> Followed:
    """State every fact and judge every rule anew. It finds nothing to change where following worked."""
    await _begin(scope)
    await fetch("SELECT id FROM facts_followed WHERE tenant_id = $1 FOR UPDATE", scope.tenant.id)
    seen = await ledger.snapshot_now()
    changed = await facts.restate_all(scope)
    rules = await verdicts.in_use(scope)
    different = await verdicts.judge(scope, rules)
    await _mark(scope, seen)
    await verdicts.look_again(scope)
    return Followed(facts=len(changed), judged=len(rules), verdicts=different)


async def take_rules(scope: Scope, *, edition_id: UUID) -> None:
    """Use the rules of an edition as its requirements hold them now: none, where it is not in use.

    Called when an edition comes into use, leaves it, or its requirements change. The tenant's first rule has every room
    state its facts.
    """
    rows = await fetch(
        """
        SELECT r.id, r.rule::text AS rule FROM assurance_requirement r
        JOIN assurance_edition e ON e.tenant_id = $1 AND e.id = r.edition_id
        WHERE r.tenant_id = $1 AND r.edition_id = $2 AND r.rule IS NOT NULL AND r.left_out_at IS NULL
          AND e.state = 'in-use'""",
        scope.tenant.id,
        edition_id,
    )
    await use_rules(scope, edition_id=edition_id, rules={row["id"]: row["rule"] for row in rows})


async def use_rules(scope: Scope, *, edition_id: UUID, rules: Mapping[UUID, str]) -> None:
    """Use these rules (as JSON) for the requirements of an edition, and no others of it; judge those that are new."""
    wanted = {key: canonical(json.loads(text)) for key, text in rules.items()}
    rows = await fetch(
        "SELECT id, requirement_id, rule::text AS rule FROM assurance_rule "
        "WHERE tenant_id = $1 AND edition_id = $2 AND used_until IS NULL",
        scope.tenant.id,
        edition_id,
    )
    held = {row["requirement_id"]: (row["id"], canonical(json.loads(row["rule"]))) for row in rows}
    gone = [key for key, (_, text) in held.items() if wanted.get(key) != text]
    new = {key: text for key, text in wanted.items() if key not in held or key in gone}
    if gone:
        await _leave(scope, [held[key][0] for key in gone], [key for key in gone if key not in new])
    if not new:
        await verdicts.look_again(scope)
        return
    ids = {key: new_id() for key in new}
    await _enter(scope, edition_id, new, ids)
    if await _begin(scope):
        seen = await ledger.snapshot_now()
        await facts.restate_all(scope)
        await _mark(scope, seen)
    else:
        await follow(scope)
    await verdicts.judge(scope, {ids[key]: (key, text) for key, text in new.items()})
    await verdicts.look_again(scope)


async def _begin(scope: Scope) -> bool:
    """Follow this tenant from now on; says whether it was not followed before."""
    rows = await fetch(
        "INSERT INTO facts_followed (tenant_id, id, seen, followed_at, since) "
        "VALUES ($1, $2, pg_current_snapshot()::text, $3, $4) ON CONFLICT (tenant_id) DO NOTHING RETURNING id",
        scope.tenant.id,
        new_id(),
        real_now(),
        scope.now,
    )
    return bool(rows)


async def _mark(scope: Scope, seen: str) -> None:
    await execute(
        "UPDATE facts_followed SET seen = $2, followed_at = $3, day = $4 WHERE tenant_id = $1",
        scope.tenant.id,
        seen,
        real_now(),
        scope.today,
    )


async def _leave(scope: Scope, rule_ids: Collection[UUID], silent: Collection[UUID]) -> None:
    """Rules that are used no longer; the requirements of `silent` have none any more, and so no verdict."""
    await execute(
        "UPDATE assurance_rule SET used_until = greatest($3, used_from) WHERE tenant_id = $1 AND id = ANY ($2)",
        scope.tenant.id,
        list(rule_ids),
        scope.now,
    )
    await execute(
        "DELETE FROM assurance_reading WHERE tenant_id = $1 AND rule_id = ANY ($2)",
        scope.tenant.id,
        list(rule_ids),
    )
    await execute(
        "UPDATE assurance_verdict SET known_until = greatest($3, known_from) "
        "WHERE tenant_id = $1 AND requirement_id = ANY ($2) AND known_until IS NULL",
        scope.tenant.id,
        list(silent),
        scope.now,
    )
    await restanding.verdicts_changed(scope, dict.fromkeys(silent))


async def _enter(scope: Scope, edition_id: UUID, rules: Mapping[UUID, str], ids: Mapping[UUID, UUID]) -> None:
    await execute(
        """
        INSERT INTO assurance_rule (tenant_id, id, requirement_id, edition_id, rule, used_from)
        SELECT $1, one.id, one.requirement_id, $2, one.rule::jsonb, $4
        FROM json_to_recordset($3::text::json) AS one (id uuid, requirement_id uuid, rule text)""",
        scope.tenant.id,
        edition_id,
        as_json(
            [{"id": str(ids[key]), "requirement_id": str(key), "rule": text} for key, text in rules.items()]
        ),
        scope.now,
    )
    readings = [
        {
            "id": new_id_text(),
            "rule_id": str(ids[key]),
            "kind": reading.fact,
            "subject": reading.subject or "",
        }
        for key, text in rules.items()
        for reading in readings_of(condition_of(text))
    ]
    await execute(
        """
        INSERT INTO assurance_reading (tenant_id, id, rule_id, kind, subject)
        SELECT $1, one.id, one.rule_id, one.kind, one.subject
        FROM json_to_recordset($2::text::json) AS one (id uuid, rule_id uuid, kind text, subject text)""",
        scope.tenant.id,
        as_json(readings),
    )
