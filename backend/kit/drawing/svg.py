"""An SVG, put together element by element: every word and value is escaped where it is set.

Looks are presentation attributes, since the service's policy refuses styles and a PDF knows no style sheet of ours.
Each element carries a class of a few (`pb-drawn__ground`, `__area`, `__dark`, `__line`, `__ink`, `__on-dark`) by which
pages give it a reader's own colours where these are forced.
"""

from collections.abc import Mapping

from markupsafe import Markup

from backend.kit.drawing.letters import text_width

FONT = "Arial, Liberation Sans, sans-serif"
INK = "#212b32"
QUIET = "#4c6272"
RULE = "#aeb7bd"
FAINT = "#d8dde0"
ACCENT = "#005eb8"
DARK = "#003087"

_REM = 16
Value = str | float


class Drawing:
    """What is drawn so far. Lengths are in units of the drawing, 16 to the rem; `key` tells it apart on its page."""

    def __init__(self, *, key: str, width: float, height: float, title: str, says: str) -> None:
        self.key = key
        self.width = width
        self.height = height
        self.title = title
        self.says = says
        self._parts: list[Markup] = []
        self.rect(0, 0, width, height, fill="#ffffff", look="ground")

    def rect(
        self, x: float, y: float, width: float, height: float, *, look: str = "area", **more: Value
    ) -> None:
        self._put("rect", {"class": look, "x": x, "y": y, "width": width, "height": height, **more})

    def line(self, x1: float, y1: float, x2: float, y2: float, **more: Value) -> None:
        self._put("line", {"class": "line", "x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": RULE, **more})

    def path(self, d: str, *, look: str = "line", **more: Value) -> None:
        """A line through `d`, or an area where `look` says so."""
        self._put("path", {"class": look, "d": d, "fill": "none", "stroke": INK, **more})

    def circle(self, cx: float, cy: float, r: float, *, look: str = "dark", **more: Value) -> None:
        self._put("circle", {"class": look, "cx": cx, "cy": cy, "r": r, **more})

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        look: str = "ink",
        size: float = 14,
        anchor: str = "start",
        on_ground: bool = False,
        **more: Value,
    ) -> None:
        """Words at their baseline; `anchor` is SVG's own word for the side that `x` is.

        `on_ground` clears what was drawn where they stand: an outline of letters is not known to every renderer.
        """
        if on_ground:
            wide = text_width(words, size)
            left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
            self.rect(left, y - size * 0.85, wide, size * 1.1, look="ground", fill="#ffffff")
        given = {"class": look, "x": x, "y": y, "font-size": size, "text-anchor": anchor, "fill": INK, **more}
        self._put("text", given, words)

    def note(self, words: str) -> None:
        """What is told of the element drawn last, to a pointer that rests on it."""
        last = self._parts.pop()
        self._parts.append(Markup("<g><title>{}</title>{}</g>").format(words, last))

    @property
    def svg(self) -> Markup:
        """The whole, for a page that holds it as it is, and for print."""
        return Markup(
            '<svg class="pb-drawn" xmlns="http://www.w3.org/2000/svg" width="{width}rem" height="{height}rem" '
            'viewBox="0 0 {w} {h}" role="img" aria-labelledby="{key}-title {key}-says" font-family="{font}">'
            '<title id="{key}-title">{title}</title><desc id="{key}-says">{says}</desc>{parts}</svg>'
        ).format(
            width=_written(self.width / _REM),
            height=_written(self.height / _REM),
            w=_written(self.width),
            h=_written(self.height),
            key=self.key,
            font=FONT,
            title=self.title,
            says=self.says,
            parts=Markup("").join(self._parts),
        )

    def _put(self, name: str, given: Mapping[str, Value], words: str | None = None) -> None:
        attributes = Markup("").join(
            Markup(' {}="{}"').format(
                each.rstrip("_").replace("_", "-"),
                f"pb-drawn__{value}" if each == "class" else _written(value),
            )
            for each, value in given.items()
        )
        if words is None:
            self._parts.append(Markup("<{}{}/>").format(name, attributes))
        else:
            self._parts.append(Markup("<{}{}>{}</{}>").format(name, attributes, words, name))


def _written(value: Value) -> str:
    """A length without the tail that arithmetic leaves."""
    return value if isinstance(value, str) else f"{round(value, 2):g}"
