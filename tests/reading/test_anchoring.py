"""Notes find their words again: the corpus of edited papers, and the cases that it does not hold."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from backend.kit.pdf.passages import Block
from backend.reading.rules.anchoring import ORPHANED, anchor, quoted
from backend.reading.rules.quotes import Quote
from backend.reading.rules.words import Words

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.json"))


def blocks(paper: list[list[object]]) -> list[Block]:
    return [Block(*each) for each in paper]  # type: ignore[arg-type]  # as the corpus writes them


def test_notes_on_the_corpus_go_to_the_right_place() -> None:
    right, survive, gone, told = Counter[str](), Counter[str](), 0, 0
    placed_notes = papers = 0
    for file in CORPUS:
        for paper in json.loads(file.read_text()):
            papers += 1
            before, after = Words(blocks(paper["before"])), Words(blocks(paper["after"]))
            for note in paper["notes"]:
                quote = quoted(
                    before, block=note["block"], start=note["start"], end=note["start"] + len(note["exact"])
                )
                assert quote.exact == note["exact"]
                placed = anchor(quote, after)
                placed_notes += 1
                if not note["truth"]:
                    gone += 1
                    told += placed.state == "orphaned"
                    continue
                survive[paper["edit"]] += 1
                right[paper["edit"]] += any(
                    truth["block"] == placed.block
                    and min(placed.end, truth["end"]) - max(placed.start, truth["start"])
                    >= 0.7 * (max(placed.end, truth["end"]) - min(placed.start, truth["start"]))
                    for truth in note["truth"]
                )
    assert papers >= 40 and placed_notes >= 200
    assert len(survive) >= 6
    # Measured when written: 223 of 227 (98.2%). Of 25 whose words were deleted 19 were told to be gone; the rest stood
    # at near twins of their words, shown with both.
    assert right.total() >= 0.97 * survive.total(), (right, survive)
    assert told >= 0.7 * gone


PAPER = [
    Block(1, "heading", 1, "Premises"),
    Block(1, "paragraph", 0, "The scheme at Kiln Lane will come to this committee in June."),
    Block(1, "heading", 2, "1. Costs"),
    Block(1, "paragraph", 0, "The rent is £210,000 a year. The committee is asked to note the position."),
    Block(2, "heading", 2, "2. Risks"),
    Block(2, "paragraph", 0, "The lease can't be ended early. The committee is asked to note the position."),
]


def quote_of(words: str, block: int) -> Quote:
    start = PAPER[block].text.index(words)
    return quoted(PAPER, block=block, start=start, end=start + len(words))


def found(quote: Quote, edited: list[Block]) -> tuple[str, str]:
    placed = anchor(quote, edited)
    return placed.state, "" if placed.block is None else edited[placed.block].text[placed.start : placed.end]


def test_same_words_stay_whatever_their_typography() -> None:
    edited = [replace(block, text=block.text.replace("can't", "can’t").replace(" ", "  ")) for block in PAPER]
    assert found(quote_of("lease can't be ended early", 5), edited) == (
        "kept",
        "lease  can’t  be  ended  early",
    )


def test_context_decides_between_equal_sentences() -> None:
    words = "The committee is asked to note the position."
    for block in (3, 5):
        quote = quote_of(words, block)
        assert quote.others == 1
        shifted = [*PAPER[:2], Block(1, "paragraph", 0, "A new paragraph comes first."), *PAPER[2:]]
        assert anchor(quote, shifted).block == block + 1


def test_edited_moved_and_deleted_words_are_told_apart() -> None:
    rent = quote_of("The rent is £210,000 a year.", 3)
    assert found(
        rent, [*PAPER[:3], replace(PAPER[3], text=PAPER[3].text.replace("210", "198")), *PAPER[4:]]
    ) == (
        "changed",
        "The rent is £198,000 a year.",
    )
    lease = quote_of("The lease can't be ended early.", 5)
    moved = [*PAPER[:3], replace(PAPER[3], text=PAPER[5].text), *PAPER[4:5]]
    assert found(lease, moved) == ("moved", "The lease can't be ended early.")
    assert found(lease, PAPER[:5]) == ("orphaned", "")
    figure = quote_of("June", 1)
    assert found(
        figure, [PAPER[0], replace(PAPER[1], text=PAPER[1].text.replace("June", "July")), *PAPER[2:]]
    ) == (
        "changed",
        "July",
    )


def test_words_cut_within_a_word_are_found_and_none_of_nothing() -> None:
    quote = quote_of("cheme at Kil", 1)
    state, words = found(quote, PAPER)
    assert state == "kept" and "cheme at Kil" in words
    assert anchor(quote, []) == ORPHANED
    with pytest.raises(ValueError, match="needs a word"):
        quoted(PAPER, block=1, start=3, end=4)


def test_of_100_notes_on_200_pages_nearly_all_are_found_in_an_edited_paper() -> None:
    papers = [blocks(paper["after"]) for file in CORPUS for paper in json.loads(file.read_text())]
    long = [block for paper in papers * 3 for block in paper]
    long = [
        replace(block, text=f"{block.text} Paragraph {number} of them.")
        for number, block in enumerate(long)
        if len(block.text) > 60
    ]
    assert sum(len(block.text) for block in long) > 450_000
    held = Words(long)
    quotes = [quoted(held, block=at, start=8, end=60) for at in range(50, len(long) - 50, len(long) // 110)][
        :100
    ]
    edited = Words([replace(block, text=block.text.replace("will", "is to")) for block in long])
    states = Counter(anchor(quote, edited).state for quote in quotes)
    assert len(quotes) == 100 and states["orphaned"] <= 5
