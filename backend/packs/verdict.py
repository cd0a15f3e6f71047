"""What was found out about a pack, line by line, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HONEST_WORDS = (
    "This shows that nothing changed since it was sealed. It does not show that what was recorded is true."
)

ZIP, BAG, SEAL, KEY = "the ZIP file", "the bag", "the seal", "whose key it is"
PAPERS, FILES = "the pack's own papers", "the files"
CHECKS = (ZIP, BAG, SEAL, KEY, PAPERS, FILES)
"""What every pack is checked for, in this order."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was to be checked."""

    what: str
    """One of CHECKS."""
    holds: bool | None
    """None: it couldn't be checked."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    lines: tuple[Line, ...]
    key_name: str | None = None
    """What the key calls itself; anybody can choose a name."""
    fingerprint: str | None = None
    """Of the key in the pack, in groups of four; None if none could be read."""

    @property
    def ok(self) -> bool:
        """Nothing fails and everything was checked, save whose key it is where no trusted keys were given."""
        made = {line.what for line in self.lines if line.holds}
        return not any(line.holds is False for line in self.lines) and made >= set(CHECKS) - {KEY}

    @property
    def pinned(self) -> bool:
        """The seal holds, and its key is one that the reader said they trust."""
        return any(line.what == KEY and line.holds for line in self.lines)

    @property
    def first_problem(self) -> str | None:
        return next((line.sentence for line in self.lines if line.holds is False), None)


def in_words(verification: Verification) -> str:
    """The whole answer, to print or to forward."""
    if not verification.ok:
        verdict = f"DO NOT RELY ON THIS PACK.\nFirst thing wrong: {verification.first_problem}"
    elif not verification.pinned:
        verdict = (
            "Nothing wrong was found in this pack, but one thing is left for you to check: whose key it is."
        )
    else:
        verdict = "This pack holds."
    marks = {True: "holds", False: "DOES NOT HOLD", None: "not checked"}
    lines = [f"  {marks[line.holds] + ':':<15}{line.sentence}" for line in verification.lines]
    last = HONEST_WORDS if verification.ok else "Nothing in a pack that doesn't hold can be relied on."
    return "\n".join([verdict, "", "What was checked:", *lines, "", last, ""])


def unchecked(whats: Sequence[str]) -> tuple[Line, ...]:
    """Lines for checks that something worse made impossible."""
    return tuple(
        Line(what, None, f"{what[0].upper()}{what[1:]}: not checked, because of what is wrong above.")
        for what in whats
    )
