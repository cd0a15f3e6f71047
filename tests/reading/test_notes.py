"""Notes are their author's: who reads them, what becomes of them when a paper is replaced, and how they end."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from backend.kit.database import fetch
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.reading import operations
from backend.reading.operations import QuotedWords
from backend.reading.queries import notes as queries
from backend.reading.rules.notes import UnableToNote, due_at
from backend.scope import NotFound, NotPermitted, Scope
from backend.tenancy import transactions
from tests.meetings.stage import ENDS, Stage, an_organisation

FIRST = b"""# Longer opening hours

The committee is asked to **agree** the pilot in Kiln Lane.

## Costs

The pilot costs \xc2\xa3210,000 a year. It can be ended at a month's notice.

## Risks

- Staff may not be found in time.
- The lease ends in June.
"""
SECOND = b"""# Longer opening hours

The committee is asked to **agree** the pilot in Kiln Lane.

## Why now

People asked for it.

## Risks

- The lease ends in June.

It can be ended at a month's notice.

## Costs

The pilot costs \xc2\xa3198,000 a year.
"""
CANARY = "ZANZIBAR"


async def note(scope: Scope, paper_id: UUID, words: str, exact: str = "", **traits: object) -> UUID:
    async with transactions.scope_tx(scope):
        quote = QuotedWords(exact=exact) if exact else None
        return await operations.add_note(scope, paper_id=paper_id, words=words, quote=quote, **traits)  # type: ignore[arg-type]  # as given


async def notes(scope: Scope, paper_id: UUID, version: int | None = None) -> tuple[queries.NoteView, ...]:
    async with transactions.scope_tx(scope, readonly=True):
        return (await queries.notes_on(scope, paper_id=paper_id, version=version))[1]


async def own(scope: Scope) -> tuple[queries.NoteView, ...]:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.own_notes(scope)


async def test_notes_follow_their_words_into_a_replaced_paper(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), data=FIRST)
    for words, exact in (
        ("on the whole", ""),
        ("ask why", "agree the pilot in Kiln Lane"),
        ("which year?", "The pilot costs £210,000 a year."),
        ("good", "ended at a month's notice"),
        ("who says so?", "Staff may not be found in time."),
    ):
        await note(stage.gp, paper_id, words, exact)
    with pytest.raises(UnableToNote, match="do not stand together in version 1"):
        await note(stage.gp, paper_id, "no", "Words that nobody wrote")
    async with transactions.scope_tx(stage.officer):
        await meetings.replace_paper(
            stage.officer, paper_id=paper_id, filename="hours.md", data=SECOND, replaces_version=1
        )

    now = await notes(stage.gp, paper_id)
    placed = {view.words: (view.placed.state if view.placed else None, view.found) for view in now}
    assert placed == {
        "on the whole": (None, None),
        "ask why": ("kept", "agree the pilot in Kiln Lane"),
        "which year?": ("changed", "The pilot costs £198,000 a year."),
        "good": ("moved", "ended at a month's notice"),
        "who says so?": ("orphaned", None),
    }
    assert [view.words for view in now][:3] == ["on the whole", "who says so?", "ask why"]
    assert {view.version for view in now} == {1}
    gone = next(view for view in now if view.words == "who says so?")
    assert gone.quote is not None and gone.quote.exact == "Staff may not be found in time."
    assert gone.quote.headings == ("Longer opening hours", "Risks")
    before = await notes(stage.gp, paper_id, version=1)
    assert {view.placed.state for view in before if view.placed} == {"kept"}


async def test_a_private_note_is_its_authors_alone(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), data=FIRST)
    note_id = await note(stage.gp, paper_id, f"{CANARY} private", "The lease ends in June.")
    async with transactions.scope_tx(stage.gp):
        await operations.edit_note(stage.gp, note_id=note_id, words=f"{CANARY} changed")
    assert [view.words for view in await notes(stage.gp, paper_id)] == [f"{CANARY} changed"]

    for reader in (stage.officer, stage.chair, stage.second_gp, stage.observer):
        assert await notes(reader, paper_id) == ()
        async with transactions.scope_tx(reader):
            assert await queries.notes_of_meeting(reader, meeting_id=stage.meeting_id) == ()
            assert await queries.own_notes(reader) == ()
            for act in (
                queries.own_note(reader, note_id=note_id),
                operations.edit_note(reader, note_id=note_id, words="mine now"),
                operations.share_note(reader, note_id=note_id),
                operations.stop_sharing_note(reader, note_id=note_id),
                operations.keep_note(reader, note_id=note_id),
                operations.remove_note(reader, note_id=note_id),
            ):
                with pytest.raises(NotFound):
                    await act
    audit = replace(
        stage.officer, roles=frozenset({"internal-audit"}), permissions=frozenset({"meetings.read"})
    )
    with pytest.raises(NotPermitted):
        await note(audit, paper_id, "not mine to note")
    async with transactions.scope_tx(stage.officer):
        (told,) = await fetch(
            "SELECT count(*) AS n FROM ledger_event e WHERE e.tenant_id = $1 AND (e::text LIKE $2 "
            "OR e.subject_room = 'reading')",
            stage.officer.tenant.id,
            f"%{CANARY}%",
        )
    assert told["n"] == 0


async def test_a_shared_note_is_for_those_who_sit_on_the_committee(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), data=FIRST)
    note_id = await note(stage.gp, paper_id, f"{CANARY} for all", "The lease ends in June.")
    with pytest.raises(UnableToNote, match="shared among those who sit on"):
        await note(stage.officer, paper_id, "from the office", shared=True)
    async with transactions.scope_tx(stage.gp):
        await operations.share_note(stage.gp, note_id=note_id)
    for reader in (stage.chair, stage.observer):
        (seen,) = await notes(reader, paper_id)
        assert (seen.words, seen.author, seen.mine) == (f"{CANARY} for all", "Glenn Invented", False)
        async with transactions.scope_tx(reader):
            assert len(await queries.notes_of_meeting(reader, meeting_id=stage.meeting_id)) == 1
    assert await notes(stage.officer, paper_id) == ()
    left = replace(stage.chair, seats=())
    assert await notes(left, paper_id) == ()
    async with transactions.scope_tx(stage.officer):
        lines = await fetch(
            "SELECT act, e::text AS line FROM ledger_event e WHERE e.tenant_id = $1 AND subject_room = 'reading'",
            stage.officer.tenant.id,
        )
    assert [line["act"] for line in lines] == ["reading.note.shared"]
    assert CANARY not in lines[0]["line"] and "lease" not in lines[0]["line"]
    async with transactions.scope_tx(stage.gp):
        await operations.stop_sharing_note(stage.gp, note_id=note_id)
    assert await notes(stage.chair, paper_id) == ()


async def test_who_may_no_longer_read_a_paper_keeps_their_own_words_and_none_of_the_papers(
    stage: Stage,
) -> None:
    private = await stage.add_item(
        "Secret premises", part=meeting_rules.Part.PRIVATE, private_reason="Commercial"
    )
    paper_id = await stage.submit(private, data=FIRST, title="Secret premises paper")
    await note(stage.gp, paper_id, "my own words", "The lease ends in June.")
    await note(stage.second_gp, paper_id, "shared words", "The lease ends in June.", shared=True)
    assert len(await notes(stage.gp, paper_id)) == 2
    await stage.conflicted(stage.gp, await an_organisation(stage.officer))
    assert stage.gp.actor.person_id is not None
    async with transactions.scope_tx(stage.chair):
        await meetings.withhold_papers(
            stage.chair, item_id=private, person_id=stage.gp.actor.person_id, reason="Partner"
        )

    for reader in (stage.gp, replace(stage.gp, seats=())):
        with pytest.raises(NotFound):
            await notes(reader, paper_id)
        async with transactions.scope_tx(reader):
            assert await queries.notes_of_meeting(reader, meeting_id=stage.meeting_id) == ()
        (kept,) = await own(reader)
        assert (kept.words, kept.quote, kept.paper) == ("my own words", None, None)
        assert "lease" not in repr(kept) and "Secret" not in repr(kept)
        with pytest.raises(NotFound):
            await note(reader, paper_id, "one more")
        async with transactions.scope_tx(reader):
            with pytest.raises(UnableToNote, match="no longer read"):
                await operations.share_note(reader, note_id=kept.id)
    async with transactions.scope_tx(stage.gp):
        removed = await operations.remove_note(stage.gp, note_id=kept.id)
    assert removed.quote is None and await own(stage.gp) == ()


async def test_a_removed_note_is_gone_and_can_be_put_back_from_the_page(stage: Stage) -> None:
    paper_id = await stage.submit(await stage.add_item(), data=FIRST)
    note_id = await note(stage.gp, paper_id, f"{CANARY} of one", "It can be ended")
    async with transactions.scope_tx(stage.gp):
        removed = await operations.remove_note(stage.gp, note_id=note_id)
    async with transactions.scope_tx(stage.gp):
        (row,) = await fetch(
            "SELECT count(*) AS n FROM reading_note n WHERE tenant_id = $1 AND n::text LIKE $2",
            stage.gp.tenant.id,
            f"%{CANARY}%",
        )
        assert row["n"] == 0
        await operations.put_back_note(stage.gp, removed=removed)
    (back,) = await notes(stage.gp, paper_id)
    assert back.words == f"{CANARY} of one" and back.found == "It can be ended" and not back.shared


async def test_notes_are_proposed_for_removal_to_their_author_and_never_go_by_themselves(
    stage: Stage,
) -> None:
    paper_id = await stage.submit(await stage.add_item(), data=FIRST)
    note_id = await note(stage.gp, paper_id, "still here")
    due = due_at(ENDS, months=12, keep_until=None, time_zone="Europe/London")
    assert (due.year, due.month, due.day) == (2015, 9, 17)
    before, after = replace(stage.gp, now=due - timedelta(days=1)), replace(stage.gp, now=due)
    async with transactions.scope_tx(after):
        assert await queries.notes_due(before) == ()
        assert [view.id for view in await queries.notes_due(after)] == [note_id]
        assert (await queries.keeping(after)).source.startswith("From memory")
        await operations.keep_note(after, note_id=note_id)
        assert await queries.notes_due(after) == ()
    later = replace(stage.officer, now=due + timedelta(days=400))
    async with transactions.scope_tx(later):
        await operations.settle_keeping(later, months=24, source="Our own policy on papers")
        assert (await queries.keeping(later)).months == 24
    assert len(await own(replace(stage.gp, now=due + timedelta(days=5000)))) == 1
