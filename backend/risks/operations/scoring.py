"""Scores, and the points of the way to the target."""

from datetime import date
from uuid import UUID

from backend.kit.calendar import in_words
from backend.risks import rules
from backend.risks.operations.dues import look_again
from backend.risks.operations.hand import Hand, hold, record_of
from backend.risks.queries.settings import settings_on
from backend.risks.rules import matrix as matrices
from backend.scope import Scope


async def score(
    scope: Scope,
    *,
    risk_id: UUID,
    kind: rules.ScoreKind,
    likelihood: int,
    consequence: int,
    because: str | None = None,
    on: date | None = None,
) -> UUID:
    """Score a risk on the matrix of the day; returns the score's id. The latest day of a kind stands.

    A day that has passed is accepted: it is when it was scored. Raises rules.UnableToScore, rules.UnableToKeepRisk,
    NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id)
    day = on or scope.today
    if day > scope.today:
        raise rules.UnableToKeepRisk("Give the day on which it was scored, not one ahead.", field="scored_on")
    if day < risk["opened_on"]:
        raise rules.UnableToKeepRisk(
            f"It was opened on {in_words(risk['opened_on'])}, and can’t have been scored before.",
            field="scored_on",
        )
    if risk["state"] == rules.State.CLOSED.value and day >= risk["closed_on"]:
        raise rules.UnableToKeepRisk("This risk is closed; open it again first.")
    matrix = (await settings_on(scope, day)).matrix
    matrices.check_scoring(matrix, likelihood=likelihood, consequence=consequence)
    hand = Hand(scope, holds_from=day)
    score_id = await hand.add(
        "score",
        risk_id=risk_id,
        kind=kind.value,
        scored_on=day,
        likelihood=likelihood,
        consequence=consequence,
        because=(because or "").strip() or None,
        scored_by_name=scope.actor.name,
        recorded_at=scope.now,
    )
    value = likelihood * consequence
    await hand.done(
        "scored",
        subject=record_of(risk),
        words=f"{rules.KIND_IN_WORDS[kind]} score {value} ({matrix.band_of(value).name}): likelihood {likelihood}, "
        f"consequence {consequence}",
        because=(because or "").strip() or None,
        risk_id=risk_id,
    )
    await look_again(scope)
    return score_id


async def add_point(
    scope: Scope, *, risk_id: UUID, falls_on: date, score: int, words: str | None = None
) -> UUID:
    """Plan a score for a day on the way to the target; returns the point's id. Raises rules.UnableToScore."""
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id)
    matrices.check_score((await settings_on(scope)).matrix, score)
    if falls_on <= risk["opened_on"]:
        raise rules.UnableToKeepRisk(
            f"Give a day after the risk was opened, {in_words(risk['opened_on'])}.", field="falls_on"
        )
    hand = Hand(scope)
    point_id = await hand.add(
        "point", risk_id=risk_id, falls_on=falls_on, score=score, words=(words or "").strip() or None
    )
    told = f"Planned a score of {score} for {in_words(falls_on)}"
    await hand.done("point-planned", subject=record_of(risk), words=told, risk_id=risk_id)
    return point_id


async def drop_point(scope: Scope, *, point_id: UUID, version: int | None = None) -> UUID:
    """Plan it no more; returns the risk's id. Raises rules.ChangedMeanwhile, NotPermitted, NotFound."""
    rules.check_may_keep(scope)
    point = await hold(scope, "point", point_id, version=version)
    risk = await hold(scope, "risk", point["risk_id"])
    hand = Hand(scope)
    await hand.change("point", point, ended_on=scope.today)
    if not hand.idle:
        told = f"No score is planned for {in_words(point['falls_on'])} any more"
        await hand.done("point-dropped", subject=record_of(risk), words=told, risk_id=risk["id"])
    return UUID(str(risk["id"]))
