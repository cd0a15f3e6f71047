"""One question with everything that was said to it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.challenge import rules
from backend.challenge.queries.lines import LINES, QuestionLine, line_of, seen_by
from backend.challenge.tables import Step
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step: who said what, on which day, and where that is minuted. `path` leads to a record, such as a paper."""

    kind: str
    words: str
    said_by_name: str
    said_on: date
    minuted: str
    path: str | None
    made_at: datetime
    made_by_name: str

    @property
    def heading(self) -> str:
        return rules.STEP_IN_WORDS.get(self.kind, self.kind.replace("-", " ").capitalize())


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question whole; `steps` the oldest first."""

    line: QuestionLine
    recorded_at: datetime
    recorded_by_name: str
    steps: tuple[StepLine, ...]

    @property
    def acts(self) -> tuple[rules.Act, ...]:
        return tuple(
            act for act in rules.Act if rules.can_take(act, kind=self.line.kind, state=self.line.state)
        )


async def question(scope: Scope, *, question_id: UUID, on: date | None = None) -> QuestionView:
    """One question. A private one is not found by whoever may not see it. Raises NotFound."""
    rows = await fetch(f"{LINES} AND q.id = $6", *seen_by(scope, on), question_id)
    if not rows:
        raise NotFound("question")
    (row,) = rows
    steps = await (
        Step.within(scope, *(getattr(Step, name) for name in StepLine.__dataclass_fields__))
        .where(Step.question_id == question_id, Step.made_at <= scope.end_of(on or scope.today))
        .order_by(Step.made_at, Step.id)
    )
    return QuestionView(
        line=line_of(row, on or scope.today),
        recorded_at=row["recorded_at"],
        recorded_by_name=row["recorded_by_name"],
        steps=tuple(StepLine(**step) for step in steps),
    )
