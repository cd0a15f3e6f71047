"""What differs between two versions: which parts, which words, what moved; and that the work stays small."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kit.pdf.passages import Block
from backend.reading.rules import changes, spans
from backend.reading.rules.comparing import Comparison, Kind, compared

LEASE = "The lease in Kiln Lane ends in June and the landlord offers five more years."
ROOF = "The roof was mended in spring at a cost that the practice bore itself."
RENT = "The rent has been held at the same sum since the practice moved in."
STAFF = "Two nurses and one receptionist work there on four days of the week."
PARKING = "Patients park in the yard, which floods after heavy rain in winter."


def parts(*texts: str, kind: str = "paragraph") -> tuple[Block, ...]:
    return tuple(Block(1, kind, 0, text) for text in texts)  # type: ignore[arg-type]  # one of the five kinds


def told(comparison: Comparison) -> list[tuple[str, str]]:
    return [
        (piece.kind.value, piece.block.text) for piece in comparison.pieces if piece.kind is not Kind.SAME
    ]


def marked(before: str, after: str) -> str:
    marks = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return " ".join(marks[each.mark].format(each.text) for each in spans.spans_between(before, after))


def test_same_words_are_told_as_the_same() -> None:
    found = compared(parts(LEASE, ROOF), parts(LEASE, ROOF))

    assert not found.differs
    assert changes.summary_of(found) == "The words are the same in both versions."


def test_added_removed_and_changed_parts_stand_in_reading_order() -> None:
    later = RENT.replace("the same sum", "a lower sum")

    found = compared(parts(LEASE, ROOF, RENT), parts(LEASE, later, STAFF))

    assert told(found) == [("removed", ROOF), ("changed", later), ("added", STAFF)]
    assert changes.summary_of(found) == "1 paragraph changed, 1 paragraph added, 1 paragraph removed."


def test_part_that_stands_elsewhere_has_moved_and_counts_once() -> None:
    found = compared(parts(LEASE, ROOF, RENT, STAFF), parts(ROOF, RENT, STAFF, LEASE))

    assert told(found) == [("moved", LEASE), ("moved", LEASE)]
    assert [(each.before, each.after) for each in found.pieces if each.kind is Kind.MOVED] == [
        (0, None),
        (0, 3),
    ]
    assert changes.summary_of(found) == "1 paragraph moved."


def test_part_may_be_moved_and_changed_at_once() -> None:
    later = LEASE.replace("five", "seven")

    found = compared(parts(LEASE, ROOF, RENT, STAFF), parts(ROOF, RENT, STAFF, later))

    moved = next(each for each in found.pieces if each.after is not None and each.kind is Kind.MOVED)
    assert [each.text for each in moved.spans if each.mark is spans.Mark.ADDED] == ["seven"]


def test_a_yes_that_stands_elsewhere_has_not_moved() -> None:
    found = compared(parts("Yes", LEASE, ROOF), parts(LEASE, ROOF, "Yes"))

    assert told(found) == [("removed", "Yes"), ("added", "Yes")]


def test_rows_of_a_table_are_held_against_their_own() -> None:
    names = ("Ash", "Birch", "Cedar", "Damson", "Elder")
    rows = [f"{name} Street | {number * 11} | open" for number, name in enumerate(names, start=1)]
    later = [row.replace("33", "34") for row in rows if not row.startswith("Ash")]

    found = compared(parts(*rows, kind="row"), parts(*later, kind="row"))

    assert told(found) == [("removed", rows[0]), ("changed", later[1])]
    assert changes.summary_of(found) == "1 table row changed, 1 table row removed."


def test_words_are_told_apart_within_a_part() -> None:
    assert marked("Agree a pilot of six months.", "Agree a smaller pilot of nine months.") == (
        "Agree a +smaller+ pilot of -six- +nine+ months."
    )
    assert marked("", "New words") == "+New words+"
    assert marked("The same", "The same") == "The same"


def test_words_that_are_the_same_by_chance_do_not_tear_a_sentence_apart() -> None:
    before = "Officers will write to all the practices of the borough before Easter."
    after = "Nobody has yet told any of the landlords what happens next year."

    assert marked(before, after) == f"-{before}- +{after}+"


def test_what_is_the_same_is_folded_with_a_part_around_each_change() -> None:
    texts = [f"Paragraph {number} says what number {number} has to say." for number in range(20)]
    found = compared(parts(*texts), parts(*texts[:10], STAFF, *texts[10:]))

    folded, near, rest = changes.stretches_of(found.pieces)
    assert (folded.folded, len(folded.pieces), folded.words) == (True, 9, "9 paragraphs are the same")
    assert [each.kind.value for each in near.pieces] == ["same", "added", "same"]
    assert len(rest.pieces) == 9
    few = compared(parts(*texts[:6]), parts(STAFF, *texts[1:4], ROOF, texts[5]))
    assert [each.folded for each in changes.stretches_of(few.pieces)] == [False]
    (whole,) = changes.stretches_of(found.pieces, folding=False)
    assert len(whole.pieces) == 21
    assert [len(each.pieces) for each in changes.first_of((folded, near, rest), most=2)] == [9, 2]


def test_cover_sheets_are_compared_field_by_field() -> None:
    before = [("Purpose", "For decision"), ("Risks", "None"), ("Cost", "£4,000")]
    after = [("Purpose", "For decision"), ("Cost", "£5,000"), ("Equality", "No effect")]

    found = changes.fields_between(before, after)

    assert [(each.label, each.kind.value) for each in found] == [
        ("Purpose", "same"),
        ("Cost", "changed"),
        ("Equality", "added"),
        ("Risks", "removed"),
    ]


_few = st.lists(st.sampled_from([LEASE, ROOF, RENT, STAFF, PARKING, "Yes", "No", "1 | 2"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(_few, _few)
def test_each_part_of_either_version_is_told_once(before: list[str], after: list[str]) -> None:
    found = compared(parts(*before), parts(*after))

    there = [each for each in found.pieces if each.after is not None]
    assert [each.block.text for each in there] == after
    gone = [each for each in found.pieces if each.kind is Kind.REMOVED]
    stayed = [each for each in there if each.before is not None]
    assert sorted(each.before for each in (*gone, *stayed)) == list(range(len(before)))  # type: ignore[type-var]  # none is None
    for each in there:
        assert (
            " ".join(one.text for one in each.spans if one.mark is not spans.Mark.REMOVED) == each.block.text
        )


@settings(max_examples=100, deadline=None)
@given(st.text("abc ", max_size=80), st.text("abc ", max_size=80))
def test_words_give_back_both_passages(before: str, after: str) -> None:
    found = spans.spans_between(" ".join(before.split()), " ".join(after.split()))

    assert " ".join(each.text for each in found if each.mark is not spans.Mark.ADDED) == " ".join(
        before.split()
    )
    assert " ".join(each.text for each in found if each.mark is not spans.Mark.REMOVED) == " ".join(
        after.split()
    )


class Counting(str):
    """A word that counts how often it is held against another."""

    seen: Counter[str] = Counter()

    def __eq__(self, other: object) -> bool:
        Counting.seen["compared"] += 1
        return str.__eq__(self, other)  # type: ignore[arg-type]  # any object may be compared

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(lambda n: ["No"] * n, lambda n: ["Yes", "No"] * (n // 2), id="one answer throughout"),
        pytest.param(
            lambda n: [str(i % 7) for i in range(n)], lambda n: [str(i % 5) for i in range(n)], id="few"
        ),
        pytest.param(
            lambda n: [str(i) for i in range(n)], lambda n: [str(n - i) for i in range(n)], id="reversed"
        ),
        pytest.param(
            lambda n: [str(i) for i in range(n)], lambda n: [f"x{i}" for i in range(n)], id="all other"
        ),
    ],
)
def test_twice_the_paper_takes_little_more_than_twice_the_comparisons(before: object, after: object) -> None:
    spent = []
    for size in (1_000, 2_000, 4_000):
        Counting.seen.clear()
        spans.matches([Counting(each) for each in before(size)], [Counting(each) for each in after(size)])  # type: ignore[operator]  # the makers above
        spent.append(Counting.seen["compared"])

    assert spent[-1] < 40 * 4_000
    assert all(more < 2.6 * max(less, 1_000) for less, more in pairwise(spent)), spent


def test_parts_looked_at_grow_with_the_paper_and_not_with_its_square() -> None:
    """Two hundred pages of which every part says something else, with words that all of them share."""
    size = 3_000
    before = parts(*(f"Item {number}: the practice is asked to agree {number}" for number in range(size)))
    after = parts(*(f"Point {number}: the landlord is asked to note {-number}" for number in range(size)))

    assert compared(before, after).looked_at <= 4 * size
