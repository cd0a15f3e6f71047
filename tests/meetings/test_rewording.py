"""What was signed off in other words than the paper shows now: undone, told, once; and what undoes nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.kit import database
from backend.meetings import chores, covers, on_page, operations
from backend.meetings.operations import rewording
from backend.meetings.operations.signing import NewerRendition
from backend.meetings.queries import rendition
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions
from tests.meetings.stage import ENDS, Stage, at
from tests.meetings.test_papers import a_pdf, paper, sign
from tests.meetings.test_signing import letters
from tests.meetings.test_ways import an_executive

BECAUSE = "It is shown in other words now than when it was signed off."


def shows(monkeypatch: pytest.MonkeyPatch, *, before: str = "", after: str = "") -> None:
    """From now on our pages set something round the text of every paper, as a new edition of Probity may."""
    as_made, cover_as_made = on_page.text_on_page, on_page.cover_on_page

    def text(html: str, *, pictures: str) -> str:
        return before + as_made(html, pictures=pictures) + after

    def cover(lines: tuple[covers.CoverLine, ...]) -> str:
        return before + cover_as_made(lines) + after

    monkeypatch.setattr(on_page, "text_on_page", text)
    monkeypatch.setattr(on_page, "cover_on_page", cover)
    rendition._pages.clear()  # as a worker that has been started anew


@pytest_asyncio.fixture
async def stage(stage: Stage) -> Stage:
    """With an officer who holds that role in the directory as well, so that they are written to."""
    assert stage.officer.actor.person_id is not None
    async with transactions.scope_tx(stage.officer):
        await persons.grant_role(
            stage.officer, person_id=stage.officer.actor.person_id, role="governance-officer"
        )
    return stage


async def signed(stage: Stage, **traits: str | bytes) -> UUID:
    paper_id = await stage.paper_with_chair(**traits)
    await sign(stage, stage.chair, paper_id)
    return paper_id


async def each_morning(stage: Stage) -> None:
    await chores.check_renditions(stage.officer.as_chore(rewording.CHORE))


async def ledger(scope: Scope, act: str) -> Sequence[Any]:
    async with transactions.scope_tx(scope, readonly=True):
        return await database.fetch(
            "SELECT actor_name, actor_chore, after FROM ledger_event WHERE tenant_id = $1 AND act = $2 ORDER BY id",
            scope.tenant.id,
            act,
        )


async def next_look(scope: Scope) -> list[str]:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await database.fetch(
            "SELECT due_at FROM tenancy_due WHERE tenant_id = $1 AND chore = $2",
            scope.tenant.id,
            rewording.CHORE,
        )
    return [row["due_at"].isoformat() for row in rows]


async def test_other_words_undo_the_sign_off_and_tell_author_signatory_and_officer_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = await signed(stage)
    (due,) = await next_look(stage.officer)
    assert due[11:] == "04:00:00+00:00"  # five o'clock in summer
    shows(monkeypatch, after="<p>Not so.</p>")

    await each_morning(stage)
    await each_morning(stage)

    now = await paper(stage, paper_id)
    assert (now.line.run.state, now.line.run.approvals, now.line.version) == ("draft", (), 1)
    assert [each.voided_because for each in now.approvals] == [BECAUSE]
    assert (now.steps[-1].name, now.steps[-1].reason) == ("Shown in other words", BECAUSE)
    told = await letters(stage.officer, "sign-off-undone")
    assert set(told) == {"Charlie Invented", "Arden Invented", "Olive Invented"}
    assert (
        BECAUSE in told["Arden Invented"] and "Charlie Invented (chair), version 1" in told["Arden Invented"]
    )
    (voided,) = await ledger(stage.officer, "signoff.approval.voided")
    assert voided["actor_chore"] == rewording.CHORE
    assert not await next_look(stage.officer)  # nothing is signed off that could change

    for step in ("send", "pass-to-chair"):
        async with transactions.scope_tx(stage.officer):
            await operations.move_paper_on(stage.officer, paper_id=paper_id, step_id=step)
    await sign(stage, stage.chair, paper_id)  # in the words of today
    await each_morning(stage)
    assert (await paper(stage, paper_id)).line.run.signed and await next_look(stage.officer)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"before": "<div>", "after": "</div>"}, id="renderer"),
        pytest.param({"before": '<p class="pb-stamp" aria-hidden="true"></p>'}, id="stamp"),
        pytest.param({"after": "\n\n"}, id="spaces"),
    ],
)
async def test_same_words_in_other_marks_undo_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str]
) -> None:
    paper_id = await signed(stage)
    shows(monkeypatch, **changed)

    await each_morning(stage)

    now = await paper(stage, paper_id)
    assert now.line.run.signed and now.steps[-1].step == "sign-off"
    assert not await letters(stage.officer, "sign-off-undone")


async def test_pdf_is_the_file_that_was_signed_whatever_stands_round_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = await signed(stage, filename="hours.pdf", data=a_pdf())
    shows(monkeypatch, after="<p>Not so.</p>")

    async with transactions.scope_tx(stage.officer):
        assert not await operations.undo_reworded(stage.officer, paper_id=paper_id)

    assert (await paper(stage, paper_id)).line.run.signed


async def test_two_at_once_undo_it_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    paper_id = await signed(stage)
    shows(monkeypatch, after="<p>Not so.</p>")

    async def undo(scope: Scope) -> bool:
        async with transactions.scope_tx(scope):
            return await operations.undo_reworded(scope, paper_id=paper_id)

    done = await asyncio.gather(undo(stage.officer), undo(stage.vice_chair), each_morning(stage))

    assert sum(bool(each) for each in done) <= 1
    assert len(await ledger(stage.officer, "signoff.approval.voided")) == 1
    assert len(await letters(stage.officer, "sign-off-undone")) == 3
    assert [step.step for step in (await paper(stage, paper_id)).steps].count("other-words") == 1


async def test_meeting_that_is_over_keeps_its_sign_offs(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_id = await signed(stage)
    shows(monkeypatch, after="<p>Not so.</p>")
    later = replace(stage, officer=at(stage.officer, ENDS + timedelta(minutes=1)))

    await each_morning(later)
    async with transactions.scope_tx(later.officer):
        assert not await operations.undo_reworded(later.officer, paper_id=paper_id)

    assert (await paper(stage, paper_id)).line.run.approvals
    assert not await next_look(stage.officer)


async def test_chair_does_not_sign_on_top_of_a_sponsors_sign_off_of_other_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sponsor = await an_executive(stage)
    paper_id = await stage.submit(await stage.add_item(), sponsor_person_id=sponsor.actor.person_id)
    async with transactions.scope_tx(stage.officer):
        await operations.move_paper_on(stage.officer, paper_id=paper_id, step_id="send-to-sponsor")
    await sign(stage, sponsor, paper_id)
    await stage.excuse_cover(paper_id)
    async with transactions.scope_tx(stage.officer):
        await operations.move_paper_on(stage.officer, paper_id=paper_id, step_id="pass-to-chair")
    shows(monkeypatch, after="<p>Not so.</p>")

    with pytest.raises(NewerRendition, match="in other words now than when Ellis Invented signed it off"):
        await sign(stage, stage.chair, paper_id)
    async with transactions.scope_tx(stage.chair):
        assert await operations.undo_reworded(stage.chair, paper_id=paper_id)

    now = await paper(stage, paper_id)
    assert (now.line.run.state, now.line.run.approvals) == ("draft", ())
    assert set(await letters(stage.officer, "sign-off-undone")) == {
        "Ellis Invented",
        "Arden Invented",
        "Olive Invented",
    }
