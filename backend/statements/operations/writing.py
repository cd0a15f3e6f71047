"""Starting a statement, writing in its places, and choosing the freeze that it rests on."""

from typing import Any
from uuid import UUID

from backend.catalogue.statements import StatementKind
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope
from backend.statements.queries import freezes, recorded
from backend.statements.queries import statements as queries
from backend.statements.queries.statements import StatementView
from backend.statements.rules import writing as rules
from backend.statements.rules.years import FinancialYear
from backend.statements.tables.statements import Statement, Words


async def start_statement(
    scope: Scope, *, kind: StatementKind, year: FinancialYear, committee_id: UUID | None = None
) -> UUID:
    """Start a statement of a year, of a committee where the kind is about one; returns its id.

    It rests on the newest freeze of the year, or on the year as it reads until there is one. The template is the
    edition in force on the year's last day. Raises UnableToWrite.
    """
    scope.check_may("statements.keep", "Your role doesn’t write statements.")
    if year.since > scope.today:
        raise rules.UnableToWrite(f"{year.in_words} has not begun.")
    template = queries.template_of(kind, on=year.until)
    if (kind is StatementKind.COMMITTEE) is not (committee_id is not None):
        raise rules.UnableToWrite(
            "Choose the committee that the report is about."
            if committee_id is None
            else "Only a committee’s annual report is about a committee.",
            field="committee_id",
        )
    if committee_id is not None:
        lived = {each.id for each in await recorded.committees_in(scope, year=year)}
        if committee_id not in lived:
            raise rules.UnableToWrite("That is no committee of ours in this year.", field="committee_id")
    frozen = await freezes.freezes_of(scope, year=year)
    rows = await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($2, 72)), (SELECT id FROM statements_statement "
        "WHERE tenant_id = $1 AND kind = $3 AND year = $4 AND committee_id IS NOT DISTINCT FROM $5) AS id",
        scope.tenant.id,
        f"{scope.tenant.id}/statement/{year.beginning}",
        kind.value,
        year.beginning,
        committee_id,
    )
    if rows[0]["id"] is not None:
        return UUID(str(rows[0]["id"]))
    statement_id: UUID = await Statement.add(
        scope,
        kind=kind,
        year=year.beginning,
        committee_id=committee_id,
        template=template.key,
        freeze_id=frozen[0].id if frozen else None,
        state=rules.State.DRAFT,
        version=1,
        started_at=scope.now,
        started_by_name=scope.actor.name,
    )
    view = await queries.statement(scope, statement_id=statement_id)
    await ledger.record(
        scope, "statements.statement.started", record_of(view), after={"template": template.key}
    )
    return statement_id


async def write_place(
    scope: Scope, *, statement_id: UUID, section: str, words: str, rating: str | None, seen: int
) -> None:
    """Write in a place of a draft. `seen` is the number of what stood there when the page was opened, 0 for nothing.

    What stood before is kept. Raises UnableToWrite, WrittenByAnother (409), NotFound.
    """
    scope.check_may("statements.keep", "Your role doesn’t write statements.")
    assert scope.actor.person_id is not None, "a statement is written by a person"
    view = await held(scope, statement_id)
    stands = view.written.get(section)
    rules.check_can_write(
        state=view.line.state,
        section=view.template.section(section),
        words=words,
        rating=rating,
        seen=seen,
        stands=stands,
    )
    number = seen + 1
    await Words.add(
        scope,
        statement_id=statement_id,
        section=section,
        number=number,
        words=words,
        rating=rating,
        written_at=scope.now,
        written_by=scope.actor.person_id,
        written_by_name=scope.actor.name,
    )
    await _touch(scope, view)
    await ledger.record(
        scope,
        "statements.place.written",
        record_of(view),
        before={"words": stands.words, "rating": stands.rating} if stands else None,
        after={"section": section, "number": number, "words": words, "rating": rating},
    )


async def rest_on_newest(scope: Scope, *, statement_id: UUID, seen: UUID) -> None:
    """Let a draft rest on the newest freeze of its year, which was `seen`. Raises UnableToWrite, NotFound."""
    scope.check_may("statements.keep", "Your role doesn’t write statements.")
    view = await held(scope, statement_id)
    newest = view.newest_freeze
    if view.line.state is not rules.State.DRAFT:
        raise rules.UnableToWrite(
            f"This statement keeps its freeze: {rules.STATE_IN_WORDS[view.line.state].lower()}."
        )
    if newest is None:
        raise rules.UnableToWrite(f"{view.line.year.in_words} is not frozen yet.")
    if newest.id != seen:
        raise rules.UnableToWrite("The year was frozen again after you opened the page. Look at it first.")
    if view.freeze is not None and view.freeze.id == newest.id:
        return
    await _touch(scope, view, freeze_id=newest.id)
    await ledger.record(
        scope,
        "statements.statement.rested",
        record_of(view),
        before={"freeze": view.freeze.number if view.freeze else None},
        after={"freeze": newest.number},
    )


async def held(scope: Scope, statement_id: UUID) -> StatementView:
    """The statement, for us alone until the transaction ends. Raises NotFound."""
    await fetch(
        "SELECT id FROM statements_statement WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        statement_id,
    )
    return await queries.statement(scope, statement_id=statement_id)


async def _touch(scope: Scope, view: StatementView, **values: Any) -> None:
    await Statement.change(scope, version=view.version + 1, **values).where(Statement.id == view.id)


def record_of(view: StatementView, sha256: str | None = None) -> Record:
    return Record(room="statements", kind="statement", id=view.id, title=view.title, hash=sha256)
