"""The timeline: where marks and words lie, and that the drawing holds what a strict page allows."""

import re
from xml.etree import ElementTree

import pytest

from backend.catalogue import shelf
from backend.delegation import operations, picture, queries
from backend.delegation.picture import MarkKind, Timeline
from backend.kit.calendar import MonthDate
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web import templating
from tests.committees.made import FIRST
from tests.delegation.stage import a_programme, taken_up

_SVG = "{http://www.w3.org/2000/svg}"


async def drawn(scope: Scope) -> Timeline:
    programme = await taken_up(scope, shelf.catalogue().tenants["dudley-ccg"].delegation)
    found = picture.timeline_of(programme, today=scope.today, shown=programme.milestones)
    assert found is not None
    return found


def svg_of(timeline: Timeline) -> ElementTree.Element:
    macro = templating.environment().get_template("delegation/_timeline.html").module
    drawing = str(macro.drawing(timeline))  # type: ignore[attr-defined]  # a macro of the template
    return ElementTree.fromstring(drawing)  # noqa: S314  # our own drawing, not somebody's


async def test_every_milestone_has_its_row_in_its_month(scope: Scope) -> None:
    timeline = await drawn(scope)
    assert len(timeline.rows) == 21
    assert [heading.text for heading in timeline.headings][1:] == [
        "Primary Care Co-Commissioning",
        "Devolved Commissioning",
    ]
    by_label = {row.label.text: row for row in timeline.rows}
    assert {"M08 (G1)", "M20 (G2)"} <= set(by_label)
    months = {words.x: words.text for words in timeline.months}
    assert months[by_label["M10"].x] == "Sep"
    assert by_label["M10"].x == by_label["M12"].x < by_label["M11"].x
    assert len(timeline.months) == 23
    assert [words.text for words in timeline.years] == ["2013", "2014", "2015"]


async def test_day_line_stands_at_the_tenants_day(scope: Scope) -> None:
    timeline = await drawn(scope)
    assert timeline.day.text == "Today, 1 September 2014"
    september = next(words.x for words in timeline.months[12:] if words.text == "Sep")
    assert timeline.day_x is not None
    assert timeline.day_x == pytest.approx(september - 22, abs=1)


async def test_words_and_marks_stay_within_the_drawing(scope: Scope) -> None:
    timeline = await drawn(scope)
    for row in timeline.rows:
        wide = picture.text_width(row.words.text, picture.FONT_SIZE)
        left = row.words.x - wide if row.words.anchor == "end" else row.words.x
        assert left >= picture.LABEL - 1
        assert left + wide <= timeline.width
        assert 0 < row.y < timeline.height


async def test_moved_and_expected_months_are_drawn_clear_of_the_words(scope: Scope) -> None:
    programme = await taken_up(scope)
    second = programme.milestone("M02")
    assert second is not None
    async with transactions.scope_tx(scope):
        await operations.move_milestone(
            scope, milestone_id=second.id, to=MonthDate(2015, 1), reason="Agreed."
        )
        await operations.expect_milestone(
            scope, milestone_id=second.id, month=MonthDate(2015, 3), reason="Late."
        )
        programme = await queries.programme(scope, programme_id=programme.line.id)
    timeline = picture.timeline_of(programme, today=scope.today, shown=programme.milestones)
    assert timeline is not None
    row = next(row for row in timeline.rows if row.label.text == "M02")
    assert row.baseline_x is not None
    assert row.expected_x is not None
    assert row.baseline_x < row.x < row.expected_x
    assert row.words.x > row.expected_x or row.words.x < row.baseline_x
    assert row.title == "M02: Agree the money, January 2015. Not delivered yet"


async def test_drawing_is_sound_svg_with_names_and_no_style(scope: Scope) -> None:
    svg = svg_of(await drawn(scope))
    assert svg.find(f"{_SVG}title") is not None
    description = svg.find(f"{_SVG}desc")
    assert description is not None
    assert "21 milestones" in (description.text or "")
    for element in svg.iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.tag not in {f"{_SVG}style", f"{_SVG}script", f"{_SVG}foreignObject"}
    texts = {"".join(text.itertext()) for text in svg.iter(f"{_SVG}text")}
    assert "Patient Panel and LMC support for co-commissioning" in texts


async def test_each_kind_has_a_shape_of_its_own() -> None:
    """No two signs are alike once their colours are taken away."""
    macro = templating.environment().get_template("delegation/_words.html").module
    shapes = {
        kind: re.sub(r"#[0-9a-f]{6}", "", str(macro.sign(kind.value, 12, 12)))  # type: ignore[attr-defined]  # a macro
        for kind in MarkKind
    }
    assert len(set(shapes.values())) == len(MarkKind)


async def test_one_milestone_far_from_today_is_drawn_without_the_day_line(scope: Scope) -> None:
    values = a_programme().model_dump(mode="json", exclude_none=True)
    for milestone in values["milestones"]:
        milestone["due_month"] = "2030-01"
    programme = await taken_up(scope, a_programme(**values))
    timeline = picture.timeline_of(programme, today=FIRST, shown=programme.milestones)
    assert timeline is not None
    assert timeline.day_x is None
    assert timeline.day.text == "Today, 1 September 2014"
    assert timeline.width >= picture.LEAST
    assert picture.timeline_of(programme, today=FIRST, shown=()) is None
