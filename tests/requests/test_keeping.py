"""Names stay where they belong, the ledger holds none, and days are told once."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

import backend
from backend.kit.database import fetch
from backend.requests.operations import clock, documents, reminding, searching
from backend.requests.queries import counts_of, names, requests_of
from backend.requests.queries.log import Sought
from backend.requests.rules import UnableToHandle
from backend.scope import NotPermitted, Scope
from backend.tenancy import transactions
from tests.requests.stage import CONTACT, NAME, Cast, does, later, logged, seen

ROOM = Path(backend.__file__).parent


def test_the_table_of_names_is_read_in_one_module() -> None:
    naming = {
        str(path.relative_to(ROOM))
        for path in ROOM.rglob("*.py")
        if re.search(r"\brequests_requester\b|\bRequester\b", path.read_text())
    }
    assert naming == {
        "requests/queries/names.py",
        "requests/tables.py",
        "requests/piccolo_app.py",
        "requests/migrations/requests_0001_requests.py",
        "requests/operations/logging.py",
        "requests/pages/lists.py",
    }, "lists.py names a column of the spreadsheet so, and reads nothing"


async def test_no_line_of_the_ledger_and_no_letter_holds_who_asked_or_what(cast: Cast, files: Path) -> None:
    request_id = await logged(cast.handler, asked="Something Quillquill", subject="Quillquill")
    await does(
        cast.handler,
        searching.ask,
        request_id=request_id,
        person_id=cast.searcher.actor.person_id,
        asked="Quillquill everywhere",
        due_on=date(2014, 9, 8),
    )
    await does(cast.handler, documents.add, request_id=request_id, name=f"{NAME}.txt", data=b"Quillquill")
    async with transactions.scope_tx(cast.handler, readonly=True):
        events = await fetch(
            "SELECT row_to_json(e)::text AS t FROM ledger_event e WHERE tenant_id = $1", _t(cast)
        )
        letters = await fetch(
            "SELECT row_to_json(l)::text AS t FROM notices_letter l WHERE tenant_id = $1", _t(cast)
        )
        kept = await fetch("SELECT name AS t FROM evidence_file WHERE tenant_id = $1", _t(cast))
        done = await fetch(
            "SELECT row_to_json(a)::text AS t FROM actions_action a WHERE tenant_id = $1", _t(cast)
        )
    told = "\n".join(row["t"] for rows in (events, letters, kept, done) for row in rows)
    assert "requests.search.asked" in told and "search-asked" in told
    for word in (NAME, CONTACT, "Quillquill"):
        assert word not in told
    async with transactions.scope_tx(cast.executive, readonly=True):
        assert await names.requester_of(cast.executive, request_id=request_id) is None
    async with transactions.scope_tx(cast.handler, readonly=True):
        found = await names.requester_of(cast.handler, request_id=request_id)
    assert found is not None and found.name == NAME


async def test_handlers_are_told_before_on_and_after_the_day_and_once(cast: Cast) -> None:
    request_id = await logged(cast.handler)  # received on 26 August 2014
    view = await seen(cast.handler, request_id)
    assert view.line.due_on == date(2014, 9, 23)
    told = {}
    for days in (0, 14, 15, 22, 23, 30):
        scope = later(cast.handler.as_chore("requests.remind_of_days"), days=days)
        told[scope.today] = (await does(scope, reminding.remind), await does(scope, reminding.remind))
    async with transactions.scope_tx(cast.handler, readonly=True):
        letters = await fetch(
            "SELECT subject FROM notices_letter WHERE tenant_id = $1 AND kind = 'request-due' ORDER BY id",
            _t(cast),
        )
    assert [row["subject"] for row in letters] == [
        "DEMONSTRATION: Request FOI-2014-001 is due by 23 September 2014",
        "DEMONSTRATION: Request FOI-2014-001 is due by 23 September 2014",
        "DEMONSTRATION: Request FOI-2014-001 is late",
        "DEMONSTRATION: Request FOI-2014-001 is late",
    ], told
    late = later(cast.handler, days=23)
    async with transactions.scope_tx(late, readonly=True):
        assert (await counts_of(late)).overdue == 1
        assert [line.id for line in await requests_of(late, sought=Sought(show="overdue"))] == [request_id]
    with pytest.raises(NotPermitted):
        await does(cast.executive, clock.extend, request_id=request_id, by=1, because="x")
    with pytest.raises(UnableToHandle, match="not in the future"):
        await does(
            cast.handler,
            clock.stop,
            request_id=request_id,
            stop_id="fee",
            on=date(2014, 9, 30),
            words="£10",
        )


def _t(cast: Cast) -> UUID:
    scope: Scope = replace(cast.handler)
    return scope.tenant.id
