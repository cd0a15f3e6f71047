"""Who signs a paper when the chair must not, what is kept of what they were shown, and who is told."""

import hashlib
from typing import Any
from uuid import UUID

import pytest

from backend.evidence import queries as evidence
from backend.kit import database
from backend.kit.pdf.text import Block
from backend.meetings import on_page, operations, queries
from backend.meetings.operations.signing import NewerRendition
from backend.meetings.queries import rendition
from backend.meetings.standing_in import UnableToNameDeputy
from backend.scope import Scope
from backend.signoff import rules as signing
from backend.signoff.shown import Likeness, Shown, likeness
from backend.tenancy import transactions
from tests.meetings.stage import Stage, an_organisation
from tests.meetings.test_papers import PROOF, a_pdf, paper, replace_with, sign


async def paper_about(stage: Stage, organisation_id: UUID, **traits: Any) -> UUID:
    item_id = await stage.add_item(organisation_ids=(organisation_id,))
    paper_id = await stage.submit(item_id, **traits)
    await stage.pass_to_chair(paper_id)
    return paper_id


async def queue_of(scope: Scope) -> list[UUID]:
    async with transactions.scope_tx(scope, readonly=True):
        return [line.paper.id for line in await queries.signing_queue(scope)]


async def letters(scope: Scope, kind: str) -> dict[str, str]:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT recipient_name, text FROM notices_letter WHERE tenant_id = $1 AND kind = $2",
            scope.tenant.id,
            kind,
        )
    return {row["recipient_name"]: row["text"] for row in rows}


async def send_back(scope: Scope, paper_id: UUID, sha256: str) -> None:
    async with transactions.scope_tx(scope):
        await operations.return_paper(
            scope, paper_id=paper_id, sha256=sha256, reason="What does it cost?", proved_by=PROOF
        )


async def name_deputy(stage: Stage, paper_id: UUID, deputy: Scope) -> None:
    assert deputy.actor.person_id is not None
    async with transactions.scope_tx(stage.officer):
        await operations.name_deputy(
            stage.officer,
            paper_id=paper_id,
            person_id=deputy.actor.person_id,
            reason="Both chairs have an interest",
        )


async def test_conflicted_chair_is_told_who_signs_instead_and_the_vice_chair_does(stage: Stage) -> None:
    practice = await an_organisation(stage.officer)
    await stage.conflicted(stage.chair, practice)
    paper_id = await paper_about(stage, practice)
    sha256 = (await paper(stage, paper_id)).line.sha256

    with pytest.raises(signing.UnableToSign) as refused:
        await sign(stage, stage.chair, paper_id)
    assert refused.value.sentence == (
        "You have a declared interest in Castle Hill Invented Practice, which this item touches, so you can’t sign "
        "“Longer opening hours” off or send it back. Vivian Invented (vice-chair) can instead."
    )
    with pytest.raises(signing.UnableToTakeStep, match="Vivian Invented"):
        await send_back(stage.chair, paper_id, sha256)
    assert await queue_of(stage.chair) == []
    assert await queue_of(stage.vice_chair) == [paper_id]

    await sign(stage, stage.vice_chair, paper_id)

    approval = (await paper(stage, paper_id)).line.run.approval
    assert approval is not None and (approval.office, approval.person_name) == (
        "vice-chair",
        "Vivian Invented",
    )


async def test_officer_names_a_deputy_when_nobody_in_office_is_free(stage: Stage) -> None:
    practice = await an_organisation(stage.officer)
    paper_id = await paper_about(stage, practice)
    with pytest.raises(
        UnableToNameDeputy, match=r"Charlie Invented \(chair\) or Vivian Invented \(vice-chair\) can"
    ):
        await name_deputy(stage, paper_id, stage.gp)
    for who in (stage.chair, stage.vice_chair, stage.second_gp):
        await stage.conflicted(who, practice)
    with pytest.raises(signing.UnableToSign, match="the governance officers name a deputy"):
        await sign(stage, stage.chair, paper_id)
    with pytest.raises(UnableToNameDeputy, match="Gale Invented has a declared interest"):
        await name_deputy(stage, paper_id, stage.second_gp)
    with pytest.raises(UnableToNameDeputy, match="with a vote"):
        await name_deputy(stage, paper_id, stage.observer)
    with pytest.raises(signing.UnableToSign, match="Only the chair or the vice-chair"):
        await sign(stage, stage.gp, paper_id)

    await name_deputy(stage, paper_id, stage.gp)

    assert await queue_of(stage.gp) == [paper_id]
    with pytest.raises(signing.UnableToSign, match=r"Glenn Invented \(deputy\) can instead"):
        await sign(stage, stage.chair, paper_id)
    await sign(stage, stage.gp, paper_id)
    approval = (await paper(stage, paper_id)).line.run.approval
    assert approval is not None and approval.office == "deputy"


async def test_conflict_on_another_item_keeps_nobody_from_signing(stage: Stage) -> None:
    await stage.conflicted(stage.chair, await an_organisation(stage.officer))
    paper_id = await paper_about(stage, await an_organisation(stage.officer, "Dale Invented Practice"))

    await sign(stage, stage.chair, paper_id)

    assert (await paper(stage, paper_id)).line.run.signed


@pytest.mark.parametrize("kind", ["page", "pdf"])
async def test_approval_keeps_the_hash_of_what_was_shown_beside_that_of_the_content(
    stage: Stage, kind: str
) -> None:
    given = {} if kind == "page" else {"filename": "hours.pdf", "data": a_pdf()}
    paper_id = await stage.paper_with_chair(**given)
    async with transactions.scope_tx(stage.chair, readonly=True):
        view = await queries.paper(stage.chair, paper_id=paper_id)
        shown = (await queries.rendition_of(stage.chair, view)).shown
        content = await evidence.bytes_in(view.newest.content)

    await sign(stage, stage.chair, paper_id)

    approval = (await paper(stage, paper_id)).line.run.approval
    assert approval is not None and approval.shown == shown and shown.kind == kind
    assert approval.content_hash == view.line.sha256
    if kind == "pdf":
        assert shown.sha256 == hashlib.sha256(content).hexdigest()
    else:
        assert shown.sha256 != approval.content_hash and shown.words_sha256 is not None


async def test_what_is_shown_otherwise_than_it_was_is_looked_at_again_before_it_is_signed(
    stage: Stage,
) -> None:
    paper_id = await stage.paper_with_chair()
    sha256 = (await paper(stage, paper_id)).line.sha256

    with pytest.raises(NewerRendition, match="shown in another form") as refused:
        async with transactions.scope_tx(stage.chair):
            await operations.sign_paper(
                stage.chair, paper_id=paper_id, sha256=sha256, rendition_sha256="f" * 64, proved_by=PROOF
            )

    assert refused.value.status == 409
    assert not (await paper(stage, paper_id)).line.run.signed


async def test_sign_off_is_not_printed_beside_words_that_were_not_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = await stage.paper_with_chair()
    await sign(stage, stage.chair, paper_id)
    as_made = on_page.text_on_page

    async def packed() -> queries.PackPaper:
        rendition._pages.clear()  # as a worker that has been started anew
        async with transactions.scope_tx(stage.officer, readonly=True):
            agenda = await queries.agenda_for_pack(stage.officer, meeting_id=stage.meeting_id)
        return agenda.items[0].papers[0]

    for other in ("<div>{}</div>", "{}"):  # a newer renderer: other marks round the same words
        monkeypatch.setattr(
            on_page, "text_on_page", lambda *a, other=other, **k: other.format(as_made(*a, **k))
        )
        assert (await packed()).approval is not None

    monkeypatch.setattr(on_page, "text_on_page", lambda *a, **k: as_made(*a, **k) + "<p>Not so.</p>")
    now = await packed()
    assert now.approval is None and "shown in other words now" in now.where
    async with transactions.scope_tx(stage.chair, readonly=True):
        shown = await queries.rendition_of(stage.chair, await queries.paper(stage.chair, paper_id=paper_id))
    (given,) = (await paper(stage, paper_id)).line.run.approvals
    assert likeness(shown.shown, approved=given.shown) is Likeness.OTHER_WORDS


async def test_new_version_tells_whoever_signed_and_the_author(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    await sign(stage, stage.chair, paper_id)

    await replace_with(stage, paper_id)

    told = await letters(stage.officer, "sign-off-undone")
    assert set(told) == {"Charlie Invented", "Arden Invented"}  # and not the officer, who did it
    assert "Olive Invented handed in version 2." in told["Charlie Invented"]
    assert "Charlie Invented (chair), version 1" in told["Arden Invented"]


async def test_question_and_withdrawal_tell_those_concerned(stage: Stage) -> None:
    paper_id = await stage.paper_with_chair()
    sha256 = (await paper(stage, paper_id)).line.sha256
    await sign(stage, stage.chair, paper_id)
    async with transactions.scope_tx(stage.vice_chair):
        await operations.withdraw_sign_off(
            stage.vice_chair, paper_id=paper_id, reason="A figure is wrong", proved_by=PROOF
        )
    await send_back(stage.chair, paper_id, sha256)

    undone = await letters(stage.officer, "sign-off-undone")
    assert set(undone) == {"Charlie Invented", "Arden Invented"}
    assert "Vivian Invented withdrew the sign-off: A figure is wrong" in undone["Arden Invented"]
    asked = await letters(stage.officer, "paper-question")
    assert set(asked) == {"Arden Invented", "Olive Invented"}
    assert "What does it cost?" in asked["Arden Invented"]


async def test_queue_holds_what_is_the_readers_to_take_forward_next_meeting_first(stage: Stage) -> None:
    first, second = await stage.paper_with_chair(), await stage.paper_with_chair()
    draft = await stage.submit(await stage.add_item())

    assert await queue_of(stage.chair) == [first, second]
    assert await queue_of(stage.gp) == []
    async with transactions.scope_tx(stage.officer):
        await operations.move_paper_on(stage.officer, paper_id=draft, step_id="send")
    assert await queue_of(stage.officer) == [draft]  # the governance check


def test_headings_of_a_file_that_leaves_levels_out_follow_the_pages_own() -> None:
    blocks = tuple(Block(page=1, kind="heading", level=level, text="x") for level in (3, 1, 3, 6))
    shown = Shown(kind="pdf", sha256="", words_sha256=None)
    placed = rendition.Rendition(html="", blocks=blocks, shown=shown).placed
    assert [level for _, level in placed] == [3, 3, 4, 5]
