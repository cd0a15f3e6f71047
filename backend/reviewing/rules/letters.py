"""The figures of a return that came by letter, as an officer types them: one a line, by its definition."""

import re

from backend.catalogue.returns import FigureKind, ReturnDefinition, ReturnFigure
from backend.reviewing.rules.states import UnableToReview
from backend.together.rules import FigureLine

_LINE = re.compile(r"^(?P<key>[a-z0-9-]+)\s*:\s*(?P<said>[^!]*?)\s*(?:!\s*(?P<red>.+))?$")
_NUMBER = re.compile(r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$")
_YES_NO = {"yes": "1", "no": "0"}


def blank_lines(definition: ReturnDefinition) -> str:
    """Every figure of a definition on a line of its own, to be filled in."""
    return "\n".join(f"{each.key}: " for each in definition.figures)


def figures_written(definition: ReturnDefinition, text: str) -> tuple[FigureLine, ...]:
    """What was typed, as figures: `key: 12`, `key: yes`, `key: words`; `! why` at the end where it is red there.

    A figure that is left out or empty stays unknown. Raises UnableToReview naming the line.
    """
    said: dict[str, tuple[str, str | None]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        match = _LINE.match(line.strip())
        if match is None or definition.figure(match["key"]) is None:
            raise UnableToReview(
                f"Line {number} of the figures, “{line.strip()[:80]}”, names no figure of {definition.title}. "
                "Write its key, a colon and the figure.",
                field="figures",
            )
        if match["key"] in said:
            raise UnableToReview(f"The figure “{match['key']}” stands there twice.", field="figures")
        said[match["key"]] = (match["said"], match["red"])
    return tuple(
        _figure(section.title, each, *said.get(each.key, ("", None))) for section, each in definition.placed()
    )


def _figure(section: str, defined: ReturnFigure, typed: str, red: str | None) -> FigureLine:
    value, words = _read(defined.key, defined.kind, typed)
    return FigureLine(
        key=defined.key,
        section=section,
        label=defined.label,
        kind=defined.kind.value,
        unit=defined.unit,
        definition=defined.definition,
        value=value,
        words=words,
        drawn=False,
        source=None,
        red=red is not None,
        red_because=red,
    )


def _read(key: str, kind: FigureKind, typed: str) -> tuple[str | None, str | None]:
    if not typed:
        return None, "Not in the letter"
    if kind is FigureKind.WORDS:
        return None, typed
    plain = typed.replace(",", "").removeprefix("£").removesuffix("%").strip()
    if kind is FigureKind.YES_NO and plain.casefold() in _YES_NO:
        return _YES_NO[plain.casefold()], None
    if kind is not FigureKind.YES_NO and _NUMBER.match(plain):
        return plain, None
    what = "yes or no" if kind is FigureKind.YES_NO else "a number, such as 12 or 98.5"
    raise UnableToReview(f"“{typed[:80]}” for {key} is not {what}.", field="figures")
