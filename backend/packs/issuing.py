"""Issues of a board pack, and the copies of each that its members get: their own where papers are withheld from them,
and in the format that they prefer.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.packs import asking, rules
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finished issue, of everything or of the public part, in the standard format; `manifest` is what it held."""

    id: UUID
    variant: rules.Variant
    issue: int
    content_key: str | None
    agenda_key: str | None
    manifest: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A copy that somebody gets beside the issue itself."""

    variant: rules.Variant
    format: rules.Format
    for_person_id: UUID | None
    withheld: tuple[UUID, ...]


def is_issue(variant: rules.Variant, format: rules.Format) -> bool:
    """Whether such a pack has a number of its own; every other is a copy of an issue, and has that issue's."""
    return variant is not rules.Variant.MEMBER and format == rules.STANDARD


async def issues_of(scope: Scope, *, meeting_id: UUID) -> tuple[Issue, ...]:
    """The finished issues of a meeting's pack, oldest first."""
    rows = await fetch(
        "SELECT id, variant, issue, content_key, agenda_key, manifest FROM packs_pack "
        "WHERE tenant_id = $1 AND meeting_id = $2 AND state = 'ready' AND same_as IS NULL "
        "AND variant <> 'member' AND layout = 'standard' ORDER BY variant, issue",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(
        Issue(
            **{
                **row,
                "variant": rules.Variant(row["variant"]),
                "manifest": json.loads(row["manifest"]) if row["manifest"] else None,
            }
        )
        for row in rows
    )


def latest(issues: Sequence[Issue], *, variant: rules.Variant, before: int | None = None) -> Issue | None:
    """The newest issue, or the newest before a number."""
    of = [each for each in issues if each.variant is variant and (before is None or each.issue < before)]
    return max(of, key=lambda each: each.issue, default=None)


def same_agenda(issues: Sequence[Issue], *, issue: int, agenda_key: str) -> bool:
    """Whether the agenda is still the one that the issue of that number was built from."""
    return any(
        each.variant is rules.Variant.FULL and each.issue == issue and each.agenda_key == agenda_key
        for each in issues
    )


async def ask_for_members_copies(
    scope: Scope, *, meeting_id: UUID, person_id: UUID | None = None
) -> tuple[UUID, ...]:
    """Ask for the copies that members of the committee get of the newest issue; returns those that are new.

    For everybody, or for one person. Nothing is asked for where there is no issue yet.
    """
    newest = latest(await issues_of(scope, meeting_id=meeting_id), variant=rules.Variant.FULL)
    if newest is None:
        return ()
    (meeting,) = await fetch(
        "SELECT title, committee_id, starts_at FROM meetings_meeting WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        meeting_id,
    )
    members = await _members(scope, meeting["committee_id"], meeting["starts_at"])
    wanted = await _wanted(scope, meeting_id, members if person_id is None else members & {person_id})
    there = await _there(scope, meeting_id, newest.issue)
    missing = [each for each in dict.fromkeys(wanted) if each not in there]
    # a handful: one for each format that somebody prefers, and one for each conflicted member
    return tuple([await _ask(scope, meeting_id, meeting["title"], newest.issue, each) for each in missing])


async def _members(scope: Scope, committee_id: UUID, starts_at: datetime) -> set[UUID]:
    on = meeting_rules.day_of(scope, starts_at)
    return {each.person_id for each in await committees.members_on(scope, committee_id=committee_id, on=on)}


async def _wanted(scope: Scope, meeting_id: UUID, members: set[UUID]) -> list[Wanted]:
    formats = await formats_of(scope, person_ids=members)
    withheld: dict[UUID, set[UUID]] = {}
    for line in await meetings.withheld_on(scope, meeting_id=meeting_id):
        withheld.setdefault(line.person_id, set()).add(line.item_id)
    found = []
    for person_id in sorted(members):
        format = formats.get(person_id, rules.STANDARD)
        if person_id in withheld:
            items = tuple(sorted(withheld[person_id]))
            found.append(
                Wanted(variant=rules.Variant.MEMBER, format=format, for_person_id=person_id, withheld=items)
            )
        elif format != rules.STANDARD:
            found.append(Wanted(variant=rules.Variant.FULL, format=format, for_person_id=None, withheld=()))
    return found


async def formats_of(scope: Scope, *, person_ids: set[UUID]) -> dict[UUID, rules.Format]:
    """The formats that these persons prefer; whoever never said so is missing."""
    rows = await fetch(
        "SELECT person_id, layout, points FROM packs_preference WHERE tenant_id = $1 AND person_id = ANY($2)",
        scope.tenant.id,
        list(person_ids),
    )
    return {
        row["person_id"]: rules.Format(layout=rules.Layout(row["layout"]), points=row["points"])
        for row in rows
    }


async def _there(scope: Scope, meeting_id: UUID, issue: int) -> set[Wanted]:
    rows = await fetch(
        "SELECT variant, layout, points, for_person_id, withheld FROM packs_pack "
        "WHERE tenant_id = $1 AND meeting_id = $2 AND issue = $3 AND state NOT IN ('failed', 'cancelled') "
        "AND variant <> 'public'",
        scope.tenant.id,
        meeting_id,
        issue,
    )
    return {
        Wanted(
            variant=rules.Variant(row["variant"]),
            format=rules.Format(layout=rules.Layout(row["layout"]), points=row["points"]),
            for_person_id=row["for_person_id"],
            withheld=tuple(sorted(row["withheld"])),
        )
        for row in rows
    }


async def _ask(scope: Scope, meeting_id: UUID, meeting: str, issue: int, wanted: Wanted) -> UUID:
    words = rules.copy_in_words(wanted.variant, wanted.format)
    title = f"Board pack of “{meeting}”, {words[:1].lower()}{words[1:]}, issue {issue}"
    values = {
        "meeting_id": meeting_id,
        "variant": wanted.variant.value,
        "layout": wanted.format.layout.value,
        "points": wanted.format.points,
        "for_person_id": wanted.for_person_id,
        "withheld": list(wanted.withheld),
        "issue": issue,
    }
    return await asking.ask(scope, rules.Kind.BOARD, title, asking.BUILD_BOARD_PACK, values)
