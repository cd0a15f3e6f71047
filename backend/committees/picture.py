"""The committee structure as a picture: where each box and line lies. Pure arithmetic; a template draws it.

Columns run from left to right: a committee stands one column to the right of the farthest committee above it. Each
committee has a band of its own, in which those that report to it first of all are stacked; bands never overlap, so
neither do boxes. Lines run in the gutters between columns, or above all boxes where they skip a column, so that no
line crosses a box. Lengths are in units of the drawing, 16 to the rem.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend.kit.drawing.letters import wrapped

Key = TypeVar("Key", bound=Hashable)

BOX_WIDTH = 216.0
GUTTER = 72.0
GAP = 16.0
MARGIN = 12.0
PADDING = 12.0
LINE_HEIGHT = 20.0
FONT_SIZE = 15.0
NOTE_SIZE = 13.0
_LANE = 9.0


@dataclass(frozen=True, slots=True)
class Node(Generic[Key]):
    """A committee to draw: its name, and a note under it (who holds it), if any."""

    key: Key
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge(Generic[Key]):
    """`child` reports to `parent`; a line that no source states is not `certain`."""

    child: Key
    parent: Key
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of text in a box, at its baseline."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Box(Generic[Key]):
    key: Key
    name: str
    note: str
    x: float
    y: float
    width: float
    height: float
    rows: tuple[Row, ...]
    notes: tuple[Row, ...]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Generic[Key]):
    """A line from the child's left edge to the parent's right edge, by its corners."""

    child: Key
    parent: Key
    certain: bool
    corners: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The line as SVG's path data."""
        return "M" + " L".join(f"{x:g} {y:g}" for x, y in self.corners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture(Generic[Key]):
    width: float
    height: float
    boxes: tuple[Box[Key], ...]
    lines: tuple[Line[Key], ...]

    @property
    def width_in_rem(self) -> str:
        return f"{self.width / 16:g}rem"

    @property
    def height_in_rem(self) -> str:
        return f"{self.height / 16:g}rem"


def picture_of(nodes: Sequence[Node[Key]], edges: Iterable[Edge[Key]]) -> Picture[Key]:
    """Lay out the committees in the order given. Edges of unknown ends, and those that close a circle, are left out."""
    by_key = {node.key: node for node in nodes}
    known = [edge for edge in edges if edge.child in by_key and edge.parent in by_key]
    drawn, columns = _columns(list(by_key), known)
    first = _first_parents(drawn, columns)
    long_way = [edge for edge in drawn if columns[edge.child] - columns[edge.parent] > 1]
    top = MARGIN + _LANE * len(long_way)
    boxes = _boxes(by_key, columns, first, top, leading={edge.parent for edge in drawn})
    lines = tuple(_lines(drawn, boxes, columns, first))
    return Picture(
        width=max((box.x + box.width for box in boxes.values()), default=0) + MARGIN,
        height=max((box.y + box.height for box in boxes.values()), default=0) + MARGIN,
        boxes=tuple(boxes.values()),
        lines=lines,
    )


def _columns(keys: Sequence[Key], edges: Sequence[Edge[Key]]) -> tuple[list[Edge[Key]], dict[Key, int]]:
    """The column of each key, and the edges without those that would close a circle."""
    above: dict[Key, list[Key]] = {key: [] for key in keys}
    drawn: list[Edge[Key]] = []
    for edge in dict.fromkeys(edges):
        if not _leads_to(edge.parent, edge.child, above):
            above[edge.child].append(edge.parent)
            drawn.append(edge)
    columns: dict[Key, int] = {}
    waiting = list(keys)
    while waiting:
        ready = [key for key in waiting if all(parent in columns for parent in above[key])]
        for key in ready:
            columns[key] = 1 + max((columns[parent] for parent in above[key]), default=-1)
        waiting = [key for key in waiting if key not in columns]
    return drawn, columns


def _leads_to(start: Key, goal: Key, above: Mapping[Key, Sequence[Key]]) -> bool:
    ahead, seen = [start], {start}
    while ahead:
        here = ahead.pop()
        if here == goal:
            return True
        fresh = [key for key in above[here] if key not in seen]
        seen.update(fresh)
        ahead.extend(fresh)
    return False


def _first_parents(edges: Iterable[Edge[Key]], columns: Mapping[Key, int]) -> dict[Key, Key]:
    """In whose band a committee stands: the first of its parents in the column before it."""
    first: dict[Key, Key] = {}
    for edge in edges:
        if columns[edge.parent] == columns[edge.child] - 1:
            first.setdefault(edge.child, edge.parent)
    return first


def _boxes(
    nodes: Mapping[Key, Node[Key]],
    columns: Mapping[Key, int],
    first: Mapping[Key, Key],
    top: float,
    *,
    leading: set[Key],
) -> dict[Key, Box[Key]]:
    below: dict[Key, list[Key]] = {key: [] for key in nodes}
    for child, parent in first.items():
        below[parent].append(child)
    heights = {key: _height(node) for key, node in nodes.items()}
    bands: dict[Key, float] = {}
    for key in sorted(nodes, key=lambda each: -columns[each]):
        bands[key] = max(heights[key], sum(bands[child] + GAP for child in below[key]) - GAP)
    # committees that nobody reports to and that report to nobody come last
    roots = sorted((key for key in nodes if columns[key] == 0), key=lambda each: each not in leading)
    tops: dict[Key, float] = {}
    at = top
    for root in roots:
        tops[root] = at
        at += bands[root] + GAP
    for key in sorted(nodes, key=lambda each: columns[each]):
        spare = bands[key] - (sum(bands[child] + GAP for child in below[key]) - GAP)
        at = tops[key] + max(spare, 0) / 2
        for child in below[key]:
            tops[child] = at
            at += bands[child] + GAP
    return {
        key: _box(
            node,
            x=MARGIN + columns[key] * (BOX_WIDTH + GUTTER),
            y=tops[key] + (bands[key] - heights[key]) / 2,
            height=heights[key],
        )
        for key, node in nodes.items()
    }


def _lines(
    edges: Sequence[Edge[Key]],
    boxes: Mapping[Key, Box[Key]],
    columns: Mapping[Key, int],
    first: Mapping[Key, Key],
) -> Iterator[Line[Key]]:
    others = long_ways = 0
    for edge in edges:
        child, parent = boxes[edge.child], boxes[edge.parent]
        right = parent.x + parent.width
        if first.get(edge.child) == edge.parent:
            lane = right + GUTTER / 2
            corners = [
                (child.x, child.middle),
                (lane, child.middle),
                (lane, parent.middle),
                (right, parent.middle),
            ]
        else:
            # beside the line of the first parent, in a lane of its own as long as the gutter has one
            shift = 6 + _LANE * (others % 3)
            others += 1
            start, end = child.middle + 7, parent.middle + 7
            lane, last = child.x - shift - 6, right + GUTTER / 2 + shift
            if columns[edge.child] - columns[edge.parent] == 1:
                corners = [(child.x, start), (last, start), (last, end), (right, end)]
            else:
                over = MARGIN / 2 + _LANE * long_ways
                long_ways += 1
                corners = [
                    (child.x, start),
                    (lane, start),
                    (lane, over),
                    (last, over),
                    (last, end),
                    (right, end),
                ]
        yield Line(child=edge.child, parent=edge.parent, certain=edge.certain, corners=tuple(corners))


def _height(node: Node[Key]) -> float:
    rows = len(_wrapped(node.name, FONT_SIZE)) + len(_wrapped(node.note, NOTE_SIZE))
    return 2 * PADDING + rows * LINE_HEIGHT


def _box(node: Node[Key], *, x: float, y: float, height: float) -> Box[Key]:
    baseline = y + PADDING + LINE_HEIGHT * 0.75
    names, notes = _wrapped(node.name, FONT_SIZE), _wrapped(node.note, NOTE_SIZE)
    rows = [
        Row(text=text, x=x + PADDING, y=baseline + LINE_HEIGHT * number)
        for number, text in enumerate([*names, *notes])
    ]
    return Box(
        key=node.key,
        name=node.name,
        note=node.note,
        x=x,
        y=y,
        width=BOX_WIDTH,
        height=height,
        rows=tuple(rows[: len(names)]),
        notes=tuple(rows[len(names) :]),
    )


def _wrapped(text: str, size: float) -> list[str]:
    """The text in lines that fit a box."""
    return wrapped(text, room=BOX_WIDTH - 2 * PADDING, size=size)
