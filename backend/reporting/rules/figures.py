"""Figures: how they are typed, shown and compared, and when one is red before anybody has looked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.catalogue.returns import FigureKind, Red, ReturnDefinition
from backend.reporting.rules.writing import UnableToReport

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")
_YES = {"yes": "1", "no": "0"}
YES_NO = {"1": "Yes", "0": "No"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One figure as somebody writes it: the value as typed, words, and whether it is red."""

    value: str | None = None
    words: str | None = None
    red: bool = False
    red_because: str | None = None


def read_value(kind: FigureKind, typed: str | None, *, label: str, field: str) -> str | None:
    """A value as it is kept: a plain decimal; 1 or 0 for yes or no. Raises UnableToReport."""
    text = (typed or "").strip()
    if not text or kind is FigureKind.WORDS:
        return None
    if kind is FigureKind.YES_NO:
        if text.lower() not in _YES:
            raise UnableToReport(f"{label}: choose yes or no.", field=field)
        return _YES[text.lower()]
    plain = text.removeprefix("£").replace(",", "").removesuffix("%").strip()
    if not _NUMBER.fullmatch(plain):
        raise UnableToReport(f"{label}: “{text}” is not a number, such as 12 or 1,250.50.", field=field)
    number = Decimal(plain)
    if kind is FigureKind.PERCENT and not 0 <= number <= 1000:
        raise UnableToReport(f"{label}: a share is given in per cent, such as 97.5.", field=field)
    if kind is FigureKind.MONEY and number != number.quantize(Decimal("0.01")):
        raise UnableToReport(f"{label}: give pounds, or pounds and pence.", field=field)
    return unpadded(number)


def unpadded(number: Decimal) -> str:
    """A number without idle zeros or exponents: 5, 97.5."""
    return f"{number.normalize():f}"


def in_words(kind: str, value: str | None, words: str | None = None) -> str:
    """A figure as people read it: £1,250.50, 97.5%, Yes."""
    if kind == FigureKind.WORDS:
        return words or "Not said"
    if value is None:
        return "Not known"
    if kind == FigureKind.YES_NO:
        return YES_NO.get(value, value)
    number = Decimal(value)
    if kind == FigureKind.MONEY:
        sign = "-" if number < 0 else ""
        shown = f"{abs(number):,.2f}".removesuffix(".00")
        return f"{sign}£{shown}"
    return f"{number:,f}%" if kind == FigureKind.PERCENT else f"{number:,f}"


def is_red(red: Red | None, kind: FigureKind, value: str | None) -> bool:
    """Whether the definition says that this value is red; nothing is red that is not known."""
    if red is None or value is None:
        return False
    if kind is FigureKind.YES_NO:
        return red.answered is not None and (value == "1") == red.answered
    number = Decimal(value)
    return (red.above is not None and number > red.above) or (red.below is not None and number < red.below)


def missing(definition: ReturnDefinition | None, said: Mapping[str, Said]) -> list[str]:
    """Labels of the figures that are needed and neither given nor explained."""
    if definition is None:
        return []
    found = []
    for figure in definition.figures:
        each = said.get(figure.key, Said())
        if figure.needed and each.value is None and not (each.words or "").strip():
            found.append(figure.label)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs from the issue before: of a figure, or of the words (`key` is empty)."""

    key: str | None
    label: str
    before: str | None
    after: str | None


def differences(
    before: Mapping[str, object] | None, figures: Sequence[Mapping[str, object]], statement: str | None
) -> tuple[Difference, ...]:
    """What of a draft is other than the content of the last issue that was sent; empty for a first issue."""
    if before is None:
        return ()
    told = before.get("figures")
    old = {str(each["key"]): each for each in told} if isinstance(told, list) else {}
    found = []
    for each in figures:
        was = old.pop(str(each["key"]), None)
        now = _shown(each)
        then = None if was is None else _shown(was)
        if then != now:
            found.append(Difference(key=str(each["key"]), label=str(each["label"]), before=then, after=now))
    found += [
        Difference(key=key, label=str(each["label"]), before=_shown(each), after=None)
        for key, each in old.items()
    ]
    if (before.get("statement") or None) != (statement or None):
        found.append(
            Difference(
                key=None, label="Words", before=_text(before.get("statement")), after=statement or None
            )
        )
    return tuple(found)


def _shown(figure: Mapping[str, object]) -> str:
    shown = in_words(str(figure["kind"]), _text(figure["value"]), _text(figure["words"]))
    words = _text(figure["words"])
    if words and figure["kind"] != FigureKind.WORDS:
        shown = f"{shown} ({words})"
    return f"{shown}, red" if figure["red"] else shown


def _text(value: object) -> str | None:
    return None if value is None else str(value)
