"""Deciding how a member's interest in an item is handled, and what follows by itself."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.meetings import presiding as presides
from backend.meetings import rules, treating
from backend.meetings.operations import holding, withholding
from backend.meetings.operations.telling import about, tell
from backend.meetings.queries import handling
from backend.meetings.queries.effects import every_effect
from backend.meetings.tables import Treated
from backend.meetings.treating import Effect, Treatment, UnableToTreat
from backend.people import permissions
from backend.people import queries as people
from backend.scope import NotFound, Scope


async def decide_treatment(
    scope: Scope,
    *,
    item_id: UUID,
    person_id: UUID,
    treatment: Treatment,
    reason: str,
    decided_by_person_id: UUID | None = None,
) -> UUID:
    """Decide how a member's interest in an item is handled; returns the decision's id. It takes the place of the last.

    Whoever presides over the item decides; an officer writes down what they decided, and names them. The member is
    told what, why and by whom. Where it withholds papers and the item is private, their papers are withheld. Raises
    treating.UnableToTreat, NotPermitted, NotFound for the item.
    """
    view = await handling.handling_of_item(scope, item_id=item_id)
    item = await holding.hold_item(scope, item_id)
    presiding = view.judged.deciding_about(person_id)
    decider_id = _decider(scope, presiding, decided_by_person_id)
    presides.check_can_decide(
        presiding,
        decider_id=decider_id,
        person_id=person_id,
        actor_id=scope.actor.person_id,
        officer=rules.is_officer(scope),
    )
    if item.meeting.state is rules.MeetingState.CANCELLED:
        rules.check_can_change(item.meeting.standing)
    name = next((each.name for each in view.everybody if each.person_id == person_id), None)
    if name is None:
        raise UnableToTreat("Choose somebody who is on the committee that day.", field="person_id")
    treating.check_fits(treatment, name=name, is_chair=person_id in view.chairs)
    if not reason.strip():
        raise UnableToTreat("Say why, in one sentence that the minutes could hold.", field="reason")
    effect = view.meeting.effects[treatment]
    before = view.judged.treatments.get(person_id)
    if before is not None:
        await _end(scope, before.id, because=f"Changed to: {effect.short}.")
    decider = presiding.names[presiding.person_ids.index(decider_id)] if decider_id else ""
    by = (decider_id, decider)
    withholding_id = await _withhold(scope, item, person_id, name, effect, reason, decided_by=by)
    if withholding_id is None and before is not None:
        await _give_again(scope, item, before.withholding_id, because="The treatment was changed.")
    treatment_id = new_id()
    values = {
        "treatment": treatment.value,
        "reason": reason.strip(),
        "decided_by_name": decider,
        "office": presiding.office,
    }
    await Treated.add(
        scope,
        id=treatment_id,
        item_id=item_id,
        person_id=person_id,
        decided_at=scope.now,
        decided_by_person_id=decider_id,
        recorded_by_name=scope.actor.name,
        withholding_id=withholding_id,
        **values,
    )
    await ledger.record(
        scope,
        "meetings.treatment.changed" if before else "meetings.treatment.decided",
        item.record,
        before={"person_id": person_id, "treatment": before.treatment, "reason": before.reason}
        if before
        else None,
        after={
            "person_id": person_id,
            "person": name,
            **values,
            "withholds": withholding_id is not None,
        },
    )
    await _tell_member(
        scope, item, treatment_id, person_id, effect, values, withheld=withholding_id is not None
    )
    return treatment_id


async def end_treatment(
    scope: Scope, *, treatment_id: UUID, because: str, item_id: UUID | None = None
) -> None:
    """Take a treatment back; papers withheld by it are given again. Raises UnableToTreat, NotPermitted, NotFound."""
    row, view = await _held(scope, treatment_id, item_id)
    _check_may_change(scope, view, row)
    if not because.strip():
        raise UnableToTreat("Say why the treatment ends.", field="because")
    item = await holding.hold_item(scope, row["item_id"])
    await _end(scope, treatment_id, because=because.strip())
    await _give_again(scope, item, row["withholding_id"], because=because.strip())
    after = {"person_id": row["person_id"], "because": because.strip()}
    await ledger.record(scope, "meetings.treatment.ended", item.record, after=after)
    await tell(
        scope,
        kind="meetings.treatment-ended",
        key=f"meetings.treatment-ended/{treatment_id}",
        to=[row["person_id"]],
        context={**about(item), "because": because.strip(), "ended_by": scope.actor.name},
    )


async def ask_for_review(
    scope: Scope, *, treatment_id: UUID, words: str, item_id: UUID | None = None
) -> None:
    """A member asks that what was decided about them be looked at again. Raises UnableToTreat, NotFound."""
    row, view = await _held(scope, treatment_id, item_id)
    if row["person_id"] != scope.actor.person_id:
        raise NotFound("treatment")
    if row["review_asked_at"] is not None:
        raise UnableToTreat("You have asked for a review of this already.")
    if not words.strip():
        raise UnableToTreat("Say what should be looked at again.", field="words")
    await Treated.change(scope, review_asked_at=scope.now, review_words=words.strip()).where(
        Treated.id == treatment_id
    )
    item = await holding.hold_item(scope, row["item_id"])
    await ledger.record(scope, "meetings.treatment.review-asked", item.record, after={"words": words.strip()})
    officers = [line.id for line in await people.people_of(scope) if permissions.OFFICER in line.roles]
    await tell(
        scope,
        kind="meetings.review-asked",
        key=f"meetings.review-asked/{treatment_id}",
        to={*view.item.presiding.person_ids, *officers} - {scope.actor.person_id},
        context={**about(item), "asked_by": scope.actor.name, "words": words.strip()},
    )


async def answer_review(
    scope: Scope, *, treatment_id: UUID, answer: str, item_id: UUID | None = None
) -> None:
    """Answer a member who asked: the treatment stands, and why; to change it, decide anew."""
    row, view = await _held(scope, treatment_id, item_id)
    _check_may_change(scope, view, row)
    if row["review_asked_at"] is None or row["review_answered_at"] is not None:
        raise UnableToTreat("No review waits for an answer.")
    if not answer.strip():
        raise UnableToTreat("Say what came of the review.", field="answer")
    await Treated.change(
        scope,
        review_answered_at=scope.now,
        review_answer=answer.strip(),
        review_answered_by_name=scope.actor.name,
    ).where(Treated.id == treatment_id)
    item = await holding.hold_item(scope, row["item_id"])
    after = {"person_id": row["person_id"], "answer": answer.strip()}
    await ledger.record(scope, "meetings.treatment.review-answered", item.record, after=after)
    await tell(
        scope,
        kind="meetings.review-answered",
        key=f"meetings.review-answered/{treatment_id}",
        to=[row["person_id"]],
        context={**about(item), "answer": answer.strip(), "answered_by": scope.actor.name},
    )


async def follow_part(scope: Scope, item: holding.HeldItem, *, part: rules.Part) -> None:
    """An item became private or public: papers are withheld only while it is private, by a treatment or by hand."""
    await _follow(scope, [item.id], part=part, because="The item became public.")
    if part is rules.Part.PUBLIC:
        await withholding.end_all(scope, item, because="The item became public.")


async def follow_effects(scope: Scope, treatment: Treatment) -> None:
    """What a treatment brings was settled anew: papers of meetings to come are withheld or given again accordingly."""
    rows = await fetch(
        "SELECT DISTINCT t.item_id FROM meetings_treatment t "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = t.item_id "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id "
        "WHERE t.tenant_id = $1 AND t.treatment = $2 AND t.ended_at IS NULL "
        "AND m.state IN ('planned', 'agenda-published')",
        scope.tenant.id,
        treatment.value,
    )
    await _follow(
        scope, [row["item_id"] for row in rows], because="What the treatment brings was settled anew."
    )


async def follow_day(scope: Scope, *, meeting_id: UUID) -> None:
    """A meeting moved to another day, on which a treatment may bring something else."""
    rows = await fetch(
        "SELECT DISTINCT t.item_id FROM meetings_treatment t "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = t.item_id "
        "WHERE t.tenant_id = $1 AND i.meeting_id = $2 AND t.ended_at IS NULL",
        scope.tenant.id,
        meeting_id,
    )
    await _follow(scope, [row["item_id"] for row in rows], because="The meeting moved to another day.")


async def _follow(
    scope: Scope, item_ids: Sequence[UUID], *, because: str, part: rules.Part | None = None
) -> None:
    """Withhold or give again what these items' treatments come to now; whoever it changes for is told."""
    if not item_ids:
        return
    rows = await fetch(
        "SELECT t.id, t.item_id, t.person_id, p.name, t.treatment, t.reason, t.decided_by_name, "
        "t.decided_by_person_id, t.withholding_id FROM meetings_treatment t "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = t.person_id "
        "WHERE t.tenant_id = $1 AND t.item_id = ANY($2) AND t.ended_at IS NULL ORDER BY t.id",
        scope.tenant.id,
        list(item_ids),
    )
    known = await every_effect(scope)
    for row in rows:  # a handful
        item = await holding.hold_item(scope, row["item_id"])
        effect = known.on(rules.day_of(scope, item.meeting.starts_at))[Treatment(row["treatment"])]
        private = (part or rules.Part(item.row["part"])) is rules.Part.PRIVATE
        if private and not effect.gets_paper:
            by = (row["decided_by_person_id"], row["decided_by_name"])
            kept = await withholding.start(
                scope, item, row["person_id"], row["name"], row["reason"], decided_by=by
            )
            given = False
        else:
            kept = None
            given = await _give_again(scope, item, row["withholding_id"], because=because)
        if kept == row["withholding_id"]:
            continue
        await Treated.change(scope, withholding_id=kept).where(Treated.id == row["id"])
        if given:
            await withholding.tell_given_again(
                scope, item, row["withholding_id"], row["person_id"], because=because
            )
        elif kept is not None:
            await withholding.tell_withheld(
                scope, item, kept, row["person_id"], reason=row["reason"], decided_by=row["decided_by_name"]
            )


def _decider(scope: Scope, presiding: presides.Presiding, named: UUID | None) -> UUID | None:
    """Whoever presides decides for themselves; for an officer it is who they name, or the only one who could."""
    if scope.actor.person_id in presiding.person_ids:
        return scope.actor.person_id
    if named is None and len(presiding.person_ids) == 1:
        return presiding.person_ids[0]
    return named


def _check_may_change(scope: Scope, view: handling.OneItem, row: Any) -> None:
    presiding = view.judged.deciding_about(row["person_id"])
    presides.check_can_decide(
        presiding,
        decider_id=_decider(scope, presiding, next(iter(presiding.person_ids), None)),
        person_id=row["person_id"],
        actor_id=scope.actor.person_id,
        officer=rules.is_officer(scope),
    )


async def _held(scope: Scope, treatment_id: UUID, item_id: UUID | None) -> tuple[Any, handling.OneItem]:
    """A standing treatment, of `item_id` where that is given, that the actor may know of, held. Raises NotFound."""
    rows = await fetch(
        "SELECT * FROM meetings_treatment WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        treatment_id,
    )
    if not rows or item_id not in {None, rows[0]["item_id"]}:
        raise NotFound("treatment")
    row = rows[0]
    try:
        view = await handling.handling_of_item(scope, item_id=row["item_id"])
    except NotFound:
        raise NotFound("treatment") from None
    if not (view.item.sees_all or row["person_id"] == scope.actor.person_id):
        raise NotFound("treatment")
    if row["ended_at"] is not None:
        raise UnableToTreat("This treatment has ended already.")
    return row, view


async def _end(scope: Scope, treatment_id: UUID, *, because: str) -> None:
    await Treated.change(
        scope, ended_at=scope.now, ended_because=because, ended_by_name=scope.actor.name
    ).where(Treated.id == treatment_id)


async def _withhold(
    scope: Scope,
    item: holding.HeldItem,
    person_id: UUID,
    name: str,
    effect: Effect,
    reason: str,
    *,
    decided_by: tuple[UUID | None, str],
) -> UUID | None:
    """Papers are withheld where the treatment says so and the item is private; anybody may read what is public."""
    if effect.gets_paper or rules.Part(item.row["part"]) is not rules.Part.PRIVATE:
        return None
    return await withholding.start(scope, item, person_id, name, reason.strip(), decided_by=decided_by)


async def _give_again(
    scope: Scope, item: holding.HeldItem, withholding_id: UUID | None, *, because: str
) -> bool:
    """Only what a treatment withheld: what was withheld by hand before it stays so. Whether they were given."""
    if withholding_id is None:
        return False
    (row,) = await fetch(
        "SELECT w.decided_at >= min(t.decided_at) AS by_treatment FROM meetings_withholding w "
        "JOIN meetings_treatment t ON t.tenant_id = $1 AND t.withholding_id = w.id "
        "WHERE w.tenant_id = $1 AND w.id = $2 GROUP BY w.decided_at",
        scope.tenant.id,
        withholding_id,
    ) or ({"by_treatment": True},)
    if row["by_treatment"]:
        await withholding.end(scope, item, withholding_id, because=because)
    return bool(row["by_treatment"])


async def _tell_member(
    scope: Scope,
    item: holding.HeldItem,
    treatment_id: UUID,
    person_id: UUID,
    effect: Effect,
    values: dict[str, Any],
    *,
    withheld: bool,
) -> None:
    await tell(
        scope,
        kind="meetings.treatment-decided",
        key=f"meetings.treatment-decided/{treatment_id}",
        to=[person_id],
        context={
            **about(item),
            "words": effect.words,
            "reason": values["reason"],
            "decided_by": values["decided_by_name"],
            "office": presides.OFFICE_IN_WORDS[values["office"]],
            "withheld": withheld,
        },
    )
