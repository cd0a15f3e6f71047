"""What moves when a milestone slips: all that comes after it, near and far. Pure: dates in, dates out.

Two ways to move what follows. At the least: no further than to where nothing comes before what it follows, so time to
spare is used up. By as much: so many months as the slip, so the time between the two stays.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.delegation.rules.dates import When, ends_on, later_than, months_between, moved_by


class How(StrEnum):
    LEAST = "least"
    AS_MUCH = "as-much"


HOW_IN_WORDS = {
    How.AS_MUCH: "By as much as the slip, so that the time between them stays",
    How.LEAST: "At the least, so that nothing comes before what it follows",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A milestone as it is planned: `stays` says why it can’t be moved any more, where it can’t."""

    slug: str
    when: When | None
    after: tuple[str, ...]
    stays: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """What a slip does to one that follows. `spare` are the months left before it once nothing but the slip has moved.

    `least` and `as_much` are where it would go; each is what it is now where that way asks for no move. `because`
    names those right before it that press on it.
    """

    slug: str
    now: When | None
    least: When | None
    as_much: When | None
    spare: int | None
    because: tuple[str, ...]
    stays: str | None

    def goes_to(self, how: How) -> When | None:
        return self.least if how is How.LEAST else self.as_much

    @property
    def pressed(self) -> bool:
        """Whether it would come before what it follows if it stayed."""
        return self.stays is None and self.now is not None and self.least != self.now


def followers_of(nodes: Sequence[Node], slug: str) -> tuple[str, ...]:
    """All that comes after one, near and far, each after what it follows."""
    return tuple(each for each in in_order(nodes) if each in _reached(nodes, slug))


def what_follows(nodes: Sequence[Node], *, slug: str, to: When | None) -> tuple[Follower, ...]:
    """What becomes of everything after `slug` when that goes to `to`. Nothing for a move to an earlier day or none."""
    known = {node.slug: node for node in nodes}
    now = known[slug].when
    slip = 0 if to is None or now is None else months_between(now, to)
    if to is None or (now is not None and not later_than(to, now)):
        return ()
    least: dict[str, When | None] = {slug: to}
    alone: dict[str, When | None] = {slug: to}
    found = []
    for name in followers_of(nodes, slug):
        node = known[name]
        pressing = [each for each in node.after if each in least]
        at_least, spare = node.when, None
        if node.when is not None:
            before = [when for each in pressing if (when := least[each]) is not None]
            if node.stays is None:
                for when in before:
                    at_least = _no_sooner(at_least or node.when, when)
            spares = [
                months_between(when, node.when) for each in pressing if (when := alone[each]) is not None
            ]
            spare = min(spares, default=None)
        least[name], alone[name] = at_least, node.when
        moves = node.when is not None and node.stays is None
        found.append(
            Follower(
                slug=name,
                now=node.when,
                least=at_least,
                as_much=moved_by(node.when, slip) if moves and node.when is not None else node.when,
                spare=spare,
                because=tuple(pressing),
                stays=node.stays or (None if node.when is not None else "No date is given for it"),
            )
        )
    return tuple(found)


def in_order(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Every milestone after all that it follows; otherwise as they stand. What is in a ring comes last."""
    known = {node.slug: node for node in nodes}
    left, placed = list(known), dict[str, None]()
    while left:
        ready = [s for s in left if all(each in placed or each not in known for each in known[s].after)]
        for each in ready or left:
            placed[each] = None
        left = [each for each in left if each not in placed]
    return tuple(placed)


def clashes(nodes: Sequence[Node]) -> Mapping[str, tuple[str, ...]]:
    """Milestones that are due before something that they follow, with those: the plan as it stands can’t be kept."""
    known = {node.slug: node for node in nodes}
    found = {}
    for node in nodes:
        before = tuple(
            each
            for each in node.after
            if node.when is not None
            and node.stays is None
            and each in known
            and (other := known[each].when) is not None
            and later_than(other, node.when)
        )
        if before:
            found[node.slug] = before
    return found


def _reached(nodes: Sequence[Node], slug: str) -> Collection[str]:
    reached: set[str] = {slug}
    while True:
        further = {node.slug for node in nodes if reached & set(node.after)} - reached
        if not further:
            return reached - {slug}
        reached |= further


def _no_sooner(when: When, than: When) -> When:
    """`when`, or where it would come before `than`, as soon as it can: a month stays a month, a day a day."""
    if not later_than(than, when):
        return when
    moved = moved_by(when, months_between(when, than))
    return moved if not later_than(than, moved) else ends_on(than)
