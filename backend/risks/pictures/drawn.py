"""The pictures of risks as they were read for a day; `key` tells one picture from another on its page."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.drawing.table import Picture
from backend.kit.drawing.trajectory import Limit, Point, trajectory
from backend.risks import rules
from backend.risks.pictures.heat import Placed, heat_map
from backend.risks.pictures.lines import Assured, Given, assurance_map
from backend.risks.pictures.movement import Moved, movement
from backend.risks.queries.views import RiskView, ScoreView
from backend.risks.rules import ScoreKind
from backend.risks.rules.matrix import Matrix


def heat_map_of(
    risks: Sequence[RiskView], matrix: Matrix, *, kind: ScoreKind, on: date, key: str = "heat"
) -> Picture:
    """Where the risks stand by their inherent, current or target score."""
    named = rules.KIND_IN_WORDS[kind]
    return heat_map(
        [_placed(each, score_of_kind(each, kind)) for each in risks],
        matrix,
        key=key,
        title=f"Heat map of {named.lower()} scores, as at {in_words(on)}",
        caption=f"{named} scores as at {in_words(on)}",
        score_name=f"{named} score",
    )


def movement_of(
    before: Sequence[RiskView],
    now: Sequence[RiskView],
    matrix: Matrix,
    *,
    since: date,
    on: date,
    key: str = "movement",
) -> Picture:
    """How current scores moved between two days. Risks that are there no more come last."""
    then = {each.id: each for each in before}
    here = {each.id for each in now}
    moved = [_moved(then.get(each.id), each, gone=False) for each in now]
    moved += [_moved(each, each, gone=True) for each in before if each.id not in here]
    return movement(
        moved,
        matrix,
        key=key,
        title=f"Movement of current scores from {in_words(since)} to {in_words(on)}",
        caption=f"Current scores on {in_words(since)} and on {in_words(on)}",
        before=in_words(since),
        now=in_words(on),
    )


def trajectory_of(
    risk: RiskView, scores: Sequence[ScoreView], matrix: Matrix, *, key: str | None = None
) -> Picture | None:
    """A risk's current scores against the scores that are planned, its target and its appetite.

    `None` where nothing was scored or planned yet.
    """
    target = [Point(on=each.falls_on, value=each.score) for each in risk.points]
    if risk.target and risk.target_on and risk.target_on not in {each.on for each in target}:
        target.append(Point(on=risk.target_on, value=risk.target.value))
    limits = []
    if risk.category and risk.category.most is not None:
        limits.append(Limit(name="Appetite", value=risk.category.most, words=f"up to {risk.category.most}"))
    if risk.target and not target:
        limits.append(Limit(name="Target", value=risk.target.value, words=f"{risk.target.value}, no date"))
    return trajectory(
        key=key or f"trajectory-{risk.number}",
        title=f"{risk.reference} {risk.title}: current score against its target, as at {in_words(risk.on)}",
        caption=f"Scores and planned scores of {risk.reference} as at {in_words(risk.on)}",
        actual=[
            Point(on=each.scored_on, value=each.value) for each in scores if each.kind is ScoreKind.CURRENT
        ],
        target=target,
        limits=limits,
        on=risk.on,
        actual_name="Score",
        target_name="Planned",
        lowest=0,
        highest=matrix.highest,
        held=True,
    )


def trajectories_of(
    risks: Sequence[RiskView], scores: Mapping[UUID, Sequence[ScoreView]], matrix: Matrix
) -> dict[UUID, Picture]:
    """By the id of the risk; those of which nothing is known are left out."""
    drawn = {each.id: trajectory_of(each, scores.get(each.id, ()), matrix) for each in risks}
    return {risk_id: picture for risk_id, picture in drawn.items() if picture is not None}


def assurance_map_of(risks: Sequence[RiskView], *, on: date, key: str = "assurances") -> Picture:
    """What each of the three lines gives for each risk, and what none gives."""
    return assurance_map(
        [assured(each, on) for each in risks],
        key=key,
        title=f"Assurance map, as at {in_words(on)}",
        caption=f"Assurances by line as at {in_words(on)}",
        on=on,
    )


def score_of_kind(risk: RiskView, kind: ScoreKind) -> ScoreView | None:
    """The score of a kind that stands."""
    return {
        ScoreKind.INHERENT: risk.inherent,
        ScoreKind.CURRENT: risk.current,
        ScoreKind.TARGET: risk.target,
    }[kind]


def _path(risk: RiskView) -> str:
    return f"/risks/{risk.id}"


def _placed(risk: RiskView, score: ScoreView | None) -> Placed:
    return Placed(
        reference=risk.reference,
        title=risk.title,
        likelihood=score.likelihood if score else None,
        consequence=score.consequence if score else None,
        path=_path(risk),
    )


def _moved(then: RiskView | None, risk: RiskView, *, gone: bool) -> Moved:
    return Moved(
        reference=risk.reference,
        title=risk.title,
        before=then.current.value if then and then.current else None,
        now=risk.current.value if risk.current else None,
        target=risk.target.value if risk.target else None,
        appetite=risk.category.most if risk.category else None,
        gone=gone,
        path=_path(risk),
    )


def assured(risk: RiskView, on: date) -> Assured:
    """What a map shows of a risk."""
    given = {each.control_id for each in risk.assurances if each.given_on is not None and each.given_on <= on}
    return Assured(
        reference=risk.reference,
        title=risk.title,
        assurances=tuple(
            Given(
                line=each.line,
                words=each.words,
                level=each.level,
                finding=each.finding,
                given_on=each.given_on,
                next_on=each.next_on,
            )
            for each in risk.assurances
        ),
        bare=tuple(control.words for control in risk.controls if control.id not in given),
        path=_path(risk),
    )
