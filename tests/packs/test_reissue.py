"""A published agenda that changes: late items and papers, replaced ones, and papers that not everybody can read."""

import asyncio
from uuid import UUID

import pytest

from backend.kit.database import execute
from backend.kit.pdf import render, walk
from backend.ledger import queries as ledger
from backend.meetings import operations as meetings
from backend.packs import chores, operations, queries, rendering, rules
from backend.scope import NotPermitted
from backend.tenancy import transactions
from tests.kit.pdf.plain import plain_pdf
from tests.meetings.stage import Stage
from tests.packs import looking
from tests.packs.agenda import Agenda, as_worker, ask, build, built, read, text_of, withhold_costs
from tests.packs.variety import waiting

PUBLIC = rules.Variant.PUBLIC


async def test_reissue_moves_no_label_and_says_what_changed(agenda: Agenda) -> None:
    stage = agenda.stage
    await stage.submit(
        agenda.access, title="Second paper", filename="second.md", data=b"# Second\n\nWords.\n"
    )
    await withhold_costs(agenda)
    _, first = await built(agenda)
    for pack_id in await waiting(agenda.officer):
        await build(agenda.officer, pack_id)

    longer = render.render("<h1>Costs</h1><p style='break-after: page'>One.</p><p>Two.</p>", title="Costs")
    async with transactions.scope_tx(agenda.officer):
        paper = await _paper_of(agenda, agenda.cost)
        await meetings.replace_paper(
            agenda.officer, paper_id=paper, filename="costs-quetzal.pdf", data=longer
        )
        table = "| A | B |\n| --- | --- |\n" + "".join(f"| {n} | {n} |\n" for n in range(150))
        await meetings.replace_paper(
            agenda.officer, paper_id=agenda.report, filename="access.md", data=f"# Report\n\n{table}".encode()
        )
    late = await stage.add_item("Late business", after_id=agenda.access)
    await stage.submit(late, title="Late paper", filename="late.md", data=b"# Late\n\nWords.\n")
    async with transactions.scope_tx(agenda.officer):
        await meetings.withdraw_item(agenda.officer, item_id=agenda.welcome, because="No time")

    view, second = await built(agenda)
    (members,) = await waiting(agenda.officer)
    await build(agenda.officer, members)
    own_view, own = await read(agenda.officer, members)

    was, now = _labels(first), _labels(second)
    assert view.issue == own_view.issue == 2
    assert {title: label for title, label in was.items() if title in now and now[title] != label} == {}
    assert {title: now[title] for title in now.keys() - was.keys()} == {
        "What changed since issue 1": "ii",
        "2a Late business": "2a-1",
        "Late paper": "2a-2",
    }
    labels = walk.labels_of(second)
    assert [label for label in labels if label.startswith("2-")][:5] == ["2-1", "2-2", "2-3", "2-3a", "2-3b"]
    assert was["Second paper"] == now["Second paper"] == "2-4"
    assert looking.labels_of(second) == list(labels)
    page = " ".join(text_of(second)[1].split())
    for words in (
        "What changed since issue 1",
        "Welcome and apologies Withdrawn",
        "Report on access Paper replaced: version 1 by version 2",
        "2a Late business Added",
        "Late paper Paper added",
        "Costs to date Paper replaced: version 1 by version 2",
    ):
        assert words in page
    targets = {link.target for link in walk.links_of(second) if link.page == 2}
    first_of = {mark.title: mark.page for mark in walk.outline_of(second)}
    changed = ("Report on access", "2a Late business", "Late paper", "Costs to date")
    assert targets == {first_of[title] for title in changed}

    every = looking.everything_in(own)
    assert "what changed since issue 1" in every
    assert [word for word in ("costs to date", "quetzal", "two.") if word in every] == []
    assert {title: label for title, label in _labels(own).items() if now.get(title) != label} == {}


async def _paper_of(agenda: Agenda, item_id: UUID) -> UUID:
    from backend.meetings import queries as meeting_queries

    _, item = await meeting_queries.item(agenda.officer, item_id=item_id)
    return item.papers[0].id


def _labels(pdf: bytes) -> dict[str, str]:
    walked = walk.walk(pdf)
    return {
        mark.title: walked.labels[mark.page - 1]
        for mark in walked.outline
        if mark.title not in {"Cover", "Agenda and contents"}
    }


async def issued(stage: Stage, variant: rules.Variant = rules.Variant.FULL) -> tuple[queries.PackView, bytes]:
    """A new issue of the stage's meeting."""
    pack_id = await ask(stage.officer, stage.meeting_id, variant)
    await build(stage.officer, pack_id)
    return await read(stage.officer, pack_id)


async def test_paper_goes_public_with_a_reason_in_its_place(stage: Stage) -> None:
    item, officer = await stage.add_item(), stage.officer
    paper_id = await stage.submit(item, title="Old letter", filename="old.pdf", data=plain_pdf("Heron"))
    written = await stage.submit(item)
    held, pdf = await issued(stage, PUBLIC)
    assert held.obstacles == (
        "“Old letter” has no version that everybody can read, and nobody has recorded why not.",
    )
    assert "heron" not in looking.everything_in(pdf)

    told = {"reason": "We have it on paper alone.", "ask": "telephone 01632 960 000"}
    with pytest.raises(NotPermitted):
        async with transactions.scope_tx(stage.chair):
            await operations.excuse_paper(stage.chair, paper_id=paper_id, version=1, **told)
    async with transactions.scope_tx(officer):
        with pytest.raises(rules.UnableToExcuse, match="Version 1"):
            await operations.excuse_paper(officer, paper_id=paper_id, version=2, **told)
        with pytest.raises(rules.UnableToExcuse, match="printed from its words"):
            await operations.excuse_paper(officer, paper_id=written, version=1, **told)
        await operations.excuse_paper(officer, paper_id=paper_id, version=1, **told)
    excused, pdf = await issued(stage, PUBLIC)
    assert (excused.issue, excused.obstacles) == (2, ())
    page = " ".join(" ".join(text_of(pdf)).split())
    assert "everybody can read: We have it on paper alone. Olive Invented decided so." in page
    assert "telephone 01632 960 000" in page
    assert "heron" not in looking.everything_in(pdf)


async def test_cancelled_build_stops_before_its_next_part_and_keeps_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        await stage.add_item(f"Item {number}")
    officer = stage.officer
    pack_id = await ask(officer, stage.meeting_id)
    laid_out = rendering._lay_out
    calls = []

    def cancelling(loaded: object) -> object:
        calls.append(loaded)
        asyncio.run_coroutine_threadsafe(cancel(), loop).result()
        return laid_out(loaded)  # type: ignore[arg-type]  # what it was given

    async def cancel() -> None:
        async with transactions.scope_tx(officer):
            if len(calls) == 1:
                await operations.cancel_pack(officer, pack_id=pack_id)

    loop = asyncio.get_running_loop()
    monkeypatch.setattr(rendering, "_lay_out", cancelling)
    monkeypatch.setattr(rendering, "CHILDREN", 1)
    monkeypatch.setattr(rendering, "_MANY", 2)
    await build(officer, pack_id)
    monkeypatch.undo()

    assert len(calls) == 1, "nothing was laid out after the build was cancelled"
    async with transactions.scope_tx(officer, readonly=True):
        view = await queries.board_pack(officer, pack_id=pack_id)
        lines = await ledger.history_of(officer, room="packs", kind="board-pack", record_id=pack_id)
    assert (view.state, view.file_id, view.failure) == (rules.State.CANCELLED, None, None)
    assert view.words == "Cancelled by Olive Invented."
    assert [line.act for line in lines] == ["packs.pack.asked", "packs.pack.cancelled"]
    await chores.build_board_pack(as_worker(officer), pack_id=pack_id)
    again, _ = await issued(stage)
    assert again.issue == 1, "a cancelled pack used no number"
    with pytest.raises(rules.UnableToCancelPack, match="is ready"):
        async with transactions.scope_tx(officer):
            await operations.cancel_pack(officer, pack_id=again.id)


async def test_same_inputs_at_the_same_moment_give_the_same_bytes(stage: Stage) -> None:
    await stage.submit(await stage.add_item(), title="Letter", filename="letter.pdf", data=plain_pdf("Heron"))
    await stage.submit(await stage.add_item("Hours"))
    _, first = await issued(stage)
    pack_id = await ask(stage.officer, stage.meeting_id)
    async with transactions.scope_tx(stage.officer):
        # as if nothing had been built or laid out before, so that everything is made anew
        await execute(
            "UPDATE packs_pack SET content_key = NULL, manifest = NULL, issue = 9 WHERE state = 'ready'"
        )
        await execute("UPDATE packs_pack SET issue = 1 WHERE state = 'asked'")
        await execute("UPDATE packs_render SET key = encode(sha256(key::bytea), 'hex')")
    await build(stage.officer, pack_id)
    _, second = await read(stage.officer, pack_id)
    assert second == first


async def test_members_copy_of_an_issue_whose_agenda_moved_on_is_not_made(stage: Stage) -> None:
    await stage.add_item()
    async with transactions.scope_tx(stage.gp):
        await operations.prefer(stage.gp, format=rules.format_of(rules.Layout.PRINT, None))
    await issued(stage)
    (copy,) = await waiting(stage.officer)
    await stage.add_item("Another")
    await build(stage.officer, copy)
    async with transactions.scope_tx(stage.officer, readonly=True):
        view = await queries.board_pack(stage.officer, pack_id=copy)
    assert view.failure is not None and "has changed since issue 1 was built" in view.failure
