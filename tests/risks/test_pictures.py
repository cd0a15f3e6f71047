"""Every number that a picture draws is in its table, and the other way round; holes are said to be holes."""

import re
from datetime import date
from html import unescape

from backend.kit.drawing.table import Picture
from backend.risks.pictures.heat import Placed, heat_map
from backend.risks.pictures.lines import Assured, Given, Standing, assurance_map, spot_of
from backend.risks.pictures.movement import Moved, movement
from backend.risks.rules import AssuranceLevel, Finding
from backend.risks.rules.matrix import NPSA

ON = date(2014, 9, 1)


def drawn_words(picture: Picture) -> list[str]:
    return [unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", str(picture.svg))]


def notes(picture: Picture) -> list[str]:
    return [unescape(words) for words in re.findall(r"<g><title>([^<]*)</title>", str(picture.svg))]


def test_heat_map_and_its_table_hold_the_same_risks_at_the_same_scores() -> None:
    places = {
        "BAF1": (4, 4),
        "BAF2": (4, 4),
        "BAF3": (1, 5),
        "BAF4 & co": (2, 3),
        "BAF5": (4, 4),
        "BAF6": (4, 4),
        "BAF7": (4, 4),
    }
    risks = [
        Placed(reference=name, title="<i>Risk</i>", likelihood=likelihood, consequence=consequence)
        for name, (likelihood, consequence) in places.items()
    ]
    risks.append(Placed(reference="BAF8", title="Unscored", likelihood=None, consequence=None))
    picture = heat_map(risks, NPSA, key="h", title="Heat", caption="Scores", score_name="Current score")
    cells = [note for note in notes(picture) if not note.endswith(": no risk")]
    told = {
        (reference, score)
        for score, names in (re.fullmatch(r"(\d+), \w+: (.*)", note).groups() for note in cells)  # type: ignore[union-attr]  # each has this form
        for reference in re.findall(r"(BAF\d(?: & co)?) <i>", names)
    }
    rows = {(row[0].removesuffix(" <i>Risk</i>"), row[3]) for row in picture.table.plain[1:]}
    assert rows - {("BAF8 Unscored", "Not scored")} == told
    assert len(notes(picture)) == 25
    found = re.search(r'x="([\d.]+)" y="([\d.]+)"[^>]*>BAF3<', str(picture.svg))
    assert found and float(found[1]) < 240 and float(found[2]) < 90, "rare and catastrophic: top left"
    words = drawn_words(picture)
    assert "5" in words and "+2" in words, "five in one cell: what finds no room is counted"
    assert picture.says == "8 risks: 5 extreme, 2 moderate, 1 not scored. The table says the same."


def test_movement_tells_each_score_and_way_that_its_table_tells() -> None:
    risks = [
        Moved(reference="B1", title="Falls", before=20, now=16, target=8, appetite=12),
        Moved(reference="B2", title="Rises", before=9, now=12),
        Moved(reference="B3", title="Stays", before=6, now=6),
        Moved(reference="B4", title="Comes", before=None, now=15),
        Moved(reference="B5", title="Goes", before=10, now=10, gone=True),
    ]
    picture = movement(
        risks, NPSA, key="m", title="M", caption="M", before="1 June 2014", now="1 September 2014"
    )
    ways = {row[0].split()[0]: (row[2], row[3]) for row in picture.table.plain[1:]}
    assert ways == {
        "B1": ("16", "Down 4"),
        "B2": ("12", "Up 3"),
        "B3": ("6", "As before"),
        "B4": ("15", "New"),
        "B5": ("–", "No longer here"),
    }
    words = drawn_words(picture)
    for now, way in ways.values():
        assert (way if now == "–" else f"{now}  {way}") in words
    assert picture.table.plain[1][4:] == ("8", "Up to 12")
    assert "1 higher, 1 lower, 1 as before, 1 new, 1 no longer here" in picture.says


def test_assurance_map_shows_a_hole_where_a_line_gives_nothing_or_only_plans() -> None:
    def given(line: int, on: date | None, next_on: date | None = None) -> Given:
        level, finding = AssuranceLevel.REASONABLE, Finding.POSITIVE
        return Given(line=line, words="Report", level=level, finding=finding, given_on=on, next_on=next_on)

    risk = Assured(
        reference="B1",
        title="Risk",
        assurances=(
            given(1, date(2014, 8, 20)),
            given(1, date(2013, 1, 1)),
            given(2, date(2013, 8, 20), date(2014, 2, 20)),
            given(3, None, date(2014, 8, 1)),
        ),
        bare=("Budget report",),
    )
    bare = Assured(reference="B2", title="Risk", assurances=(given(3, date(2014, 9, 2)),))
    standings = [[spot_of(each, line, on=ON).standing for line in (1, 2, 3)] for each in (risk, bare)]
    assert standings == [
        [Standing.GIVEN, Standing.LAPSED, Standing.PLANNED],
        [Standing.HOLE, Standing.HOLE, Standing.PLANNED],
    ]
    picture = assurance_map([risk, bare], key="a", title="A", caption="A", on=ON)
    assert notes(picture) == [words for row in picture.table.plain[1:] for words in row[1:4]]
    assert picture.table.plain[1][1:] == (
        "Reasonable. 20 August 2014, 12 days old. Positive, 1 more",
        "Reasonable. 20 August 2013, 12 months old. Positive, renewal overdue",
        "HOLE: planned only. Due 1 August 2014 (past)",
        "Budget report",
    )
    assert sum(words.startswith("HOLE") for words in drawn_words(picture)) == 4
    assert picture.says.startswith("Of 6 places for assurance, 2 hold some and 4 are holes. 1 is overdue")
