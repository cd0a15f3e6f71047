"""The chair's brief: what it holds for whom, and that it is a short tagged PDF."""

from uuid import UUID

import pytest

from backend.kit.pdf import walk
from backend.meetings import chores
from backend.packs.brief import chairs_brief
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage, an_organisation
from tests.packs.agenda import text_of
from tests.packs.looking import everything_in


async def an_agenda(stage: Stage) -> tuple[UUID, UUID]:
    """One item in which the chair has an interest, and one in which a GP has."""
    found = []
    for title, name, who in (
        ("Lease of Otter House", "Otter House Practice", stage.chair),
        ("Heron pilot", "Heron Practice", stage.gp),
    ):
        organisation_id = await an_organisation(stage.officer, f"{name} Invented")
        await stage.conflicted(who, organisation_id)
        found.append(await stage.add_item(title, organisation_ids=[organisation_id]))
        await chores.search_for_conflicts(stage.officer, item_id=found[-1])
    return found[0], found[1]


async def words_for(scope: Scope, stage: Stage) -> str:
    """The text of the PDF itself, as a second tool reads it, and everything else that is in it."""
    async with transactions.scope_tx(scope, readonly=True):
        _, pdf = await chairs_brief(scope, meeting_id=stage.meeting_id)
    return " ".join([*" ".join(text_of(pdf)).split(), everything_in(pdf)])


async def test_conflicted_chair_gets_the_brief_without_that_item_and_the_vice_chair_has_it(
    stage: Stage,
) -> None:
    await an_agenda(stage)
    chair, vice_chair = await words_for(stage.chair, stage), await words_for(stage.vice_chair, stage)
    assert "Heron pilot" in chair and "otter house" not in chair.lower()
    assert "Charlie Invented has declared" not in chair, "their own interest is for whoever decides"
    assert "1 item is not in this brief" in chair
    assert "Lease of Otter House" in vice_chair and "heron" not in vice_chair.lower()
    assert "Charlie Invented has declared a financial interest in Otter House" in vice_chair
    for nobody in (stage.gp, stage.observer):
        with pytest.raises(NotFound):
            await words_for(nobody, stage)


async def test_brief_is_a_short_tagged_pdf(stage: Stage) -> None:
    await an_agenda(stage)
    async with transactions.scope_tx(stage.officer, readonly=True):
        name, pdf = await chairs_brief(stage.officer, meeting_id=stage.meeting_id)
    assert name == "chairs-brief-2014-09-17.pdf"
    walked = walk.walk(pdf)
    assert walked.tagged and not walked.problems and walked.pages <= 2
    words = " ".join(" ".join(text_of(pdf)).split())
    assert "Glenn Invented has declared a financial interest in Heron Practice" in words
    assert "Proposed: Glenn Invented may speak, then leaves before the decision." in words
    assert "PRIVATE: for Olive Invented alone" in words
