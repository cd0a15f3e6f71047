"""A milestone goes to a later date, and what follows it goes along as far as somebody ticked it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.delegation import rules
from backend.delegation.operations.milestones import expect_milestone, move_milestone
from backend.delegation.queries.following import what_follows
from backend.delegation.rules.dates import When
from backend.delegation.rules.following import How
from backend.scope import Scope

Kind = Literal["agreed", "expected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slipped:
    """What was moved: the milestone, then those that went along, by what each is called."""

    slug: str
    along: tuple[str, ...]


async def slip(
    scope: Scope,
    *,
    milestone_id: UUID,
    kind: Kind,
    to: When | None,
    reason: str,
    followers: Collection[UUID] = (),
    how: How | str = How.AS_MUCH,
) -> Slipped:
    """Agree another date, or say when it is expected, and move those of `followers` that come after it along.

    Nothing but what is ticked moves. Each that goes along has a line of its own in its history, with what it follows.
    Raises rules.UnableToChangeMilestone, NotFound; a milestone that does not follow is refused.
    """
    chosen = set(followers)
    preview = await what_follows(scope, milestone_id=milestone_id, kind=kind, to=to)
    known = {line.id: line for line in preview.lines}
    strangers = chosen - set(known)
    if strangers:
        raise rules.UnableToChangeMilestone(
            f"What was ticked doesn’t come after {preview.slug}, so it can’t go along.", field="followers"
        )
    if kind == "agreed":
        if to is None:
            raise rules.UnableToChangeMilestone("Enter the date that was agreed.", field="month")
        await move_milestone(scope, milestone_id=milestone_id, to=to, reason=reason)
    else:
        await expect_milestone(scope, milestone_id=milestone_id, month=to, reason=reason)
    along = []
    for line in preview.lines:
        goes_to = line.goes_to(How(how))
        if line.id not in chosen or goes_to is None or goes_to == line.now:
            continue
        because = f"It follows {preview.slug}: {reason.strip()}"
        if kind == "agreed":
            await move_milestone(scope, milestone_id=line.id, to=goes_to, reason=because, act="moved-along")
        else:
            await expect_milestone(
                scope, milestone_id=line.id, month=goes_to, reason=because, act="expected-along"
            )
        along.append(line.slug)
    return Slipped(slug=preview.slug, along=tuple(along))
