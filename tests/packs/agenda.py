"""A meeting with an agenda of every kind: papers written and uploaded, private business, items without a paper."""

import io
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pypdfium2

from backend.evidence import queries as evidence
from backend.kit.pdf import render
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import chores, operations, queries, rules
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage, an_organisation

TABLE = "| Month | Attendances |\n| --- | --- |\n" + "".join(
    f"| Month {n} | {n * 97} |\n" for n in range(1, 40)
)
REPORT = f"# Report on access\n\nThe committee is asked to **agree** the pilot.\n\n## Figures\n\n{TABLE}\n"
SECRET_TITLE = "Zebra settlement"
SECRET_TEXT = "The quokka clause is agreed at a sum that nobody outside may know."
SECRET_FILE = "zebra-quokka-terms.md"
SECRET_PDF_TEXT = "Appendix about the narwhal"


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """Items by name: welcome, access (signed off), finance with cost under it (a PDF), private (two papers)."""

    stage: Stage
    welcome: UUID
    access: UUID
    report: UUID
    report_sha256: str
    finance: UUID
    cost: UUID
    private: UUID

    @property
    def officer(self) -> Scope:
        return self.stage.officer


@dataclass(frozen=True, kw_only=True)
class Finished:
    """The agenda with both copies of its pack, built once for tests that only look at them."""

    agenda: Agenda
    folder: Path
    full: tuple[queries.PackView, bytes]
    public: tuple[queries.PackView, bytes]


async def an_agenda(stage: Stage) -> Agenda:
    practice = await an_organisation(stage.officer)
    await stage.conflicted(stage.gp, practice)
    welcome = await stage.add_item("Welcome and apologies", purpose=meeting_rules.Purpose.NOTE)
    access = await stage.add_item(
        "Access to general practice",
        organisation_ids=[practice],
        lead_person_id=stage.author_id,
        minutes=20,
        notes="The pilot ends in March.",
    )
    report = await stage.submit(access, title="Report on access", filename="access.md", data=REPORT.encode())
    await stage.pass_to_chair(report)
    sha256 = await sign(stage, report)
    finance = await stage.add_item("Finance", purpose=meeting_rules.Purpose.ASSURANCE)
    cost = await stage.add_item(
        "Costs by practice", purpose=meeting_rules.Purpose.DISCUSSION, under_id=finance
    )
    pdf = render.render("<h1>Costs</h1><p>A table of invented costs.</p>", title="Costs")
    await stage.submit(cost, title="Costs to date", filename="costs.pdf", data=pdf)
    private = await stage.add_item(
        SECRET_TITLE,
        part=meeting_rules.Part.PRIVATE,
        private_reason="It names the weasel contract (invented).",
    )
    await stage.submit(
        private, title="Zebra terms", filename=SECRET_FILE, data=f"# Terms\n\n{SECRET_TEXT}\n".encode()
    )
    hidden = render.render(f"<h1>Annex</h1><p>{SECRET_PDF_TEXT}</p>", title="Zebra annex")
    await stage.submit(private, title="Zebra annex", filename="zebra-annex.pdf", data=hidden)
    async with transactions.scope_tx(stage.officer):
        await meetings.publish_agenda(stage.officer, meeting_id=stage.meeting_id)
    return Agenda(
        stage=stage,
        welcome=welcome,
        access=access,
        report=report,
        report_sha256=sha256,
        finance=finance,
        cost=cost,
        private=private,
    )


async def withhold_costs(agenda: Agenda) -> None:
    """The costs become private business, and the GP, who owns the practice, does not get their papers."""
    stage = agenda.stage
    assert stage.gp.actor.person_id
    async with transactions.scope_tx(stage.officer):
        await meetings.change_item(
            stage.officer,
            item_id=agenda.cost,
            title="Costs by practice",
            purpose=meeting_rules.Purpose.DISCUSSION,
            part=meeting_rules.Part.PRIVATE,
            private_reason="It names what each practice is paid.",
        )
    async with transactions.scope_tx(stage.chair):
        await meetings.withhold_papers(
            stage.chair, item_id=agenda.cost, person_id=stage.gp.actor.person_id, reason="Owns the practice"
        )


async def sign(stage: Stage, paper_id: UUID) -> str:
    """Sign a paper off as the chair; returns the SHA-256 of what was signed."""
    from backend.meetings import queries as meeting_queries

    async with transactions.scope_tx(stage.chair):
        paper = await meeting_queries.paper(stage.chair, paper_id=paper_id)
        await meetings.sign_paper(
            stage.chair, paper_id=paper_id, sha256=paper.line.sha256, proved_by="password and code"
        )
    return paper.line.sha256


def as_worker(scope: Scope) -> Scope:
    """The scope that a job has."""
    return replace(
        scope, actor=Actor(name="a job", chore="a job"), roles=frozenset(), seats=(), permissions=frozenset()
    )


async def ask(scope: Scope, meeting_id: UUID, variant: rules.Variant = rules.Variant.FULL) -> UUID:
    async with transactions.scope_tx(scope):
        return await operations.ask_for_board_pack(scope, meeting_id=meeting_id, variant=variant)


async def build(scope: Scope, pack_id: UUID) -> None:
    await chores.build_board_pack(as_worker(scope), pack_id=pack_id)


async def built(
    agenda: Agenda, variant: rules.Variant = rules.Variant.FULL
) -> tuple[queries.PackView, bytes]:
    """A new issue of the agenda's pack: its view, and its bytes."""
    pack_id = await ask(agenda.officer, agenda.stage.meeting_id, variant)
    await build(agenda.officer, pack_id)
    return await read(agenda.officer, pack_id)


async def read(scope: Scope, pack_id: UUID) -> tuple[queries.PackView, bytes]:
    async with transactions.scope_tx(scope, readonly=True):
        view = await queries.board_pack(scope, pack_id=pack_id)
        assert view.file_id is not None, view.failure
        return view, await evidence.bytes_of(scope, file_id=view.file_id)


def text_of(pdf: bytes) -> list[str]:
    """The words of each page, as PDFium finds them."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [page.get_textpage().get_text_range() for page in document]


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/London"))  # type: ignore[arg-type,misc]  # year, month, day, ...
