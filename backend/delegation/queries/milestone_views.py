"""Milestones as pages, packs and rules read them: as at a day; what was said of one; what is shown for it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from backend.catalogue.shapes import Provenance
from backend.catalogue.workflows import WorkflowDocument
from backend.delegation import rules
from backend.delegation.rules.dates import When, begins_on, later_than, when_in_words
from backend.delegation.rules.reviews import Review, is_theirs
from backend.kit.calendar import MonthDate
from backend.ledger.records import Record
from backend.signoff import workflows


@dataclass(frozen=True, kw_only=True)
class MilestoneView:
    """A milestone on the day `on`. `state` is None on a day of which nothing is recorded."""

    id: UUID
    programme_id: UUID
    programme: str
    slug: str
    section: str
    section_name: str
    stream: str | None
    stream_name: str | None
    activity: str
    after: tuple[str, ...]
    after_inferred: bool
    expects: tuple[str, ...]
    reviewing_body: str
    baseline: When | None
    agreed: When | None
    expected: When | None
    workflow: str
    state: str | None
    at_risk: bool
    act: str | None
    reason: str | None
    version: int
    owner_id: UUID | None
    owner_name: str | None
    delivered_by: UUID | None
    delivered_by_name: str | None
    delivered_on: date | None
    accepted_on: date | None
    accepted_by_id: UUID | None
    accepted_by_name: str | None
    review: Review | None
    evidence: int
    reconstructed: bool
    provenance: Provenance
    taken_up_on: date
    on: date

    @property
    def due(self) -> When | None:
        """What was agreed last, or the baseline; None where no date is given."""
        return self.agreed or self.baseline

    @property
    def moved(self) -> bool:
        return self.due != self.baseline

    @property
    def due_in_words(self) -> str:
        """The month alone, such as “September 2014”; with its day only where one is given."""
        return when_in_words(self.due)

    @property
    def due_phrase(self) -> str:
        """ "by the end of September 2014", "on 15 September 2014", or that no date is given."""
        if self.due is None:
            return "whenever: no date is given"
        return f"{'by the end of' if isinstance(self.due, MonthDate) else 'on'} {self.due_in_words}"

    @property
    def expected_phrase(self) -> str:
        """ "in November 2014", "on 15 November 2014"; empty where it is expected as due."""
        if self.expected is None:
            return ""
        return f"{'in' if isinstance(self.expected, MonthDate) else 'on'} {when_in_words(self.expected)}"

    @property
    def baseline_in_words(self) -> str:
        return when_in_words(self.baseline)

    @property
    def slipped(self) -> bool:
        """Whether it is due or expected later than at first."""
        last = self.expected or self.due
        return self.baseline is not None and last is not None and later_than(last, self.baseline)

    @cached_property
    def followed(self) -> WorkflowDocument:
        return workflows.begun_with(self.workflow)

    @property
    def state_in_words(self) -> str:
        return rules.state_in_words(self.followed, self.state) if self.state else "No record yet"

    @property
    def finished(self) -> bool:
        return self.state is not None and self.held.finished(self.followed)

    @property
    def accepted(self) -> bool:
        """By everybody who has to: under two signatures, by the reviewing body too."""
        return self.finished and self.accepted_on is not None

    @property
    def accepted_by_us(self) -> bool:
        """Accepted by the commissioner, whatever the reviewing body says."""
        return self.accepted_on is not None

    @property
    def conditional(self) -> bool:
        return self.state == "conditional"

    @property
    def settled_on(self) -> date | None:
        """The day of the last acceptance that it needed."""
        if not self.accepted or self.accepted_on is None:
            return None
        theirs = self.review is not None and self.dual
        return max(self.accepted_on, self.review.on) if theirs and self.review else self.accepted_on

    @property
    def dual(self) -> bool:
        """Whether it needs the reviewing body's acceptance beside ours."""
        return any(is_theirs(step) for step in self.followed.steps)

    @property
    def begun(self) -> bool:
        """Past its first state: delivered, or further."""
        return self.state is not None and self.state != self.followed.start

    @property
    def timing(self) -> rules.Timing:
        return rules.timing_of(
            due=self.due,
            on=self.on,
            taken_up_on=self.taken_up_on,
            delivered_on=self.delivered_on,
            accepted_on=self.accepted_on,
            finished=self.finished,
        )

    @property
    def late(self) -> bool:
        """Its month is over and nobody has said that it is delivered."""
        return self.timing is rules.Timing.LATE and not self.begun

    @property
    def timing_in_words(self) -> str:
        """Whether it is late, in words that blame nobody for what nobody recorded."""
        if self.timing is rules.Timing.LATE and self.begun:
            return "Delivered late"
        return {
            rules.Timing.AHEAD: self._ahead_in_words,
            rules.Timing.IN_TIME: "Delivered in time" if self.due else "Delivered; no date was given",
            rules.Timing.UNDATED: "No date is given",
            rules.Timing.LATE: "Late: not recorded as delivered",
            rules.Timing.UNRECORDED: "Due before records began here",
            rules.Timing.ENDED: "Not pursued",
        }[self.timing]

    @property
    def _ahead_in_words(self) -> str:
        if self.due is None or self.on < begins_on(self.due):
            return "Not yet due"
        return "Due this month" if isinstance(self.due, MonthDate) else "Due today"

    @property
    def held(self) -> rules.Held:
        return rules.Held(
            slug=self.slug,
            state=self.state or self.followed.start,
            at_risk=self.at_risk,
            due=self.due,
            expected=self.expected,
            owner_id=self.owner_id,
            delivered_by=self.delivered_by,
        )

    @property
    def record(self) -> Record:
        return Record(
            room="delegation", kind="milestone", id=self.id, title=f"{self.slug}: {self.activity}"[:300]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneVersion:
    """One thing that was said of a milestone: from which day it holds, when it was said and by whom.

    `is_step`: a step of its workflow; `theirs`: the reviewing body's answer.
    """

    milestone_id: UUID
    milestone: str
    activity: str
    version: int
    act: str
    is_step: bool
    theirs: bool
    act_in_words: str
    state_in_words: str
    at_risk: bool
    due: When | None
    expected: When | None
    review: Review | None
    owner_name: str | None
    reason: str | None
    since: date
    known_from: datetime
    person_id: UUID | None
    person_name: str

    @property
    def due_in_words(self) -> str:
        return when_in_words(self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """A record of another room that is shown for a milestone; `hash` is of what it held when it was shown."""

    id: UUID
    milestone_id: UUID
    record: Record
    since: date
    known_from: datetime
    person_name: str
