"""Opening, changing, reviewing, closing and reopening risks; the objectives that they threaten."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.risks import rules
from backend.risks.operations.dues import look_again
from backend.risks.operations.hand import Hand, hold, record_of
from backend.risks.operations.saying import changed_words, check_people
from backend.risks.queries.settings import settings_on
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a risk. `level` is for opening alone: later a risk moves by a proposal that is agreed to."""

    title: str
    cause: str
    event: str
    effect: str
    category: str
    directorate: str
    objective_ids: tuple[UUID, ...] = ()
    linked_ids: tuple[UUID, ...] = ()
    owner_person_id: UUID | None = None
    lead_person_id: UUID | None = None
    committee_id: UUID | None = None
    target_on: date | None = None
    next_review_on: date | None = None
    called: str | None = None
    source: str | None = None
    level: rules.Level = rules.Level.CORPORATE


_NEEDED = {
    "title": "Give the risk a short title.",
    "cause": "Write the cause: because of what?",
    "event": "Write the event: what may happen?",
    "effect": "Write the effect: what would follow?",
    "directorate": "Write the directorate that keeps it.",
}


async def open_risk(scope: Scope, *, said: Said, on: date | None = None) -> UUID:
    """Put a risk on the register, since `on` (today by default); returns its id.

    Straight onto the framework is for governance officers. Raises rules.UnableToKeepRisk, NotPermitted.
    """
    rules.check_may_keep(scope)
    if said.level is rules.Level.BAF:
        rules.check_may_settle(scope)
    opened_on = _day(scope, on)
    values = await _checked(scope, said, day=opened_on, risk_id=None)
    if values["next_review_on"] is None:
        values["next_review_on"] = opened_on + timedelta(
            days=(await settings_on(scope, opened_on)).review_days
        )
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"risks/number/{scope.tenant.id}")
    numbers = await fetch(
        "SELECT coalesce(max(number), 0) + 1 AS next FROM risks_risk WHERE tenant_id = $1", scope.tenant.id
    )
    hand, risk_id = Hand(scope, holds_from=opened_on), new_id()
    row = {
        "number": numbers[0]["next"],
        "level": said.level.value,
        "state": rules.State.OPEN.value,
        "opened_on": opened_on,
        **values,
    }
    await hand.add("risk", id=risk_id, **row)
    await hand.done(
        "opened",
        subject=record_of({"id": risk_id, **row}),
        words=f"Opened on the {rules.LEVEL_IN_WORDS[said.level].lower()}: {values['title']}",
        risk_id=risk_id,
    )
    await look_again(scope)
    return risk_id


async def change_risk(
    scope: Scope, *, risk_id: UUID, said: Said, version: int | None = None, because: str | None = None
) -> None:
    """Say better what a risk is; `version` is that of the form. Raises rules.UnableToKeepRisk, ChangedMeanwhile."""
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id, version=version)
    values = await _checked(scope, said, day=scope.today, risk_id=risk_id, kept=risk["category"])
    if values["next_review_on"] is None:
        values["next_review_on"] = risk["next_review_on"]
    hand = Hand(scope)
    changed = await hand.change("risk", risk, **values)
    if hand.idle:
        return
    words = f"Changed: {await changed_words(scope, risk, changed)}"
    await hand.done(
        "changed", subject=record_of({**risk, **changed}), words=words, because=because, risk_id=risk_id
    )
    await look_again(scope)


async def review(
    scope: Scope, *, risk_id: UUID, words: str = "", on: date | None = None, next_on: date | None = None
) -> None:
    """Say that a risk was looked at and is right as it stands. Raises rules.UnableToKeepRisk, NotPermitted."""
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id)
    _check_open(risk)
    day = _day(scope, on)
    if day < risk["opened_on"]:
        raise rules.UnableToKeepRisk(
            f"It was opened on {in_words(risk['opened_on'])}, not before.", field="on"
        )
    hand = Hand(scope, holds_from=day)
    await hand.change("risk", risk, **await reviewed(scope, risk, day=day, next_on=next_on))
    if not hand.idle:
        told = f"Reviewed on {in_words(day)}" + (f": {words.strip()}" if words.strip() else "")
        await hand.done("reviewed", subject=record_of(risk), words=told, risk_id=risk_id)


async def reviewed(
    scope: Scope, risk: dict[str, Any], *, day: date, next_on: date | None = None
) -> dict[str, Any]:
    """What a review on a day makes of a risk's dates: an earlier review doesn't take back a later one."""
    if next_on is not None and next_on <= day:
        raise rules.UnableToKeepRisk("The next review comes after this one.", field="next_review_on")
    if risk["reviewed_on"] is not None and risk["reviewed_on"] > day:
        return {}
    due = next_on or day + timedelta(days=(await settings_on(scope, day)).review_days)
    return {"reviewed_on": day, "next_review_on": due}


async def close_risk(scope: Scope, *, risk_id: UUID, because: str, on: date | None = None) -> None:
    """Close a risk, with the reason; one of the framework by officers. Raises rules.UnableToKeepRisk, NotPermitted."""
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id)
    if risk["level"] == rules.Level.BAF.value:
        rules.check_may_settle(scope)
    _check_open(risk)
    reason = rules.check_words(because, sentence="Say why the risk is closed.", field="because")
    day = _day(scope, on)
    if day < risk["opened_on"]:
        raise rules.UnableToKeepRisk(
            f"It was opened on {in_words(risk['opened_on'])}, not before.", field="on"
        )
    hand = Hand(scope, holds_from=day)
    await hand.change("risk", risk, state=rules.State.CLOSED.value, closed_on=day, closed_because=reason)
    await hand.done("closed", subject=record_of(risk), words="Closed", because=reason, risk_id=risk_id)
    await look_again(scope)


async def reopen_risk(scope: Scope, *, risk_id: UUID, because: str) -> None:
    """Open a closed risk again, where it stood. Raises rules.UnableToKeepRisk, NotPermitted, NotFound."""
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id)
    if risk["level"] == rules.Level.BAF.value:
        rules.check_may_settle(scope)
    if risk["state"] == rules.State.OPEN.value:
        raise rules.UnableToKeepRisk("This risk is open already.")
    reason = rules.check_words(because, sentence="Say why the risk is opened again.", field="because")
    hand = Hand(scope)
    await hand.change("risk", risk, state=rules.State.OPEN.value, closed_on=None, closed_because=None)
    await hand.done(
        "reopened", subject=record_of(risk), words="Opened again", because=reason, risk_id=risk_id
    )
    await look_again(scope)


async def _checked(
    scope: Scope, said: Said, *, day: date, risk_id: UUID | None, kept: str | None = None
) -> dict[str, Any]:
    values = {name: value for name, value in asdict(said).items() if name != "level"}
    for field, sentence in _NEEDED.items():
        values[field] = rules.check_words(values[field], sentence=sentence, field=field)
    values["called"] = (said.called or "").strip() or None
    values["source"] = (said.source or "").strip() or None
    values["objective_ids"], values["linked_ids"] = list(said.objective_ids), list(said.linked_ids)
    if said.category != kept and (await settings_on(scope, day)).category(said.category) is None:
        raise rules.UnableToKeepRisk("Choose the category from the list.", field="category")
    if risk_id is not None and risk_id in said.linked_ids:
        raise rules.UnableToKeepRisk("A risk is not linked with itself.", field="linked_ids")
    await check_people(scope, owner_person_id=said.owner_person_id, lead_person_id=said.lead_person_id)
    if said.committee_id is not None and said.committee_id not in await committees.committee_names(scope):
        raise rules.UnableToKeepRisk("Choose the lead committee from the list.", field="committee_id")
    await _check_known(scope, "objective", values["objective_ids"], "objectives", "objective_ids")
    await _check_known(scope, "risk", values["linked_ids"], "linked risks", "linked_ids")
    return values


async def _check_known(scope: Scope, subject: str, ids: list[UUID], words: str, field: str) -> None:
    if not ids:
        return
    found = await fetch(
        f"SELECT id FROM risks_{subject} WHERE tenant_id = $1 AND id = ANY ($2) AND struck_at IS NULL",  # noqa: S608 - our own names
        scope.tenant.id,
        ids,
    )
    if len(found) < len(set(ids)):
        raise rules.UnableToKeepRisk(f"Choose the {words} from the list.", field=field)


def _check_open(risk: dict[str, Any]) -> None:
    if risk["state"] != rules.State.OPEN.value:
        raise rules.UnableToKeepRisk(
            f"This risk was closed on {in_words(risk['closed_on'])}; open it again first."
        )


def _day(scope: Scope, on: date | None) -> date:
    if on is not None and on > scope.today:
        raise rules.UnableToKeepRisk("Give a day that has come, not one ahead.", field="on")
    return on or scope.today
