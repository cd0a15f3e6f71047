"""Several interests of one person in one cell, and an interest written as one line of free text."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from backend.organisations.rules import folded

_BULLET = re.compile(r"^\s*(?:[•·▪◦‣∙*\-–—]+|\(?(?:\d{1,2}|[a-hA-H]|[ivx]{1,4})[.)])\s+")
_SINCE = re.compile(
    r"[\s,;(]*\b(?P<dates>(?:since|from)\s+[^();,]*\d{4}[^();,]*|\d{4}\s*(?:-|–|to)\s*(?:\d{4}|present|date|ongoing))\)?\s*$",
    re.IGNORECASE,
)
_AT = re.compile(r"\s+(?:at|of|for|with|in)\s+(?:the\s+)?(?=[A-Z0-9])")
_DASH = re.compile(r"\s+[–—-]\s+|\s*:\s+|\s*;\s+|,\s+")
_BODY_WORDS = re.compile(
    r"\b(?:ltd|limited|llp|plc|trust|surgery|practice|medical|cent[er]{2}|clinic|hospital|council|university|college|"
    r"school|charity|association|federation|network|group|foundation|society|pharmacy|partnership|nhs|ccg|icb|"
    r"consult(?:ing|ancy)|services|solutions|company|hospice|church|institute|academy|healthcare|cic)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """One interest out of a line of free text."""

    organisation: str
    nature: str
    dates: str = ""


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a cell that say something, without their bullets or numbers."""
    lines = [line.strip() for line in text.replace("\u2028", "\n").split("\n")]
    kept = [line for line in lines if line]
    if len(kept) == 1 and kept[0].count("•") > 1:
        kept = [part.strip() for part in kept[0].split("•") if part.strip()]
    if len(kept) < 2:
        return tuple(kept)
    return tuple(stripped for line in kept if (stripped := _BULLET.sub("", line).strip(" ;")))


def parts_of(line: str, known: Collection[str]) -> Written | None:
    """Organisation and nature of one line, such as `Partner at Castle Hill Surgery since 2009`.

    `known` are folded names of organisations. `None` where it can't be told which is which.
    """
    dates = ""
    if match := _SINCE.search(line):
        dates, line = match["dates"].strip(), line[: match.start()].strip(" ,;(–-")
    if folded(line) in known:
        return Written(line, "", dates)
    sides = [(line[: m.start()].strip(), line[m.end() :].strip()) for m in _DASH.finditer(line)]
    spans = [(line[: m.start()].strip(), line[m.end() :].strip()) for m in _AT.finditer(line)]
    for left, right in [*sides, *spans]:
        if folded(right) in known and left:
            return Written(right, left, dates)
        if folded(left) in known and right:
            return Written(left, right, dates)
    if len(spans) == 1 and all(spans[0]):
        left, right = spans[0]
        return Written(right, left, dates)
    for left, right in sides:
        says = (bool(_BODY_WORDS.search(left)), bool(_BODY_WORDS.search(right)))
        if says == (True, False) and right:
            return Written(left, right, dates)
        if says == (False, True) and left:
            return Written(right, left, dates)
    return None
