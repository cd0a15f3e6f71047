"""Minutes: edited part by part, agreed by the chair, approved at a later meeting, signed, made public."""

from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope
from backend.sittings import rules
from backend.sittings.queries import minutes, parts
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
        (each for each in await parts.parts_of(scope, meeting_id=meeting_id) if each.part == part), None
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
    private_corrections: str | None = None,
    at_meeting_id: UUID | None = None,
    because: str | None = None,
    proved_by: str | None = None,
    file_id: UUID | None = None,
) -> str:
    """Take a step with exactly the words of `sha256`; returns the hash of what is kept.

    The chair agrees; an officer records what a later meeting approved, with its corrections, those of private items
    apart, which stand beside the words; whoever chaired that meeting signs, with proof of who they are; an officer
    makes the public part public, with `file_id` its PDF, or takes it back. Opened again, everything before is void, and
    whoever took those steps is told. Raises rules.UnableToMinute, NotPermitted, OvertakenByAnother (409), NotFound.
    """
    title = await _hold(scope, meeting_id)
    last = await _last_step(scope, meeting_id)
    rules.check_can_take_step(step, last=last)
    rules.check_reason(step, last=last, because=because)
    view = await minutes.minutes_of(scope, meeting_id=meeting_id)
    rules.check_same_words(seen=sha256, now=view.sha256)
    _check_who(scope, view, step)
    approves = step is rules.Step.APPROVED
    if approves:
        later = {meeting for meeting, _ in await minutes.later_meetings(scope, situation=view.situation)}
        if at_meeting_id not in later:
            raise rules.UnableToMinute(
                "Choose the later meeting of this committee at which the minutes were approved.",
                field="at_meeting_id",
            )
    if step is rules.Step.SIGNED and not (proved_by or "").strip():
        raise rules.UnableToMinute("Prove who you are before you sign.")
    every = (
        await parts.parts_of(scope, meeting_id=meeting_id)
        if rules.can_edit(last)
        else await minutes.kept_parts(scope, meeting_id=meeting_id)
    )
    said = minutes.Corrected(public=corrections, private=private_corrections) if approves else None
    kept_hash = minutes.hash_of(every, (*view.corrected, *([said] if said else [])))
    number = len(view.steps) + 1
    await Step.add(
        scope,
        meeting_id=meeting_id,
        number=number,
        step=step.value,
        at=scope.now,
        by_person_id=scope.actor.person_id,
        by_name=scope.actor.name,
        office=_office(scope, view, step),
        at_meeting_id=at_meeting_id if approves else None,
        corrections=corrections if approves else None,
        private_corrections=private_corrections if approves else None,
        because=because,
        file_id=file_id if step is rules.Step.PUBLISHED else None,
        proved_by=proved_by if step is rules.Step.SIGNED else None,
        parts=canonical([part.to_keep for part in every]),
        sha256=kept_hash,
    )
    after = {
        "step": step,
        "number": number,
        "corrections": corrections,
        "at_meeting_id": at_meeting_id,
        "because": because,
    }
    await ledger.record(
        scope, f"sittings.minutes.{step.value}", _record(meeting_id, title, kept_hash), after=after
    )
    await _tell(scope, view, step, because)
    return kept_hash


def _check_who(scope: Scope, view: minutes.MinutesView, step: rules.Step) -> None:
    officer = scope.may("sittings.record")
    if step is rules.Step.AGREED and not view.is_chair:
        raise NotPermitted("The minutes are agreed by whoever chaired the meeting.")
    if step is rules.Step.SIGNED and not view.may_sign:
        raise NotPermitted(
            f"The minutes are signed by whoever chaired the meeting that approved them{view.signers_in_words}."
        )
    if step is rules.Step.REOPENED and not (officer or view.is_chair):
        raise NotPermitted("A governance officer or the chair opens minutes again.")
    if step in (rules.Step.APPROVED, rules.Step.PUBLISHED, rules.Step.RECALLED) and not officer:
        raise NotPermitted("A governance officer records this.")


def _office(scope: Scope, view: minutes.MinutesView, step: rules.Step) -> str | None:
    """In what office the step was taken, where it needs one."""
    if step is rules.Step.SIGNED and view.approved_at:
        return f"for the meeting of {view.approved_at}"
    offices = sorted(scope.offices_on(view.situation.committee_id) & {"chair", "vice-chair"})
    return offices[0] if offices else None


async def _tell(scope: Scope, view: minutes.MinutesView, step: rules.Step, because: str | None) -> None:
    """Whoever is to sign, whoever's word is void, and the committee once its minutes are public."""
    situation = view.situation
    number = len(view.steps) + 1
    context = {
        "meeting": situation.title,
        "committee": situation.committee,
        "day": in_words(situation.day),
        "by": scope.actor.name,
        "because": because or "",
        "meeting_id": situation.meeting_id,
    }
    told: set[UUID] = set()
    officers = False
    if step is rules.Step.APPROVED:
        kind = "minutes-to-sign"
        approved = await minutes.minutes_of(scope, meeting_id=situation.meeting_id)
        told = {person_id for person_id, _ in approved.signers}
    elif step in (rules.Step.REOPENED, rules.Step.RECALLED) and rules.needs_reason(step, last=view.last):
        kind, officers = "minutes-void", True
        told = {line.by_person_id for line in view.steps if line.stands}
    elif step is rules.Step.PUBLISHED:
        kind = "minutes-public"
        told = {UUID(member.who) for member in situation.members}
    else:
        return
    await notices.tell_all(
        scope,
        kind=f"sittings.{kind}",
        tellings=[
            Telling(
                key=f"sittings.{kind}/{situation.meeting_id}/{number}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context=context,
            )
            for line in await people.people_of(scope)
            if line.id != scope.actor.person_id
            and (line.id in told or (officers and permissions.OFFICER in line.roles))
        ],
    )


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
