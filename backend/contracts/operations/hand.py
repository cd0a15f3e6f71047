"""A step with a contract: what it changed is kept whole, and the last can be undone."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.contracts import rules, tables
from backend.contracts.operations import telling
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations.searching import search_ahead
from backend.scope import NotFound, Scope

_TABLES: Mapping[str, Any] = {
    "contract": tables.Contract,
    "partner": tables.Partner,
    "share": tables.Share,
}
_KEPT_APART = frozenset({"tenant_id", "id", "version", "struck_at"})


class Hand:
    """One step with one contract. Rows are added and changed; `done` keeps a version of each and writes the ledger."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._touched: dict[UUID, str] = {}
        self._before: dict[str, Any] = {}
        self._after: dict[str, Any] = {}

    @property
    def idle(self) -> bool:
        return not self._touched

    async def add(self, subject: str, **values: Any) -> UUID:
        row_id = new_id()
        await _TABLES[subject].add(self._scope, id=row_id, version=1, **values)
        self._touched[row_id] = subject
        self._after[f"{subject}/{row_id}"] = _plain(values)
        return row_id

    async def change(self, subject: str, row: Mapping[str, Any], **values: Any) -> None:
        """Write what differs; nothing where all is as it was."""
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed:
            table = _TABLES[subject]
            await table.change(self._scope, version=row["version"] + 1, **changed).where(
                table.id == row["id"]
            )
            self._touched[row["id"]] = subject
            self._before[f"{subject}/{row['id']}"] = _plain({name: row[name] for name in changed})
            self._after[f"{subject}/{row['id']}"] = _plain(changed)

    async def done(
        self, act: str, *, contract: Mapping[str, Any], words: str, because: str | None = None
    ) -> None:
        """Keep the step; conflicts are looked for anew. `act` is the last part of the ledger's name of it."""
        step_id = new_id()
        for row_id, subject in self._touched.items():
            await execute(
                f"INSERT INTO contracts_version (tenant_id, id, step_id, contract_id, subject, subject_id, number, "  # noqa: S608 - our own names
                f"act, words, because, said, made_at, made_by_person_id, made_by_name) "
                f"SELECT $1, $2, $3, $4, '{subject}', t.id, t.version, $6, $7, $8, to_jsonb(t), $9, $10, $11 "
                f"FROM contracts_{subject} t WHERE t.tenant_id = $1 AND t.id = $5",
                self._scope.tenant.id,
                new_id(),
                step_id,
                contract["id"],
                row_id,
                act,
                words,
                because or None,
                self._scope.now,
                self._scope.actor.person_id,
                self._scope.actor.name,
            )
        search_ahead(self._scope)
        after = {"words": words, "because": because, "rows": self._after}
        await ledger.record(
            self._scope,
            f"contracts.contract.{act}",
            record_of(contract),
            before=self._before or None,
            after=after,
        )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts as they are written, for the ledger holds no numbers with a point."""
    return {name: f"{each:f}" if isinstance(each, Decimal) else each for name, each in values.items()}


async def hold(scope: Scope, subject: str, row_id: UUID, *, version: int | None = None) -> dict[str, Any]:
    """The row, held until this transaction ends. Raises NotFound, rules.ChangedMeanwhile."""
    assert subject in _TABLES  # the name becomes part of the statement
    rows = await fetch(
        f"SELECT * FROM contracts_{subject} WHERE tenant_id = $1 AND id = $2 AND struck_at IS NULL FOR UPDATE",  # noqa: S608 - our own names
        scope.tenant.id,
        row_id,
    )
    if not rows:
        raise NotFound({"share": "gain-share"}.get(subject, subject))
    if version is not None and rows[0]["version"] != version:
        raise rules.ChangedMeanwhile(
            "Somebody else changed this after you had opened it, so nothing was written. Look at what it says now; "
            "what you typed is still here, and sending it again puts it in place of theirs."
        )
    return dict(rows[0])


def record_of(contract: Mapping[str, Any]) -> Record:
    title = f"{rules.reference(contract['number'])} {contract['title']}"
    return Record(room="contracts", kind="contract", id=contract["id"], title=title)


async def undo_step(scope: Scope, *, contract_id: UUID, step_id: UUID, because: str) -> None:
    """Undo the last step that stands with a contract.

    What the step had entered is struck out, what it had changed is as before. Raises rules.UnableToUndoStep,
    rules.UnableToKeepContract, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    reason = rules.check_words(because, sentence="Say why it is undone.", field="because")
    contract = await hold(scope, "contract", contract_id)
    found = await fetch(
        "SELECT * FROM contracts_version WHERE tenant_id = $1 AND contract_id = $2 AND step_id = $3 ORDER BY id",
        scope.tenant.id,
        contract_id,
        step_id,
    )
    if not found:
        raise NotFound("step")
    last = await fetch(
        "SELECT step_id FROM contracts_version WHERE tenant_id = $1 AND contract_id = $2 AND undone_at IS NULL "
        "ORDER BY made_at DESC, step_id DESC LIMIT 1",
        scope.tenant.id,
        contract_id,
    )
    if not last or last[0]["step_id"] != step_id:
        raise rules.UnableToUndoStep(
            "Only the last step with a contract can be undone, and this is not it any more."
        )
    await execute(
        "UPDATE contracts_version SET undone_at = $3, undone_by_name = $4, undone_because = $5 "
        "WHERE tenant_id = $1 AND step_id = $2",
        scope.tenant.id,
        step_id,
        scope.now,
        scope.actor.name,
        reason,
    )
    for row in found:
        await _restore(scope, row["subject"], row["subject_id"])
        if row["subject"] == "share":
            await telling.withdraw(scope, share_id=row["subject_id"])
    search_ahead(scope)
    after = {"words": found[0]["words"], "because": reason}
    await ledger.record(scope, "contracts.contract.step-undone", record_of(contract), after=after)


async def _restore(scope: Scope, subject: str, row_id: UUID) -> None:
    """The row as its last standing version says; struck out where there is none."""
    columns = [
        column._meta.name for column in _TABLES[subject]._meta.columns if column._meta.name not in _KEPT_APART
    ]
    names, came = ", ".join(columns), ", ".join(f"stood.{name}" for name in columns)
    restored = await fetch(
        f"UPDATE contracts_{subject} t SET ({names}, version, struck_at) = "  # noqa: S608 - our own names
        f"(SELECT {came}, t.version + 1, stood.struck_at "
        f"FROM jsonb_populate_record(NULL::contracts_{subject}, last.said) stood) "
        "FROM (SELECT said FROM contracts_version WHERE tenant_id = $1 AND subject = $3 AND subject_id = $2 "
        "AND undone_at IS NULL ORDER BY number DESC LIMIT 1) last "
        "WHERE t.tenant_id = $1 AND t.id = $2 RETURNING t.id",
        scope.tenant.id,
        row_id,
        subject,
    )
    if not restored:
        await execute(
            f"UPDATE contracts_{subject} SET struck_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2",  # noqa: S608 - our own names
            scope.tenant.id,
            row_id,
            scope.now,
        )
