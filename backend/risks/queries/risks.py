"""The risks of a tenant as at a day, whole. The number of statements does not grow with the number of risks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.actions import queries as actions
from backend.actions.rules import SourceKind
from backend.committees import queries as committees
from backend.people import queries as people
from backend.risks import rules
from backend.risks.queries.reading import rows_at
from backend.risks.queries.settings import settings_on
from backend.risks.queries.views import (
    AssuranceView,
    ControlView,
    GapView,
    LinkedRisk,
    MoveView,
    ObjectiveView,
    PointView,
    RiskView,
    ScoreView,
)
from backend.risks.rules import appetite
from backend.risks.rules.matrix import Matrix
from backend.risks.rules.settings import Settings
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    """What the rows of risks are read with."""

    on: date
    settings: Settings
    people: Mapping[UUID, people.PersonLine]
    committees: Mapping[UUID, str]
    objectives: Mapping[UUID, ObjectiveView]
    risks: Mapping[UUID, LinkedRisk]
    below: Mapping[str, Mapping[UUID, Sequence[Any]]]
    actions: Mapping[UUID, tuple[actions.ActionLine, ...]]


async def risks_as_at(
    scope: Scope,
    *,
    on: date | None = None,
    level: rules.Level | None = None,
    also_closed: bool = False,
    risk_ids: Collection[UUID] | None = None,
) -> tuple[RiskView, ...]:
    """The risks that were open on a day (today by default), whole, the highest current score first.

    `level` leaves those of the framework or of the corporate register alone; `also_closed` adds those closed by then;
    `risk_ids` reads these alone, and knows of their linked risks only those among them.
    """
    day = on or scope.today
    rows = await rows_at(scope, "risk", on=day, risk_ids=risk_ids)
    known = {
        row["id"]: LinkedRisk(id=row["id"], reference=_reference(row), title=row["title"]) for row in rows
    }
    wanted = [
        row
        for row in rows
        if row["opened_on"] <= day
        and (level is None or row["level"] == level.value)
        and (also_closed or row["state"] == rules.State.OPEN.value)
    ]
    return await _views(scope, wanted, known, day=day)


async def risk_of(scope: Scope, *, risk_id: UUID, on: date | None = None) -> RiskView:
    """One risk whole, open or closed, as at a day. Raises NotFound where it was not there yet."""
    day = on or scope.today
    rows = await rows_at(scope, "risk", on=day, risk_ids=[risk_id])
    if not rows:
        raise NotFound("risk")
    linked = rows[0]["linked_ids"]
    others = await rows_at(scope, "risk", on=day, risk_ids=linked) if linked else ()
    known = {
        row["id"]: LinkedRisk(id=row["id"], reference=_reference(row), title=row["title"]) for row in others
    }
    (view,) = await _views(scope, rows, known, day=day)
    return view


async def objectives_as_at(
    scope: Scope, *, on: date | None = None, also_ended: bool = False
) -> tuple[ObjectiveView, ...]:
    """The strategic objectives that stood on a day, in their order."""
    day = on or scope.today
    rows = await rows_at(scope, "objective", on=day)
    names = await people.persons_by_id(
        scope, [row["lead_person_id"] for row in rows if row["lead_person_id"]]
    )
    found = [
        _objective(row, names)
        for row in rows
        if row["held_from"] <= day and (also_ended or row["ended_on"] is None or row["ended_on"] > day)
    ]
    return tuple(sorted(found, key=lambda each: (each.position, each.title)))


async def _views(
    scope: Scope, rows: Sequence[Any], known: Mapping[UUID, LinkedRisk], *, day: date
) -> tuple[RiskView, ...]:
    if not rows:
        return ()
    ids = [row["id"] for row in rows]
    below = {
        subject: _by_risk(await rows_at(scope, subject, on=day, risk_ids=ids))
        for subject in ("score", "point", "control", "assurance", "gap", "move")
    }
    surroundings = _Surroundings(
        on=day,
        settings=await settings_on(scope, day),
        people=await people.persons_by_id(scope, _persons_in(rows, below)),
        committees=await committees.committee_names(scope),
        objectives={each.id: each for each in await objectives_as_at(scope, on=day, also_ended=True)},
        risks=known,
        below=below,
        actions=await actions.actions_from(scope, kind=SourceKind.RISK, source_ids=ids),
    )
    views = [_view(row, surroundings) for row in rows]
    return tuple(sorted(views, key=lambda each: (-(each.current.value if each.current else 0), each.number)))


def _view(row: Any, around: _Surroundings) -> RiskView:
    risk_id, day, matrix = row["id"], around.on, around.settings.matrix
    scores = sorted(
        (each for each in around.below["score"].get(risk_id, ()) if each["scored_on"] <= day),
        key=lambda each: (each["scored_on"], each["recorded_at"], each["id"]),
    )
    of_kind = {
        kind: [score_view(each, matrix) for each in scores if each["kind"] == kind.value]
        for kind in rules.ScoreKind
    }
    now = of_kind[rules.ScoreKind.CURRENT]
    category = around.settings.category(row["category"])
    same = (
        "id", "number", "called", "title", "cause", "event", "effect", "directorate", "owner_person_id",
        "lead_person_id", "committee_id", "opened_on", "reviewed_on", "next_review_on", "target_on", "closed_on",
        "closed_because", "source", "version",
    )  # fmt: skip
    return RiskView(
        **{name: row[name] for name in same},
        on=day,
        category_key=row["category"],
        category=category,
        level=rules.Level(row["level"]),
        state=rules.State(row["state"]),
        objectives=tuple(
            sorted(
                (around.objectives[each] for each in row["objective_ids"] if each in around.objectives),
                key=lambda each: each.position,
            )
        ),
        linked=tuple(around.risks[each] for each in row["linked_ids"] if each in around.risks),
        owner=_name(around, row["owner_person_id"]),
        lead=_name(around, row["lead_person_id"]),
        committee=around.committees.get(row["committee_id"]),
        inherent=_last(of_kind[rules.ScoreKind.INHERENT]),
        current=_last(now),
        target=_last(of_kind[rules.ScoreKind.TARGET]),
        previous=now[-2] if len(now) > 1 else None,
        beyond_appetite=appetite.beyond(category, now[-1].value if now else None),
        points=tuple(
            PointView(
                id=each["id"],
                falls_on=each["falls_on"],
                score=each["score"],
                band=matrix.band_of(each["score"]),
                words=each["words"],
                version=each["version"],
            )
            for each in sorted(_standing(around, "point", risk_id), key=lambda each: each["falls_on"])
        ),
        controls=tuple(_control(each, around) for each in _standing(around, "control", risk_id)),
        assurances=tuple(
            _assurance(each)
            for each in sorted(_standing(around, "assurance", risk_id), key=lambda each: each["line"])
        ),
        gaps=tuple(_gap(each, around) for each in _standing(around, "gap", risk_id)),
        moves=tuple(
            _move(each)
            for each in sorted(
                around.below["move"].get(risk_id, ()),
                key=lambda each: (each["proposed_on"], each["id"]),
                reverse=True,
            )
        ),
        actions=tuple(each for each in around.actions.get(risk_id, ()) if each.undertaken_on <= day),
    )


def score_view(row: Any, matrix: Matrix) -> ScoreView:
    """A row of `risks_score` in the words of a matrix."""
    same = ("id", "scored_on", "likelihood", "consequence", "because", "scored_by_name", "recorded_at")
    return ScoreView(
        **{name: row[name] for name in same},
        kind=rules.ScoreKind(row["kind"]),
        likelihood_in_words=matrix.likelihood_in_words(row["likelihood"]),
        consequence_in_words=matrix.consequence_in_words(row["consequence"]),
        band=matrix.band_of(row["likelihood"] * row["consequence"]),
    )


def _control(row: Any, around: _Surroundings) -> ControlView:
    return ControlView(
        id=row["id"],
        words=row["words"],
        strength=rules.Strength(row["strength"]) if row["strength"] else None,
        owner_person_id=row["owner_person_id"],
        owner=_name(around, row["owner_person_id"]),
        held_from=row["held_from"],
        version=row["version"],
    )


def _assurance(row: Any) -> AssuranceView:
    same = ("id", "control_id", "words", "line", "given_on", "next_on", "held_from", "version")
    return AssuranceView(
        **{name: row[name] for name in same},
        level=rules.AssuranceLevel(row["level"]) if row["level"] else None,
        finding=rules.Finding(row["finding"]) if row["finding"] else None,
    )


def _gap(row: Any, around: _Surroundings) -> GapView:
    same = ("id", "control_id", "words", "due_on", "owner_person_id", "held_from", "version")
    return GapView(
        **{name: row[name] for name in same},
        kind=rules.GapKind(row["kind"]),
        owner=_name(around, row["owner_person_id"]),
        overdue=row["due_on"] is not None and row["due_on"] < around.on,
    )


def _move(row: Any) -> MoveView:
    same = [name for name in MoveView.__dataclass_fields__ if name not in ("to_level", "state")]
    return MoveView(
        **{name: row[name] for name in same},
        to_level=rules.Level(row["to_level"]),
        state=rules.MoveState(row["state"]),
    )


def _objective(row: Any, names: Mapping[UUID, people.PersonLine]) -> ObjectiveView:
    same = ("id", "position", "title", "words", "lead_person_id", "held_from", "ended_on", "version")
    lead = names.get(row["lead_person_id"])
    return ObjectiveView(**{name: row[name] for name in same}, lead=lead.name if lead else None)


def _standing(around: _Surroundings, subject: str, risk_id: UUID) -> list[Any]:
    """The rows of a risk that had begun by the day and had not ended."""
    return [
        row
        for row in around.below[subject].get(risk_id, ())
        if (row["ended_on"] is None or row["ended_on"] > around.on)
        and (subject == "point" or row["held_from"] <= around.on)
    ]


def _by_risk(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["risk_id"]].append(row)
    return found


def _persons_in(rows: Sequence[Any], below: Mapping[str, Mapping[UUID, Sequence[Any]]]) -> Collection[UUID]:
    found = {row[name] for row in rows for name in ("owner_person_id", "lead_person_id")}
    found |= {
        row["owner_person_id"]
        for subject in ("control", "gap")
        for of in below[subject].values()
        for row in of
    }
    return found - {None}


def _name(around: _Surroundings, person_id: UUID | None) -> str | None:
    person = around.people.get(person_id) if person_id else None
    return person.name if person else None


def _last(scores: Sequence[ScoreView]) -> ScoreView | None:
    return scores[-1] if scores else None


def _reference(row: Any) -> str:
    return rules.reference(row["number"], row["called"])
