"""The picture of the structure: boxes apart, lines around them, words inside them."""

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.committees.picture import Box, Edge, Node, Picture, picture_of

names = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=60)


@st.composite
def structures(draw: st.DrawFn) -> tuple[list[Node[int]], list[Edge[int]]]:
    count = draw(st.integers(0, 14))
    nodes = [Node(key, draw(names), draw(st.just("") | names)) for key in range(count)]
    ends = st.integers(-1, count)
    edges = draw(st.lists(st.builds(Edge, ends, ends, st.booleans()), max_size=24))
    return nodes, edges


# drawing is slow on a busy machine, and no fault of the picture
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(structures())
def test_boxes_never_overlap_and_lie_within_the_picture(
    structure: tuple[list[Node[int]], list[Edge[int]]],
) -> None:
    picture = picture_of(*structure)
    assert len(picture.boxes) == len(structure[0])
    for one, other in itertools.combinations(picture.boxes, 2):
        apart = (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
        assert apart
    for box in picture.boxes:
        assert box.x >= 0 and box.x + box.width <= picture.width
        assert box.y >= 0 and box.y + box.height <= picture.height
        assert all(box.y < row.y < box.y + box.height for row in (*box.rows, *box.notes))


@UNHURRIED
@given(structures())
def test_lines_touch_their_own_boxes_and_cross_no_other(
    structure: tuple[list[Node[int]], list[Edge[int]]],
) -> None:
    picture = picture_of(*structure)
    boxes = {box.key: box for box in picture.boxes}
    for line in picture.lines:
        assert line.corners[0][0] == boxes[line.child].x
        assert line.corners[-1][0] == boxes[line.parent].x + boxes[line.parent].width
        for (x1, y1), (x2, y2) in itertools.pairwise(line.corners):
            assert x1 == x2 or y1 == y2
            assert not any(_crosses(box, x1, y1, x2, y2) for box in picture.boxes)


def test_parents_stand_left_of_those_who_report_to_them() -> None:
    nodes = [Node(key, f"Committee {key}") for key in "abcd"]
    edges = [Edge("b", "a"), Edge("c", "b"), Edge("c", "a"), Edge("d", "a", certain=False)]
    picture = picture_of(nodes, edges)
    left = {box.key: box.x for box in picture.boxes}
    assert left["a"] < left["b"] == left["d"] < left["c"]
    assert [line.certain for line in picture.lines] == [True, True, True, False]


def test_circle_is_drawn_without_the_line_that_closes_it() -> None:
    picture = picture_of([Node(1, "One"), Node(2, "Two")], [Edge(2, 1), Edge(1, 2), Edge(1, 1)])
    assert [(line.child, line.parent) for line in picture.lines] == [(2, 1)]


def test_nothing_makes_an_empty_picture() -> None:
    empty: Picture[int] = picture_of([], [])
    assert empty.boxes == ()


def test_every_word_of_a_name_is_in_its_box() -> None:
    name = "Primary Care Commissioning Committee of the Area Team " + "x" * 80
    box = picture_of([Node(1, name, "held by NHS England")], []).boxes[0]
    assert "".join(row.text for row in box.rows).replace(" ", "") == name.replace(" ", "")
    assert " ".join(row.text for row in box.notes) == "held by NHS England"


def _crosses(box: Box[int], x1: float, y1: float, x2: float, y2: float) -> bool:
    inside_x = max(x1, x2) > box.x + 0.01 and min(x1, x2) < box.x + box.width - 0.01
    inside_y = max(y1, y2) > box.y + 0.01 and min(y1, y2) < box.y + box.height - 0.01
    return inside_x and inside_y
