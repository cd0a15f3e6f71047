"""A step with a risk: what it changed is kept whole, with the day from which it holds; the last can be undone."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.risks import rules
from backend.risks.queries.reading import SUBJECTS
from backend.risks.tables import kept
from backend.scope import NotFound, Scope

_TABLES: Mapping[str, Any] = {
    "objective": kept.Objective,
    "risk": kept.Risk,
    "score": kept.Score,
    "point": kept.Point,
    "control": kept.Control,
    "assurance": kept.Assurance,
    "gap": kept.Gap,
    "move": kept.Move,
    "confirmation": kept.Confirmation,
}
_OFFICERS_ALONE = frozenset({"moved", "closed", "reopened"})
"""Steps that are undone only by whoever may take them."""


class Hand:
    """One step. Rows are added and changed, then `done` keeps a version of each and writes the ledger's line."""

    def __init__(self, scope: Scope, *, holds_from: date | None = None) -> None:
        self._scope = scope
        self._holds_from = holds_from or scope.today
        self._touched: dict[UUID, str] = {}
        self._before: dict[str, Any] = {}
        self._after: dict[str, Any] = {}

    @property
    def idle(self) -> bool:
        return not self._touched

    async def add(self, subject: str, **values: Any) -> UUID:
        row_id: UUID = values.pop("id", None) or new_id()
        await _TABLES[subject].add(self._scope, id=row_id, version=1, **values)
        self._touched[row_id] = subject
        self._after[f"{subject}/{row_id}"] = values
        return row_id

    async def change(self, subject: str, row: Mapping[str, Any], **values: Any) -> dict[str, Any]:
        """Write what differs; returns that, and nothing where all is as it was."""
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed:
            table = _TABLES[subject]
            await table.change(self._scope, version=row["version"] + 1, **changed).where(
                table.id == row["id"]
            )
            self._touched[row["id"]] = subject
            self._before[f"{subject}/{row['id']}"] = {name: row[name] for name in changed}
            self._after[f"{subject}/{row['id']}"] = changed
        return changed

    async def done(
        self,
        act: str,
        *,
        subject: Record,
        words: str,
        because: str | None = None,
        risk_id: UUID | None = None,
    ) -> UUID:
        """Keep the step under `risk_id`; returns its id. `act` is the last part of the ledger's name of it."""
        step_id = new_id()
        for row_id, table in self._touched.items():
            await execute(
                f"INSERT INTO risks_version (tenant_id, id, step_id, risk_id, subject, subject_id, number, holds_from, "  # noqa: S608 - our own names
                f"act, words, because, said, made_at, made_by_person_id, made_by_name) "
                f"SELECT $1, $2, $3, $4, '{table}', t.id, t.version, $6, $7, $8, $9, to_jsonb(t), $10, $11, $12 "
                f"FROM risks_{table} t WHERE t.tenant_id = $1 AND t.id = $5",
                self._scope.tenant.id,
                new_id(),
                step_id,
                risk_id,
                row_id,
                self._holds_from,
                act,
                words,
                because or None,
                self._scope.now,
                self._scope.actor.person_id,
                self._scope.actor.name,
            )
        after = {"words": words, "because": because, "holds_from": self._holds_from, "rows": self._after}
        await ledger.record(
            self._scope, f"risks.{subject.kind}.{act}", subject, before=self._before or None, after=after
        )
        return step_id


async def hold(scope: Scope, subject: str, row_id: UUID, *, version: int | None = None) -> dict[str, Any]:
    """The row, held until this transaction ends. Raises NotFound, rules.ChangedMeanwhile."""
    assert subject in SUBJECTS  # the name becomes part of the statement
    rows = await fetch(
        f"SELECT * FROM risks_{subject} WHERE tenant_id = $1 AND id = $2 AND struck_at IS NULL FOR UPDATE",  # noqa: S608 - our own names
        scope.tenant.id,
        row_id,
    )
    if not rows:
        raise NotFound(subject)
    if version is not None and rows[0]["version"] != version:
        raise rules.ChangedMeanwhile(
            "Somebody else changed this after you had opened it, so nothing was written. Look at what it says now; "
            "what you typed is still here, and sending it again puts it in place of theirs."
        )
    return dict(rows[0])


def record_of(risk: Mapping[str, Any]) -> Record:
    title = f"{rules.reference(risk['number'], risk['called'])} {risk['title']}"
    return Record(room="risks", kind="risk", id=risk["id"], title=title)


async def undo_step(scope: Scope, *, step_id: UUID, because: str) -> UUID:
    """Undo the last step that stands with a risk; returns the risk's id.

    What the step had entered is struck out, what it had changed is as before. Raises rules.UnableToUndoStep,
    rules.UnableToKeepRisk, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    reason = rules.check_words(because, sentence="Say why it is undone.", field="because")
    found = await fetch(
        "SELECT * FROM risks_version WHERE tenant_id = $1 AND step_id = $2 ORDER BY id",
        scope.tenant.id,
        step_id,
    )
    if not found or found[0]["risk_id"] is None:
        raise NotFound("step")
    if found[0]["act"] in _OFFICERS_ALONE:
        rules.check_may_settle(scope)
    risk = await hold(scope, "risk", found[0]["risk_id"])
    last = await fetch(
        "SELECT step_id FROM risks_version WHERE tenant_id = $1 AND risk_id = $2 AND undone_at IS NULL "
        "ORDER BY made_at DESC, step_id DESC LIMIT 1",
        scope.tenant.id,
        risk["id"],
    )
    if not last or last[0]["step_id"] != step_id:
        raise rules.UnableToUndoStep(
            "Only the last step with a risk can be undone, and this is not it any more."
        )
    await execute(
        "UPDATE risks_version SET undone_at = $3, undone_by_name = $4, undone_because = $5 "
        "WHERE tenant_id = $1 AND step_id = $2",
        scope.tenant.id,
        step_id,
        scope.now,
        scope.actor.name,
        reason,
    )
    for row in found:
        await _restore(scope, row["subject"], row["subject_id"])
    after = {"words": found[0]["words"], "because": reason}
    await ledger.record(scope, "risks.risk.step-undone", record_of(risk), after=after)
    return UUID(str(risk["id"]))


async def _restore(scope: Scope, subject: str, row_id: UUID) -> None:
    """The row as its last standing version says; struck out where there is none."""
    table = _TABLES[subject]
    columns = [
        column._meta.name
        for column in table._meta.columns
        if column._meta.name not in ("tenant_id", "id", "version", "struck_at")
    ]
    names = ", ".join(columns)
    came = ", ".join(f"stood.{name}" for name in columns)
    restored = await fetch(
        f"UPDATE risks_{subject} t SET ({names}, version) = (SELECT {came}, t.version + 1 "  # noqa: S608 - our own names
        f"FROM jsonb_populate_record(NULL::risks_{subject}, last.said) stood) "
        "FROM (SELECT said FROM risks_version WHERE tenant_id = $1 AND subject = $3 AND subject_id = $2 "
        "AND undone_at IS NULL ORDER BY number DESC LIMIT 1) last "
        "WHERE t.tenant_id = $1 AND t.id = $2 RETURNING t.id",
        scope.tenant.id,
        row_id,
        subject,
    )
    if not restored:
        await execute(
            f"UPDATE risks_{subject} SET struck_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2",  # noqa: S608 - our own names
            scope.tenant.id,
            row_id,
            scope.now,
        )
