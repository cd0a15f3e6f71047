"""Words that mean yes, no or nothing, in whichever register they stand, and words for a code of a register."""

import re
from collections.abc import Mapping
from typing import TypeVar

from backend.facts.rows.dates import UnableToReadCell

Code = TypeVar("Code")

_YES = {
    "yes", "y", "true", "x", "✓", "✔", "☑", "√", "1", "done", "approved", "reviewed", "accepted", "agreed", "late",
    "ok", "signed off", "complete", "completed", "signed", "confirmed",
}  # fmt: skip
_NO = {
    "no", "n", "false", "0", "", "-", "–", "n/a", "pending", "not yet", "awaiting", "outstanding", "in time", "☐",
    "waiting for review", "submitted", "draft", "not reviewed", "not approved", "returned with a question",
}  # fmt: skip
_NIL = re.compile(
    r"(?:nil|nil return|nil declaration|none|n/?a|no|nothing|no(?:ne| interests?| conflicts?)(?: of interest)?"
    r"(?: (?:to declare|declared|known))?|nothing (?:to declare|declared)|nil (?:to declare|declared)|"
    r"no declarations?(?: of interest)?|no relevant interests?)",
)


def read_yes_no(value: object) -> bool:
    """Whether a cell says yes: a word, a cross or a tick. Raises UnableToReadCell for what says neither."""
    if value is None:
        return False
    if isinstance(value, bool):
        return value
    text = " ".join(str(value).lower().split()).strip(" .")
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise UnableToReadCell(f"“{short(str(value), 60)}” is neither yes nor no.")


def is_nil(text: str) -> bool:
    """Whether a cell says that there is nothing to declare."""
    return _NIL.fullmatch(" ".join(text.lower().split()).strip(" .-–—()")) is not None


def plain(text: str) -> str:
    """Small letters and figures alone, for comparing words that people set with all kinds of signs."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", "")))


def read_code(written: str, words: Mapping[Code, str], also: Mapping[str, Code]) -> Code | None:
    """The code that a cell means: exactly by the register's own words, else by the first of `also` that it holds.

    `also` maps whole words in small letters to codes, in the order in which they are looked for.
    """
    text = plain(written)
    for code, own in words.items():
        if plain(own) == text:
            return code
    for word, code in also.items():
        if f" {word} " in f" {text} ":
            return code
    return None


def short(text: str, most: int = 120) -> str:
    """The text on one line, of at most so many letters."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
