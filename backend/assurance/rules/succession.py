"""What becomes of each requirement when an edition follows another: worked out from its words, or said by a person."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend.assurance.rules.editions import Scale, UnableToKeepFramework


class Became(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


BECAME_IN_WORDS = {
    Became.SAME: "the same",
    Became.CHANGED: "changed",
    Became.SPLIT: "split",
    Became.MERGED: "merged",
    Became.NEW: "new",
    Became.DROPPED: "dropped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A requirement as far as succession looks at it."""

    id: UUID
    ref: str
    heading: str | None
    text: str
    scale: Scale | None

    @property
    def wording(self) -> str:
        """Its words, without regard to spaces, capitals and the full stop."""
        return " ".join(f"{self.heading or ''} {self.text}".casefold().split()).rstrip(".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One requirement of the edition before became one of the next; `to_id` is `None` where it was said to be dropped.

    `became` is what was said of it, `None` where the wording tells. `said` is false for what was worked out.
    """

    from_id: UUID
    to_id: UUID | None
    became: Became | None = None
    note: str | None = None
    said: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a succession. `confirm`: what is carried over counts once somebody has confirmed it."""

    from_id: UUID | None
    to_id: UUID | None
    became: Became
    confirm: bool
    note: str | None = None
    said: bool = False

    @property
    def effect(self) -> str:
        """What becomes of an answer, in words."""
        if self.became is Became.NEW:
            return "New: to be answered"
        if self.became is Became.DROPPED:
            return "Dropped: its answer stays with the edition before"
        return "Carried, to be confirmed" if self.confirm else "Carried"


def worked_out(before: Sequence[Asked], after: Sequence[Asked]) -> tuple[Link, ...]:
    """Links between requirements of the same ref, then, of those left, of the same words; a person may differ."""
    links: dict[UUID, UUID] = {}
    by_ref = {each.ref.casefold(): each.id for each in after}
    for each in before:
        if (found := by_ref.get(each.ref.casefold())) is not None:
            links[each.id] = found
    free: dict[str, list[UUID]] = defaultdict(list)
    taken = set(links.values())
    for each in after:
        if each.id not in taken:
            free[each.wording].append(each.id)
    for each in before:
        if each.id not in links and len(free.get(each.wording, ())) == 1:
            links[each.id] = free.pop(each.wording)[0]
    return tuple(Link(from_id=each.id, to_id=links[each.id]) for each in before if each.id in links)


def lines_of(links: Iterable[Link], *, before: Sequence[Asked], after: Sequence[Asked]) -> tuple[Line, ...]:
    """The whole succession: each requirement of both editions stands in it. In the order of `before`, then what is new.

    A link to a requirement that has left its edition counts for nothing.
    """
    old = {each.id: each for each in before}
    new = {each.id: each for each in after}
    pairs: dict[UUID, list[Link]] = defaultdict(list)
    dropped: dict[UUID, Link] = {}
    for link in links:
        if link.from_id not in old or (link.to_id is not None and link.to_id not in new):
            continue
        if link.to_id is None:
            dropped[link.from_id] = link
        elif all(link.to_id != other.to_id for other in pairs[link.from_id]):
            pairs[link.from_id].append(link)
    sources: dict[UUID, int] = defaultdict(int)
    for several in pairs.values():
        for link in several:
            assert link.to_id is not None
            sources[link.to_id] += 1
    lines: list[Line] = []
    for each in before:
        linked = pairs.get(each.id, [])
        lines += [_line(link, old, new, split=len(linked) > 1, sources=sources) for link in linked]
        if not linked:
            said = dropped.get(each.id)
            lines.append(
                Line(
                    from_id=each.id,
                    to_id=None,
                    became=Became.DROPPED,
                    confirm=False,
                    note=said.note if said else None,
                    said=said is not None and said.said,
                )
            )
    lines += [
        Line(from_id=None, to_id=each.id, became=Became.NEW, confirm=False)
        for each in after
        if not sources.get(each.id)
    ]
    return tuple(lines)


def _line(
    link: Link,
    old: Mapping[UUID, Asked],
    new: Mapping[UUID, Asked],
    *,
    split: bool,
    sources: Mapping[UUID, int],
) -> Line:
    assert link.to_id is not None
    was, now = old[link.from_id], new[link.to_id]
    if split:
        became = Became.SPLIT
    elif sources[link.to_id] > 1:
        became = Became.MERGED
    elif link.became in (Became.SAME, Became.CHANGED):
        became = link.became
    else:
        became = Became.SAME if was.wording == now.wording else Became.CHANGED
    return Line(
        from_id=link.from_id,
        to_id=link.to_id,
        became=became,
        confirm=became is not Became.SAME or was.scale != now.scale,
        note=link.note,
        said=link.said,
    )


def check_acknowledged(
    lines: Iterable[Line], *, before: Sequence[Asked], acknowledged: Collection[UUID]
) -> None:
    """Every requirement that is dropped was acknowledged in its own box, or UnableToKeepFramework names it."""
    refs = {each.id: each.ref for each in before}
    missed = [
        refs[line.from_id]
        for line in lines
        if line.became is Became.DROPPED and line.from_id is not None and line.from_id not in acknowledged
    ]
    if missed:
        named = ", ".join(missed[:8]) + (f" and {len(missed) - 8} more" if len(missed) > 8 else "")
        raise UnableToKeepFramework(
            f"The new edition drops {named}. Tick each that may be left behind, or say what it became.",
            field="acknowledged",
        )


def refs_typed(text: str | None) -> tuple[str, ...]:
    """`2.1, 2.2; 3` as refs, each once."""
    return tuple(dict.fromkeys(each for each in re.split(r"[,;\s]+", text or "") if each))
