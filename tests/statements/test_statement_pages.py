"""A statement over HTTP: written by two people, sent, signed by a third, added to, and printed."""

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pikepdf
import pypdfium2
import pytest

from backend.audits import operations as audits
from backend.audits.rules import AuditKind, Level
from backend.catalogue.statements import StatementKind
from backend.kit.database import fetch
from backend.scope import Scope
from backend.statements import chores
from backend.statements.operations import signing, writing
from backend.statements.queries import assembling
from backend.statements.queries import statements as queries
from backend.statements.rules import writing as rules
from backend.statements.rules.years import FinancialYear
from backend.tenancy import transactions
from tests.statements.conftest import Year
from tests.statements.test_freezing import correct, frozen
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
OPINION = "Significant or moderate assurance"


def path_of(answer: Any, visitor: Visitor) -> str:
    """Where a form led to, within the tenant."""
    assert answer.status_code == 303, answer.text
    where: str = answer.headers["location"]
    return where.split(f"/t/{visitor.slug}")[1].split("?", maxsplit=1)[0]


async def words_of_pdf(scope: Scope, page: str, visitor: Visitor) -> tuple[pikepdf.Pdf, str]:
    """The newest PDF of a statement, made by the chore: open, and all that it says."""
    statement_id = UUID(page.rsplit("/", 1)[1])
    await chores.print_statement(scope, statement_id=statement_id)
    await chores.print_statement(scope, statement_id=statement_id)  # the second does nothing
    async with transactions.scope_tx(scope, readonly=True):
        files = (await queries.statement(scope, statement_id=statement_id)).files
    data = (await visitor.get(f"{page}/files/{files[0].id}")).content
    said = " ".join(each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(data))
    return pikepdf.open(io.BytesIO(data)), " ".join(said.split())


async def told(scope: Scope) -> list[tuple[str, str]]:
    """Who is being told what, without what was taken back."""
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT recipient_name, subject FROM notices_letter WHERE tenant_id = $1 AND state <> 'withdrawn'",
            scope.tenant.id,
        )
    return [(row["recipient_name"], row["subject"].partition(": ")[2] or row["subject"]) for row in rows]


async def test_statement_is_written_signed_by_another_printed_and_added_to(lived: Year, visit: Visit) -> None:
    writer = await visit(lived.officer, name="Olwen Invented")
    second = await visit(lived.officer, name="Otis Invented", roles=("governance-officer", "executive-owner"))
    signer = await visit(lived.officer, name="Ellis Invented", roles=("executive-owner",))
    member = await visit(lived.officer, name="Merle Invented", roles=())
    empty = (await writer.get("/statements")).text
    assert "No year has been frozen" in empty
    assert (await member.get("/statements/years/2014")).status_code == 403
    assert (await writer.get("/statements/years/1066")).status_code == 404

    # a draft may be begun before the year is frozen, and reads as the year reads now
    page = path_of(await writer.post("/statements", {"kind": "governance-statement", "year": "2014"}), writer)
    again = await writer.post("/statements", {"kind": "governance-statement", "year": "2014"})
    assert path_of(again, writer) == page
    draft = (await writer.get(page)).text
    assert "it is not frozen yet" in draft and "Charlie Invented" in draft
    assert "19 of 19 places" in draft
    audit = await writer.post("/statements", {"kind": "conflicts-audit", "year": "2014"})
    assert audit.status_code == 422 and "28 June 2016" in audit.text
    future = await writer.post("/statements", {"kind": "governance-statement", "year": "2199"})
    assert future.status_code == 422 and "has not begun" in future.text

    # a place: words and, where one is asked for, a rating; two people at once lose nothing
    refused = await writer.post(
        f"{page}/places/opinion", {"seen": "0", "words": "As given.", "rating": "Splendid"}
    )
    assert refused.status_code == 422 and "Choose one of the ratings" in refused.text
    for section in ("scope", "opinion"):
        form = {"seen": "0", "words": f"Judged: {section}."}
        given = {**form, "rating": OPINION} if section == "opinion" else form
        path_of(await writer.post(f"{page}/places/{section}", given), writer)
    assert "17 of 19 places" in (await writer.get(page)).text
    statement_id = UUID(page.rsplit("/", 1)[1])
    async with transactions.scope_tx(lived.officer):
        for left in (await queries.statement(lived.officer, statement_id=statement_id)).left:
            await writing.write_place(
                lived.officer,
                statement_id=statement_id,
                section=left.id,
                words="Judged.",
                rating=None,
                seen=0,
            )
    late = await second.post(f"{page}/places/scope", {"seen": "0", "words": "Otis wrote this at once."})
    assert late.status_code == 409
    assert "Olwen Invented wrote here" in late.text and "Otis wrote this at once." in late.text
    assert "Judged: scope." in late.text
    path_of(await second.post(f"{page}/places/scope", {"seen": "1", "words": "Both together."}), second)
    assert "Judged: scope." in (await writer.get(f"{page}/places/scope")).text  # its history
    assert (await writer.get(f"{page}/places/nowhere")).status_code == 404

    # nothing is sent before the year is frozen and the draft rests on its freeze
    early = await writer.post(f"{page}/sending")
    assert early.status_code == 422 and "2014/15 is not frozen yet" in early.text
    view = await frozen(lived)
    assert "The year is frozen now" in (await writer.get(page)).text
    path_of(await writer.post(f"{page}/freeze", {"freeze_id": str(view.id)}), writer)
    path_of(await writer.post(f"{page}/sending"), writer)
    assert (await writer.post(f"{page}/places/scope", {"seen": "2", "words": "Late"})).status_code == 422

    # who may sign hears of it, and nobody who wrote in it
    asked = await told(lived.officer)
    assert [(name, words) for name, words in asked if "waits for a signature" in words] == [
        ("Ellis Invented", "Annual governance statement 2014/15 waits for a signature")
    ]

    # whoever wrote in it does not sign it; the signer signs exactly what they read
    assert "You wrote in this statement" in (await second.get(page)).text
    shown = (await signer.get(page)).text
    (seen,) = set(re.findall(r'name="seen" value="([0-9a-f]{64})"', shown))
    own = await second.post(f"{page}/signature", {"seen": seen, "read": "yes"})
    assert own.status_code == 422 and "Whoever wrote in a statement doesn’t sign it" in own.text
    other = await signer.post(f"{page}/signature", {"seen": "0" * 64, "read": "yes"})
    assert other.status_code == 422 and "has changed since you opened it" in other.text
    path_of(await signer.post(f"{page}/question", {"question": "Is the opinion final?"}), signer)
    assert "Is the opinion final?" in (await writer.get(page)).text
    asked = await told(lived.officer)
    assert not [words for _, words in asked if "waits for a signature" in words], "nobody is asked any more"
    assert ("Olwen Invented", "Not signed: Annual governance statement 2014/15") in asked
    path_of(await writer.post(f"{page}/sending"), writer)
    path_of(await signer.post(f"{page}/signature", {"seen": seen, "read": "yes"}), signer)

    # signed, it stays: a correction in May is listed beside the freeze and changes nothing in it
    await correct(lived)
    signed = (await writer.get(page)).text
    assert seen in signed and "Both together." in signed and OPINION in signed
    assert "Public Sector Internal Audit Standards" in signed
    unsigned = await writer.post(f"{page}/addenda", {"addendum": "The chair’s share is 25%."})
    assert unsigned.status_code == 422 and "Enter why it is added" in unsigned.text
    added = {"addendum": "The chair’s share is 25%.", "reason": "The share was misread."}
    path_of(await writer.post(f"{page}/addenda", added), writer)
    assert "Not signed yet" in (await writer.get(page)).text
    assert any("An addition to" in words for _, words in await told(lived.officer))
    sign = re.search(rf"{page}/addenda/([0-9a-f-]+)/signature", (await signer.get(page)).text)
    assert sign is not None
    path_of(await signer.post(f"{page}/addenda/{sign[1]}/signature"), signer)

    opened, said = await words_of_pdf(lived.officer, page, writer)
    assert opened.Root.MarkInfo.Marked and "Annual governance statement 2014/15" in str(
        opened.docinfo["/Title"]
    )
    for words in ("Both together.", OPINION, "Charlie Invented", "Addendum 1", "Ellis Invented", "100%"):
        assert words in said, words
    assert seen in said.replace(" ", "")
    assert "1 of 1 signed" in (await writer.get("/statements")).text


async def test_report_of_a_committee_holds_its_year_and_the_decisions_that_were_marked(
    lived: Year, visit: Visit
) -> None:
    officer, stage = lived.officer, lived.stage
    writer = await visit(officer, name="Olwen Invented")
    highlights = "/statements/years/2014/highlights"
    assert "To commission the centre." in (await writer.get(highlights)).text
    mark = {"decision_id": str(lived.decision_id), "version": "0", "marked": "yes", "words": "A first."}
    path_of(await writer.post(highlights, mark), writer)
    twice = await writer.post(highlights, {**mark, "words": "Another."})
    assert twice.status_code == 409 and "Somebody else marked this decision" in twice.text
    await frozen(lived)
    kept = {"kind": "committee-report", "year": "2014", "committee_id": str(stage.committee_id)}
    page = path_of(await writer.post("/statements", kept), writer)
    report = (await writer.get(page)).text
    for words in (
        "Commissioning Committee: annual report 2014/15",
        "Glenn Invented",
        "Commission the centre",
    ):
        assert words in report, words
    homeless = await writer.post("/statements", {"kind": "committee-report", "year": "2014"})
    assert homeless.status_code == 422 and "Choose the committee" in homeless.text

    # taken off after the freeze, the mark is listed as a change, and the report keeps it
    off = {"decision_id": str(lived.decision_id), "version": "1"}
    path_of(await writer.post(highlights, off), writer)
    view = (await writer.get("/statements/years/2014")).text
    changes = re.search(r"/statements/freezes/[0-9a-f-]+/changes", view)
    assert changes is not None
    listed = (await writer.get(changes[0])).text
    assert "Highlight" in listed and "A first." in listed and "Olwen Invented" in listed
    later = lived.then("2015-05-05T09:00")
    async with transactions.scope_tx(later):
        said = audits.Said(title="Financial systems", kind=AuditKind.INTERNAL, subject="The ledgers")
        audit_id = await audits.plan_audit(later, said=said)
        reported = {"reported_on": date(2015, 2, 2), "level": Level.LIMITED}
        await audits.report(later, audit_id=audit_id, **reported)
        opinion = {
            "words": "Sound, with exceptions.",
            "given_by": "Una Exemplar",
            "given_on": date(2015, 4, 20),
        }
        await audits.give_opinion(later, year=2014, level=Level.SIGNIFICANT, **opinion)
    governance = {"kind": "governance-statement", "year": "2014"}
    statement = (await writer.get(path_of(await writer.post("/statements", governance), writer))).text
    assert "Highlights: Commissioning Committee" in statement and "A first." in statement
    assert "Sound, with exceptions. (Una Exemplar, 20 April 2015.)" in statement
    assert "Financial systems" in statement and "Limited assurance" in statement


async def test_ratings_of_the_audit_of_conflicts_stand_in_the_governance_statement_of_its_year(
    lived: Year,
) -> None:
    may, year = lived.then("2017-05-02T10:00"), FinancialYear(2016)
    async with transactions.scope_tx(may):
        audit_id = await writing.start_statement(may, kind=StatementKind.CONFLICTS_AUDIT, year=year)
        await writing.write_place(
            may,
            statement_id=audit_id,
            section="registers",
            words="Two registers were published late, said the auditor.",
            rating="Partially compliant",
            seen=0,
        )
        audit = await queries.statement(may, statement_id=audit_id)
        assert [each.id for each in audit.left] == [
            *("auditor", "governance", "declarations", "decisions", "concerns", "response")
        ]
        statement_id = await writing.start_statement(may, kind=StatementKind.GOVERNANCE, year=year)
        view = await queries.statement(may, statement_id=statement_id)
        content = await assembling.content_of(may, view)
    (section,) = [each for each in content["sections"] if each["id"] == "conflicts"]
    (block,) = [each for each in section["blocks"] if each["caption"] == "Areas of the yearly audit"]
    assert block["rows"] == [
        ["Registers of interests, gifts and hospitality, and procurement decisions", "Partially compliant"]
    ]
    assert "nothing is signed" in block["lead"]


async def test_statement_of_readiness_is_signed_before_the_year_is_over_and_waits_for_no_freeze(
    lived: Year,
) -> None:
    may = lived.then("2022-11-14T10:00")
    year = FinancialYear(2022)
    async with transactions.scope_tx(may):
        statement_id = await writing.start_statement(may, kind=StatementKind.READINESS, year=year)
        template = (await queries.statement(may, statement_id=statement_id)).template
        for section in template.places:
            await writing.write_place(
                may,
                statement_id=statement_id,
                section=section.id,
                words="An invented answer.",
                rating="Ready with conditions" if section.ratings else None,
                seen=0,
            )
        await signing.send_for_signature(may, statement_id=statement_id)
        view = await queries.statement(may, statement_id=statement_id)
        assert view.freeze is None and not view.waits_for_freeze
        read = assembling.hash_of(await assembling.content_of(may, view))
    arden = replace(may.actor, person_id=lived.stage.author_id, name="Arden Invented")
    chief = replace(may, actor=arden, permissions=may.permissions | {"statements.sign"})
    async with transactions.scope_tx(chief):
        await signing.sign_statement(chief, statement_id=statement_id, seen=read)
        signed = await queries.statement(chief, statement_id=statement_id)
        content = await assembling.content_of(chief, signed)
    assert signed.signature is not None and signed.signature.signed_by_name == "Arden Invented"
    assert content["freeze"] is None
    assert [each["title"] for each in content["sections"] if each["id"] == "finance"] == ["Finance"]
    with pytest.raises(rules.UnableToWrite, match="No template of this was in force"):
        queries.template_of(StatementKind.READINESS, on=date(2015, 3, 31))
