"""What was found out about a pack, line by line, and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_NOT_TRUTH = "It does not show that what was recorded is true."
HONEST_WORDS = f"This shows that nothing changed since it was sealed. {_NOT_TRUTH}"
"""Of a pack that says no moment, and of packs in general."""

ZIP, BAG, SEAL, KEY = "the ZIP file", "the bag", "the seal", "whose key it is"
PAPERS, FILES = "the pack's own papers", "the files"
REPORT, TIME, LEDGER, EARLIER = "the report", "the time", "the ledger", "an earlier pack"
CHECKS = (ZIP, BAG, SEAL, KEY, PAPERS, FILES, REPORT, TIME, LEDGER)
"""What every pack is checked for, in this order; EARLIER comes last where one is given to compare with."""

NEEDED = frozenset({ZIP, BAG, SEAL, PAPERS, FILES})
"""Without these no pack holds. A pack of form 2 needs more, as its own papers say."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was to be checked."""

    what: str
    """One of CHECKS, or EARLIER."""
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
    needed: frozenset[str] = NEEDED
    """What must hold for this pack to hold."""
    sealed_at: datetime | None = None
    """When the pack says that it was sealed."""
    stamped_at: datetime | None = None
    """When an authority outside says that it was there; only of a stamp that holds."""
    stamped_by: str | None = None

    @property
    def ok(self) -> bool:
        """Nothing fails and all that is needed was checked, save whose key it is where no trusted keys were given."""
        made = {line.what for line in self.lines if line.holds}
        return not any(line.holds is False for line in self.lines) and made >= self.needed - {KEY}

    @property
    def pinned(self) -> bool:
        """The seal holds, and its key is one that the reader said they trust."""
        return any(line.what == KEY and line.holds for line in self.lines)

    @property
    def first_problem(self) -> str | None:
        """The first thing that is wrong, or else the first that had to be checked and could not be."""
        wrong = [line.sentence for line in self.lines if line.holds is False]
        if wrong or self.ok:
            return wrong[0] if wrong else None
        made = {line.what for line in self.lines if line.holds}
        return next(
            (line.sentence for line in self.lines if line.what in self.needed - {KEY} - made),
            "Not everything that must be checked could be.",
        )

    @property
    def honest_words(self) -> str:
        """What the answer shows and what it doesn't, with the moments of this pack."""
        return honest_words(self.sealed_at, anchored_at=self.stamped_at, anchored_by=self.stamped_by)


def honest_words(
    sealed_at: datetime | None, *, anchored_at: datetime | None = None, anchored_by: str | None = None
) -> str:
    """What a seal shows and what it doesn't; who vouches for the moment is part of it."""
    if sealed_at is None:
        return HONEST_WORDS
    at = moment_in_words(sealed_at)
    if anchored_at is None:
        told = f"sealing at {at}, a moment that the organisation itself gives and nobody else vouches for"
    else:
        by = f" by {anchored_by}" if anchored_by else ""
        told = f"sealing at {at}, as anchored at {moment_in_words(anchored_at)}{by}"
    return f"This shows that nothing changed since {told}. {_NOT_TRUTH}"


def moment_in_words(when: datetime) -> str:
    """A moment as readers anywhere mean the same by it: “4 May 2015, 10:02:07 UTC”."""
    utc = when.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M:%S} UTC"


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
    last = (
        verification.honest_words
        if verification.ok
        else "Nothing in a pack that doesn't hold can be relied on."
    )
    return "\n".join([verdict, "", "What was checked:", *lines, "", last, ""])


def unchecked(whats: Sequence[str]) -> tuple[Line, ...]:
    """Lines for checks that something worse made impossible."""
    return tuple(
        Line(what, None, f"{what[0].upper()}{what[1:]}: not checked, because of what is wrong above.")
        for what in whats
    )
