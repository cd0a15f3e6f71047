"""Minutes on their way: who signs, what voids it, what of them is public, extracts, questions of the public."""

import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest

from backend.evidence import queries as evidence
from backend.kit import database
from backend.meetings import operations as meetings
from backend.meetings.rules import Part
from backend.packs import minuted
from backend.packs.publishing import files
from backend.planning import operations as planning
from backend.planning.rules.questions import Route
from backend.scope import NotFound, NotPermitted, Scope
from backend.sittings import operations, queries, rules
from backend.tenancy import transactions
from tests.meetings.stage import STARTS, Stage, as_person, at
from tests.sittings.test_sittings import arrive, decide, minutes, step

LATER = STARTS + timedelta(days=28)


async def approved(stage: Stage, **corrections: str) -> tuple[Stage, str]:
    """The minutes as the next meeting approved them, which the second GP chaired; half an hour into that meeting."""
    view = await minutes(stage, stage.chair)
    await step(stage.chair, stage, rules.Step.AGREED, view.sha256)
    then = replace(
        stage,
        **{
            name: at(getattr(stage, name), LATER + timedelta(minutes=30))
            for name in ("officer", "chair", "vice_chair", "gp", "second_gp")
        },
    )
    officer = then.officer
    async with transactions.scope_tx(officer):
        next_id = await meetings.arrange_meeting(
            officer,
            committee_id=stage.committee_id,
            title="Commissioning Committee, October",
            starts_at=LATER,
            ends_at=LATER + timedelta(hours=2),
            venue="An invented hall",
            in_public=True,
        )
        await operations.record_presence(
            officer,
            meeting_id=next_id,
            kind=rules.Kind.TOOK_CHAIR,
            person_id=stage.second_gp.actor.person_id,
            at=LATER,
        )
    sha256 = await step(officer, then, rules.Step.APPROVED, view.sha256, at_meeting_id=next_id, **corrections)
    return then, sha256


async def sign(stage: Stage, sha256: str) -> str:
    return await step(
        stage.second_gp, stage, rules.Step.SIGNED, sha256, proved_by="With a password and a code"
    )


async def publish(stage: Stage, sha256: str) -> None:
    officer = replace(stage.officer, permissions=stage.officer.permissions | {"packs.publish"})
    async with transactions.scope_tx(officer):
        await minuted.publish_minutes(officer, meeting_id=stage.meeting_id, sha256=sha256)


async def public(scope: Scope, stage: Stage) -> queries.PublicMinutes:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.public_minutes(scope, meeting_id=stage.meeting_id)


async def letters(stage: Stage) -> list[str]:
    async with transactions.scope_tx(stage.officer, readonly=True):
        rows = await database.fetch(
            "SELECT kind FROM notices_letter WHERE tenant_id = $1 ORDER BY id", stage.officer.tenant.id
        )
    return [row["kind"].rpartition(".")[2] for row in rows]


async def test_whoever_chaired_the_approving_meeting_signs_and_a_later_change_voids_it(stage: Stage) -> None:
    item_id = await stage.add_item()
    await arrive(stage, stage.chair, stage.gp, stage.second_gp)
    await decide(stage, item_id)
    then, sha256 = await approved(stage, corrections="For “much” read “little”")
    assert "minutes-to-sign" in await letters(then)
    with pytest.raises(NotPermitted, match="Gale Invented"):
        await step(then.chair, then, rules.Step.SIGNED, sha256, proved_by="With a password")
    with pytest.raises(rules.UnableToMinute, match="Prove who you are"):
        await step(then.second_gp, then, rules.Step.SIGNED, sha256)
    signed = await sign(then, sha256)
    view = await minutes(then)
    assert signed == view.sha256 == sha256
    assert view.changed_since == () and [line.stands for line in view.steps] == [True, True, True]
    assert view.stage(rules.Step.SIGNED).proved_by == "With a password and a code"  # type: ignore[union-attr]  # it is there
    await decide(then, item_id, text="To do something else", at=STARTS + timedelta(minutes=9))
    assert (await minutes(then)).changed_since == ("1 Longer opening hours",)
    with pytest.raises(rules.UnableToMinute, match="Say why"):
        await step(then.officer, then, rules.Step.REOPENED, sha256)
    await step(then.officer, then, rules.Step.REOPENED, sha256, because="A decision was left out")
    opened = await minutes(then)
    assert opened.state_in_words == "Draft" and not any(line.stands for line in opened.steps[:3])
    assert opened.corrections == () and "To do something else" in opened.parts[1].words
    assert "minutes-void" in await letters(then)


async def test_public_minutes_hold_no_word_of_what_is_private(stage: Stage) -> None:
    item_id = await stage.add_item()
    secret = await stage.add_item(
        "Rent of the invented surgery", part=Part.PRIVATE, private_reason="Commercial"
    )
    await arrive(stage, stage.chair, stage.gp, stage.second_gp)
    await decide(stage, item_id)
    await decide(stage, secret, text="To agree the rent of forty thousand")
    then, sha256 = await approved(
        stage, corrections="For “pilot” read “trial”", private_corrections="For forty read fifty"
    )
    with pytest.raises(rules.UnableToMinute, match="can’t be published"):
        await publish(then, sha256)
    await sign(then, sha256)
    with pytest.raises(NotFound):
        await public(then.officer, then)
    await publish(then, sha256)
    found = await public(then.officer, then)
    async with transactions.scope_tx(then.officer, readonly=True):
        assert found.file_id is not None
        pdf = await evidence.bytes_of(then.officer, file_id=found.file_id)
    document = pypdfium2.PdfDocument(pdf)
    paper = " ".join(page.get_textpage().get_text_range() for page in document)
    page = " ".join(f"{part.heading} {part.words}" for part in found.parts) + (found.corrections or "")
    for text in (" ".join(paper.split()), page):
        assert "To agree the pilot of longer hours" in text and "read “trial”" in text
        assert "taken in private, and minuted apart" in text, "a gap in the numbers is explained"
        for word in ("Rent", "rent", "forty", "fifty"):
            assert word not in text, word
    assert "Signed by Gale Invented" in " ".join(paper.split())
    fed = files.as_atom(then.officer, (), (found,), root="https://example.invalid/public/meetings").decode()
    assert f"/public/meetings/{then.meeting_id}/minutes" in fed and ": minutes</title>" in fed
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/StructTreeRoot" in opened.Root and str(opened.docinfo["/Title"]).startswith("Minutes")
    await step(then.officer, then, rules.Step.RECALLED, sha256, because="A name stands in it")
    with pytest.raises(NotFound):
        await public(then.officer, then)


async def test_extract_says_who_counted_and_goes_to_nobody_who_may_not_read_it(stage: Stage) -> None:
    item_id = await stage.add_item("Rent", part=Part.PRIVATE, private_reason="Commercial")
    await arrive(stage, stage.chair, stage.gp, stage.second_gp)
    taken = await decide(stage, item_id)
    async with transactions.scope_tx(stage.officer):
        found = await queries.extract_of(stage.officer, decision_id=taken.decision_id)
        assert next(each.in_words for each in found.there) == "Charlie Invented: counted"
        assert found.private and len(found.sha256) == 64
        with pytest.raises(rules.UnableToRecord, match="may not read the private items"):
            await operations.send_extract(
                stage.officer, decision_id=taken.decision_id, person_id=stage.author_id
            )
        gp_id = stage.gp.actor.person_id
        assert gp_id is not None
        for _ in range(2):
            await operations.send_extract(stage.officer, decision_id=taken.decision_id, person_id=gp_id)
        (letter,) = await database.fetch(
            "SELECT text FROM notices_letter WHERE tenant_id = $1", stage.officer.tenant.id
        )
    assert "a private item" in letter["text"] and "pilot" not in letter["text"]
    outsider = as_person(stage.officer, stage.author_id, "Arden Invented", roles=("executive-owner",))
    async with transactions.scope_tx(outsider, readonly=True):
        with pytest.raises(NotFound):
            await queries.extract_of(outsider, decision_id=taken.decision_id)


@pytest.mark.parametrize(("consents", "name"), [(True, "Ash Asker"), (False, "A member of the public")])
async def test_question_stands_in_the_minutes_with_a_name_only_by_consent(
    stage: Stage, consents: bool, name: str
) -> None:
    await stage.add_item()
    async with transactions.scope_tx(stage.officer):
        receipt = await planning.ask(
            stage.officer,
            meeting_id=stage.meeting_id,
            text="When will evening surgeries start?",
            route=Route.AT_MEETING,
            name="Ash Asker",
            email="ash@example.invalid",
            contact=None,
            name_public=consents,
        )
        await planning.choose_question(stage.officer, question_id=receipt.id, at_meeting=True)
        await planning.answer_question(stage.officer, question_id=receipt.id, answer="In October.")
    part = (await minutes(stage)).parts[1]
    assert part.heading == "Questions from the public" and name in part.words
    assert "**Answer:** In October." in part.words
    assert consents or "Ash" not in part.words
