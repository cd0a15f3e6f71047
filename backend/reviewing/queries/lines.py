"""What hangs on a return, as its page shows it, and each made of its row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.reviewing import rules
from backend.together.rules import FigureLine, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file that came along. `number` counts within its issue, or its answer."""

    file_id: UUID
    number: int
    part: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """One issue as it came: its words are those that were sent."""

    id: UUID
    number: int
    said: Submission
    definition: rules.Definition | None
    changes: tuple[str, ...]
    files: tuple[FileLine, ...]
    sha256: str
    came: str
    received_on: date
    received_at: datetime
    entered_by_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure of the issue that is shown, beside what it was in the issue before."""

    figure: FigureLine
    said: str
    before: str | None
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    id: UUID
    words: str
    prepared_by: str
    approved_by: str
    approved_at: datetime
    received_at: datetime
    sha256: str
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """A question with its answers, the newest last. It is open until somebody settles or withdraws it."""

    id: UUID
    return_id: UUID
    number: int
    issue: int
    figure: str | None
    words: str
    due_on: date
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    sent: bool
    settled_at: datetime | None
    settled_as: str | None
    settled_by_name: str | None
    settled_because: str | None
    answers: tuple[AnswerLine, ...]

    def standing_on(self, day: date) -> str:
        if self.settled_as == "withdrawn":
            return "Withdrawn"
        if self.settled_as == "answered":
            return "Settled"
        if self.answers:
            return "Answered"
        return "Overdue" if self.due_on < day else "Open"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeLine:
    id: UUID
    issue: int
    verdict: rules.Decided
    words: str
    conditions: tuple[tuple[str, date | None], ...]
    decided_by: UUID
    decided_by_name: str
    decided_at: datetime
    needs_second: bool
    second_by_name: str | None
    given_at: datetime | None
    declined_at: datetime | None
    declined_because: str | None
    sent: bool

    @property
    def waits(self) -> bool:
        return self.given_at is None and self.declined_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine:
    id: UUID
    return_id: UUID
    commissioner: str
    title: str
    period: str | None
    number: int
    words: str
    due_on: date | None
    set_at: datetime
    settled_at: datetime | None
    settled_as: rules.Settled | None
    settled_words: str | None
    settled_by_name: str | None

    def overdue_on(self, day: date) -> bool:
        return self.settled_at is None and self.due_on is not None and self.due_on < day


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingLine:
    to_name: str | None
    at: datetime
    by_name: str
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    id: UUID
    words: str
    written_at: datetime


def files_of(kept: str) -> tuple[FileLine, ...]:
    """The kept lines of what was enclosed."""
    return tuple(
        FileLine(**{**each, "file_id": UUID(each["file_id"]), "number": number})
        for number, each in enumerate(json.loads(kept), 1)
    )


def issue_line(row: Any) -> IssueLine:
    said = Submission.model_validate_json(row["said"])
    return IssueLine(
        id=row["id"],
        number=row["number"],
        said=said,
        definition=rules.Definition.of(said.defined_by) if said.defined_by else None,
        changes=rules.latest_words(json.loads(row["changes"])),
        files=files_of(row["files"]),
        sha256=row["sha256"],
        came=row["came"],
        received_on=row["received_on"],
        received_at=row["received_at"],
        entered_by_name=row["entered_by_name"],
    )


def question_line(row: Any, answers: Sequence[Any]) -> QuestionLine:
    names = set(QuestionLine.__dataclass_fields__) - {"answers", "sent"}
    return QuestionLine(
        **{name: row[name] for name in names},
        sent=row["message_id"] is not None,
        answers=tuple(
            AnswerLine(
                **{name: each[name] for name in AnswerLine.__dataclass_fields__ if name != "files"},
                files=files_of(each["files"]),
            )
            for each in answers
        ),
    )


def outcome_line(row: Any) -> OutcomeLine:
    names = set(OutcomeLine.__dataclass_fields__) - {"verdict", "conditions", "sent"}
    return OutcomeLine(
        **{name: row[name] for name in names},
        verdict=rules.Decided(row["verdict"]),
        conditions=tuple(
            (each["words"], date.fromisoformat(each["due_on"]) if each["due_on"] else None)
            for each in json.loads(row["conditions"])
        ),
        sent=row["message_id"] is not None,
    )


def condition_line(row: Any) -> ConditionLine:
    names = set(ConditionLine.__dataclass_fields__) - {"settled_as"}
    return ConditionLine(
        **{name: row[name] for name in names},
        settled_as=rules.Settled(row["settled_as"]) if row["settled_as"] else None,
    )
