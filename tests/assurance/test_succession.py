"""What becomes of requirements when an edition follows another."""

from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from backend.assurance.rules.editions import MET_OR_NOT, Scale, Standing, UnableToKeepFramework
from backend.assurance.rules.mapping import Pair, Relation, fitting
from backend.assurance.rules.succession import (
    Asked,
    Became,
    Line,
    Link,
    check_acknowledged,
    lines_of,
    refs_typed,
    worked_out,
)

_HOUSE = UUID("00000000-0000-4000-8000-000000000000")


def _asked(edition: str, ref: str, text: str, scale: Scale = MET_OR_NOT) -> Asked:
    return Asked(id=uuid5(_HOUSE, f"{edition}/{ref}"), ref=ref, heading=None, text=text, scale=scale)


BEFORE = [
    _asked("1", "1", "A register is kept."),
    _asked("1", "2", "Staff declare every year."),
    _asked("1", "3", "Minutes are kept and published."),
    _asked("1", "4", "Gifts are declared."),
    _asked("1", "5", "Hospitality is declared."),
    _asked("1", "6", "The post book is kept."),
]
AFTER = [
    _asked("2", "1", "A  register is kept"),
    _asked("2", "2", "Decision-makers declare every year."),
    _asked("2", "3a", "Minutes are kept."),
    _asked("2", "3b", "Minutes are published."),
    _asked("2", "4.5", "Gifts and hospitality are declared."),
    _asked("2", "7", "A guardian is named."),
]


def _links(*pairs: tuple[str, str | None]) -> list[Link]:
    old = {each.ref: each.id for each in BEFORE}
    new = {each.ref: each.id for each in AFTER}
    return [Link(from_id=old[a], to_id=new[b] if b else None, said=True) for a, b in pairs]


def _told(lines: tuple[Line, ...]) -> list[tuple[str | None, str | None, str, bool]]:
    refs = {each.id: each.ref for each in (*BEFORE, *AFTER)}
    return [
        (
            refs[line.from_id] if line.from_id else None,
            refs[line.to_id] if line.to_id else None,
            line.became.value,
            line.confirm,
        )
        for line in lines
    ]


def test_every_requirement_of_both_editions_stands_in_the_succession() -> None:
    links = [*worked_out(BEFORE, AFTER), *_links(("3", "3a"), ("3", "3b"), ("4", "4.5"), ("5", "4.5"))]
    assert _told(lines_of(links, before=BEFORE, after=AFTER)) == [
        ("1", "1", "same", False),
        ("2", "2", "changed", True),
        ("3", "3a", "split", True),
        ("3", "3b", "split", True),
        ("4", "4.5", "merged", True),
        ("5", "4.5", "merged", True),
        ("6", None, "dropped", False),
        (None, "7", "new", False),
    ]


def test_the_words_find_a_requirement_that_got_another_ref() -> None:
    renumbered = [_asked("2", "9", "STAFF declare every year")]
    lines = lines_of(worked_out(BEFORE, renumbered), before=BEFORE, after=renumbered)
    assert [line.became for line in lines if line.to_id] == [Became.SAME]
    twice = [_asked("2", "8", "Gifts are declared."), _asked("2", "9", "Gifts are declared.")]
    assert not worked_out(BEFORE, twice), "of two with the same words neither is chosen by a machine"


def test_the_same_words_on_another_scale_wait_to_be_confirmed() -> None:
    level = replace(MET_OR_NOT.levels[0], counts_as=Standing.PARTLY)
    other = replace(MET_OR_NOT, levels=(level, *MET_OR_NOT.levels[1:]))
    after = [replace(AFTER[0], scale=other)]
    [line] = lines_of(worked_out(BEFORE[:1], after), before=BEFORE[:1], after=after)
    assert (line.became, line.confirm, line.effect) == (Became.SAME, True, "Carried, to be confirmed")


def test_a_link_to_what_was_left_out_of_the_draft_counts_for_nothing() -> None:
    link = Link(from_id=BEFORE[0].id, to_id=uuid5(_HOUSE, "gone"), said=True)
    [line] = lines_of([link], before=BEFORE[:1], after=[])
    assert line.became is Became.DROPPED and not line.said


def test_what_is_dropped_is_acknowledged_one_by_one() -> None:
    lines = lines_of(worked_out(BEFORE, AFTER), before=BEFORE, after=AFTER)
    gone = {line.from_id for line in lines if line.became is Became.DROPPED and line.from_id}
    assert len(gone) == 4
    check_acknowledged(lines, before=BEFORE, acknowledged=gone)
    with pytest.raises(UnableToKeepFramework, match=r"drops 6\. Tick each"):
        check_acknowledged(lines, before=BEFORE, acknowledged=gone - {BEFORE[5].id})


def test_refs_are_typed_as_people_list_them() -> None:
    assert refs_typed(" 2.1, 2.2;3\n2.1 ") == ("2.1", "2.2", "3")
    assert refs_typed(None) == ()


def test_shipped_mapping_that_an_own_one_contradicts_is_left_out() -> None:
    a, b, c = (uuid5(_HOUSE, name) for name in "abc")
    own = [Pair(from_id=a, to_id=b, relation=Relation.SUBSET)]
    against = (Pair(from_id=b, to_id=a, relation=Relation.SUBSET), None)
    beside = (Pair(from_id=b, to_id=c, relation=Relation.SUBSET), "It fits")
    assert fitting([against, beside], own) == [beside]
    assert fitting([beside], own) == [beside]
