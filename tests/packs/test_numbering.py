"""Page numbers of items, and what changed between issues: pure, over random agendas and edits."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kit.pdf import join
from backend.packs.board.changes import changes_between
from backend.packs.board.numbering import Given, Key, Numbered, number

Issue = list[tuple[Key, int]]

ITEMS = st.lists(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 40)), min_size=1, max_size=6, unique_by=lambda p: p[0]
    ),
    min_size=1,
    max_size=5,
)


@given(st.lists(ITEMS, min_size=2, max_size=6))
@settings(max_examples=60, deadline=None)
def test_number_once_given_is_never_given_to_another_page(issues: list[list[list[tuple[int, int]]]]) -> None:
    _numbers_stay(issues)


@pytest.mark.soak
@given(st.lists(ITEMS, min_size=2, max_size=12))
@settings(max_examples=1_000, deadline=None)
def test_number_once_given_stays_over_many_issues(issues: list[list[list[tuple[int, int]]]]) -> None:
    _numbers_stay(issues)


def _numbers_stay(issues: Sequence[Sequence[Sequence[tuple[int, int]]]]) -> None:
    """Whatever comes, goes, grows or shrinks: a label means the same page of the same paper in every issue."""
    known: dict[Key, Given] = {}
    ever: dict[str, tuple[Key, int]] = {}
    for agenda in issues:
        parts: Issue = [
            ((f"item-{place}", f"paper-{paper}"), pages)
            for place, item in enumerate(agenda)
            for paper, pages in item
        ]
        numbered, after = number(known, parts)
        labels = {
            label: (key, page)
            for key, pages in parts
            for page, label in enumerate(_labels(key, numbered[key], pages))
        }
        assert len(labels) == sum(pages for _, pages in parts), "no two pages of an issue share a label"
        for label, page in labels.items():
            assert ever.setdefault(label, page) == page, f"{label} was another page"
        assert number(after, parts) == (numbered, after), "an issue that changes nothing numbers nothing anew"
        known = after


def _labels(key: Key, numbered: Numbered, pages: int) -> list[str]:
    part = join.Joined(
        key="",
        title="",
        level=1,
        label=f"{key[0]}/",
        numbers="decimal",
        start=numbered.start,
        most=numbered.own,
        mark="",
        foot=0,
        stamped=True,
        tags=True,
        sheet=None,
    )
    return [join.label_of(part, page) for page in range(1, pages + 1)]


def test_paper_that_grows_between_others_gets_letters() -> None:
    first: Issue = [(("7.2", "sheet"), 1), (("7.2", "paper"), 3), (("7.2", "appendix"), 2)]
    _, known = number({}, first)
    second: Issue = [
        (("7.2", "sheet"), 2),
        (("7.2", "paper"), 5),
        (("7.2", "appendix"), 4),
        (("7.2", "late"), 2),
    ]
    numbered, after = number(known, second)

    told = {
        key[1]: [label.removeprefix("7.2/") for label in _labels(key, numbered[key], pages)]
        for key, pages in second
    }
    assert told == {
        "sheet": ["1", "1a"],
        "paper": ["2", "3", "4", "4a", "4b"],
        "appendix": ["5", "6", "7", "8"],
        "late": ["9", "10"],
    }
    third, _ = number(after, [(("7.2", "paper"), 1), (("7.2", "late"), 3)])
    assert third["7.2", "paper"] == Numbered(start=2, own=1)
    assert third["7.2", "late"] == Numbered(start=9, own=3)


def test_letters_run_as_those_of_a_pdf() -> None:
    assert [join.letters_of(number) for number in (1, 26, 27, 52, 53)] == ["a", "z", "aa", "zz", "aaa"]


def _item(key: str, label: str, *papers: tuple[str, int], **traits: object) -> dict[str, object]:
    told = [{"key": paper, "title": f"Paper {paper}", "version": version} for paper, version in papers]
    return {
        "key": key,
        "label": label,
        "title": f"Item {key}",
        "standing": True,
        "withheld": False,
        "papers": told,
        **traits,
    }


def test_changes_are_told_in_the_order_of_the_agenda() -> None:
    before = {
        "items": [
            _item("a", "1", ("p", 1)),
            _item("b", "2", ("q", 1), ("r", 1)),
            _item("c", "3"),
            _item("d", "4", ("s", 1)),
        ]
    }
    now = {
        "items": [
            _item("c", "3"),
            _item("a", "1", ("p", 1)),
            _item("b", "2", ("q", 3), ("t", 1)),
            _item("e", "2a", ("u", 1)),
            _item("d", "4", standing=False),
        ]
    }
    told = [(line.label, line.title, line.words, line.key) for line in changes_between(before, now)]
    assert told == [
        ("3", "Item c", "Taken at another place on the agenda", "c"),
        ("2", "Paper q", "Paper replaced: version 1 by version 3", "q"),
        ("2", "Paper t", "Paper added", "t"),
        ("2", "Paper r", "Paper withdrawn", None),
        ("2a", "Item e", "Added", "e"),
        ("2a", "Paper u", "Paper added", "u"),
        ("4", "Item d", "Withdrawn", None),
    ]
    assert changes_between(now, now) == ()


def test_changes_name_nothing_that_the_copy_of_now_does_not_name() -> None:
    before = {"items": [_item("a", "1", ("secret", 1)), _item("gone-private", "2", ("other", 1))]}
    now = {"items": [_item("a", "1", withheld=True)]}
    (line,) = changes_between(before, now)
    assert line.words == "Its papers are withheld from you"
    assert "secret" not in repr(line)
