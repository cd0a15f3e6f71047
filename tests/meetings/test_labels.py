"""Labels follow the order until the agenda is published; afterwards none of them ever moves."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.meetings import labels
from backend.meetings.labels import Place


def a_place(number: int, position: int, under: int | None = None, **traits: object) -> Place:
    return Place(
        id=UUID(int=number),
        under_id=None if under is None else UUID(int=under),
        position=position,
        label=None,
        **traits,  # type: ignore[arg-type]  # only `withdrawn`
    )


def test_items_are_numbered_in_order_and_those_below_by_a_second_number() -> None:
    agenda = [a_place(3, 2), a_place(1, 1), a_place(2, 1, under=3), a_place(4, 2, under=3)]

    assert labels.fresh_labels(agenda) == {
        UUID(int=1): "1",
        UUID(int=3): "2",
        UUID(int=2): "2.1",
        UUID(int=4): "2.2",
    }


def test_withdrawn_item_has_no_label_and_leaves_no_gap_before_publication() -> None:
    agenda = [a_place(1, 1), a_place(2, 2, withdrawn=True), a_place(3, 3)]

    assert labels.fresh_labels(agenda) == {UUID(int=1): "1", UUID(int=2): None, UUID(int=3): "2"}


@pytest.mark.parametrize(
    ("after", "under", "taken", "label"),
    [
        ("7.2", "7", ["7", "7.1", "7.2", "7.3"], "7.2a"),
        ("7.2", "7", ["7", "7.2", "7.2a"], "7.2b"),
        ("7.2a", "7", ["7", "7.2", "7.2a"], "7.2b"),
        ("8", None, ["7", "8"], "8a"),
        (None, "7", ["7"], "7.1"),
        (None, "7", ["7", "7.1"], "7.1a"),
        (None, "8a", ["8", "8a"], "8a.1"),
    ],
)
def test_late_item_takes_the_label_before_it_with_the_next_letter(
    after: str | None, under: str | None, taken: list[str], label: str
) -> None:
    assert labels.late_label(after, under=under, taken=taken) == label


@given(st.lists(st.integers(0, 20), min_size=1, max_size=60))
def test_late_labels_never_repeat_whatever_they_follow(choices: list[int]) -> None:
    taken = ["1", "2", "3"]
    for choice in choices:
        label = labels.late_label(taken[choice % len(taken)], under=None, taken=taken)
        assert label not in taken
        taken.append(label)


@given(st.integers(1, 12), st.integers(0, 11), st.integers(-3, 3))
def test_moving_an_item_permutes_positions_and_loses_nobody(count: int, which: int, by: int) -> None:
    agenda = [Place(id=uuid4(), under_id=None, position=n + 1, label=None) for n in range(count)]
    item = agenda[which % count]

    changed = labels.moved(agenda, item.id, by=by)

    after = {place.id: changed.get(place.id, place.position) for place in agenda}
    assert sorted(after.values()) == list(range(1, count + 1))
    assert after[item.id] == min(max(item.position + by, 1), count)


def test_moving_the_first_item_up_changes_nothing() -> None:
    agenda = [a_place(1, 1), a_place(2, 2)]

    assert labels.moved(agenda, UUID(int=1), by=-1) == {}
