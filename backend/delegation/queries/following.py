"""What a slip does to all that follows a milestone, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from backend.delegation.queries.gates import gates_of
from backend.delegation.queries.milestone_views import MilestoneView
from backend.delegation.queries.milestones import milestone, milestones_of
from backend.delegation.rules import following
from backend.delegation.rules.dates import When, when_in_words
from backend.delegation.rules.following import Follower, How, Node
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowerLine:
    """One milestone that follows. `gates` stand before it; what is `inferred` is not drawn by the source."""

    id: UUID
    activity: str
    gates: tuple[str, ...]
    inferred: bool
    follower: Follower

    @property
    def slug(self) -> str:
        return self.follower.slug

    @property
    def now(self) -> When | None:
        return self.follower.now

    @property
    def least(self) -> When | None:
        return self.follower.least

    @property
    def as_much(self) -> When | None:
        return self.follower.as_much

    @property
    def spare_months(self) -> int | None:
        return self.follower.spare

    @property
    def stays_because(self) -> str | None:
        return self.follower.stays

    @property
    def may_go_along(self) -> bool:
        return self.follower.stays is None

    def goes_to(self, how: How) -> When | None:
        return self.follower.goes_to(how)

    @property
    def in_words(self) -> str:
        """What the slip does to it: "It would come 2 months before M18, which it follows", "1 month to spare"."""
        spare, names = self.follower.spare, " and ".join(self.follower.because)
        if self.follower.stays:
            return f"{self.follower.stays}, so it stays"
        if spare is None:
            return "What it follows has no date"
        if spare < 0:
            return f"It would come {_months(-spare)} before {names}, which it follows"
        if spare == 0:
            return f"It would fall due together with {names}, which it follows"
        return f"{_months(spare)} to spare after {names}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPreview:
    """A slip and what follows it, nearest first; `months` is how far it goes."""

    slug: str
    kind: str
    now: When | None
    to: When | None
    lines: tuple[FollowerLine, ...]

    @property
    def to_in_words(self) -> str:
        return when_in_words(self.to)

    @property
    def token(self) -> str:
        """What was looked at, for the form that follows."""
        return self.to.isoformat() if self.to else "none"


async def what_follows(scope: Scope, *, milestone_id: UUID, kind: str, to: When | None) -> SlipPreview:
    """What becomes of everything after a milestone, near and far, were it to go to `to`. Raises NotFound.

    `kind` is agreed or expected: by which dates it is reckoned.
    """
    held = await milestone(scope, milestone_id=milestone_id)
    every = await milestones_of(scope, programme_id=held.programme_id)
    nodes = nodes_of(every, kind=kind)
    known = {each.slug: each for each in every}
    found = following.what_follows(nodes, slug=held.slug, to=to) if held.slug in known else ()
    gates = await gates_of(scope, programme_id=held.programme_id) if found else ()
    return SlipPreview(
        slug=held.slug,
        kind=kind,
        now=_when(held, kind),
        to=to,
        lines=tuple(
            FollowerLine(
                id=known[each.slug].id,
                activity=known[each.slug].activity,
                gates=tuple(
                    gate.slug
                    for gate in gates
                    if any(guarded.id == known[each.slug].id for guarded in gate.milestones)
                ),
                inferred=known[each.slug].after_inferred,
                follower=each,
            )
            for each in found
        ),
    )


def nodes_of(milestones: Iterable[MilestoneView], *, kind: str) -> list[Node]:
    return [
        Node(
            slug=each.slug,
            when=_when(each, kind),
            after=each.after,
            stays=f"It is “{each.state_in_words}”" if each.finished else None,
        )
        for each in milestones
    ]


def _when(each: MilestoneView, kind: str) -> When | None:
    return each.expected or each.due if kind == "expected" else each.due


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"
