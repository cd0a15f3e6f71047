"""Papers and their sign-off on the real database, with real files and confined children."""

import asyncio
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import docx
import pikepdf
import pytest
from PIL import Image

from backend.evidence import queries as evidence
from backend.kit.documents import uploads
from backend.meetings import intake, operations, queries, rules
from backend.scope import OvertakenByAnother, Refusal, Scope
from backend.signoff import rules as signing
from backend.tenancy import transactions
from tests.meetings.stage import ENDS, OTHER_WORDS, Stage, as_person, at

PROOF = "Signed in with a password and a passkey"


async def paper(stage: Stage, paper_id: UUID, scope: Scope | None = None) -> queries.PaperView:
    reader = scope or stage.officer
    async with transactions.scope_tx(reader, readonly=True):
        return await queries.paper(reader, paper_id=paper_id)


async def sign(stage: Stage, scope: Scope, paper_id: UUID, sha256: str | None = None) -> UUID:
    read = sha256 or (await paper(stage, paper_id)).line.sha256
    async with transactions.scope_tx(scope):
        return await operations.sign_paper(scope, paper_id=paper_id, sha256=read, proved_by=PROOF)


async def replace_with(
    stage: Stage, paper_id: UUID, data: bytes = OTHER_WORDS, scope: Scope | None = None
) -> int:
    acting = scope or stage.officer
    async with transactions.scope_tx(acting):
        return await operations.replace_paper(acting, paper_id=paper_id, filename="hours.md", data=data)


async def content_of(stage: Stage, paper_id: UUID) -> bytes:
    newest = (await paper(stage, paper_id)).newest
    return await evidence.bytes_in(newest.content)


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def a_picture(colour: str = "navy") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(made, "PNG")
    return made.getvalue()


def a_word_file(*, picture: bytes | None = None) -> bytes:
    document = docx.Document()
    document.add_heading("Longer opening hours", 1)
    document.add_paragraph("The committee is asked to agree the pilot.")
    if picture:
        document.add_picture(io.BytesIO(picture))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def a_pdf(*, action: bool = False) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if action:
            pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(made)
    return made.getvalue()


async def test_markdown_becomes_a_page_and_the_original_is_kept(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item())

    shown = await paper(stage, paper_id)
    assert (shown.line.version, shown.newest.content_kind, shown.line.words) == (1, "html", 11)
    assert b"<strong>agree</strong>" in await content_of(stage, paper_id)
    assert (await evidence.bytes_in(shown.newest.original)).startswith(b"# Longer opening hours")
    assert shown.line.run.state == "draft"


async def test_word_file_keeps_its_picture_under_a_name_of_its_own(stage: Stage) -> None:
    paper_id = await stage.submit(
        await stage.add_item(), filename="Hours.docx", data=a_word_file(picture=a_picture())
    )

    html = (await content_of(stage, paper_id)).decode()
    name = html.split('src="asset:')[1].split('"')[0]
    async with transactions.scope_tx(stage.officer, readonly=True):
        file = await queries.asset(stage.officer, paper_id=paper_id, version=1, name=name)
        agenda = await queries.agenda_for_pack(stage.officer, meeting_id=stage.meeting_id)
    assert (await evidence.bytes_in(file)).startswith(b"\x89PNG")
    assert file.media_type == "image/png"
    (packed,) = agenda.items[0].papers
    assert [asset.name for asset in packed.assets] == [name]
    pictures = {asset.name: await evidence.bytes_in(asset.file) for asset in packed.assets}
    assert packed.sha256 == intake.sha256_of_html(html.encode(), pictures)
    assert any("no description" in loss for loss in packed.losses)


async def test_other_picture_means_another_hash() -> None:
    html = b'<p><img src="asset:a.png"></p>'

    one = intake.sha256_of_html(html, {"a.png": a_picture("navy")})

    assert one != intake.sha256_of_html(html, {"a.png": a_picture("red")})
    assert one != intake.sha256_of_html(html + b" ", {"a.png": a_picture("navy")})


async def test_pdf_is_kept_without_what_acts_and_says_so(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), filename="hours.pdf", data=a_pdf(action=True))

    shown = await paper(stage, paper_id)
    assert (shown.newest.content_kind, shown.line.pages) == ("pdf", 1)
    with pikepdf.open(io.BytesIO(await content_of(stage, paper_id))) as pdf:
        assert "/OpenAction" not in pdf.Root
    assert any("taken out" in loss for loss in shown.newest.losses)


def _macro_word_file() -> bytes:
    made = io.BytesIO(a_word_file())
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return made.getvalue()


def _encrypted_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, encryption=pikepdf.Encryption(owner="o", user="u"))
    return made.getvalue()


HOSTILE = {
    "empty.md": b"",
    "blank.md": b"\n\n",
    "latin.md": b"caf\xe9 au lait",
    "program.exe": b"MZ\x90\x00",
    "not-word.docx": b"this is no zip",
    "zip-only.docx": b"PK\x03\x04 and then nothing",
    "macro.docx": _macro_word_file(),
    "pretend.pdf": b"<html><script>alert(1)</script></html>",
    "broken.pdf": b"%PDF-1.7\n%%EOF",
    "locked.pdf": _encrypted_pdf(),
    "no-ending": b"# words",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
async def test_hostile_upload_is_refused_in_a_sentence_and_leaves_nothing(
    stage: Stage, folder: Path, name: str
) -> None:
    item_id = await stage.add_item()

    with pytest.raises(rules.UnableToSubmitPaper) as refused:
        await stage.submit(item_id, filename=name, data=HOSTILE[name])

    assert f"“{name}”" in refused.value.sentence and refused.value.sentence.endswith(".")
    assert refused.value.field == "file" and refused.value.status == 422
    assert not files_below(folder)
    async with transactions.scope_tx(stage.officer, readonly=True):
        _, item = await queries.item(stage.officer, item_id=item_id)
    assert item.papers == ()


async def test_upload_above_the_limit_is_refused_by_its_size(stage: Stage) -> None:
    item_id = await stage.add_item()

    with pytest.raises(rules.UnableToSubmitPaper, match="the largest file that can be taken is 1 kB"):
        await stage.submit(item_id, data=b"# w\n" + b"word " * 400, caps=uploads.Caps(upload_bytes=1024))


async def test_nothing_outside_the_paper_gets_into_it(stage: Stage) -> None:
    hostile = b"# Title\n\n<script>alert(1)</script>\n\n![x](file:///etc/passwd)\n\n<img src='file:///etc/passwd'>\n\nWords."

    paper_id = await stage.submit(await stage.add_item(), data=hostile)

    html = (await content_of(stage, paper_id)).decode()
    assert "script" not in html and "passwd" not in html and "root:" not in html
    assert any("file:///etc/passwd" in loss for loss in (await paper(stage, paper_id)).newest.losses)


async def test_author_cannot_sign_off_own_paper(stage: Stage) -> None:
    assert stage.chair.actor.person_id is not None
    paper_id = await stage.paper_with_chair(author_person_id=stage.chair.actor.person_id)

    assert "You are the author" in ((await paper(stage, paper_id, stage.chair)).line.run.why_not_sign or "")
    with pytest.raises(signing.UnableToSign, match="You are the author of “Longer opening hours”"):
        await sign(stage, stage.chair, paper_id)
    await sign(stage, stage.vice_chair, paper_id)


async def test_whoever_handed_a_version_in_cannot_sign_it_off(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), stage.chair)
    await stage.excuse_cover(paper_id)
    for scope, step in ((stage.chair, "send"), (stage.officer, "pass-to-chair")):
        async with transactions.scope_tx(scope):
            await operations.move_paper_on(scope, paper_id=paper_id, step_id=step)

    with pytest.raises(signing.UnableToSign, match="You handed in version 1"):
        await sign(stage, stage.chair, paper_id)
    await sign(stage, stage.vice_chair, paper_id)


@pytest.mark.parametrize("who", ["officer", "gp", "observer"])
async def test_only_chair_and_vice_chair_sign_off(stage: Stage, who: str) -> None:
    paper_id = await stage.paper_with_chair()

    with pytest.raises(signing.UnableToSign, match="Only the chair or the vice-chair of this committee"):
        await sign(stage, getattr(stage, who), paper_id)


async def test_chair_of_another_committee_cannot_sign_off(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    elsewhere = replace(stage.chair.seats[0], committee_id=UUID(int=5))

    with pytest.raises(signing.UnableToSign, match="of this committee"):
        await sign(stage, replace(stage.chair, seats=(elsewhere,)), paper_id)


async def test_chair_signs_exactly_the_version_with_the_words_shown(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    before = await paper(stage, paper_id, stage.chair)
    assert before.line.run.can_sign

    await sign(stage, stage.chair, paper_id)

    after = await paper(stage, paper_id, stage.chair)
    approval = after.line.run.approval
    assert approval is not None
    assert approval.words == before.words_to_sign
    assert "It may go to the Commissioning Committee on 17 September 2014" in approval.words
    assert "does not mean that I agree" in " ".join(approval.words.split())
    assert approval.content_hash == before.line.sha256 and before.line.sha256 in approval.words
    assert (approval.office, approval.proved_by, approval.person_name) == ("chair", PROOF, "Charlie Invented")
    assert after.line.state_in_words == "Signed off by Charlie Invented"


async def test_new_version_undoes_the_sign_off_and_says_so(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    await sign(stage, stage.chair, paper_id)

    assert await replace_with(stage, paper_id) == 2

    shown = await paper(stage, paper_id)
    assert shown.line.run.approval is None and shown.line.run.state == "draft"
    (voided,) = shown.approvals
    assert voided.voided_because == "Version 2 was handed in by Olive Invented."
    assert voided.content_hash == shown.versions[1].sha256 != shown.line.sha256
    async with transactions.scope_tx(stage.officer, readonly=True):
        agenda = await queries.agenda_for_pack(stage.officer, meeting_id=stage.meeting_id)
    assert agenda.items[0].papers[0].approval is None


async def test_version_that_was_not_read_cannot_be_signed(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    read = (await paper(stage, paper_id, stage.chair)).line.sha256
    await replace_with(stage, paper_id)
    await stage.pass_to_chair(paper_id)

    with pytest.raises(signing.NewerVersion, match="version 2 lies there now") as refused:
        await sign(stage, stage.chair, paper_id, read)

    assert refused.value.status == 409
    assert (await paper(stage, paper_id)).line.run.approval is None


async def test_two_chairs_at_once_have_one_effect(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    sha256 = (await paper(stage, paper_id)).line.sha256

    answers = await asyncio.gather(
        asyncio.create_task(sign(stage, stage.chair, paper_id, sha256)),
        asyncio.create_task(sign(stage, stage.vice_chair, paper_id, sha256)),
        return_exceptions=True,
    )

    lost = [answer for answer in answers if isinstance(answer, BaseException)]
    assert len(lost) == 1 and isinstance(lost[0], signing.SignedByAnother)
    shown = await paper(stage, paper_id)
    assert len(shown.approvals) == 1 and shown.line.run.signed
    assert [step.step for step in shown.steps].count("sign-off") == 1


async def test_signing_and_replacing_at_once_never_leave_a_sign_off_of_other_words(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    sha256 = (await paper(stage, paper_id)).line.sha256

    await asyncio.gather(
        asyncio.create_task(sign(stage, stage.chair, paper_id, sha256)),
        asyncio.create_task(replace_with(stage, paper_id)),
        return_exceptions=True,
    )

    shown = await paper(stage, paper_id)
    assert shown.line.version == 2
    assert shown.line.run.approval is None


async def test_two_new_versions_at_once_are_not_mixed_up(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item())

    answers = await asyncio.gather(
        asyncio.create_task(replace_with(stage, paper_id, b"# One\n\nWords of one.")),
        asyncio.create_task(replace_with(stage, paper_id, b"# Two\n\nWords of two.")),
        return_exceptions=True,
    )

    lost = [answer for answer in answers if isinstance(answer, OvertakenByAnother)]
    assert len(lost) == 1 and "was handed in meanwhile" in lost[0].sentence
    assert [line.version for line in (await paper(stage, paper_id)).versions] == [2, 1]


async def test_same_words_again_are_no_new_version(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    await sign(stage, stage.chair, paper_id)

    with pytest.raises(rules.UnableToSubmitPaper, match="says exactly what version 1 says"):
        await replace_with(stage, paper_id, (await evidence_original(stage, paper_id)))

    assert (await paper(stage, paper_id)).line.run.signed


async def evidence_original(stage: Stage, paper_id: UUID) -> bytes:
    return await evidence.bytes_in((await paper(stage, paper_id)).newest.original)


async def test_chair_sends_a_paper_back_with_a_question(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    sha256 = (await paper(stage, paper_id)).line.sha256

    with pytest.raises(signing.UnableToTakeStep, match="needs a reason"):
        async with transactions.scope_tx(stage.chair):
            await operations.return_paper(
                stage.chair, paper_id=paper_id, sha256=sha256, reason=" ", proved_by=PROOF
            )
    async with transactions.scope_tx(stage.chair):
        await operations.return_paper(
            stage.chair, paper_id=paper_id, sha256=sha256, reason="What does it cost?", proved_by=PROOF
        )

    shown = await paper(stage, paper_id)
    assert shown.line.run.state == "chair-question"
    (returned,) = shown.approvals
    assert (returned.decision, returned.reason) == (signing.Decision.RETURNED, "What does it cost?")
    assert not shown.line.run.signed


async def test_chair_withdraws_the_sign_off_and_may_sign_again(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    await sign(stage, stage.chair, paper_id)
    async with transactions.scope_tx(stage.vice_chair):
        await operations.withdraw_sign_off(
            stage.vice_chair, paper_id=paper_id, reason="The figures are in doubt", proved_by=PROOF
        )

    shown = await paper(stage, paper_id)
    assert shown.line.run.state == "with-chair" and not shown.line.run.signed
    assert [each.decision.value for each in shown.approvals] == ["approved", "withdrawn"]
    assert shown.approvals[0].voided_because == "Withdrawn by Vivian Invented: The figures are in doubt"
    await sign(stage, stage.chair, paper_id)
    assert (await paper(stage, paper_id)).line.run.signed


async def test_paper_that_is_still_a_draft_cannot_be_signed(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item())

    with pytest.raises(signing.UnableToSign, match="It can be signed off once it is with the chair"):
        await sign(stage, stage.chair, paper_id)


async def test_steps_are_taken_by_those_whom_the_workflow_names(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item())

    with pytest.raises(signing.UnableToTakeStep, match="“Send for checking” is for the author"):
        async with transactions.scope_tx(stage.gp):
            await operations.move_paper_on(stage.gp, paper_id=paper_id, step_id="send")
    with pytest.raises(signing.UnableToTakeStep, match="is with the author"):
        async with transactions.scope_tx(stage.officer):
            await operations.move_paper_on(stage.officer, paper_id=paper_id, step_id="pass-to-chair")
    with pytest.raises(signing.UnableToTakeStep, match="is not a step"):
        async with transactions.scope_tx(stage.chair):
            await operations.move_paper_on(stage.chair, paper_id=paper_id, step_id="sign-off")


async def test_withdrawn_paper_leaves_the_pack_and_takes_no_new_version(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item())
    async with transactions.scope_tx(stage.officer):
        await operations.move_paper_on(
            stage.officer, paper_id=paper_id, step_id="withdraw", reason="Not ready in time"
        )

    assert (await paper(stage, paper_id)).line.withdrawn_because == "Not ready in time"
    async with transactions.scope_tx(stage.officer, readonly=True):
        agenda = await queries.agenda_for_pack(stage.officer, meeting_id=stage.meeting_id)
    assert agenda.items[0].papers == ()
    with pytest.raises(rules.UnableToSubmitPaper, match="was withdrawn"):
        await replace_with(stage, paper_id)


async def test_stranger_may_not_put_a_paper_in_and_the_lead_may(stage: Stage) -> None:
    stranger = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("member",))

    with pytest.raises(rules.UnableToSubmitPaper, match="put in by its committee’s members"):
        await stage.submit(await stage.add_item(), stranger)
    led = await stage.add_item("Led", lead_person_id=stage.author_id)
    await stage.submit(led, stranger)


async def test_papers_of_a_meeting_that_was_held_stay_as_they_are(stage: Stage) -> None:
    item_id = await stage.add_item()
    paper_id = await stage.paper_with_chair()
    later = at(stage.officer, ENDS)
    async with transactions.scope_tx(later):
        await operations.mark_held(later, meeting_id=stage.meeting_id)

    for attempt in (stage.submit(item_id), replace_with(stage, paper_id), sign(stage, stage.chair, paper_id)):
        with pytest.raises(Refusal, match="was held, so it can’t be changed"):
            await attempt


async def test_pack_holds_the_whole_agenda_with_files_and_sign_off(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    await sign(stage, stage.chair, paper_id)
    await stage.add_item("Offers", part=rules.Part.PRIVATE, private_reason="Prices", minutes=10)

    async with transactions.scope_tx(stage.officer.as_chore("packs.build"), readonly=True):
        agenda = await queries.agenda_for_pack(
            stage.officer.as_chore("packs.build"), meeting_id=stage.meeting_id
        )

    assert [(item.label, item.part.value) for item in agenda.items] == [("1", "public"), ("2", "private")]
    (packed,) = agenda.items[0].papers
    assert packed.approval is not None and packed.approval.content_hash == packed.sha256
    assert packed.content.media_type == "text/html"
    assert (await evidence.bytes_in(packed.content)).startswith(b"<h1>")
