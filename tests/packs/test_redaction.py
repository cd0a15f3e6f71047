"""What is left out of a pack is in no byte of it: not in a page, a register, a file, a name or a line of the ledger."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.evidence import store
from backend.kit.keys import KeyRing
from backend.kit.storage import storage_from_url
from backend.ledger.records import Record
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import chores, operations, queries, sealing
from backend.packs.assurance import rules as assurance
from backend.packs.assurance.redacting import redacted
from backend.packs.redactions import Hidden, Redactions
from backend.packs.sections.shapes import Quoted, Row, Section, Sheet, Table, as_json
from backend.scope import NotPermitted, Scope
from backend.tenancy import transactions
from tests.packs.agenda import (
    SECRET_FILE,
    SECRET_PDF_TEXT,
    SECRET_TEXT,
    SECRET_TITLE,
    Agenda,
    Finished,
    as_worker,
    london,
    text_of,
)

SINCE, UNTIL = date(2014, 9, 1), date(2014, 9, 30)
PRIVATE_DECISION = "The settlement with the pangolin is agreed."
STRUCK = "Report on access"
ADDRESS = "12 Invented Lane, Dudley DY1 1AA"
CANARIES = (
    SECRET_TITLE, SECRET_TEXT[4:30], SECRET_FILE, SECRET_PDF_TEXT, "weasel contract", "Zebra terms", "zebra",
    PRIVATE_DECISION, "pangolin",
)  # fmt: skip


async def built(scope: Scope, definition: str) -> dict[str, bytes]:
    async with transactions.scope_tx(scope):
        pack_id = await operations.ask_for_assurance_pack(
            scope, since=SINCE, until=UNTIL, definition=definition
        )
    await chores.build_assurance_pack(as_worker(scope), pack_id=pack_id)
    async with transactions.scope_tx(scope, readonly=True):
        view = await queries.pack(scope, pack_id=pack_id)
        assert view.ready, view.failure
        data = await queries.bytes_of(scope, pack_id=pack_id)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def found_in(files: dict[str, bytes], canary: str) -> list[str]:
    """Files whose name or bytes hold the canary; of a PDF also its words, of a workbook also its parts."""
    wanted = canary.lower()
    return [name for name, data in files.items() if wanted in f"{name}\n{_words(name, data)}".lower()]


def _words(name: str, data: bytes) -> str:
    told = data.decode("utf-8", errors="replace")
    if name.endswith(".pdf"):
        told += "\n" + " ".join(" ".join(page.split()) for page in text_of(data))
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told += "\n".join(
                archive.read(each).decode("utf-8", errors="replace") for each in archive.namelist()
            )
    return told


@pytest_asyncio.fixture(scope="module")
async def october(finished: Finished, ring: KeyRing) -> Scope:
    """September's meeting with its private business, and what an officer strikes by hand from the answer."""
    store.use(storage_from_url(f"file://{finished.folder}"))
    sealing.use(ring)
    agenda: Agenda = finished.agenda
    held = replace(agenda.officer, now=london(2014, 9, 17, 17))
    async with transactions.scope_tx(held):
        await meetings.record_decision(
            held, item_id=agenda.private, text=PRIVATE_DECISION, outcome=meeting_rules.Outcome.AGREED
        )
        await meetings.record_decision(
            held,
            item_id=agenda.finance,
            text="The budget is agreed (invented).",
            outcome=meeting_rules.Outcome.AGREED,
        )
    october = replace(agenda.officer, now=london(2014, 10, 6, 9))
    async with transactions.scope_tx(october):
        await strike(october, agenda.report)
    return october


async def strike(scope: Scope, record_id: UUID, *, kind: str = "paper") -> UUID:
    return await operations.strike(
        scope,
        definition_id="pack-freedom-of-information",
        since=SINCE,
        until=UNTIL,
        room="meetings",
        record_kind=kind,
        record_id=record_id,
        reason="It tells the price of a tender that is still open.",
        basis="Freedom of Information Act 2000, section 43",
    )


@pytest_asyncio.fixture(scope="module")
async def answer(october: Scope) -> dict[str, bytes]:
    return await built(october, "pack-freedom-of-information")


@pytest.mark.parametrize("canary", CANARIES)
def test_private_business_is_in_no_byte_of_an_answer(answer: dict[str, bytes], canary: str) -> None:
    assert found_in(answer, canary) == []


def test_what_was_struck_by_hand_is_in_no_byte_of_an_answer(answer: dict[str, bytes]) -> None:
    assert found_in(answer, STRUCK) == []
    assert [name for name in answer if "/files/" in name] == [], "every copy of the agenda holds it"


def test_log_says_what_was_left_out_why_and_by_whom_and_not_what_it_said(answer: dict[str, bytes]) -> None:
    (log,) = (json.loads(data) for name, data in answer.items() if name.endswith("data/redactions.json"))
    by_hand = log[-1]
    assert (by_hand["what"], by_hand["by"]) == ("A paper", "Olive Invented")
    assert by_hand["why"] == "It tells the price of a tender that is still open."
    assert int(by_hand["places"]) >= 1
    private = next(line for line in log if line["what"].startswith("Business of private sessions"))
    assert int(private["places"]) >= 3
    assert next(line for line in log if line["what"].startswith("Entries"))["places"] == "Not told"
    report = next(data for name, data in answer.items() if name.endswith("report.pdf"))
    told = " ".join(" ".join(page.split()) for page in text_of(report))
    assert "section 43" in told
    assert "The budget is agreed (invented)." in told, "public business stays"


async def test_pack_for_a_regulator_holds_private_business_and_no_address(october: Scope) -> None:
    """The general definition leaves less out: rules are the definition's, and what was struck is of one alone."""
    from backend.packs.assurance.contents import contents_of
    from backend.packs.rules import Period

    contents = await contents_of(
        as_worker(october), definition="pack-general/2013", period=Period(since=SINCE, until=UNTIL)
    )
    files = {path: data for section in contents.sections for path, data in section.files.items()}
    assert found_in(files, SECRET_TITLE)
    assert found_in(files, STRUCK)


async def test_striking_is_an_officers_and_says_why_and_can_be_lifted(
    october: Scope, finished: Finished
) -> None:
    welcome = finished.agenda.welcome
    async with transactions.scope_tx(finished.agenda.stage.chair):
        with pytest.raises(NotPermitted):
            await strike(finished.agenda.stage.chair, welcome, kind="item")
    async with transactions.scope_tx(october):
        struck = await strike(october, welcome, kind="item")
        with pytest.raises(assurance.UnableToRedact, match="struck already"):
            await strike(october, welcome, kind="item")
        with pytest.raises(assurance.UnableToRedact, match="why"):
            await operations.lift(october, redaction_id=struck, because="")
        await operations.lift(october, redaction_id=struck, because="The tender is closed.")
        with pytest.raises(assurance.UnableToRedact, match="lifted already"):
            await operations.lift(october, redaction_id=struck, because="Again")


def a_section(record_id: UUID, **more: Any) -> Section:
    return Section(
        key="interests",
        title="Register",
        lead=("Something about the armadillo.",),
        missing=("The armadillo is late.",),
        tables=(Table(caption="T", columns=("A", "B"),
                      rows=[Row.of(record_id, ("Armadillo plan", "x")), ("y", ADDRESS)]),),
        pictures=(("A picture of the armadillo plan", b"<svg><text>the armadillo plan</text></svg>"),),
        files={"a.json": as_json([{"id": record_id, "title": "armadillo plan"}, {"id": "o", "note": ADDRESS}])},
        sheets={"registers/a": Sheet(columns=("A",), rows=[Row.of(record_id, ("armadillo plan",)), (7,)])},
        quoted=(
            Quoted(file="a.json", record=Record(room="r", kind="k", id=record_id, title="armadillo plan", hash="0")),
        ),
        **more,
    )  # fmt: skip


def test_every_form_of_a_section_loses_the_same() -> None:
    record_id = UUID(int=7)
    line = Hidden(
        number=1, what="A plan", why="w", basis="b", by="Olive", ids=frozenset({record_id}),
        phrases=frozenset({"armadillo plan", "the armadillo", "The armadillo"}),
    )  # fmt: skip
    address = Hidden(
        number=2, what="Addresses", why="w", basis="b", by="rule", patterns=(re.compile("12 .* DY1 1AA"),),
        rooms=frozenset({"interests"}),
    )  # fmt: skip
    redactions = Redactions.of([line, address])

    left = redacted(a_section(record_id), redactions)

    told = repr((left.lead, left.missing, left.tables, left.pictures, left.sheets, left.quoted, left.files))
    assert "armadillo" not in told.lower()
    assert "Invented Lane" not in told
    assert left.quoted[0].record.hash is None, "a hash of few words tells the words"
    assert redactions.taken[1] >= 6
    assert redactions.taken[2] == 2
    assert left.sheets["registers/a"].rows[1] == (7,)


@pytest.mark.parametrize(
    ("subject", "text", "room", "hidden"),
    [
        (UUID(int=7), "{}", "meetings", True),
        (UUID(int=8), '{"item_id":"00000000-0000-0000-0000-000000000007"}', "meetings", True),
        (UUID(int=8), '{"after":{"title":"armadillo \\"plan\\" of Dudley"}}', "meetings", True),
        (UUID(int=8), "{}", "requests", True),
        (UUID(int=8), '{"after":{"title":"budget"}}', "meetings", False),
    ],
)
def test_line_of_the_ledger_loses_its_words_where_it_tells_of_what_is_left_out(
    subject: UUID, text: str, room: str, hidden: bool
) -> None:
    line = Hidden(
        number=1, what="w", why="w", basis="b", by="x", ids=frozenset({UUID(int=7)}),
        phrases=frozenset({'armadillo "plan" of Dudley'}), whole_rooms=frozenset({"requests"}),
    )  # fmt: skip
    assert Redactions.of([line]).hides(subject, text, room=room) is hidden
    assert Redactions.of([], no_private_words=True).hides(subject, text, room=room)
