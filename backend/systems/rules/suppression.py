"""Counts of people that are too small to be shown, and totals that would give them away. Pure.

A group is a count of people in parts that do not overlap. A part below the threshold is shown as “fewer than” it, and
the total of a group with any such part is not shown at all: with a total, whoever knows the other parts has the small
one by subtraction. What is hidden follows from which parts are small and from nothing else, so the pattern of what is
hidden says no more than it shows. Zero is small too: “nobody” is a fact about each of a few people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.scope import Refusal

DEFAULT = 5
LEAST, MOST = 3, 100
NOT_SHOWN = "not shown"


class UnableToSettle(Refusal):
    """A threshold that can't be kept; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many people of a kind. `bad`: any of them is something to look at."""

    label: str
    number: int
    bad: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A count as it leaves us: its number where that may be seen, or words alone."""

    label: str
    number: int | None
    words: str
    hidden: bool
    troubled: bool


def suppressed(parts: Sequence[Part], *, total: str, threshold: int) -> tuple[Shown, ...]:
    """The parts of a group and their total, of which `total` is the name, as they may be seen by others.

    Nothing of a hidden part but that it is small: whether it is something to look at would tell nobody from somebody.
    """
    shown = [_part(each, threshold) for each in parts]
    whole = sum(each.number for each in parts)
    if any(each.hidden for each in shown):
        words = f"{NOT_SHOWN}: a part of it is fewer than {threshold}"
        return (*shown, Shown(label=total, number=None, words=words, hidden=True, troubled=False))
    return (*shown, Shown(label=total, number=whole, words=str(whole), hidden=False, troubled=False))


def _part(each: Part, threshold: int) -> Shown:
    if each.number < threshold:
        words = f"fewer than {threshold}"
        return Shown(label=each.label, number=None, words=words, hidden=True, troubled=False)
    return Shown(
        label=each.label, number=each.number, words=str(each.number), hidden=False, troubled=each.bad
    )


def check_threshold(threshold: int, *, source: str) -> None:
    """Between the least that hides anything and the most that leaves anything; and somebody said so."""
    if not LEAST <= threshold <= MOST:
        raise UnableToSettle(
            f"Give a number from {LEAST} to {MOST}. Below {LEAST} a count hides nobody.", field="threshold"
        )
    if not source.strip():
        raise UnableToSettle("Say who settled it, or where it stands.", field="source")
