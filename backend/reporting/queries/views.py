"""What is read of returns, issues, questions, outcomes and letters."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.returns import ReturnDefinition
from backend.kit.calendar import in_words
from backend.reporting import rules
from backend.reporting.rules import Said, Standing, Stands, Step, What
from backend.together.queries import PassedLine
from backend.together.rules import VERDICT_IN_WORDS, Subject, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file of an issue. `part` is document, data or attachment."""

    id: UUID
    part: str
    file_id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    added_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """What an issue is one of. `title` and `body` as a page says them; `asks` are the words that it answers."""

    what: What
    id: UUID
    return_id: UUID | None
    title: str
    body: str
    agreement_id: UUID | None
    path: str
    owner_person_id: UUID | None
    action_id: UUID | None
    due_on: date | None
    ended: bool
    subject: Subject | None = None
    definition_key: str | None = None
    milestone_id: UUID | None = None
    period: str | None = None
    from_on: date | None = None
    until_on: date | None = None
    asks: str | None = None
    submission_id: UUID | None = None
    """Of a question: the issue that it asks about."""

    @property
    def definition(self) -> ReturnDefinition | None:
        return shelf.catalogue().returns.get(self.definition_key) if self.definition_key else None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """One issue, without its figures and files; `fate` is what became of the message that carried it."""

    id: UUID
    return_id: UUID | None
    question_id: UUID | None
    letter_id: UUID | None
    number: int
    state: Step
    words: str | None
    what_changed: str | None
    version: int
    begun_at: datetime
    begun_by_name: str
    writers: tuple[UUID, ...]
    asked_at: datetime | None
    asked_by_name: str | None
    sent_back_words: str | None
    sent_back_by_name: str | None
    approved_at: datetime | None
    approved_by: UUID | None
    approved_by_name: str | None
    content: Mapping[str, Any] | None
    sha256: str | None
    sent_at: datetime | None
    sent_on: date | None
    sent_by_name: str | None
    sent_how: str | None
    message_id: UUID | None
    dropped_at: datetime | None
    dropped_because: str | None
    fate: PassedLine | None = None

    @property
    def path(self) -> str:
        return f"/reporting/issues/{self.id}"

    @property
    def working(self) -> bool:
        return self.state in (Step.DRAFT, Step.FOR_APPROVAL, Step.APPROVED)

    @property
    def not_taken(self) -> bool:
        """Sent through the portal, and refused by the other side with a sentence."""
        return self.fate is not None and self.fate.state == "refused"

    @property
    def state_in_words(self) -> str:
        if self.state is not Step.SENT:
            return rules.STEP_IN_WORDS[self.state]
        if self.fate is None:
            return f"Sent on {in_words(self.sent_on)}: {self.sent_how}" if self.sent_on else "Sent"
        said = {"waiting": "On its way", "delivered": "Arrived", "refused": "Not taken"}[self.fate.state]
        return f"{said}: {self.fate.refused_because}" if self.fate.refused_because else said

    @property
    def times(self) -> rules.IssueTimes:
        return rules.IssueTimes(
            id=self.id,
            number=self.number,
            begun_at=self.begun_at,
            asked_at=self.asked_at,
            approved_at=self.approved_at,
            sent_at=self.sent_at,
            sent_on=self.sent_on,
            dropped_at=self.dropped_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure of an issue, beside its definition. `drawn` while what is reported is what facts gave."""

    key: str
    section: str
    label: str
    kind: str
    unit: str | None
    definition: str
    needed: bool
    said: Said
    drawn_value: str | None
    source: str | None
    drawn_at: datetime | None

    @property
    def drawn(self) -> bool:
        return self.drawn_value is not None and self.drawn_value == self.said.value

    @property
    def shown(self) -> str:
        return rules.in_words(self.kind, self.said.value, self.said.words)

    @property
    def drawn_shown(self) -> str:
        return rules.in_words(self.kind, self.drawn_value)

    @property
    def typed(self) -> str:
        """The value as the form's field holds it."""
        value = self.said.value or ""
        return {"1": "yes", "0": "no"}.get(value, "") if self.kind == "yes-no" else value


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """One issue with everything on it; `changes` against the last one that was sent before it."""

    line: IssueLine
    parent: Parent
    figures: tuple[FigureLine, ...]
    files: tuple[FileLine, ...]
    changes: tuple[rules.Difference, ...]
    before: int | None
    """The number of the issue that was sent before this one."""

    @property
    def attachments(self) -> tuple[FileLine, ...]:
        return tuple(each for each in self.files if each.part == "attachment")

    @property
    def made(self) -> tuple[FileLine, ...]:
        """The document and its data, once they are made."""
        return tuple(each for each in self.files if each.part != "attachment")

    @property
    def printed(self) -> bool:
        return any(each.part == "document" for each in self.files)

    @property
    def missing(self) -> list[str]:
        return rules.missing(self.parent.definition, {each.key: each.said for each in self.figures})

    @property
    def reds(self) -> tuple[FigureLine, ...]:
        return tuple(each for each in self.figures if each.said.red)

    @property
    def title(self) -> str:
        return f"{self.parent.title}, issue {self.line.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question back, with the issues of its answer."""

    id: UUID
    return_id: UUID
    issue_id: UUID | None
    number: int
    figure: str | None
    words: str
    asked_by: str
    asked_on: date
    due_on: date | None
    follows_id: UUID | None
    owner_person_id: UUID | None
    owner: str | None
    action_id: UUID | None
    how: str
    arrived_at: datetime
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    answers: tuple[IssueLine, ...]
    overdue: bool

    @property
    def sent(self) -> IssueLine | None:
        """The answer that stands: the last that went out."""
        return next((each for each in reversed(self.answers) if each.state is Step.SENT), None)

    @property
    def working(self) -> IssueLine | None:
        return next((each for each in self.answers if each.working), None)

    @property
    def state_in_words(self) -> str:
        if self.withdrawn_at is not None:
            return "Taken back"
        if self.sent is not None:
            return "Answered"
        return "Overdue" if self.overdue else "Open"

    @property
    def open(self) -> bool:
        return self.withdrawn_at is None and self.sent is None

    @property
    def times(self) -> rules.QuestionTimes:
        first = next((each.sent_at for each in self.answers if each.sent_at is not None), None)
        return rules.QuestionTimes(
            arrived_at=self.arrived_at, withdrawn_at=self.withdrawn_at, answered_at=first
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine:
    number: int
    words: str
    due_on: date | None
    action_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    id: UUID
    return_id: UUID
    issue_id: UUID
    issue: int
    verdict: Verdict
    words: str | None
    conditions: tuple[ConditionLine, ...]
    decided_by: str
    second_by: str | None
    decided_on: date
    how: str
    arrived_at: datetime
    recorded_by_name: str
    file_id: UUID | None

    @property
    def verdict_in_words(self) -> str:
        return VERDICT_IN_WORDS[self.verdict]

    @property
    def times(self) -> rules.OutcomeTimes:
        return rules.OutcomeTimes(issue_id=self.issue_id, verdict=self.verdict, arrived_at=self.arrived_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """Something owed to a reviewing body, with its issues, questions and outcomes, as it stands on a day."""

    parent: Parent
    owner: str | None
    stands: Stands
    issues: tuple[IssueLine, ...]
    questions: tuple[QuestionView, ...]
    outcomes: tuple[OutcomeView, ...]
    withdrawn_because: str | None
    withdrawn_by_name: str | None
    version: int

    @property
    def id(self) -> UUID:
        return self.parent.id

    @property
    def title(self) -> str:
        return self.parent.title

    @property
    def path(self) -> str:
        return self.parent.path

    @property
    def working(self) -> IssueLine | None:
        return next((each for each in self.issues if each.working), None)

    @property
    def last_sent(self) -> IssueLine | None:
        return next((each for each in reversed(self.issues) if each.state is Step.SENT), None)

    @property
    def open(self) -> bool:
        return self.stands.code in rules.OPEN

    @property
    def outside(self) -> bool:
        """Whether the reviewing body is outside the portal, so that somebody sends it by hand."""
        return self.parent.agreement_id is None

    @property
    def can_begin(self) -> bool:
        return self.working is None and self.stands.code is not Standing.WITHDRAWN


_ISSUE = frozenset(IssueLine.__dataclass_fields__) - {"state", "writers", "content", "fate"}


def issue_line(row: Mapping[str, Any], fates: Mapping[UUID, PassedLine]) -> IssueLine:
    return IssueLine(
        **{name: row[name] for name in _ISSUE},
        state=Step(row["state"]),
        writers=tuple(row["writers"]),
        content=json.loads(row["content"]) if row["content"] else None,
        fate=fates.get(row["message_id"]) if row["message_id"] else None,
    )
