"""Taking up a programme as a folder describes it, changing it to what the folder says now, and retiring it."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.catalogue.conditions import condition_as_data
from backend.catalogue.programmes import DelegationProgramme
from backend.delegation import catalogued, chasing, rules
from backend.delegation.tables import (
    Commitment,
    Condition,
    Gate,
    Milestone,
    MilestoneState,
    Programme,
    ScopeRow,
)
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope
from backend.signoff import workflows

_JSON = frozenset({"source", "sections", "responsibilities", "guards", "rule", "finding", "checking"})


class Origin(StrEnum):
    """What a programme came from: a file of the tenant's folder, a plan that is shipped, or people in the app."""

    FILE = "file"
    PLAN = "plan"
    APP = "app"


async def take_up_programme(
    scope: Scope, *, programme: DelegationProgramme, origin: Origin = Origin.FILE, plan: str | None = None
) -> UUID:
    """Begin to keep a programme, or take up again one of the same slug that was retired. Returns its id.

    Each milestone begins in the first state of the workflow that the tenant has pinned: nothing is submitted or
    accepted by taking a programme up. `plan` is the shipped plan (`id/edition`) that it was made from. Raises
    workflows.NoWorkflow.
    """
    came_from = {"origin": origin.value, "plan": plan}
    rows = await Programme.within(scope, Programme.id).where(Programme.slug == programme.id)
    if rows:
        programme_id: UUID = rows[0]["id"]
        await Programme.change(scope, **_head(programme), **came_from, retired_on=None).where(
            Programme.id == programme_id
        )
    else:
        programme_id = await Programme.add(
            scope,
            slug=programme.id,
            **_head(programme),
            **came_from,
            version=1,
            taken_up_on=scope.today,
            retired_on=None,
        )
    await _settle_parts(scope, programme_id, programme)
    await chasing.begin(scope)
    await ledger.record(
        scope,
        "delegation.programme.taken-up",
        _record(programme_id, programme.name),
        after={**programme.model_dump(mode="json", exclude_none=True), **came_from},
    )
    return programme_id


async def change_programme(scope: Scope, *, programme: DelegationProgramme) -> None:
    """Make the living programme of this slug what `programme` says; what it no longer names is retired.

    How milestones stand, and what was judged, stays as it is. Raises NotFound.
    """
    living = (await catalogued.catalogued_programmes(scope)).get(programme.id)
    if living is None:
        raise NotFound("delegation programme")
    programme_id = await _held(scope, programme.id)
    await Programme.change(scope, **_head(programme), version=Programme.version + 1).where(
        Programme.id == programme_id
    )
    await _settle_parts(scope, programme_id, programme, added_on=scope.today)
    before, after = living.model_dump(mode="json"), programme.model_dump(mode="json")
    changed = [name for name in after if before[name] != after[name]]
    await chasing.begin(scope)
    await ledger.record(
        scope,
        "delegation.programme.changed",
        _record(programme_id, programme.name),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


async def retire_programme(scope: Scope, *, slug: str) -> None:
    """Keep the programme no longer; all that was said of it stays. Raises NotFound."""
    programme_id = await _held(scope, slug)
    rows = await Programme.within(scope, Programme.name).where(Programme.id == programme_id)
    await Programme.change(scope, retired_on=scope.today).where(Programme.id == programme_id)
    await ledger.record(
        scope,
        "delegation.programme.retired",
        _record(programme_id, rows[0]["name"]),
        after={"retired_on": scope.today},
    )


def _head(programme: DelegationProgramme) -> dict[str, Any]:
    return {
        "name": programme.name,
        "framework": programme.framework,
        "reviewing_body": programme.reviewing_body,
        "about": programme.about,
        "reconstruction_note": programme.reconstruction_note,
        "scope_note": programme.scope_note,
        "sections": json.dumps([each.model_dump(mode="json") for each in programme.sections]),
        "streams": json.dumps([each.model_dump(mode="json") for each in programme.streams]),
        "documents": json.dumps(
            [each.model_dump(mode="json", exclude_none=True) for each in programme.documents]
        ),
        "responsibilities": json.dumps(
            [each.model_dump(mode="json", exclude_none=True) for each in programme.responsibilities]
        ),
    }


async def _held(scope: Scope, slug: str) -> UUID:
    """The living programme's id, its row held until the transaction ends."""
    rows = await fetch(
        "SELECT id FROM delegation_programme WHERE tenant_id = $1 AND slug = $2 AND retired_on IS NULL FOR UPDATE",
        scope.tenant.id,
        slug,
    )
    if not rows:
        raise NotFound("delegation programme")
    programme_id: UUID = rows[0]["id"]
    return programme_id


async def _settle_parts(
    scope: Scope, programme_id: UUID, programme: DelegationProgramme, *, added_on: date | None = None
) -> None:
    """Write what the programme is made of, each thing after those that it names.

    `added_on` is the day on which milestones come to it later; None where they come with it.
    """
    workflow = workflows.pinned(scope, rules.WORKFLOW)
    milestones, fresh = await _settle(
        scope,
        Milestone,
        programme_id,
        {
            each.id: {
                "slug": each.id,
                "section": each.section,
                "stream": each.stream,
                "activity": each.activity,
                "baseline_due_month": each.due.isoformat() if each.due else None,
                "after": list(each.after),
                "after_inferred": each.after_inferred,
                "expects": list(each.expects),
                "reconstructed": each.reconstructed,
                "source": catalogued.provenance_of(each),
            }
            for each in programme.milestones
        },
        only_new={"workflow": workflow.key, "added_on": added_on},
    )
    await _begin_milestones(scope, fresh, workflow.start)
    gates, _ = await _settle(
        scope,
        Gate,
        programme_id,
        {
            gate.id: {
                "slug": gate.id,
                "name": gate.name,
                "about": gate.about,
                "before_milestone_id": milestones[gate.before] if gate.before else None,
                "before_inferred": gate.before_inferred,
                "guards": catalogued.as_column(gate.guards),
                "source": catalogued.provenance_of(gate),
            }
            for gate in programme.gates
        },
    )
    await _settle(
        scope,
        Condition,
        programme_id,
        {
            each.id: {
                "slug": each.id,
                "gate_id": gates[gate.id],
                "text": each.text,
                "parts": list(each.parts),
                "met_by_milestone_id": milestones[each.met_by] if each.met_by else None,
                "met_by_inferred": each.met_by_inferred,
                "expects": list(each.expects),
                "needs": [kind.value for kind in each.needs],
                "rule": json.dumps(condition_as_data(each.rule)) if each.rule else None,
                "finding": catalogued.as_column(each.found),
                "source": catalogued.provenance_of(each),
            }
            for gate in programme.gates
            for each in gate.conditions
        },
    )
    await _settle(
        scope,
        Commitment,
        programme_id,
        {
            each.id: {
                "slug": each.id,
                "n": each.n,
                "text": each.text,
                "check_words": each.check,
                "checking": catalogued.as_column(each.checking),
                "source": catalogued.provenance_of(each),
            }
            for each in programme.commitments
        },
    )
    await _settle(
        scope,
        ScopeRow,
        programme_id,
        {
            str(each.n): {
                "n": each.n,
                "area": each.area,
                "in_scope": each.in_scope.value,
                "inferred": each.inferred.value if each.inferred else None,
                "basis": each.basis,
                "source": catalogued.provenance_of(each),
            }
            for each in programme.scope
        },
        key="n",
    )


async def _settle(
    scope: Scope,
    table: Any,
    programme_id: UUID,
    wanted: Mapping[str, dict[str, Any]],
    *,
    key: str = "slug",
    only_new: Mapping[str, Any] | None = None,
) -> tuple[dict[str, UUID], list[UUID]]:
    """Add what is new, change what differs or was retired, retire what is wanted no more. Ids by key, and the new."""
    rows = await table.within(scope).where(table.programme_id == programme_id)
    known = {str(row[key]): row for row in rows}
    fresh = {name: new_id() for name in wanted if name not in known}
    adding = []
    for position, (name, values) in enumerate(wanted.items()):
        full = {**values, "position": position, "retired_on": None}
        if name in fresh:
            ids = {"tenant_id": scope.tenant.id, "id": fresh[name], "programme_id": programme_id}
            adding.append(table(**ids, **full, **(only_new or {})))
        elif any(_plain(column, known[name][column]) != _plain(column, full[column]) for column in full):
            await table.change(scope, **full).where(table.id == known[name]["id"])
    if adding:
        await table.insert(*adding)
    gone = [row["id"] for name, row in known.items() if name not in wanted and row["retired_on"] is None]
    if gone:
        await table.change(scope, retired_on=scope.today).where(table.id.is_in(gone))
    return {name: fresh[name] if name in fresh else known[name]["id"] for name in wanted}, list(
        fresh.values()
    )


async def _begin_milestones(scope: Scope, milestone_ids: list[UUID], state: str) -> None:
    if milestone_ids:
        await MilestoneState.insert(
            *(
                MilestoneState(
                    tenant_id=scope.tenant.id,
                    id=new_id(),
                    milestone_id=milestone_id,
                    version=1,
                    act="taken-up",
                    state=state,
                    at_risk=False,
                    since=scope.today,
                    known_from=scope.now,
                    person_id=scope.actor.person_id,
                    person_name=scope.actor.name,
                )
                for milestone_id in milestone_ids
            )
        )


def _plain(column: str, value: Any) -> Any:
    return json.loads(value) if column in _JSON and isinstance(value, str) else value


def _record(programme_id: UUID, name: str) -> Record:
    return Record(room="delegation", kind="programme", id=programme_id, title=name)
