"""The numbers of a drawing are those of its table, and words with markup stay words."""

import re
from datetime import date
from xml.etree import ElementTree

from backend.kit.drawing.trajectory import Limit, Point, trajectory

MARCH, JUNE, AUGUST, NEXT = date(2014, 3, 1), date(2014, 6, 14), date(2014, 8, 1), date(2015, 3, 31)
SVG = "{http://www.w3.org/2000/svg}"


def test_drawing_tells_every_point_that_its_table_tells() -> None:
    picture = trajectory(
        key="r1",
        title="<b>R1</b> & its target",
        caption="Scores of R1",
        actual=[Point(on=AUGUST, value=12), Point(on=MARCH, value=20), Point(on=JUNE, value=16)],
        target=[Point(on=NEXT, value=8)],
        limits=[Limit(name="Appetite", value=9)],
        on=date(2014, 9, 1),
        actual_name="Score",
        held=True,
    )
    assert picture is not None
    drawn = ElementTree.fromstring(str(picture.svg))  # noqa: S314 - drawn just now
    assert drawn.findtext(f"{SVG}title") == "<b>R1</b> & its target"
    told = {each.text for each in drawn.iter(f"{SVG}title")}
    assert picture.table.plain == (
        ("Date", "Score", "Target"),
        ("1 March 2014", "20", "–"),
        ("14 June 2014", "16", "–"),
        ("1 August 2014", "12", "–"),
        ("31 March 2015", "–", "8"),
        ("Appetite, throughout", "9", "–"),
    )
    for day, score, target in picture.table.plain[1:-1]:
        assert (f"Score: {score}, {day}" if score != "–" else f"Target: {target}, {day}") in told
    heights = [float(each.attrib["cy"]) for each in drawn.iter(f"{SVG}circle")]
    assert heights == sorted(heights), "20, 16, 12 fall"
    assert not re.search(r"\bstyle=|<script", str(picture.svg))
    assert picture.says.startswith(
        "Score 12 since 1 August 2014, from 20 on 1 March 2014; target 8 by 31 March"
    )


def test_one_point_and_one_value_are_drawn_and_none_are_not() -> None:
    plain = trajectory(key="m", title="M", caption="M", actual=[Point(on=MARCH, value=0)], on=MARCH)
    assert plain is not None
    assert str(plain.svg).count("<circle") == 1
    assert "nan" not in str(plain.svg)
    assert trajectory(key="m", title="M", caption="M", actual=[], on=MARCH) is None
