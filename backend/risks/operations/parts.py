"""Controls, assurances and gaps of a risk: entering, changing and ending them."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.risks import rules
from backend.risks.operations.dues import look_again
from backend.risks.operations.hand import Hand, hold, record_of
from backend.risks.operations.saying import changed_words, check_people
from backend.scope import Scope

_NOUNS = {"control": "Control", "assurance": "Assurance", "gap": "Gap"}
_EMPTY = {
    "control": "Write what is done to control the risk.",
    "assurance": "Write what gives the assurance.",
    "gap": "Write what is missing.",
}
_WHY = {
    "control": "Say why it is a control no more.",
    "assurance": "Say why it assures no more.",
    "gap": "Say how the gap was filled, or why it is none any more.",
}


async def add_control(
    scope: Scope,
    *,
    risk_id: UUID,
    words: str,
    strength: rules.Strength | None = None,
    owner_person_id: UUID | None = None,
    since: date | None = None,
) -> UUID:
    """Enter a control; returns its id. Raises rules.UnableToKeepRisk, NotPermitted, NotFound."""
    await check_people(scope, owner_person_id=owner_person_id)
    values = {"words": words, "strength": _plain(strength), "owner_person_id": owner_person_id}
    return await _add(scope, "control", risk_id, since, values)


async def change_control(
    scope: Scope,
    *,
    control_id: UUID,
    words: str,
    strength: rules.Strength | None = None,
    owner_person_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Say better what a control is; returns the risk's id. Raises as `add_control`, and rules.ChangedMeanwhile."""
    await check_people(scope, owner_person_id=owner_person_id)
    values = {"words": words, "strength": _plain(strength), "owner_person_id": owner_person_id}
    return await _change(scope, "control", control_id, version, values)


async def add_assurance(
    scope: Scope,
    *,
    risk_id: UUID,
    words: str,
    line: int,
    control_id: UUID | None = None,
    level: rules.AssuranceLevel | None = None,
    finding: rules.Finding | None = None,
    given_on: date | None = None,
    next_on: date | None = None,
    since: date | None = None,
) -> UUID:
    """Enter an assurance of line 1, 2 or 3 on a control, or on the risk whole; returns its id.

    Raises rules.UnableToKeepRisk, NotPermitted, NotFound.
    """
    values = _assurance(scope, words, line, control_id, level, finding, given_on, next_on)
    return await _add(scope, "assurance", risk_id, since or given_on, values)


async def change_assurance(
    scope: Scope,
    *,
    assurance_id: UUID,
    words: str,
    line: int,
    control_id: UUID | None = None,
    level: rules.AssuranceLevel | None = None,
    finding: rules.Finding | None = None,
    given_on: date | None = None,
    next_on: date | None = None,
    version: int | None = None,
) -> UUID:
    """Say better what an assurance is; returns the risk's id. Raises as `add_assurance`, and rules.ChangedMeanwhile."""
    values = _assurance(scope, words, line, control_id, level, finding, given_on, next_on)
    return await _change(scope, "assurance", assurance_id, version, values)


async def add_gap(
    scope: Scope,
    *,
    risk_id: UUID,
    kind: rules.GapKind,
    words: str,
    control_id: UUID | None = None,
    due_on: date | None = None,
    owner_person_id: UUID | None = None,
    since: date | None = None,
) -> UUID:
    """Enter a gap in control or in assurance; returns its id. Raises rules.UnableToKeepRisk, NotPermitted, NotFound."""
    await check_people(scope, owner_person_id=owner_person_id)
    values = {
        "words": words,
        "kind": kind.value,
        "control_id": control_id,
        "due_on": due_on,
        "owner_person_id": owner_person_id,
    }
    return await _add(scope, "gap", risk_id, since, values)


async def change_gap(
    scope: Scope,
    *,
    gap_id: UUID,
    kind: rules.GapKind,
    words: str,
    control_id: UUID | None = None,
    due_on: date | None = None,
    owner_person_id: UUID | None = None,
    version: int | None = None,
) -> UUID:
    """Say better what a gap is, or move its date; returns the risk’s id. Raises as `add_gap`, ChangedMeanwhile."""
    await check_people(scope, owner_person_id=owner_person_id)
    values = {
        "words": words,
        "kind": kind.value,
        "control_id": control_id,
        "due_on": due_on,
        "owner_person_id": owner_person_id,
    }
    return await _change(scope, "gap", gap_id, version, values)


async def end_part(
    scope: Scope,
    *,
    subject: str,
    part_id: UUID,
    because: str,
    on: date | None = None,
    version: int | None = None,
) -> UUID:
    """Say that a control, assurance or gap stands no more since a day; returns the risk's id.

    Raises rules.UnableToKeepRisk, rules.ChangedMeanwhile, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    part = await hold(scope, subject, part_id, version=version)
    risk = await hold(scope, "risk", part["risk_id"])
    if part["ended_on"] is not None:
        raise rules.UnableToKeepRisk(f"This ended on {in_words(part['ended_on'])} already.")
    reason = rules.check_words(because, sentence=_WHY[subject], field="because")
    day = on or scope.today
    if not part["held_from"] <= day <= scope.today:
        raise rules.UnableToKeepRisk(
            f"Give a day from {in_words(part['held_from'])} to today.", field="ended_on"
        )
    hand = Hand(scope, holds_from=day)
    await hand.change(subject, part, ended_on=day, ended_because=reason)
    await hand.done(
        f"{subject}-ended",
        subject=record_of(risk),
        words=f"{_NOUNS[subject]} ended: {_shortly(part['words'])}",
        because=reason,
        risk_id=risk["id"],
    )
    await look_again(scope)
    return UUID(str(risk["id"]))


async def _add(scope: Scope, subject: str, risk_id: UUID, since: date | None, values: dict[str, Any]) -> UUID:
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id)
    values["words"] = rules.check_words(values["words"], sentence=_EMPTY[subject], field="words")
    await _check_control(scope, risk_id, values)
    day = since or scope.today
    if day > scope.today:
        raise rules.UnableToKeepRisk("Give a day that has come, not one ahead.", field="since")
    hand = Hand(scope, holds_from=day)
    part_id = await hand.add(subject, risk_id=risk_id, held_from=day, **values)
    await hand.done(
        f"{subject}-added",
        subject=record_of(risk),
        words=f"{_NOUNS[subject]} added: {_shortly(values['words'])}",
        risk_id=risk_id,
    )
    await look_again(scope)
    return part_id


async def _change(
    scope: Scope, subject: str, part_id: UUID, version: int | None, values: dict[str, Any]
) -> UUID:
    rules.check_may_keep(scope)
    part = await hold(scope, subject, part_id, version=version)
    risk = await hold(scope, "risk", part["risk_id"])
    if part["ended_on"] is not None:
        raise rules.UnableToKeepRisk(f"This ended on {in_words(part['ended_on'])}; enter it anew.")
    values["words"] = rules.check_words(values["words"], sentence=_EMPTY[subject], field="words")
    await _check_control(scope, risk["id"], values)
    hand = Hand(scope)
    changed = await hand.change(subject, part, **values)
    if not hand.idle:
        told = f"{_NOUNS[subject]} changed: {await changed_words(scope, part, changed)}"
        await hand.done(f"{subject}-changed", subject=record_of(risk), words=told, risk_id=risk["id"])
        await look_again(scope)
    return UUID(str(risk["id"]))


async def _check_control(scope: Scope, risk_id: UUID, values: dict[str, Any]) -> None:
    """What hangs on a control hangs on one of the same risk."""
    if values.get("control_id") is None:
        return
    control = await hold(scope, "control", values["control_id"])
    if control["risk_id"] != risk_id:
        raise rules.UnableToKeepRisk("Choose a control of this risk.", field="control_id")


def _assurance(
    scope: Scope,
    words: str,
    line: int,
    control_id: UUID | None,
    level: rules.AssuranceLevel | None,
    finding: rules.Finding | None,
    given_on: date | None,
    next_on: date | None,
) -> dict[str, Any]:
    if line not in rules.LINES:
        raise rules.UnableToKeepRisk("Choose the first, second or third line.", field="line")
    if given_on is not None and given_on > scope.today:
        raise rules.UnableToKeepRisk(
            "Give the day on which it was given; one ahead goes under “next due”.", field="given_on"
        )
    return {
        "words": words,
        "line": line,
        "control_id": control_id,
        "level": _plain(level),
        "finding": _plain(finding),
        "given_on": given_on,
        "next_on": next_on,
    }


def _plain(choice: Any) -> str | None:
    return choice.value if choice is not None else None


def _shortly(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 120 else line[:119].rstrip() + "…"
