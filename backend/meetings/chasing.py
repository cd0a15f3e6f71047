"""Chasing papers of meetings to come: whose turn it is on the way to the chair, until the paper may go.

The ladder is data (`workflows/paper-sign-off`): it says at which stage who is reminded. A paper is owed until its
meeting, and is found by the meetings that lie ahead.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.chasing import deriving, sweeping
from backend.chasing.queries import Settings
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.meetings import stages
from backend.people import permissions
from backend.scope import Scope
from backend.signoff import workflows

LADDER = "paper-sign-off"

_PAPERS = """
SELECT p.id, p.title, p.author_person_id, p.version, i.part, m.starts_at, m.committee_id, c.name AS committee,
  r.workflow, r.state, r.content_hash, r.sponsor_person_id, r.opened_at, a.name AS author,
  ARRAY(SELECT w.person_id FROM meetings_withholding w WHERE w.tenant_id = $1 AND w.item_id = i.id
    AND w.ended_at IS NULL) AS withheld
FROM meetings_meeting m
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
JOIN meetings_item i ON i.tenant_id = $1 AND i.meeting_id = m.id AND i.withdrawn_at IS NULL
JOIN meetings_paper p ON p.tenant_id = $1 AND p.item_id = i.id AND p.withdrawn_at IS NULL AND p.tabled_at IS NULL
JOIN signoff_run r ON r.tenant_id = $1 AND r.subject_room = 'meetings' AND r.subject_kind = 'paper'
  AND r.subject_id = p.id
JOIN people_person a ON a.tenant_id = $1 AND a.id = p.author_person_id
WHERE m.tenant_id = $1 AND m.state IN ('planned', 'agenda-published') AND m.starts_at > $2
ORDER BY m.starts_at, p.id
"""


class _Papers(deriving.Derived):
    """Papers on their way, of the meetings that lie ahead."""

    ladder = LADDER
    chore = "meetings.chase_papers"

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        zone = ZoneInfo(scope.tenant.time_zone)
        rows = await fetch(_PAPERS, scope.tenant.id, scope.now)
        if not rows:
            return ()
        offices = await committees.offices_of_all(scope, on=scope.today)
        found = (_thing(scope, row, offices.get(row["committee_id"], {}), zone) for row in rows)
        return tuple(thing for thing in found if thing is not None)

    def links(self, line: Line) -> tuple[tuple[str, str], ...]:
        return (("See the paper", f"/papers/{line.thing.id}"),)


SOURCE = _Papers()


async def begin(scope: Scope) -> None:
    """A paper is on its way, or comes back."""
    await deriving.changed(scope, SOURCE)


async def settle(scope: Scope, *, paper_id: UUID) -> None:
    """A paper has moved on: what still waits to chase whoever had it is taken back."""
    await deriving.settled(scope, SOURCE, thing_id=paper_id, key=_key(paper_id))


async def settle_meeting(scope: Scope, *, meeting_id: UUID) -> None:
    """A meeting is on another day, or not at all: what waits to chase its papers is taken back."""
    rows = await fetch(
        "SELECT p.id FROM meetings_item i JOIN meetings_paper p ON p.tenant_id = $1 AND p.item_id = i.id "
        "WHERE i.tenant_id = $1 AND i.meeting_id = $2 AND EXISTS (SELECT 1 FROM chasing_line l "
        "WHERE l.tenant_id = $1 AND l.thing_id = p.id AND l.state = 'told' AND l.day = $3)",
        scope.tenant.id,
        meeting_id,
        scope.today,
    )
    for row in rows:  # those of which something was told today: what was told before is not waiting any more
        await sweeping.settle(scope, thing_id=row["id"], key=_key(row["id"]))
    await begin(scope)


def _thing(
    scope: Scope, row: Mapping[str, Any], offices: Mapping[str, tuple[UUID, ...]], zone: ZoneInfo
) -> Thing | None:
    """The paper as it is owed; None once it has come to its end."""
    workflow = workflows.begun_with(row["workflow"])
    state = workflow.state(row["state"])
    if state is None or state.final:
        return None
    meeting_on = row["starts_at"].astimezone(zone).date()
    # who may not see an item hears nothing of its papers but that they wait
    title = row["title"] if row["part"] == "public" else "A paper of a private item"
    sponsor = row["sponsor_person_id"]
    return Thing(
        key=_key(row["id"]),
        id=row["id"],
        ladder=LADDER,
        title=title,
        state=row["state"],
        owner=row["author"],
        due_on=stages.deadline(workflow, meeting_on),
        holders=(row["author_person_id"],),
        instead=permissions.OFFICER,
        not_to=tuple(row["withheld"]),
        posts={
            **{office: offices.get(office, ()) for office in ("chair", "vice-chair")},
            **({} if sponsor is None else {"executive-owner": (sponsor,)}),
        },
        last_on=meeting_on,
        places={
            "tenant": scope.tenant.name,
            "committee": row["committee"],
            "meeting_on": in_words(meeting_on),
            "opened_on": in_words(row["opened_at"].astimezone(zone).date()),
            "version": str(row["version"]),
            "sha256": row["content_hash"],
            "author": row["author"],
            "signed_by": "Governance team",
            "address": "",
        },
    )


def _key(paper_id: UUID) -> str:
    return f"meetings.paper-owed/{paper_id}"
