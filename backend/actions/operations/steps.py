"""Steps: everything that is done with an action is kept with what was before and after, so that it can be undone."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.actions import chasing, claims, rules
from backend.actions.rules import OWED, State
from backend.actions.tables import Action
from backend.actions.tables import Step as StepTable
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope

_CHASED_BY = frozenset(
    {"state", "due_on", "owner_person_id", "owner_name", "deputy_person_id", "asked", "struck_at"}
)
"""A change of one of these ends the chase as it stood, and begins another."""

_DAYS = frozenset({"due_on", "ended_on", "asked_until", "chase_on", "claimed_on"})
_KEPT_OUT = frozenset({"chase_on", "claimed_on"})  # reckoned anew whenever a step is taken or undone


async def hold(scope: Scope, *, action_id: UUID, struck: bool = False) -> dict[str, Any]:
    """The action against everybody else until the transaction ends, for whoever may see it.

    Raises NotFound, and UnableToStep for one that was struck out unless `struck`.
    """
    rows = await fetch(
        "SELECT * FROM actions_action WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, action_id
    )
    if not rows or not rules.may_see(
        scope,
        private=rows[0]["private"],
        committee_id=rows[0]["committee_id"],
        holders=holders_of(rows[0]),
    ):
        raise NotFound("action")
    if rows[0]["struck_at"] is not None and not struck:
        raise rules.UnableToStep("This action was struck out. Undo that first.")
    return dict(rows[0])


def holders_of(action: Mapping[str, Any]) -> frozenset[UUID | None]:
    """The owner and the deputy, as far as they are persons of the tenant."""
    return frozenset({action["owner_person_id"], action["deputy_person_id"]})


async def take(
    scope: Scope,
    action: Mapping[str, Any],
    kind: str,
    *,
    values: Mapping[str, Any] | None = None,
    words: str | None = None,
    was: str | None = None,
    came: str | None = None,
    agreed_by: str | None = None,
    agreed_on: date | None = None,
    file_id: UUID | None = None,
    link: str | None = None,
    by_link: bool = False,
) -> UUID:
    """Write `values` into the action, and the step and the line of the ledger that tell of it; returns the step's id.

    `was` and `came` tell the change to people.
    """
    changed = {name: value for name, value in (values or {}).items() if action[name] != value}
    before = {name: action[name] for name in changed}
    if changed:
        await _write(scope, action, changed)
    step_id = new_id()
    await StepTable.add(
        scope,
        id=step_id,
        action_id=action["id"],
        kind=kind,
        words=words or None,
        changes=json.dumps({"before": _texts(before), "after": _texts(changed), "was": was, "came": came}),
        agreed_by=agreed_by,
        agreed_on=agreed_on,
        file_id=file_id,
        link=link,
        by_link=by_link,
        made_at=scope.now,
        made_by_person_id=scope.actor.person_id,
        made_by_name=scope.actor.name,
    )
    told = {"words": words, "agreed_by": agreed_by, "agreed_on": agreed_on, "file_id": file_id, "link": link}
    await ledger.record(
        scope,
        f"actions.action.{kind}",
        record_of(action),
        before=before or None,
        after={
            **changed,
            **{name: value for name, value in told.items() if value is not None},
            **({"by_link": True} if by_link else {}),
        },
    )
    return step_id


async def undo_step(scope: Scope, *, step_id: UUID, because: str) -> UUID:
    """Undo the last step that changed the action; returns the action's id. Raises rules.UnableToUndo, NotFound."""
    step, action = await _held(scope, step_id)
    words = _reason(because)
    last = await fetch(
        "SELECT id FROM actions_step WHERE tenant_id = $1 AND action_id = $2 AND undone_at IS NULL "
        "AND kind <> 'undertaken' AND changes -> 'after' <> '{}'::jsonb ORDER BY made_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
        action["id"],
    )
    if not last or last[0]["id"] != step_id:
        raise rules.UnableToUndo(
            "Only the last change of an action can be undone, and this is not it any more."
        )
    changes = json.loads(step["changes"])
    if any(_text(action[name]) != value for name, value in changes["after"].items()):
        raise rules.UnableToUndo("Something else has become of the action since, so this can’t be undone.")
    await _write(scope, action, {name: _value(name, text) for name, text in changes["before"].items()})
    await _mark_undone(scope, step_id, words)
    await ledger.record(
        scope,
        "actions.step.undone",
        record_of(action),
        before=changes["after"],
        after={**changes["before"], "step": step["kind"], "because": words},
    )
    return UUID(str(action["id"]))


async def strike_step(scope: Scope, *, step_id: UUID, because: str) -> UUID:
    """Strike out an update or evidence that was entered by mistake; it stays, struck through. Returns the action's id.

    Whoever made it may, and whoever answers for the action. Raises rules.UnableToUndo, NotFound.
    """
    step, action = await _held(scope, step_id)
    words = _reason(because)
    if step["made_by_person_id"] != scope.actor.person_id:
        rules.check_may_settle(scope, committee_id=action["committee_id"])
    if step["kind"] not in rules.STRUCK_KINDS:
        raise rules.UnableToUndo(
            "Only updates and evidence are struck out; what changed the action is undone."
        )
    await _mark_undone(scope, step_id, words)
    await ledger.record(
        scope,
        "actions.step.struck-out",
        record_of(action),
        before={"step": step["kind"], "words": step["words"]},
        after={"because": words},
    )
    return UUID(str(action["id"]))


def record_of(action: Mapping[str, Any]) -> Record:
    """How the ledger points at an action: a private one by its reference alone."""
    reference = rules.reference(action["number"])
    title = reference if action["private"] else f"{reference} {action['words']}"[:200]
    return Record(room="actions", kind="action", id=action["id"], title=title)


async def _write(scope: Scope, action: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    """The new values, with the chase reckoned anew where they touch it."""
    after = {**action, **changed}
    rechased = _CHASED_BY & set(changed)
    more: dict[str, Any] = {}
    if rechased:
        owed = State(after["state"]) in OWED and after["struck_at"] is None
        more["chase_on"] = await chasing.first_chase(scope, after["due_on"]) if owed else None
        more["claimed_on"] = claims.claimed_on(action, after, today=scope.today)
    await Action.change(scope, **{**changed, **more}).where(Action.id == action["id"])
    if rechased:
        await chasing.settle(scope, after, owed=owed)
        await chasing.hold_chore(scope, chase_on=more["chase_on"])
        if more["claimed_on"] != action["claimed_on"]:
            await claims.follow(scope, action, now_on=more["claimed_on"])


async def _held(scope: Scope, step_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The step and its action, held; the step is read once the action is."""
    found = await StepTable.within(scope, StepTable.action_id).where(StepTable.id == step_id)
    if not found:
        raise NotFound("step")
    action = await hold(scope, action_id=found[0]["action_id"], struck=True)
    (step,) = await StepTable.within(scope).where(StepTable.id == step_id)
    if step["kind"] not in rules.STRUCK_KINDS:
        rules.check_may_settle(scope, committee_id=action["committee_id"])
    if step["undone_at"] is not None:
        raise rules.UnableToUndo("This was undone or struck out already.")
    return step, action


async def _mark_undone(scope: Scope, step_id: UUID, because: str) -> None:
    await StepTable.change(
        scope, undone_at=scope.now, undone_by_name=scope.actor.name, undone_because=because
    ).where(StepTable.id == step_id)


def _reason(words: str) -> str:
    return rules.check_reason(words, sentence="Say why it does not stand.", field="because")


def _texts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in values.items() if name not in _KEPT_OUT}


def _text(value: Any) -> Any:
    """A value as JSON keeps it, and as it is compared."""
    if value is None or isinstance(value, bool | int | str):
        return value.value if isinstance(value, State) else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _value(name: str, text: Any) -> Any:
    if text is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(text)
    return UUID(text) if name.endswith("_id") else text
