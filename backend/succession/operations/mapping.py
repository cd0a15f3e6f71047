"""Choosing what becomes of what, thing by thing or many at once, and settling conflicts."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.succession import rules
from backend.succession.operations.announcing import hold, record_of
from backend.succession.queries.conflicts import conflicts_of, must_be_mended
from backend.succession.rules import mapping
from backend.succession.tables import Item, Predecessor, Settled

_TARGETS = {
    rules.Thing.COMMITTEE: "SELECT 1 FROM committees_committee WHERE tenant_id = $1 AND id = $2 AND retired_on IS NULL",
    rules.Thing.PERSON: "SELECT 1 FROM people_person WHERE tenant_id = $1 AND id = $2",
    rules.Thing.RISK: "SELECT 1 FROM risks_risk WHERE tenant_id = $1 AND id = $2 AND state = 'open'",
    rules.Thing.FRAMEWORK: "SELECT 1 FROM assurance_edition WHERE tenant_id = $1 AND id = $2 AND state = 'in-use'",
}


async def choose(
    scope: Scope,
    *,
    plan_id: UUID,
    item_ids: Sequence[UUID],
    choice: rules.Choice,
    into: UUID | None = None,
    new_name: str | None = None,
    because: str | None = None,
) -> int:
    """Choose what becomes of some things of one kind; returns how many. `into` is a record of ours, or another item.

    Raises rules.UnableToMap, rules.UnableToPlan, NotPermitted, NotFound.
    """
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    rows = await fetch(
        "SELECT id, kind, title, choice, detail ->> 'origin' AS origin FROM succession_item "
        "WHERE tenant_id = $1 AND plan_id = $2 AND id = ANY ($3) AND NOT gone FOR UPDATE",
        scope.tenant.id,
        plan_id,
        list(set(item_ids)),
    )
    if not rows:
        raise NotFound("thing in the mapping")
    kinds = {row["kind"] for row in rows}
    if len(kinds) > 1:
        raise rules.UnableToMap("Choose for one kind of things at a time.")
    thing = rules.Thing(kinds.pop())
    into_id, into_item_id = (
        await _target(scope, plan_id, thing, into) if choice is rules.Choice.MERGE else (None, None)
    )
    for row in rows:
        mapping.check_choice(
            thing,
            choice,
            into=into_id or into_item_id,
            itself=row["id"],
            split=plan["kind"] == rules.Kind.SPLIT.value,
            because=because,
        )
    if thing is rules.Thing.FRAMEWORK and choice is rules.Choice.CARRY:
        own = [row["title"] for row in rows if row["origin"] == "own"]
        if own:
            raise rules.UnableToMap(
                f"{', '.join(own)}: written by the predecessor itself, so it is not taken from a library. "
                "Write it anew here, or merge it into one of ours.",
                field="choice",
            )
    await Item.change(
        scope,
        choice=choice.value,
        into_id=into_id,
        into_item_id=into_item_id,
        new_name=new_name if choice is rules.Choice.CARRY and len(rows) == 1 else None,
        because=because,
        chosen_at=scope.now,
        chosen_by_name=scope.actor.name,
    ).where(Item.id.is_in([row["id"] for row in rows]))
    lines = [
        ledger.Line(
            subject=Record(room="succession", kind="item", id=row["id"], title=row["title"]),
            before={"choice": row["choice"]},
            after={"choice": choice.value, "into": into, "because": because, "name": new_name},
        )
        for row in rows
    ]
    await ledger.record_many(scope, "succession.item.chosen", lines)
    return len(rows)


async def choose_all(
    scope: Scope,
    *,
    plan_id: UUID,
    predecessor_id: UUID,
    thing: rules.Thing,
    choice: rules.Choice,
    because: str | None,
) -> int:
    """Choose the same for everything of a kind at one predecessor; returns how many. One line in the ledger.

    Raises rules.UnableToMap, rules.UnableToPlan, NotPermitted, NotFound.
    """
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    if choice is rules.Choice.MERGE:
        raise rules.UnableToMap("Say of each thing into which it is merged.", field="choice")
    mapping.check_choice(
        thing,
        choice,
        into=None,
        itself=None,
        split=plan["kind"] == rules.Kind.SPLIT.value,
        because=because,
    )
    names = await Predecessor.within(scope, Predecessor.name).where(
        Predecessor.id == predecessor_id, Predecessor.plan_id == plan_id
    )
    if not names:
        raise NotFound("predecessor")
    rows = await fetch(
        "WITH chosen AS (UPDATE succession_item SET choice = $5, into_id = NULL, into_item_id = NULL, new_name = NULL, "
        "because = $6, chosen_at = $7, chosen_by_name = $8 WHERE tenant_id = $1 AND plan_id = $2 AND "
        "predecessor_id = $3 "
        "AND kind = $4 AND NOT gone AND (kind <> 'framework' OR $5 <> 'carry' OR detail ->> 'origin' = 'shipped') "
        "RETURNING 1) SELECT count(*)::int AS many FROM chosen",
        scope.tenant.id,
        plan_id,
        predecessor_id,
        thing.value,
        choice.value,
        because,
        scope.now,
        scope.actor.name,
    )
    await ledger.record(
        scope,
        "succession.plan.mapped",
        record_of(plan_id, plan["name"]),
        after={
            "of": names[0]["name"],
            "kind": thing,
            "choice": choice,
            "because": because,
            "many": rows[0]["many"],
        },
    )
    return int(rows[0]["many"])


async def name_taker(
    scope: Scope,
    *,
    plan_id: UUID,
    person_id: UUID | None,
    predecessor_id: UUID | None = None,
    item_id: UUID | None = None,
) -> None:
    """Say who of ours takes what has no owner at a predecessor, or one thing that is open.

    Raises rules.UnableToPlan, NotPermitted, NotFound.
    """
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    name = None
    if person_id is not None:
        name = (await people.person_line_of(scope, person_id=person_id)).name
    table, row_id = ("predecessor", predecessor_id) if item_id is None else ("item", item_id)
    title = "name" if item_id is None else "title"
    rows = await fetch(
        f"UPDATE succession_{table} SET taker_person_id = $4 WHERE tenant_id = $1 AND plan_id = $2 AND id = $3 "  # noqa: S608 - our own names
        f"RETURNING {title} AS title",
        scope.tenant.id,
        plan_id,
        row_id,
        person_id,
    )
    if not rows or row_id is None:
        raise NotFound(table)
    await ledger.record(
        scope,
        f"succession.{table}.given",
        Record(room="succession", kind=table, id=row_id, title=rows[0]["title"]),
        after={"taker": name, "taker_person_id": person_id},
    )


async def settle_conflict(scope: Scope, *, plan_id: UUID, conflict: str, words: str) -> None:
    """Say that a conflict is known, and what is done about it. Raises rules.UnableToMap, NotPermitted, NotFound."""
    plan = await hold(scope, plan_id)
    rules.check_can_change(rules.State(plan["state"]), doing=plan["doing"])
    found = {
        each.key: each
        for each in await conflicts_of(scope, plan_id=plan_id, split=plan["kind"] == rules.Kind.SPLIT.value)
    }
    if conflict not in found:
        raise rules.UnableToMap("This conflict is not there any more.", field="words")
    if must_be_mended(found[conflict]):
        raise rules.UnableToMap("Words don’t settle this: choose otherwise in the mapping.", field="words")
    await Settled.add(
        scope,
        plan_id=plan_id,
        conflict=conflict,
        words=words,
        settled_at=scope.now,
        settled_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "succession.conflict.settled",
        record_of(plan_id, plan["name"]),
        after={"conflict": found[conflict].words, "words": words},
    )


async def fingerprint(scope: Scope, plan_id: UUID) -> str:
    """The SHA-256 of everything that was chosen: a rehearsal is of this mapping and no other."""
    rows = await fetch(
        "SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', i.kind, i.from_id, i.choice, i.into_id, "
        "i.into_item_id, i.new_name, i.taker_person_id), ';' ORDER BY i.kind, i.from_id), ''), "
        "'UTF8')), 'hex') AS items, "
        "(SELECT string_agg(concat_ws('|', p.id, p.taker_person_id), ';' ORDER BY p.position) "
        "FROM succession_predecessor p WHERE p.tenant_id = $1 AND p.plan_id = $2) AS takers "
        "FROM succession_item i WHERE i.tenant_id = $1 AND i.plan_id = $2 AND NOT i.gone",
        scope.tenant.id,
        plan_id,
    )
    return hashlib.sha256(f"{rows[0]['items']} {rows[0]['takers']}".encode()).hexdigest()


async def _target(
    scope: Scope, plan_id: UUID, thing: rules.Thing, into: UUID | None
) -> tuple[UUID | None, UUID | None]:
    """Ours, or another item of the same kind that is carried over itself."""
    if into is None or thing not in _TARGETS:
        return None, None
    if await fetch(_TARGETS[thing], scope.tenant.id, into):
        return into, None
    rows = await fetch(
        "SELECT choice FROM succession_item WHERE tenant_id = $1 AND plan_id = $2 AND id = $3 AND kind "
        "= $4 AND NOT gone",
        scope.tenant.id,
        plan_id,
        into,
        thing.value,
    )
    if not rows:
        raise rules.UnableToMap("Choose what it is merged into from the list.", field="into")
    if rows[0]["choice"] != rules.Choice.CARRY.value:
        raise rules.UnableToMap(
            "What it is merged into must itself be carried over. Choose that first.", field="into"
        )
    return None, into
