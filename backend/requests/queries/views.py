"""What queries of requests give."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.information import Exemption, RequestKind, Stop
from backend.requests import catalogued
from backend.requests.rules import (
    CAME_IN_WORDS,
    DISCLOSING_IN_WORDS,
    OUTCOME_IN_WORDS,
    REVIEW_IN_WORDS,
    STATE_IN_WORDS,
    Came,
    Disclosing,
    Outcome,
    ReviewOutcome,
    State,
)
from backend.requests.rules.clock import Reading, Standstill, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseView:
    """What was asked of the requester, for which the clock stood still."""

    id: UUID
    request_id: UUID
    stop: Stop
    words: str
    from_on: date
    until_on: date | None
    came_words: str | None
    recorded_by: str
    withdrawn_because: str | None

    @property
    def standstill(self) -> Standstill:
        return Standstill(effect=self.stop.effect, from_on=self.from_on, until_on=self.until_on)

    @property
    def open(self) -> bool:
        return self.until_on is None and self.withdrawn_because is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request as lists show it: never who made it. `asked` is none where the reader may not read it."""

    id: UUID
    reference: str
    kind_id: str
    rules: str
    came: Came
    received_on: date
    logged_at: datetime
    logged_by: str
    subject: str
    asked: str | None
    handler_person_id: UUID | None
    handler: str | None
    state: State
    acknowledged_on: date | None
    extended_by: int
    extended_because: str | None
    closed_on: date | None
    closed_because: str | None
    transferred_to: str | None
    outcome: Outcome | None
    due_on: date | None
    late_by: int | None
    version: int
    clock: Reading

    @property
    def kind(self) -> RequestKind:
        return catalogued.kind_of(self.rules, self.kind_id)

    @property
    def title(self) -> str:
        return f"Request {self.reference}"

    @property
    def path(self) -> str:
        return f"/requests/{self.id}"

    @property
    def state_in_words(self) -> tuple[str, str]:
        return STATE_IN_WORDS[self.state]

    @property
    def outcome_in_words(self) -> str:
        return OUTCOME_IN_WORDS[self.outcome] if self.outcome else ""

    @property
    def came_in_words(self) -> str:
        return CAME_IN_WORDS[self.came]

    @property
    def owed(self) -> bool:
        return self.closed_on is None

    @property
    def in_time(self) -> bool | None:
        """Whether it was answered in time; nothing while it is owed, and for what was withdrawn or transferred."""
        return None if self.outcome is None or self.late_by is None else self.late_by == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """Who was asked to look for what."""

    id: UUID
    request_id: UUID
    reference: str
    person_id: UUID
    person: str
    asked: str
    asked_on: date
    asked_by: str
    due_on: date
    action_id: UUID | None
    answer: str | None
    words: str | None
    answered_on: date | None
    answered_by: str | None
    withdrawn_because: str | None

    @property
    def open(self) -> bool:
        return self.answer is None and self.withdrawn_because is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    person_name: str
    office: str
    words: str
    given_at: datetime
    proved_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedView:
    """An exemption as it was applied."""

    id: UUID
    exemption: Exemption
    covers: str
    reason: str
    interest_for: str | None
    interest_against: str | None
    applied_on: date
    applied_by: str
    withdrawn_because: str | None
    opinion: OpinionView | None

    @property
    def needs_opinion(self) -> bool:
        return self.exemption.opinion and self.opinion is None and self.withdrawn_because is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A file of a request, without its bytes."""

    id: UUID
    request_id: UUID
    part: str
    number: int
    of_document_id: UUID | None
    name: str
    media_type: str
    sha256: str
    size: int
    kept_at: str
    disclosing: Disclosing
    marked_at: datetime | None
    made_from_marks_at: datetime | None
    added_at: datetime
    added_by: str
    withdrawn_because: str | None

    @property
    def disclosing_in_words(self) -> str:
        return DISCLOSING_IN_WORDS[self.disclosing]

    @property
    def can_be_redacted(self) -> bool:
        return self.media_type in {"application/pdf", "text/plain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """One thing to take out of a document."""

    id: UUID
    document_id: UUID
    applied_id: UUID
    section: str
    words: str | None
    page: int | None
    area: tuple[int, int, int, int] | None
    found: int | None
    marked_at: datetime
    marked_by: str

    @property
    def in_words(self) -> str:
        where = f"page {self.page}" if self.page else "every page"
        if self.words:
            return f"“{self.words}” on {where}"
        return f"an area of {where}" if self.area else f"the whole of {where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer as it was prepared, checked and sent."""

    id: UUID
    number: int
    outcome: Outcome
    words: str
    content: dict[str, Any]
    sha256: str
    prepared_by: UUID | None
    prepared_by_name: str
    prepared_at: datetime
    checked_by: UUID | None
    checked_by_name: str | None
    checked_at: datetime | None
    check_words: str | None
    returned_at: datetime | None
    letter_id: UUID | None
    letter_failed: str | None
    sent_on: date | None
    sent_by: str | None

    @property
    def outcome_in_words(self) -> str:
        return OUTCOME_IN_WORDS[self.outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """An internal review."""

    id: UUID
    asked_on: date
    words: str
    due_on: date
    reviewer_person_id: UUID | None
    reviewer: str | None
    outcome: ReviewOutcome | None
    reasons: str | None
    decided_on: date | None
    decided_by: str | None

    @property
    def outcome_in_words(self) -> str:
        return REVIEW_IN_WORDS[self.outcome] if self.outcome else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureView:
    """An entry of the disclosure log."""

    id: UUID
    request_id: UUID
    title: str
    asked: str
    answered: str
    answered_on: date
    outcome: Outcome
    with_documents: bool
    proposed_by: UUID | None
    proposed_by_name: str
    proposed_at: datetime
    approved_by_name: str | None
    public_at: datetime | None
    ended_at: datetime | None
    ended_because: str | None

    @property
    def outcome_in_words(self) -> str:
        return OUTCOME_IN_WORDS[self.outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """One request with all that hangs on it, but for who made it."""

    line: RequestLine
    pauses: tuple[PauseView, ...]
    searches: tuple[SearchView, ...]
    applied: tuple[AppliedView, ...]
    documents: tuple[DocumentView, ...]
    marks: tuple[MarkView, ...]
    answers: tuple[AnswerView, ...]
    reviews: tuple[ReviewView, ...]
    disclosures: tuple[DisclosureView, ...]

    @property
    def standing(self) -> tuple[AppliedView, ...]:
        """The exemptions that were not withdrawn."""
        return tuple(each for each in self.applied if each.withdrawn_because is None)

    @property
    def found(self) -> tuple[DocumentView, ...]:
        return self._part("found")

    @property
    def received(self) -> tuple[DocumentView, ...]:
        return self._part("received")

    @property
    def answer(self) -> AnswerView | None:
        """The answer that stands: the newest that was not sent back or taken back."""
        live = [each for each in self.answers if each.returned_at is None]
        return live[-1] if live else None

    @property
    def review(self) -> ReviewView | None:
        return self.reviews[-1] if self.reviews else None

    @property
    def disclosure(self) -> DisclosureView | None:
        return next((each for each in self.disclosures if each.ended_at is None), None)

    def redacted_of(self, document_id: UUID) -> DocumentView | None:
        """The newest redacted copy of a document."""
        copies = [each for each in self._part("redacted") if each.of_document_id == document_id]
        return copies[-1] if copies else None

    def copy_is_current(self, document: DocumentView) -> bool:
        copy = self.redacted_of(document.id)
        return copy is not None and copy.made_from_marks_at == document.marked_at

    def marks_on(self, document_id: UUID) -> tuple[MarkView, ...]:
        return tuple(each for each in self.marks if each.document_id == document_id)

    @property
    def going_out(self) -> tuple[DocumentView, ...]:
        """The files that go to the requester, in order: those that go as they are, and redacted copies."""
        out = []
        for each in self.found:
            if each.disclosing is Disclosing.AS_IT_IS:
                out.append(each)
            elif each.disclosing is Disclosing.REDACTED and (copy := self.redacted_of(each.id)) is not None:
                out.append(copy)
        return tuple(out)

    def _part(self, part: str) -> tuple[DocumentView, ...]:
        return tuple(each for each in self.documents if each.part == part and each.withdrawn_because is None)


def clock_of(row: Any, pauses: tuple[PauseView, ...], on: date) -> Reading:
    """What the clock of a request's row shows on a day."""
    return reading(
        catalogued.kind_of(row["rules"], row["kind"]),
        received_on=row["received_on"],
        stops=[each.standstill for each in pauses if each.withdrawn_because is None],
        extended=row["extended_by"],
        on=on,
        ended_on=row["closed_on"],
    )
