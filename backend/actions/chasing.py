"""Chasing who owes an action: what is owed and by whom, in what words, and ending a chase that is over.

The ladder is data (`workflows/action-chase`), and `chasing` plans who is written to. Each action keeps the next day on
which it is to be looked at, so that a morning looks at what is due that morning alone, and a tenant with nothing due
costs one look at an index.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.actions import links, rules
from backend.actions.rules import State
from backend.chasing import calendar, sweeping
from backend.chasing import queries as chasing
from backend.chasing.queries import Mode, Settings
from backend.chasing.rules import planning
from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Thing
from backend.chasing.sources import Said
from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import execute, fetch
from backend.notices import calendars
from backend.notices import operations as notices
from backend.notices.rules import Entry, Recipient
from backend.people import pauses, permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.tenancy import dues

CHORE = "actions.chase_actions"
LADDER = "action-chase"
_KIND = "actions.action-owed"

_WHILE = {State.OPEN: "open", State.REOPENED: "open"}
"""The ladder's names of the states in which an action is owed."""


class _Actions:
    """Actions, as the chase asks for them."""

    ladder = LADDER
    chore = CHORE
    kind = _KIND
    announced = False

    async def things(
        self, scope: Scope, *, until: date, settings: Settings, hold: bool = False, fresh: bool = False
    ) -> tuple[Thing, ...]:
        """The actions that are looked at by `until`, whoever chairs their committee on the scope's day."""
        rows = await fetch(
            f"""
            SELECT a.id, a.number, a.words, a.private, a.state, a.owner_person_id, a.owner_name, a.deputy_person_id,
              a.due_on, a.asked, a.chase_on, a.committee_id, a.source_on, a.undertaken_on, c.name AS committee,
              coalesce(p.name, a.owner_name) AS owner
            FROM actions_action a
            LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
            LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = a.owner_person_id
            WHERE a.tenant_id = $1 AND {_FRESH if fresh else "a.chase_on <= $2"} ORDER BY a.chase_on, a.id
            {"FOR UPDATE OF a SKIP LOCKED" if hold else ""}""",  # noqa: S608 - our own text
            scope.tenant.id,
            *(() if fresh else (until,)),
        )
        if not rows:
            return ()
        offices = await committees.offices_of_all(scope, on=scope.today)
        first = settings.hours.letter_day(scope.today)
        return tuple(
            _thing(
                scope,
                row,
                offices.get(row["committee_id"], {}),
                look_on=first if fresh else row["chase_on"],
            )
            for row in rows
        )

    def said(self, scope: Scope, line: Line) -> Said:
        return _said(scope, line)

    async def keep_looks(self, scope: Scope, looks: Mapping[UUID, date | None]) -> None:
        await execute(
            "UPDATE actions_action a SET chase_on = n.day "
            "FROM unnest($2::uuid[], $3::date[]) AS n (id, day) WHERE a.tenant_id = $1 AND a.id = n.id",
            scope.tenant.id,
            list(looks),
            list(looks.values()),
        )

    async def look_again(self, scope: Scope) -> None:
        hours = (await chasing.settings_of(scope)).hours
        await execute(
            f"UPDATE actions_action a SET chase_on = $2 WHERE a.tenant_id = $1 AND {_FRESH}",  # noqa: S608 - our own text
            scope.tenant.id,
            hours.letter_day(scope.today + timedelta(days=1)),
        )

    async def schedule(self, scope: Scope, *, settings: Settings | None = None) -> None:
        """Say when the chase next has something to do: the next morning on which a rung of any action is reached."""
        if settings is None:
            # an operation that sets it sooner waits, and then finds its own earlier; a sweep holds it already
            await dues.hold_due(scope, chore=CHORE)
            settings = await chasing.settings_of(scope)
        rows = await fetch(
            "SELECT min(chase_on) AS day FROM actions_action WHERE tenant_id = $1 AND chase_on IS NOT NULL",
            scope.tenant.id,
        )
        off = settings.mode is Mode.STOPPED or not settings.is_on(LADDER)
        if off or rows[0]["day"] is None:
            await dues.clear_due(scope, chore=CHORE)
        else:
            at = settings.hours.next_moment(rows[0]["day"], after=scope.now)
            await dues.set_due(scope, chore=CHORE, at=at)


_FRESH = "a.state IN ('open', 'reopened') AND a.struck_at IS NULL AND a.due_on IS NOT NULL"
"""Every action that is owed on a day: it can be chased."""

SOURCE = _Actions()


async def chase(scope: Scope) -> int:
    """Tell everyone who owes an action what today's rung says, once; returns how many letters are new."""
    return await sweeping.sweep(scope, (SOURCE,))


async def schedule(scope: Scope) -> None:
    """Say when the chase next has something to do."""
    await SOURCE.schedule(scope)


async def first_chase(scope: Scope, due_on: date | None) -> date | None:
    """When an action that is owed from today on is first chased: a rung that was reached already, tomorrow."""
    if due_on is None:
        return None
    settings = await chasing.settings_of(scope)
    ladder = chasing.ladder_for(scope, LADDER, settings)
    return planning.first_look(due_on, ladder, hours=settings.hours, tomorrow=scope.today + timedelta(days=1))


async def hold_chore(scope: Scope, *, chase_on: date | None) -> None:
    """Have the chore look on a morning, if one is given; an operation says so in its own transaction."""
    if chase_on is not None:
        hours = (await chasing.settings_of(scope)).hours
        await dues.set_due_by(scope, chore=CHORE, at=hours.moment(hours.letter_day(chase_on)))


async def settle(scope: Scope, action: Mapping[str, Any], *, owed: bool) -> None:
    """What still waits to chase an action is taken back: it is done, or another's, or due on another day.

    `action` as it is now; the calendars that have its due day are told.
    """
    key = _subject(action["id"])
    holders = {each for each in (action["owner_person_id"], action["deputy_person_id"]) if each and owed}
    kept = await calendar.kept_by(scope, key=key)
    await sweeping.settle(scope, thing_id=action["id"], key=key)
    await calendar.keep_up(
        scope,
        kept,
        key=key,
        title=title_of(action),
        path=f"/actions/{action['id']}",
        due_on=action["due_on"] if owed else None,
        holders=holders if action["due_on"] else set(),
    )


async def entries_of(scope: Scope, *, person_id: UUID) -> tuple[Entry, ...]:
    """The due days of the open actions of a person, for their calendar: as owner, or as whoever stands in."""
    rows = await fetch(
        "SELECT a.id, a.number, a.words, a.private, a.due_on FROM actions_action a "  # noqa: S608 - our own text
        f"WHERE a.tenant_id = $1 AND {_FRESH} "
        "AND (a.owner_person_id = $2 OR a.deputy_person_id = $2) ORDER BY a.due_on, a.id",
        scope.tenant.id,
        person_id,
    )
    return tuple(entry_of(row) for row in rows)


async def tell_reopened(scope: Scope, action: Mapping[str, Any], *, step_id: UUID, reason: str) -> None:
    """Tell the owner, or the deputy of an owner who is away, that the action is theirs to do again."""
    paused = await pauses.paused_on(scope)
    here = {line.id: line for line in await people.people_of(scope) if line.id not in paused}
    person_id = next(
        (each for each in (action["owner_person_id"], action["deputy_person_id"]) if each in here), None
    )
    if person_id is None or person_id == scope.actor.person_id:
        return
    person = here[person_id]
    await notices.tell(
        scope,
        kind="actions.action-reopened",
        key=f"{_subject(action['id'])}/reopened/{person_id}/{step_id}",
        to=Recipient(person_id=person_id, name=person.name, address=person.email),
        context={
            "title": title_of(action),
            "reason": None if action["private"] else reason,
            "due_on": action["due_on"],
            "path": f"/actions/{action['id']}",
        },
    )


def title_of(action: Mapping[str, Any]) -> str:
    """How an action is named where its words may be seen by others: a private one by its reference alone."""
    reference = rules.reference(action["number"])
    if action["private"]:
        return f"{reference}, a private action"
    first = " ".join(action["words"].split())
    return first if len(first) <= 100 else f"{first[:99].rstrip()}…"


def _thing(
    scope: Scope,
    row: Mapping[str, Any],
    offices: Mapping[str, tuple[UUID, ...]],
    *,
    look_on: date | None,
) -> Thing:
    posts = {office: offices.get(office, ()) for office in ("chair", "vice-chair")}
    owner = row["owner_person_id"]
    return Thing(
        key=_subject(row["id"]),
        id=row["id"],
        ladder=LADDER,
        title=title_of(row),
        state=_WHILE.get(State(row["state"]), row["state"]),
        owner=row["owner"],
        due_on=row["due_on"],
        holders=tuple(each for each in (owner, row["deputy_person_id"]) if each is not None),
        posts=posts,
        instead=permissions.OFFICER,
        answering=row["asked"] is not None,
        look_on=look_on,
        places={
            "tenant": scope.tenant.name,
            "committee": row["committee"] or scope.tenant.name,
            "meeting_on": in_words(row["source_on"] or row["undertaken_on"]),
            "opened_on": in_words(row["undertaken_on"]),
            "signed_by": "Governance team",
            "address": "",  # the letter's own links stand below
        },
        more=row,
    )


def _said(scope: Scope, line: Line) -> Said:
    action = line.thing.more
    assert line.to is not None
    holder_id, theirs = line.holder_id, line.holder_id == line.to.id
    standing_in = theirs and line.to.id != action["owner_person_id"]
    outside = None
    if holder_id is None and action["owner_name"] and {"owner", "deputy"} & set(line.rung.to):
        outside = links.holder_from_outside(action["id"], action["owner_name"])
    answering = holder_id or outside
    answer = answering and links.path_of(scope, action_id=action["id"], holder_id=answering)
    path = f"/actions/{action['id']}"
    context = {
        "owner": action["owner"],
        "theirs": theirs,
        "stands_in_for": action["owner"] if standing_in else None,
        "outside": outside is not None,
        "asked": rules.ASKED_IN_WORDS[rules.Asked(action["asked"])] if action["asked"] else None,
        "answer_path": answer,
        "path": path,
    }
    notes = []
    if standing_in:
        notes.append(f"You stand in for {action['owner']} while they are away.")
    if action["asked"]:
        notes.append(f"{action['owner']}: “{context['asked']}”. That waits for an answer.")
    if outside:
        notes.append(
            f"{action['owner']} is not a person of this organisation, so this came to you. They can answer without "
            "signing in, if you pass the address on."
        )
    said = [("Answer without signing in (done, more time, or not yours)", answer)] if answer else []
    return Said(
        context=context,
        notes=tuple(notes),
        links=(*said, ("See the action", path)),
        entry=entry_of(action),
    )


def entry_of(action: Mapping[str, Any]) -> Entry:
    """The due day of an action for a calendar; a private one by its reference alone."""
    return Entry(
        uid=calendars.uid_of(_subject(action["id"])),
        day=action["due_on"],
        summary=f"Due: {title_of(action)}",
        path=f"/actions/{action['id']}",
    )


def _subject(action_id: UUID) -> str:
    return f"{_KIND}/{action_id}"
