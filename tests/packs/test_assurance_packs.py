"""Assurance packs, built by the chore from a real period, and judged by programs that are not ours."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import bagit
import pytest
import pytest_asyncio

from backend.evidence import store
from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.kit.keys import KeyRing
from backend.kit.pdf import walk
from backend.kit.storage import storage_from_url
from backend.ledger import queries as ledger
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import chores, operations, queries, rules, sealing, verdict
from backend.packs.sections import shapes
from backend.packs.trust import TrustedKey
from backend.packs.verify import verify_pack
from backend.scope import NotPermitted, Scope
from backend.tenancy import transactions
from tests.meetings.stage import an_organisation
from tests.packs.agenda import Agenda, Finished, as_worker, built, london, text_of
from tests.stamping import an_authority, answering

SINCE, UNTIL = date(2014, 9, 1), date(2014, 9, 30)
FORMULA = "=HYPERLINK(0)"


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """One finished pack: its scope (an officer in October), what its page shows, its bytes and its files."""

    scope: Scope
    agenda: Agenda
    view: queries.PackView
    data: bytes
    files: dict[str, bytes]

    def json(self, path: str) -> Any:
        return json.loads(self.files[path])

    @property
    def trusted(self) -> list[TrustedKey]:
        key = queries.seal_key_of(self.scope.tenant)
        return [TrustedKey.of(key.name, key.public_key)]


async def ask(scope: Scope, since: date = SINCE, until: date = UNTIL) -> Any:
    async with transactions.scope_tx(scope):
        return await operations.ask_for_assurance_pack(scope, since=since, until=until)


async def sealed_pack(scope: Scope, agenda: Agenda) -> Sealed:
    pack_id = await ask(scope)
    await chores.build_assurance_pack(as_worker(scope), pack_id=pack_id)
    async with transactions.scope_tx(scope, readonly=True):
        view = await queries.pack(scope, pack_id=pack_id)
        assert view.ready, view.failure
        data = await queries.bytes_of(scope, pack_id=pack_id)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {
            name.split("/data/", 1)[1]: archive.read(name) for name in archive.namelist() if "/data/" in name
        }
    return Sealed(scope=scope, agenda=agenda, view=view, data=data, files=files)


@pytest_asyncio.fixture(scope="module")
async def sealed(finished: Finished, ring: KeyRing) -> Sealed:
    """A pack of September, built in October: decisions were taken, and a declaration came too late for it."""
    store.use(storage_from_url(f"file://{finished.folder}"))
    sealing.use(ring)
    agenda = finished.agenda
    held = replace(agenda.officer, now=london(2014, 9, 17, 17))
    async with transactions.scope_tx(held):
        await meetings.record_decision(
            held,
            item_id=agenda.access,
            text="The pilot is agreed (invented).",
            outcome=meeting_rules.Outcome.AGREED,
        )
    practice = await an_organisation(held, "Second Invented Practice")
    async with transactions.scope_tx(held):
        assert agenda.stage.second_gp.actor.person_id
        await declaring.declare_interest(
            held,
            person_id=agenda.stage.second_gp.actor.person_id,
            organisation_id=practice,
            interest_type=InterestType.FINANCIAL,
            nature=FORMULA,
            since=SINCE,
        )
    october = replace(agenda.officer, now=london(2014, 10, 6, 9))
    async with transactions.scope_tx(october):
        assert agenda.stage.chair.actor.person_id
        await declaring.make_nil_return(october, person_id=agenda.stage.chair.actor.person_id)
    with answering(an_authority()) as authority:
        sealing.use_stamper(authority.stamper())
        try:
            return await sealed_pack(october, agenda)
        finally:
            sealing.use_stamper(None)


def test_pack_verifies_and_bagit_agrees(sealed: Sealed, tmp_path: Path) -> None:
    verification = verify_pack(sealed.data, trusted=sealed.trusted)
    assert (verification.ok, verification.pinned) == (True, True), verification.first_problem
    with zipfile.ZipFile(io.BytesIO(sealed.data)) as archive:
        archive.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert bagit.Bag(str(folder)).validate() is True
    info = bagit.Bag(str(folder)).info
    assert info["Probity-Period"] == "2014-09-01/2014-09-30"
    assert info["Probity-As-At"].startswith("2014-10-06T09:00")
    assert "DEMONSTRATION" in info["Probity-Demonstration"]
    assert "managing-conflicts-of-interest/2013-03" in info["Probity-Rule-Sets"]
    assert sealed.view.sha256 == hashlib.sha256(sealed.data).hexdigest()
    assert sealed.view.fingerprint == sealed.trusted[0].fingerprint
    assert "DEMONSTRATION" in str(sealed.view.key_name)


def test_one_changed_byte_of_any_file_is_found_and_named(sealed: Sealed) -> None:
    with zipfile.ZipFile(io.BytesIO(sealed.data)) as archive:
        members = [(info.filename, info.header_offset, info.file_size) for info in archive.infolist()]
    for name, offset, size in members:
        if not size:
            continue
        start = sealed.data.index(name.encode(), offset) + len(name.encode())
        changed = bytearray(sealed.data)
        changed[start + size // 2] ^= 1
        verification = verify_pack(bytes(changed), trusted=sealed.trusted)
        assert not verification.ok, name
        assert name.split("/", 1)[1] in str(verification.first_problem), name


def test_pack_holds_what_a_regulator_looks_for(sealed: Sealed) -> None:
    assert set(sealed.files) >= {
        "report.pdf",
        "index.json",
        "registers/interests.csv",
        "registers/interests.json",
        "governance/committees.json",
        "registers/committees.csv",
        "registers/committees.xlsx",
        "registers/committees.json",
        "meetings/2014-09-17-commissioning-committee-1.json",
        "decisions.json",
        "milestones.json",
        "ledger/events.jsonl",
    }
    (decision,) = sealed.json("decisions.json")
    assert (decision["text"], decision["item"]) == (
        "The pilot is agreed (invented).",
        "2 Access to general practice",
    )
    meeting = sealed.json("meetings/2014-09-17-commissioning-committee-1.json")
    assert meeting["notice"]["clear_days"] == 15
    assert meeting["quorum"]["met"] is True
    assert len(meeting["attendance"]) == 5
    (committee,) = sealed.json("governance/committees.json")
    assert len(committee["seats"]) == 5
    # the board packs of the meeting, and the one paper that was signed off as it was read, never as it was handed in
    packs = [path for path in sealed.files if path.startswith("files/board-packs/")]
    assert len(packs) == 2
    (paper,) = [path for path in sealed.files if path.startswith("files/papers/")]
    assert sealed.files[paper].startswith(b"<h1>Report on access</h1>") and paper.endswith(".html")
    signed = next(item for item in meeting["items"] if item["label"] == "2")["papers"][0]
    assert (signed["file"], signed["sha256"]) == (paper, sealed.agenda.report_sha256)
    acts = [json.loads(line)["event"]["act"] for line in sealed.files["ledger/events.jsonl"].splitlines()]
    assert "meetings.decision.recorded" in acts
    assert "packs.pack.built" in acts


def test_index_names_every_record_and_every_file_with_its_hash(sealed: Sealed) -> None:
    index = sealed.json("index.json")

    told = {line["path"]: line["sha256"] for line in index["files"]}
    assert told.pop("report.pdf") is None, (
        "its own signature names the list of all other files, so it comes last"
    )
    assert told == {
        path: hashlib.sha256(data).hexdigest() for path, data in sealed.files.items() if path in told
    }
    assert set(sealed.files) - set(told) == {"index.json", "report.pdf"}
    records = {(record["room"], record["kind"], record["id"]): record for record in index["records"]}
    paper = records["meetings", "paper", str(sealed.agenda.report)]
    assert paper["sha256"] == sealed.agenda.report_sha256
    assert all(record["file"] in sealed.files for record in index["records"])
    proven = {json.loads(line)["event"]["id"] for line in sealed.files["ledger/events.jsonl"].splitlines()}
    assert paper["events"] and proven >= {event for record in records.values() for event in record["events"]}
    kinds = {kind for _, kind, _ in records}
    assert kinds >= {"committee", "meeting", "paper", "board-pack", "interest", "decision"}


def test_register_is_as_it_was_known_at_the_end_of_the_period(sealed: Sealed) -> None:
    register = sealed.json("registers/interests.json")

    assert [entry["name"] for entry in register["interests"]] == ["Gale Invented", "Glenn Invented"]
    said = {person["name"]: person["register_said"] for person in register["people"]}
    assert said["Gale Invented"] == "1 interest"
    assert said["Charlie Invented"] == "Had not declared", "the nil return of October came after the period"
    assert said["Olive Invented"] == "Had not declared"


def test_everything_that_the_pack_shows_holds_and_the_time_is_vouched_for(sealed: Sealed) -> None:
    answer = verify_pack(sealed.data, trusted=sealed.trusted)
    assert [line.what for line in answer.lines if line.holds] == list(verdict.CHECKS)
    assert answer.stamped_by == "Invented Time Authority"
    assert "Invented Time Authority" in answer.honest_words
    assert sealed.files["ledger/checkpoint.txt"].startswith(
        f"probity-ledger/{sealed.scope.tenant.id}".encode()
    )
    lines = [json.loads(line) for line in sealed.files["ledger/proofs.jsonl"].splitlines()]
    assert all(json.loads(line["leaf"])["at"] < "2014-10" for line in lines), "as at the end of the period"
    crate = sealed.json("ro-crate-metadata.json")
    assert {part["@id"] for part in crate["@graph"][1]["hasPart"]} == set(sealed.files) - {
        "ro-crate-metadata.json"
    }


def test_no_cell_of_a_csv_is_taken_for_a_formula(sealed: Sealed) -> None:
    rows = list(csv.reader(io.StringIO(sealed.files["registers/interests.csv"].decode("utf-8-sig"))))
    assert [row[5] for row in rows[1:]] == [f"'{FORMULA}", "Partner in the practice (invented)"]
    assert sealed.json("registers/interests.json")["interests"][0]["nature"] == FORMULA


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_cell_that_begins_as_a_formula_is_led_by_an_apostrophe(cell: str) -> None:
    assert shapes.harmless(cell) == f"'{cell}"


def test_plain_cells_stay_as_they_are() -> None:
    assert [shapes.harmless(cell) for cell in ("Anne", "a=b", 7, None, date(2014, 9, 1))] == [
        "Anne", "a=b", "7", "", "2014-09-01",
    ]  # fmt: skip


def test_report_opens_with_a_page_to_act_on(sealed: Sealed) -> None:
    pdf = sealed.files["report.pdf"]
    walked = walk.walk(pdf)
    front, *_ = (" ".join(page.split()) for page in text_of(pdf))

    assert walked.problems == ()
    assert walked.tagged
    assert "DEMONSTRATION" in walked.title
    assert [mark.title for mark in walked.outline][:1] == ["What this pack says"]
    assert {mark.title for mark in walked.outline} >= {
        "Governance map",
        "Meetings",
        "Register of interests",
        "Decisions",
        "Delegated commissioning",
        "Gates",
        "Functions",
        "Ledger",
    }
    assert walked.outline[1].page == 2, "what a busy reader needs is on one page"
    for words in (
        "1 September 2014 to 30 September 2014",
        "5 people had not declared",
        "3 papers not signed off",
        "6 October 2014",
        "It does not show that what was recorded is true.",
        "not for publication",
        str(len(sealed.files)) + " files in all",
    ):
        assert words in front, words
    for mark in walked.outline[1:]:
        assert f"{walked.labels[mark.page - 1]} {mark.title}" in front, (
            "the first page says on which page it stands"
        )
    assert walked.labels == tuple(str(number) for number in range(1, walked.pages + 1))


def test_page_shows_what_was_checked_and_leaves_the_key_to_the_reader(sealed: Sealed) -> None:
    holding = [line.holds for line in sealed.view.checks]
    assert holding.count(None) == 1
    assert holding.count(False) == 0
    assert sealed.view.holds
    assert sealed.view.untold == 1


async def test_long_tables_go_on_over_several_parts(sealed: Sealed) -> None:
    from backend.packs.assurance import report

    rows = [(f"Row {number}", "Words") for number in range(500)]
    section = shapes.Section(
        key="long",
        title="Long",
        lead=("Much.",),
        tables=(shapes.Table(caption="T", columns=("A", "B"), rows=rows),),
    )
    pieces = report._pieces(section)
    assert len(pieces) == 5
    assert [piece.head for piece in pieces] == [True, False, False, False, False]
    told = [row for piece in pieces for table in piece.tables for row in table["rows"]]
    assert told == rows
    assert [table["goes_on"] for piece in pieces for table in piece.tables] == [False, True, True, True, True]


async def test_renamed_item_shows_its_new_title_in_the_bag(agenda: Agenda) -> None:
    async with transactions.scope_tx(agenda.officer):
        await meetings.change_item(
            agenda.officer,
            item_id=agenda.welcome,
            title="Welcome, walrus",
            purpose=meeting_rules.Purpose.NOTE,
            part=meeting_rules.Part.PUBLIC,
            private_reason=None,
            lead_person_id=None,
            minutes=None,
            notes=None,
            organisation_ids=(),
        )
    await built(agenda)
    pack = await sealed_pack(replace(agenda.officer, now=london(2014, 10, 6, 9)), agenda)

    titles = [
        item["title"] for item in pack.json("meetings/2014-09-17-commissioning-committee-1.json")["items"]
    ]
    assert "Welcome, walrus" in titles
    (path,) = [path for path in pack.files if path.startswith("files/board-packs/")]
    assert "1 Welcome, walrus" in [mark.title for mark in walk.outline_of(pack.files[path])]


async def test_job_that_runs_twice_seals_once(agenda: Agenda) -> None:
    october = replace(agenda.officer, now=london(2014, 10, 6, 9))
    pack = await sealed_pack(october, agenda)

    await chores.build_assurance_pack(as_worker(october), pack_id=pack.view.id)

    async with transactions.scope_tx(october, readonly=True):
        lines = await ledger.history_of(october, room="packs", kind="assurance-pack", record_id=pack.view.id)
        assert await queries.bytes_of(october, pack_id=pack.view.id) == pack.data
    assert [line.act for line in lines] == ["packs.pack.asked", "packs.pack.built"]
    later = await sealed_pack(october, agenda)
    assert later.view.issue == 2, "an old issue is kept"
    answer = verify_pack(later.data, trusted=pack.trusted, earlier=pack.data)
    assert answer.ok and answer.lines[-1].holds, "the ledger of the later one has only grown"
    assert (
        verify_pack(pack.data, trusted=pack.trusted, earlier=later.files["ledger/checkpoint.txt"]).ok is False
    )


async def test_evidence_that_is_gone_is_a_failed_pack_with_a_sentence(agenda: Agenda, folder: Path) -> None:
    from backend.meetings import queries as meeting_queries

    async with transactions.scope_tx(agenda.officer, readonly=True):
        paper = await meeting_queries.paper(agenda.officer, paper_id=agenda.report)
    (folder / paper.newest.content.kept_at).unlink()
    october = replace(agenda.officer, now=london(2014, 10, 6, 9))
    pack_id = await ask(october)

    await chores.build_assurance_pack(as_worker(october), pack_id=pack_id)

    async with transactions.scope_tx(october, readonly=True):
        view = await queries.pack(october, pack_id=pack_id)
    assert view.state is rules.State.FAILED
    assert "“access.html” can't be read" in str(view.failure)
    assert view.file_id is None


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2014, 9, 2), date(2014, 9, 1), "on or after"),
        (date(2014, 8, 1), date(2014, 9, 2), "by today, 1 September 2014"),
        (date(2009, 8, 31), date(2014, 8, 31), "no longer than 5 years"),
        (date(2008, 2, 29), date(2013, 3, 1), "no longer than 5 years"),
    ],
)
def test_period_that_cannot_be_is_refused(since: date, until: date, words: str) -> None:
    with pytest.raises(rules.UnableToAskForPack, match=words):
        rules.check_period(since=since, until=until, today=date(2014, 9, 1))


def test_five_whole_years_are_a_period() -> None:
    rules.check_period(since=date(2009, 9, 1), until=date(2014, 8, 31), today=date(2014, 9, 1))
    rules.check_period(since=date(2008, 2, 29), until=date(2013, 2, 28), today=date(2014, 9, 1))


async def test_member_asks_for_no_assurance_pack(agenda: Agenda) -> None:
    with pytest.raises(NotPermitted):
        await ask(agenda.stage.chair, date(2014, 8, 1), date(2014, 8, 31))
