"""Counts of people that are too small to be shown, and everything beside them that would give them away. Pure.

A group is a count of people in parts that do not overlap; its first part is the rest, of whom nothing more is to be
said. A part below the threshold is shown as “fewer than” it. Whoever knows from a month before, or from a public
register, how many people there are in all needs no total of ours to subtract from. So wherever a part is small neither
the total nor the rest is shown, however large it is: the small part can then be any. Where even that would tell, no
part is shown at all. Zero is small too: “nobody” is a fact about each of a few people.
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
    """The parts of a group, the rest first, and their total, of which `total` is the name, as others may see them.

    Nothing of a hidden part but that it is small: whether it is something to look at would tell nobody from somebody.
    """
    whole = sum(each.number for each in parts)
    rest, told = parts[0], parts[1:]
    if all(each.number >= threshold for each in parts):
        last = Shown(label=total, number=whole, words=str(whole), hidden=False, troubled=False)
        return (*map(_seen, parts), last)
    words = f"{NOT_SHOWN}: a part of it is fewer than {threshold}"
    last = Shown(label=total, number=None, words=words, hidden=True, troubled=False)
    if _tells(rest, told, whole, threshold):
        return (*(_hidden(each, NOT_SHOWN) for each in parts), last)
    fewer = f"fewer than {threshold}"
    shown = (_seen(each) if each.number >= threshold else _hidden(each, fewer) for each in told)
    return (_hidden(rest, NOT_SHOWN), *shown, last)


def _tells(rest: Part, told: Sequence[Part], whole: int, threshold: int) -> bool:
    """Whether somebody who knows the whole could still narrow a small part, though the rest isn't shown.

    They could where only the rest is small; where so few are left beside the parts that are shown that the small ones
    can't be any number; and in a group that could not hold the threshold in each of its parts.
    """
    small = [each.number for each in told if each.number < threshold]
    few = rest.number + sum(small) < threshold - 1
    return not small or few or whole < threshold * (len(told) + 1)


def _seen(each: Part) -> Shown:
    return Shown(
        label=each.label, number=each.number, words=str(each.number), hidden=False, troubled=each.bad
    )


def _hidden(each: Part, words: str) -> Shown:
    return Shown(label=each.label, number=None, words=words, hidden=True, troubled=False)


def check_threshold(threshold: int, *, source: str) -> None:
    """Between the least that hides anything and the most that leaves anything; and somebody said so."""
    if not LEAST <= threshold <= MOST:
        raise UnableToSettle(
            f"Give a number from {LEAST} to {MOST}. Below {LEAST} a count hides nobody.", field="threshold"
        )
    if not source.strip():
        raise UnableToSettle("Say who settled it, or where it stands.", field="source")
