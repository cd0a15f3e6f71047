"""Steps: every act on a plan is kept with what was before and after, so that the last one can be undone."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.tables import Business, Row, Step
from backend.scope import NotFound, Scope

_TABLES: dict[str, Any] = {"business": Business, "row": Row}
_DAYS = frozenset({"month", "to_month", "first_month", "ended_on"})


class Hand:
    """One act on one committee's plan; `done` writes it down."""

    def __init__(self, scope: Scope, committee_id: UUID) -> None:
        self._scope = scope
        self._committee_id = committee_id
        self._changes: list[dict[str, Any]] = []
        self._items: list[UUID] = []

    async def add(self, kind: str, **values: Any) -> UUID:
        row_id = values.pop("id", None) or new_id()
        await _TABLES[kind].add(self._scope, id=row_id, **values)
        self._note(kind, row_id, None, values)
        return UUID(str(row_id))

    async def change(self, kind: str, row: Mapping[str, Any], **values: Any) -> None:
        before = {name: row[name] for name in values}
        if before == values:
            return
        table = _TABLES[kind]
        await table.change(self._scope, **values).where(table.id == row["id"])
        self._note(kind, row["id"], before, values)

    async def settle(self, business: Mapping[str, Any], month: date, **values: Any) -> None:
        """Write what became of the business in a month, whether or not a row of that month is kept already."""
        kept = await Row.within(self._scope).where(Row.business_id == business["id"], Row.month == month)
        clean = {"reason": None, "to_month": None, "to_committee_id": None, "item_id": None, **values}
        if kept:
            await self.change("row", kept[0], **clean)
        else:
            await self.add("row", business_id=business["id"], month=month, **clean)

    def placed(self, item_id: UUID) -> None:
        """An item that this act put on an agenda, and that goes from there with it."""
        self._items.append(item_id)

    @property
    def idle(self) -> bool:
        return not self._changes and not self._items

    async def done(self, act: str, *, subject: Record, words: str, **more: Any) -> None:
        await Step.add(
            self._scope,
            committee_id=self._committee_id,
            words=words,
            changes=json.dumps(self._changes),
            item_ids=self._items,
            made_at=self._scope.now,
            made_by_name=self._scope.actor.name,
        )
        await ledger.record(
            self._scope, act, subject, after={"words": words, "changes": self._changes, **more}
        )

    def _note(
        self, kind: str, row_id: UUID, before: Mapping[str, Any] | None, after: Mapping[str, Any]
    ) -> None:
        self._changes.append(
            {
                "kind": kind,
                "id": str(row_id),
                "before": None if before is None else {name: _text(value) for name, value in before.items()},
                "after": {name: _text(value) for name, value in after.items()},
            }
        )


async def undo_step(scope: Scope, *, step_id: UUID) -> None:
    """Undo the last step on a committee's plan that stands. Raises rules.UnableToUndo, NotFound."""
    rows = await Step.within(scope, Step.id, Step.committee_id).where(Step.id == step_id)
    if not rows:
        raise NotFound("step")
    committee_id = rows[0]["committee_id"]
    rules.check_may_steer(scope, committee_id=committee_id)
    await hold_plan(scope, committee_id)
    last = await fetch(
        "SELECT * FROM planning_step WHERE tenant_id = $1 AND committee_id = $2 AND undone_at IS NULL "
        "ORDER BY made_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
        committee_id,
    )
    if not last or last[0]["id"] != step_id:
        raise rules.UnableToUndo("Only the last step on the plan can be undone, and this is not it any more.")
    step = last[0]
    changes = json.loads(step["changes"])
    for item_id in reversed(step["item_ids"]):
        await _take_off(scope, item_id)
    for change in reversed(changes):
        await _take_back(scope, change)
    await Step.change(scope, undone_at=scope.now, undone_by_name=scope.actor.name).where(Step.id == step_id)
    subject = Record(room="planning", kind="plan", id=committee_id, title=step["words"])
    await ledger.record(scope, "planning.step.undone", subject, before={"changes": changes})


async def hold_plan(scope: Scope, committee_id: UUID) -> None:
    """One change of a committee's plan at a time."""
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"planning/{committee_id}")


async def _take_off(scope: Scope, item_id: UUID) -> None:
    meeting, item = await meeting_queries.item(scope, item_id=item_id)
    if item.withdrawn:
        return
    if meeting.state is not meeting_rules.MeetingState.PLANNED:
        raise rules.UnableToUndo(
            f"“{item.title}” is on an agenda that is published, so it can’t be taken off without a word. "
            "Withdraw the item."
        )
    if item.papers:
        raise rules.UnableToUndo(
            f"A paper was handed in for “{item.title}”, so it can’t be taken off without a word. "
            "Withdraw the item."
        )
    await meetings.withdraw_item(scope, item_id=item_id, because="The step that put it here was undone")


async def _take_back(scope: Scope, change: Mapping[str, Any]) -> None:
    table = _TABLES[change["kind"]]
    row_id = UUID(change["id"])
    rows: Sequence[dict[str, Any]] = await table.within(scope).where(table.id == row_id)
    if not rows or any(_text(rows[0][name]) != value for name, value in change["after"].items()):
        raise rules.UnableToUndo("Something else has become of it since, so this step can’t be undone.")
    if change["before"] is not None:
        values = {name: _value(name, text) for name, text in change["before"].items()}
    elif change["kind"] == "business":
        values = {"withdrawn_at": scope.now}
    else:
        values = {
            "state": rules.RowState.VOID.value,
            "reason": None,
            "to_month": None,
            "to_committee_id": None,
            "item_id": None,
        }
    await table.change(scope, **values).where(table.id == row_id)


def _text(value: Any) -> Any:
    """A value as JSON keeps it, and as it is compared."""
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | UUID):
        return str(value)
    return value


def _value(name: str, text: Any) -> Any:
    if text is None:
        return None
    if name in _DAYS:
        return date.fromisoformat(text)
    if name.endswith("_id"):
        return UUID(text)
    if name.endswith("_at"):
        return datetime.fromtimestamp(text, UTC)
    return text
