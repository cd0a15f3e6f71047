"""What would become of each requirement, looked at before an edition changes, and what did become of it after."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from backend.assurance.queries import editions, requirements
from backend.assurance.queries.answered import answered_in
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.requirements import RequirementView
from backend.assurance.queries.shipped import shipped
from backend.assurance.rules.editions import Origin, State
from backend.assurance.rules.succession import Asked, Became, Line, Link, lines_of, worked_out
from backend.catalogue.assurance import AssuranceFramework
from backend.catalogue.assurance import Became as ShippedBecame
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A change of edition as it would be, or as it was. `answered` are the requirements before that hold an answer.

    `digest` is of all that is carried and how, so that what is confirmed is what was looked at.
    """

    before: EditionView
    after: EditionView
    lines: tuple[Line, ...]
    old: Mapping[UUID, RequirementView]
    new: Mapping[UUID, RequirementView]
    answered: frozenset[UUID]

    @property
    def digest(self) -> str:
        return content_hash(
            [[line.from_id, line.to_id, line.became, line.confirm] for line in self.lines]
            + [[each.id, each.version] for each in self.new.values()]
        )

    @property
    def dropped(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.became is Became.DROPPED)

    def count(self, became: Became) -> int:
        return sum(1 for line in self.lines if line.became is became)

    @property
    def asked_before(self) -> tuple[Asked, ...]:
        return tuple(asked_of(self.before, each) for each in self.old.values())


async def preview_of(scope: Scope, *, to_edition_id: UUID) -> Preview:
    """How a draft would follow the edition before it; for one in use, how it did. Raises NotFound."""
    after = await editions.edition_of(scope, edition_id=to_edition_id)
    if after.succeeds_id is None:
        raise NotFound("edition before this one")
    before = await editions.edition_of(scope, edition_id=after.succeeds_id)
    old = await requirements.requirements_of(scope, edition_id=before.id)
    new = await requirements.requirements_of(scope, edition_id=after.id)
    asked_before = [asked_of(before, each) for each in old]
    asked_after = [asked_of(after, each) for each in new]
    # in an own draft the words tell what is the same, whatever was kept when it was begun
    stated = after.origin is Origin.SHIPPED or after.state is not State.DRAFT
    said = await links_of(scope, to_edition_id=to_edition_id, stated=stated)
    links = _joined(said, worked_out(asked_before, asked_after)) if after.state is State.DRAFT else said
    return Preview(
        before=before,
        after=after,
        lines=lines_of(links, before=asked_before, after=asked_after),
        old={each.id: each for each in old},
        new={each.id: each for each in new},
        answered=await answered_in(scope, edition_id=before.id),
    )


async def links_of(scope: Scope, *, to_edition_id: UUID, stated: bool) -> tuple[Link, ...]:
    """What is kept of how an edition follows the one before it; `stated`, with what became of each. One statement."""
    rows = await fetch(
        "SELECT from_requirement_id, to_requirement_id, became, note, said_by_person FROM assurance_succession"
        " WHERE tenant_id = $1 AND to_edition_id = $2 AND taken_back_at IS NULL AND from_requirement_id IS NOT NULL"
        " ORDER BY id",
        scope.tenant.id,
        to_edition_id,
    )
    return tuple(
        Link(
            from_id=row["from_requirement_id"],
            to_id=row["to_requirement_id"],
            became=Became(row["became"]) if stated else None,
            note=row["note"],
            said=row["said_by_person"],
        )
        for row in rows
    )


def shipped_links(
    before: EditionView,
    after: EditionView,
    *,
    old: Mapping[str, UUID],
    new: Mapping[str, UUID],
) -> tuple[Link, ...]:
    """The succession that the catalogue states between two shipped editions, by their requirements' refs."""
    if after.origin is not Origin.SHIPPED:
        return ()
    framework = shipped(after.framework, after.label).framework
    succeeds = framework.succeeds if isinstance(framework, AssuranceFramework) else None
    if succeeds is None or succeeds.edition != f"{before.framework}/{before.label}":
        return ()
    return tuple(
        Link(
            from_id=old[was],
            to_id=new[now] if now is not None else None,
            became=_BECAME[step.how],
            note=step.note,
            said=True,
        )
        for step in succeeds.steps
        for was in step.before
        for now in (step.after or (None,))
        if was in old and (now is None or now in new)
    )


def asked_of(edition: EditionView, requirement: RequirementView) -> Asked:
    return Asked(
        id=requirement.id,
        ref=requirement.ref,
        heading=requirement.heading,
        text=requirement.text,
        scale=edition.scale(requirement.scale),
    )


def _joined(said: tuple[Link, ...], guessed: tuple[Link, ...]) -> tuple[Link, ...]:
    """What was said, and what was worked out of the requirements that nobody spoke of."""
    froms = {link.from_id for link in said}
    tos = {link.to_id for link in said}
    return (
        *said,
        *(link for link in guessed if link.from_id not in froms and link.to_id not in tos),
    )


_BECAME = {
    ShippedBecame.SAME: Became.SAME,
    ShippedBecame.REWORDED: Became.CHANGED,
    ShippedBecame.SPLIT: Became.SPLIT,
    ShippedBecame.MERGED: Became.MERGED,
    ShippedBecame.NEW: Became.NEW,
    ShippedBecame.DROPPED: Became.DROPPED,
}
