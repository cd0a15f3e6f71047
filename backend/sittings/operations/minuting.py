"""Minutes: edited part by part, agreed by the chair, approved at a later meeting, signed."""

from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical, content_hash
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope
from backend.sittings import rules
from backend.sittings.queries import minutes
from backend.sittings.tables import Minute, Step


async def write_part(scope: Scope, *, meeting_id: UUID, part: str, words: str, version: int) -> int:
    """Keep a part of the minutes as it was edited from its `version` (0: from the draft); returns the new version.

    Raises OvertakenByAnother (409) where somebody edited it meanwhile, rules.UnableToMinute once they are agreed,
    NotFound.
    """
    title = await _hold(scope, meeting_id)
    last = await _last_step(scope, meeting_id)
    if not rules.can_edit(last):
        raise rules.UnableToMinute("The minutes are agreed. Open them again before you change their words.")
    found = next(
        (each for each in await minutes.parts_of(scope, meeting_id=meeting_id) if each.part == part), None
    )
    if found is None:
        raise NotFound("part of these minutes")
    if found.version != version:
        raise OvertakenByAnother(
            "Somebody else has changed this part since you opened it. Your words are here: compare them with what "
            "stands there now, and save once more."
        )
    await Minute.add(
        scope,
        meeting_id=meeting_id,
        part=part,
        item_id=found.item_id,
        version=version + 1,
        drafted=found.drafted,
        words=words,
        recorded_at=scope.now,
        recorded_by_person_id=scope.actor.person_id,
        recorded_by_name=scope.actor.name,
    )
    after = {"part": found.heading, "version": version + 1, "words": words}
    await ledger.record(scope, "sittings.minutes.edited", _record(meeting_id, title), after=after)
    return version + 1


async def take_step(
    scope: Scope,
    *,
    meeting_id: UUID,
    step: rules.Step,
    sha256: str,
    corrections: str | None = None,
    at_meeting_id: UUID | None = None,
    proved_by: str | None = None,
) -> str:
    """Agree, open again, approve or sign exactly the words of `sha256`; returns the hash of what is kept.

    The chair agrees and signs; an officer records what a later meeting approved, with its corrections, which stand
    beside the words. Raises rules.UnableToMinute, NotPermitted, OvertakenByAnother (409), NotFound.
    """
    title = await _hold(scope, meeting_id)
    last = await _last_step(scope, meeting_id)
    rules.check_can_take_step(step, last=last)
    view = await minutes.minutes_of(scope, meeting_id=meeting_id)
    rules.check_same_words(seen=sha256, now=view.sha256)
    if step in (rules.Step.AGREED, rules.Step.SIGNED) and not view.is_chair:
        raise NotPermitted("The minutes are agreed and signed by whoever chaired the meeting.")
    if step in (rules.Step.REOPENED, rules.Step.APPROVED) and not (
        scope.may("sittings.record") or (view.is_chair and step is rules.Step.REOPENED)
    ):
        raise NotPermitted("A governance officer records this.")
    if step is rules.Step.APPROVED:
        later = {meeting for meeting, _ in await minutes.later_meetings(scope, situation=view.situation)}
        if at_meeting_id not in later:
            raise rules.UnableToMinute(
                "Choose the later meeting of this committee at which the minutes were approved.",
                field="at_meeting_id",
            )
    every = (
        await minutes.parts_of(scope, meeting_id=meeting_id)
        if rules.can_edit(last)
        else await minutes.kept_parts(scope, meeting_id=meeting_id)
    )
    parts = [part.as_kept for part in every]
    kept_hash = content_hash(parts)
    number = len(view.steps) + 1
    offices = sorted(scope.offices_on(view.situation.committee_id) & {"chair", "vice-chair"})
    await Step.add(
        scope,
        meeting_id=meeting_id,
        number=number,
        step=step.value,
        at=scope.now,
        by_person_id=scope.actor.person_id,
        by_name=scope.actor.name,
        office=offices[0] if offices else None,
        at_meeting_id=at_meeting_id if step is rules.Step.APPROVED else None,
        corrections=corrections,
        proved_by=proved_by if step is rules.Step.SIGNED else None,
        parts=canonical(parts),
        sha256=kept_hash,
    )
    after = {"step": step, "number": number, "corrections": corrections, "at_meeting_id": at_meeting_id}
    await ledger.record(
        scope, f"sittings.minutes.{step.value}", _record(meeting_id, title, kept_hash), after=after
    )
    return kept_hash


async def _last_step(scope: Scope, meeting_id: UUID) -> rules.Step | None:
    rows = await fetch(
        "SELECT step FROM sittings_step WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY number DESC LIMIT 1",
        scope.tenant.id,
        meeting_id,
    )
    return rules.Step(rows[0]["step"]) if rows else None


async def _hold(scope: Scope, meeting_id: UUID) -> str:
    """Hold the meeting until the transaction ends, so that two at once come one after the other."""
    rows = await fetch(
        "SELECT title FROM meetings_meeting WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        raise NotFound("meeting")
    return str(rows[0]["title"])


def _record(meeting_id: UUID, title: str, sha256: str | None = None) -> Record:
    return Record(room="sittings", kind="minutes", id=meeting_id, title=title, hash=sha256)
