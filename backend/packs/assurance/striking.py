"""Striking a record from the packs of a definition and a period by hand, and letting it in again."""

from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.packs.assurance import definitions, leaving_out, rules
from backend.packs.rules import Period
from backend.packs.tables import Redaction
from backend.scope import NotFound, Scope

_TABLES = {
    ("meetings", "meeting"): "meetings_meeting",
    ("meetings", "item"): "meetings_item",
    ("meetings", "paper"): "meetings_paper",
    ("meetings", "decision"): "meetings_decision",
    ("between", "act"): "between_act",
    ("interests", "interest"): "interests_entry",
    ("packs", "board-pack"): "packs_pack",
    ("risks", "risk"): "risks_risk",
    ("actions", "action"): "actions_action",
    ("committees", "committee"): "committees_committee",
    ("functions", "function"): "functions_function",
    ("delegation", "milestone"): "delegation_milestone",
}
_MAY = "Your role in this organisation does not include saying what a pack leaves out."


async def strike(
    scope: Scope,
    *,
    definition_id: str,
    since: date,
    until: date,
    room: str,
    record_kind: str,
    record_id: UUID,
    reason: str,
    basis: str,
) -> UUID:
    """Leave a record out of every pack of a definition and a period that is built from now on; returns the redaction.

    The ledger keeps which record it was and why, as every act; the packs never say which. Raises rules.UnableToRedact.
    """
    scope.check_may("packs.assurance.build", _MAY)
    definition = definitions.definition_for(scope, id=definition_id, on=until)
    if (room, record_kind) not in leaving_out.KIND_IN_WORDS:
        raise rules.UnableToRedact("Nothing of that kind stands in a pack.", field="record")
    await _check_there(scope, room, record_kind, record_id)
    why = rules.check_words(
        reason,
        field="reason",
        refusal=rules.UnableToRedact,
        what="why it is left out, without saying what it is",
    )
    told = rules.check_words(
        basis,
        field="basis",
        refusal=rules.UnableToRedact,
        what="the law or the rule that lets it be left out",
    )
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"packs/{scope.tenant.id}/strike/{record_id}"
    )
    there = await Redaction.within(scope, Redaction.id).where(
        Redaction.definition == definition.id,
        Redaction.since_on == since,
        Redaction.until_on == until,
        Redaction.record_id == record_id,
        Redaction.lifted_at.is_null(),
    )
    if there:
        raise rules.UnableToRedact("It is struck already.", field="record")
    redaction_id = new_id()
    await Redaction.add(
        scope,
        id=redaction_id,
        definition=definition.id,
        since_on=since,
        until_on=until,
        room=room,
        record_kind=record_kind,
        record_id=record_id,
        reason=why,
        basis=told,
        struck_at=scope.now,
        struck_by_person_id=scope.actor.person_id,
        struck_by_name=scope.actor.name,
    )
    period = Period(since=since, until=until)
    subject = Record(
        room="packs",
        kind="redaction",
        id=redaction_id,
        title=f"Redaction in “{definition.title}”, {period.in_words}",
    )
    after = {"room": room, "kind": record_kind, "record": record_id, "reason": why, "basis": told}
    await ledger.record(scope, "packs.redaction.made", subject, after=after)
    return redaction_id


async def _check_there(scope: Scope, room: str, record_kind: str, record_id: UUID) -> None:
    table = _TABLES[room, record_kind]
    key = "interest_id" if room == "interests" else "id"
    rows = await fetch(
        f"SELECT id FROM {table} WHERE tenant_id = $1 AND {key} = $2 LIMIT 1",  # noqa: S608 - our own names
        scope.tenant.id,
        record_id,
    )
    if not rows:
        raise NotFound("record")


async def lift(scope: Scope, *, redaction_id: UUID, because: str) -> None:
    """Let a record that was struck by hand in again. Raises rules.UnableToRedact, NotFound."""
    scope.check_may("packs.assurance.build", _MAY)
    rows = await fetch(
        "SELECT lifted_at, definition FROM packs_redaction WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        redaction_id,
    )
    if not rows:
        raise NotFound("redaction")
    why = rules.check_words(
        because, field="because", refusal=rules.UnableToRedact, what="why it is let in again"
    )
    if rows[0]["lifted_at"] is not None:
        raise rules.UnableToRedact("It was lifted already.")
    await Redaction.change(
        scope, lifted_at=scope.now, lifted_by_name=scope.actor.name, lifted_because=why
    ).where(Redaction.id == redaction_id)
    subject = Record(room="packs", kind="redaction", id=redaction_id, title="Redaction of an assurance pack")
    await ledger.record(scope, "packs.redaction.lifted", subject, after={"because": why})
