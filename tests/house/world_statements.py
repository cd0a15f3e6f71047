"""Frozen years and statements in the two worlds of the sweep: drafts, one sent, one signed and added to."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.statements import StatementKind
from backend.committees import operations as committees
from backend.evidence import operations as evidence
from backend.evidence import store
from backend.kit.clock import real_now
from backend.scope import Scope
from backend.statements.operations import freezing, signing, writing
from backend.statements.queries import assembling, freezes
from backend.statements.queries import statements as queries
from backend.statements.rules.years import FinancialYear
from backend.tenancy import transactions
from tests.committees.made import a_committee

Ids = dict[str, str]
YEAR = FinancialYear(2025)
WITHIN = datetime(2026, 1, 12, 9, tzinfo=UTC)


async def a_year_committee(world: Any) -> Ids:
    """A committee that was formed within the year."""
    name = world.word("body")
    early = replace(world.officer, now=WITHIN)
    async with transactions.scope_tx(early):
        committee_id = await committees.form_committee(
            early,
            committee=a_committee(
                id=name.lower().replace(" ", "-"), name=name, purpose=world.word("purpose")
            ),
        )
    return {"committee_id": str(committee_id), "year": str(YEAR.beginning)}


async def a_frozen_year(world: Any) -> Ids:
    """The year frozen once more, and a committee of it that was entered since; the part is that of the bodies."""
    ids = await a_year_committee(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        freeze_id = await freezing.freeze_year(scope, year=YEAR, reason="A test")
        part = (await freezes.contents_of(scope, freeze_id=freeze_id))[0]
    await a_year_committee(world)
    return {**ids, "freeze_id": str(freeze_id), "part_id": str(part.id)}


async def a_year_decision(world: Any) -> Ids:
    """A decision on a public item of this year."""
    from tests.house.world import MAKERS as EVERY

    ids = await EVERY["irregular_decision"](world)
    day = world.officer.today
    return {**ids, "year": str(day.year - (day.month < 4))}


async def a_draft(world: Any) -> Ids:
    """The report of a committee, on the newest freeze."""
    ids = await a_frozen_year(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        statement_id = await writing.start_statement(
            scope,
            kind=StatementKind.COMMITTEE,
            year=YEAR,
            committee_id=UUID(ids["committee_id"]),
        )
    return {**ids, "statement_id": str(statement_id), "section": "effectiveness"}


async def a_whole(world: Any) -> Ids:
    ids = await a_draft(world)
    scope = world.officer
    of = {"statement_id": UUID(ids["statement_id"])}
    async with transactions.scope_tx(scope):
        for section in (await queries.statement(scope, **of)).left:
            await writing.write_place(
                scope, **of, section=section.id, words=world.word("words"), rating=None, seen=0
            )
    return ids


async def a_sent(world: Any) -> Ids:
    ids = await a_whole(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        await signing.send_for_signature(scope, statement_id=UUID(ids["statement_id"]))
        seen = await _seen(scope, UUID(ids["statement_id"]))
    return {**ids, "seen": seen}


async def a_signed(world: Any) -> Ids:
    """Signed by the executive, with an addendum that waits, and a file that is no PDF."""
    ids = await a_sent(world)
    of = {"statement_id": UUID(ids["statement_id"])}
    signer = replace(world.scopes["executive-owner"], now=real_now())
    async with transactions.scope_tx(signer):
        await signing.sign_statement(signer, **of, seen=ids["seen"])
    scope = world.officer
    stored = await store.put(scope, world.word("printed").encode())
    async with transactions.scope_tx(scope):
        addendum_id = await signing.add_addendum(scope, **of, words=world.word("added"), reason="A test")
        kept = await evidence.record_stored(
            scope, name="statement.pdf", media_type="application/pdf", stored=stored
        )
        await signing.keep_file(scope, **of, sha256="0" * 64, standing="Signed", file_id=kept)
        (file,) = (await queries.statement(scope, **of)).files
    return {**ids, "addendum_id": str(addendum_id), "file_id": str(file.id)}


async def _seen(scope: Scope, statement_id: UUID) -> str:
    view = await queries.statement(scope, statement_id=statement_id)
    return assembling.hash_of(await assembling.content_of(scope, view))


MAKERS = {
    "year_committee": a_year_committee,
    "frozen_year": a_frozen_year,
    "year_decision": a_year_decision,
    "statement_draft": a_draft,
    "statement_whole": a_whole,
    "statement_sent": a_sent,
    "statement_signed": a_signed,
}
