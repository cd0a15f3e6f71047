"""Monthly rounds: opening one, saying of a risk that it is right, checking that, and closing at the cut-off."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import execute, fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.risks import rules
from backend.risks.operations import dues, telling
from backend.risks.operations.hand import Hand, hold, record_of
from backend.risks.operations.risks import reviewed
from backend.risks.queries.rounds import confirmation_view, missing_of
from backend.risks.rules import rounds
from backend.risks.tables.around import Round
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope


async def open_round(
    scope: Scope, *, month: date, cut_off_on: date, committee_id: UUID | None = None
) -> UUID:
    """Open the round of a month over every risk that is open now; returns its id.

    `committee_id` is whose meeting the cut-off is for. Raises rules.UnableToKeepRisk, NotPermitted.
    """
    rules.check_may_settle(scope)
    rounds.check_round(month=month, cut_off_on=cut_off_on, today=scope.today)
    if committee_id is not None and committee_id not in await committees.committee_names(scope):
        raise rules.UnableToKeepRisk("Choose the committee from the list.", field="committee_id")
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"risks/rounds/{scope.tenant.id}")
    if await Round.within(scope, Round.id).where(Round.month == month):
        raise rules.UnableToKeepRisk("The round of this month was opened already.", field="month")
    risks = await fetch(
        "SELECT id FROM risks_risk WHERE tenant_id = $1 AND state = 'open' AND struck_at IS NULL ORDER BY number",
        scope.tenant.id,
    )
    if not risks:
        raise rules.UnableToKeepRisk("No risk is open, so there is nothing to confirm.")
    round_id: UUID = await Round.add(
        scope,
        month=month,
        cut_off_on=cut_off_on,
        committee_id=committee_id,
        risk_ids=[row["id"] for row in risks],
        opened_at=scope.now,
        opened_by_name=scope.actor.name,
        missing_ids=[],
    )
    after = {"month": month, "cut_off_on": cut_off_on, "risks": len(risks)}
    await ledger.record(scope, "risks.round.opened", _record(round_id, month), after=after)
    await telling.tell_owners(scope, await _round(scope, round_id), month=month_in_words(month))
    await _look_on(scope)
    return round_id


async def confirm(scope: Scope, *, round_id: UUID, risk_id: UUID, words: str = "") -> UUID:
    """Say that a risk is right as it now stands, updated or not; returns the confirmation's id.

    Whether it was updated is worked out: somebody changed it since the round was opened. It counts as its review.
    After the cut-off it is taken as late. Raises rules.UnableToKeepRisk, NotPermitted, NotFound.
    """
    row = await _round(scope, round_id)
    risk = await hold(scope, "risk", risk_id)
    if risk_id not in row["risk_ids"]:
        raise rules.UnableToKeepRisk("This risk was not open when the round was opened.")
    if risk["state"] != rules.State.OPEN.value:
        raise rules.UnableToKeepRisk("This risk is closed, so there is nothing to confirm.")
    officer = scope.actor.chore is not None or scope.may("risks.settle")
    if not rounds.may_confirm(is_officer=officer, actor=scope.actor.person_id, owner=risk["owner_person_id"]):
        raise NotPermitted("A risk is confirmed by its owner, or by a governance officer for them.")
    standing = await _standing(scope, round_id, risk_id)
    if standing is not None:
        raise OvertakenByAnother(f"{standing['said_by_name']} confirmed it already in this round.")
    changed = await fetch(
        "SELECT 1 FROM risks_version WHERE tenant_id = $1 AND risk_id = $2 AND made_at >= $3 AND undone_at IS NULL "
        "AND subject <> 'confirmation' AND act NOT IN ('opened', 'confirmed', 'reviewed') LIMIT 1",
        scope.tenant.id,
        risk_id,
        row["opened_at"],
    )
    outcome = rounds.Outcome.UPDATED if changed else rounds.Outcome.CONFIRMED
    hand = Hand(scope)
    confirmation_id = await hand.add(
        "confirmation",
        round_id=round_id,
        risk_id=risk_id,
        outcome=outcome.value,
        words=words.strip() or None,
        said_on=scope.today,
        said_by_person_id=scope.actor.person_id,
        said_by_name=scope.actor.name,
        late=scope.today > row["cut_off_on"],
    )
    await hand.change("risk", risk, **await reviewed(scope, risk, day=scope.today))
    told = f"{rounds.OUTCOME_IN_WORDS[outcome]} in the round of {month_in_words(row['month'])}"
    await hand.done(
        "confirmed", subject=record_of(risk), words=told, because=words.strip() or None, risk_id=risk_id
    )
    return confirmation_id


async def check(
    scope: Scope, *, confirmation_id: UUID, agreed: bool, words: str = "", version: int | None = None
) -> UUID:
    """Agree to what was said of a risk, or send it back with the reason; returns the round's id.

    Raises rules.UnableToKeepRisk, rules.ChangedMeanwhile, NotPermitted, NotFound.
    """
    row = await hold(scope, "confirmation", confirmation_id, version=version)
    risk = await hold(scope, "risk", row["risk_id"])
    rules.check_own_check(said_by=row["said_by_person_id"], checker=scope.actor.person_id)
    if not rounds.may_check(
        actor=scope.actor.person_id,
        is_executive="executive-owner" in scope.roles,
        lead=risk["lead_person_id"],
        owner=risk["owner_person_id"],
        said_by=row["said_by_person_id"],
    ):
        raise NotPermitted(
            "What is said of a risk is checked by its lead executive, or by another executive where it is their own."
        )
    if row["check_state"] is not None:
        raise OvertakenByAnother(f"{row['checked_by_name']} checked it already.")
    if not agreed:
        rules.check_words(words, sentence="Say what is to be put right.", field="check_words")
    state = rounds.CheckState.AGREED if agreed else rounds.CheckState.SENT_BACK
    hand = Hand(scope)
    await hand.change(
        "confirmation",
        row,
        check_state=state.value,
        check_words=words.strip() or None,
        checked_on=scope.today,
        checked_by_name=scope.actor.name,
    )
    if not agreed:
        await telling.tell_sent_back(scope, risk=risk, row=row, words=words.strip())
    told = "What was said in the round was checked" if agreed else "What was said in the round was sent back"
    await hand.done(
        "checked", subject=record_of(risk), words=told, because=words.strip() or None, risk_id=risk["id"]
    )
    return UUID(str(row["round_id"]))


async def close_rounds(scope: Scope) -> int:
    """Close the rounds whose cut-off has passed, and keep what was missing then; remind where one is near. How many."""
    rows = await fetch(
        "SELECT * FROM risks_round WHERE tenant_id = $1 AND closed_at IS NULL AND cut_off_on < $2 FOR UPDATE",
        scope.tenant.id,
        scope.today,
    )
    for row in rows:
        said = await fetch(
            "SELECT * FROM risks_confirmation WHERE tenant_id = $1 AND round_id = $2 AND struck_at IS NULL",
            scope.tenant.id,
            row["id"],
        )
        missing = missing_of(row, [confirmation_view(each) for each in said], today=scope.today)
        await execute(
            "UPDATE risks_round SET closed_at = $3, closed_by_name = $4, missing_ids = $5 "
            "WHERE tenant_id = $1 AND id = $2",
            scope.tenant.id,
            row["id"],
            scope.now,
            scope.actor.name,
            list(missing),
        )
        await ledger.record(
            scope, "risks.round.closed", _record(row["id"], row["month"]), after={"missing": list(missing)}
        )
    await _remind(scope)
    await _look_on(scope)
    return len(rows)


def month_in_words(month: date) -> str:
    return in_words(month).partition(" ")[2]


async def _remind(scope: Scope) -> None:
    """Remind the owners of rounds whose cut-off is near; each is reminded once."""
    rows = await fetch(
        "SELECT * FROM risks_round WHERE tenant_id = $1 AND closed_at IS NULL AND cut_off_on >= $2 "
        "AND cut_off_on <= $3",
        scope.tenant.id,
        scope.today,
        scope.today + timedelta(days=telling.DAYS_BEFORE),
    )
    for row in rows:
        await telling.tell_owners(scope, row, month=month_in_words(row["month"]), reminder=True)


async def _look_on(scope: Scope) -> None:
    """When the worker looks at the rounds again: on the day of a reminder, or after a cut-off."""
    rows = await fetch(
        "SELECT cut_off_on FROM risks_round WHERE tenant_id = $1 AND closed_at IS NULL", scope.tenant.id
    )
    days = [
        day
        for row in rows
        for day in (telling.reminded_on(row["cut_off_on"]), row["cut_off_on"] + timedelta(days=1))
        if day > scope.today
    ]
    await dues.close_on(scope, min(days, default=None))


async def _round(scope: Scope, round_id: UUID) -> Any:
    rows = await Round.within(scope).where(Round.id == round_id)
    if not rows:
        raise NotFound("round")
    return rows[0]


async def _standing(scope: Scope, round_id: UUID, risk_id: UUID) -> Any:
    """What was said of a risk in a round and was not sent back."""
    rows = await fetch(
        "SELECT * FROM risks_confirmation WHERE tenant_id = $1 AND round_id = $2 AND risk_id = $3 "
        "AND struck_at IS NULL AND check_state IS DISTINCT FROM 'sent-back'",
        scope.tenant.id,
        round_id,
        risk_id,
    )
    return rows[0] if rows else None


def _record(round_id: UUID, month: date) -> Record:
    return Record(room="risks", kind="round", id=round_id, title=f"Round of {month_in_words(month)}")
