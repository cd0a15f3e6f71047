"""Every copy of one agenda: what each holds and lacks, how it is laid out, and who may read it."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.kit.database import fetch
from backend.kit.pdf import walk
from backend.packs import queries, rules
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.packs import looking
from tests.packs.agenda import SECRET_TITLE, text_of
from tests.packs.opening import opens_everywhere
from tests.packs.variety import PLAIN_TEXT, WITHHELD, Variety

COPIES = ("full", "public", "member", "print", "large")


@pytest.mark.parametrize("name", COPIES)
def test_copy_is_whole_and_everything_lands_where_it_says(
    variety: Variety, name: str, tmp_path: Path
) -> None:
    _, pdf = variety.copies[name]
    walked = opens_everywhere(pdf, tmp_path)
    labels = looking.labels_of(pdf)
    assert len(set(labels)) == len(labels)

    pages = [" ".join(text.split()) for text in text_of(pdf)]
    bookmarks = looking.bookmarks_of(pdf)
    for number, (label, text) in enumerate(zip(labels, pages, strict=True), start=1):
        bare = number < bookmarks[1].target or label.startswith("before")
        assert bare or text.endswith(label), f"the page labelled {label} shows it"
    first: dict[str, int] = {}
    for mark in bookmarks:
        first[mark.words] = mark.target
        number, _, title = mark.words.partition(" ")
        if number[0].isdigit():
            assert labels[mark.target - 1].split("-")[0] == number and title in pages[mark.target - 1]
    assert len(first) == len(walked.outline)
    for link in looking.links_of(pdf):
        title = link.words.removesuffix(".")
        aims = [page for words, page in first.items() if (title and title in words) or words in title]
        assert link.target in aims, f"“{link.words}” leads to page {link.target}"


def test_members_copy_holds_no_byte_of_what_is_withheld_and_says_so(variety: Variety) -> None:
    view, pdf = variety.copies["member"]

    every = looking.everything_in(pdf)
    assert [secret for secret in WITHHELD if secret.lower() in every] == []
    assert all(secret.lower() in looking.everything_in(variety.pdf("full")) for secret in WITHHELD[:2])
    assert "papers withheld from you" in every and "the papers of this item are withheld from you" in every
    assert "costs by practice" in every, "the item itself stands on the agenda"
    assert SECRET_TITLE.lower() in every, "private business is for members"
    assert view.for_person == "Glenn Invented" and "glenn invented" in every


def test_public_copy_has_a_page_in_place_of_what_not_everybody_can_read(variety: Variety) -> None:
    view, pdf = variety.copies["public"]

    every = looking.everything_in(pdf)
    assert "otters.pdf" not in every and "many words that can be had" not in every
    assert every.count("this paper is not in this copy yet") == 2
    assert [sentence.split("”")[0] for sentence in view.obstacles] == ["“Otter survey", "“Signed letter"]
    assert "zebra" not in every and "quokka" not in every
    assert variety.copies["full"][0].obstacles == ()


def test_pages_have_the_same_labels_in_every_copy_but_large_print(variety: Variety) -> None:
    full = _starts(variety, "full")
    for name in ("public", "member", "print"):
        assert {title: label for title, label in _starts(variety, name).items() if full[title] != label} == {}
    assert all("-L" in label for title, label in _starts(variety, "large").items() if title[0].isdigit())
    assert "3-3" not in walk.labels_of(variety.pdf("public")), (
        "the number of a page that is not there stays free"
    )


def _starts(variety: Variety, name: str) -> dict[str, str]:
    walked = walk.walk(variety.pdf(name))
    return {
        mark.title: walked.labels[mark.page - 1]
        for mark in walked.outline
        if mark.title not in {"Cover", "Agenda and contents"}
    }


def test_print_copy_begins_items_on_right_hand_pages_of_a4(variety: Variety) -> None:
    _, pdf = variety.copies["print"]

    assert set(looking.sizes_of(pdf)) == {(595, 842)}
    assert (842, 1191) in looking.sizes_of(variety.pdf("full")), "the paper came on larger sheets"
    items = [mark for mark in looking.bookmarks_of(pdf) if mark.words[0].isdigit()]
    assert len(items) == 5 and all(mark.target % 2 == 1 for mark in items)
    assert len(looking.links_of(pdf)) == len(looking.links_of(variety.pdf("full")))
    shown = [text.split() for text in text_of(pdf)]
    assert PLAIN_TEXT.split() == next(words for words in shown if "otter" in words)[: len(PLAIN_TEXT.split())]


def test_large_print_is_large_and_sets_pdfs_again(variety: Variety) -> None:
    _, pdf = variety.copies["large"]

    sizes = [(letter, size) for _, letter, size in looking.letters_of(pdf)]
    assert {round(size) for _, size in sizes if size < 18} <= {16}, "the foot alone is smaller"
    body = [size for letter, size in sizes if letter == "e"]
    assert sum(size >= 19.9 for size in body) > 0.8 * len(body)
    pages = [" ".join(text.split()) for text in text_of(pdf)]
    otters = next(
        text for text in pages if text.startswith("Otter survey This paper was handed in as a PDF.")
    )
    assert f"Page 1 of the paper as handed in {PLAIN_TEXT}" in otters
    assert "Page 2 of the paper as handed in" in otters
    assert "enlarged, not set again: its words could not be had" in " ".join(pages)
    assert sorted(set(looking.sizes_of(pdf))) == [(595, 842), (842, 1191)], "a scan stands on a larger sheet"


async def test_member_finds_only_copies_without_what_is_withheld(variety: Variety) -> None:
    stage = variety.agenda.stage

    async def found(scope: Scope) -> set[str]:
        names = set()
        async with transactions.scope_tx(scope, readonly=True):
            listed = {view.id for view in await queries.board_packs_of(scope, meeting_id=stage.meeting_id)}
            for name, (view, _) in variety.copies.items():
                try:
                    await queries.board_pack(scope, pack_id=view.id)
                except NotFound:
                    continue
                names.add(name)
            assert listed == {variety.copies[name][0].id for name in names}
        return names

    assert await found(stage.gp) == {"member"}
    assert await found(stage.second_gp) == {"full", "public", "print", "large"}
    assert await found(stage.officer) == set(COPIES)
    other = replace(stage.second_gp, seats=(), roles=frozenset({"executive-owner"}))
    assert await found(other) == {"public"}


async def test_each_member_is_led_to_their_own_copy(variety: Variety) -> None:
    stage = variety.agenda.stage

    async def mine(scope: Scope) -> rules.Format | None:
        async with transactions.scope_tx(scope, readonly=True):
            packs = await queries.board_packs_of(scope, meeting_id=stage.meeting_id)
            found = queries.mine_among(scope, packs, await queries.preference_of(scope))
        return found and rules.Format(layout=found.layout, points=found.points)

    assert await mine(stage.gp) == rules.STANDARD
    assert await mine(stage.vice_chair) == rules.format_of(rules.Layout.LARGE, 20)
    assert await mine(stage.second_gp) == rules.format_of(rules.Layout.PRINT, 20)
    assert await mine(stage.chair) == rules.STANDARD
    with pytest.raises(rules.UnableToAskForPack, match="between 16 and 28 point"):
        rules.format_of(rules.Layout.LARGE, 12)


async def test_author_is_told_once_of_papers_without_tags(variety: Variety) -> None:
    scope = variety.agenda.officer
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT recipient_name, text FROM notices_letter WHERE tenant_id = $1 AND kind LIKE '%untagged-paper'",
            scope.tenant.id,
        )
    told = sorted((row["recipient_name"], "Hand in a new version" in row["text"]) for row in rows)
    assert told == [("Arden Invented", True), ("Arden Invented", True)]
