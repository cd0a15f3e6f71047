"""Asking for packs. The worker builds them: see `chores`."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.kit import queue
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import queries as meetings
from backend.packs import rules
from backend.packs.tables import Pack
from backend.scope import Scope

BUILD_BOARD_PACK = "packs.build_board_pack"
BUILD_ASSURANCE_PACK = "packs.build_assurance_pack"

_WAITING = "Waiting for a worker to begin."


async def ask_for_board_pack(
    scope: Scope, *, meeting_id: UUID, variant: rules.Variant = rules.Variant.FULL
) -> UUID:
    """Ask for a board pack of a meeting; returns its id. It gets the next issue number of its variant.

    One that was asked for and not yet begun is the one that comes back: it will hold what is true by then. Raises
    rules.UnableToAskForPack, NotFound for the meeting.
    """
    scope.check_may(
        "packs.board.build", "Your role in this organisation does not include building board packs."
    )
    agenda = await meetings.agenda_for_pack(scope, meeting_id=meeting_id)
    standing = [item for item in agenda.items if item.withdrawn_because is None]
    rules.check_meeting(title=agenda.title, state=agenda.state, items=len(standing))
    values = {"meeting_id": meeting_id, "variant": variant.value}
    waiting, issue = await _next(scope, rules.Kind.BOARD, f"{meeting_id}/{variant}", values)
    if waiting is not None:
        return waiting
    copy = rules.VARIANT_IN_WORDS[variant].lower()
    title = f"Board pack of “{agenda.title}”, {copy}, issue {issue}"
    return await _ask(scope, rules.Kind.BOARD, title, BUILD_BOARD_PACK, {**values, "issue": issue})


async def ask_for_assurance_pack(scope: Scope, *, since: date, until: date) -> UUID:
    """Ask for an assurance pack of a period, both days included; returns its id.

    Raises rules.UnableToAskForPack.
    """
    scope.check_may(
        "packs.assurance.build", "Your role in this organisation does not include building assurance packs."
    )
    rules.check_period(since=since, until=until, today=scope.today)
    values = {"since_on": since, "until_on": until}
    waiting, issue = await _next(scope, rules.Kind.ASSURANCE, f"{since}/{until}", values)
    if waiting is not None:
        return waiting
    period = rules.Period(since=since, until=until)
    title = f"Assurance pack for {period.in_words}, issue {issue}"
    return await _ask(scope, rules.Kind.ASSURANCE, title, BUILD_ASSURANCE_PACK, {**values, "issue": issue})


async def _next(scope: Scope, kind: rules.Kind, what: str, values: dict[str, Any]) -> tuple[UUID | None, int]:
    """The pack of the same sort that nobody has begun yet, if there is one, and the number of the next issue."""
    # held until the end, so that two officers at once get two numbers, or the same pack
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"packs/{scope.tenant.id}/{kind}/{what}"
    )
    rows = await Pack.within(scope, Pack.id, Pack.state, Pack.issue, Pack.same_as).where(
        Pack.kind == kind.value, *(getattr(Pack, name) == value for name, value in values.items())
    )
    waiting = next((row["id"] for row in rows if row["state"] == rules.State.ASKED), None)
    given = [row["issue"] for row in rows if row["state"] != rules.State.FAILED and row["same_as"] is None]
    return waiting, max(given, default=0) + 1


async def _ask(scope: Scope, kind: rules.Kind, title: str, task: str, values: dict[str, Any]) -> UUID:
    pack_id = new_id()
    await Pack.add(
        scope,
        id=pack_id,
        kind=kind.value,
        state=rules.State.ASKED.value,
        done=0,
        total=0,
        words=_WAITING,
        attempts=0,
        asked_at=scope.now,
        asked_by_person_id=scope.actor.person_id,
        asked_by_name=scope.actor.name,
        **values,
    )
    subject = Record(room="packs", kind=f"{kind.value}-pack", id=pack_id, title=title)
    await ledger.record(scope, "packs.pack.asked", subject, after=values)
    await queue.defer(task, tenant_id=scope.tenant.id, lock=f"pack:{pack_id}", pack_id=pack_id)
    return pack_id
