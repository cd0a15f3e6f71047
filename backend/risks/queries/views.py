"""What readers get of a risk: whole, with everything below it, as at a day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.actions.queries import ActionLine
from backend.risks import rules
from backend.risks.rules.appetite import Category
from backend.risks.rules.matrix import Band


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveView:
    """A strategic objective. `ended_on`: it is one no more from then on."""

    id: UUID
    position: int
    title: str
    words: str | None
    lead_person_id: UUID | None
    lead: str | None
    held_from: date
    ended_on: date | None
    version: int

    @property
    def label(self) -> str:
        return f"{self.position}. {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """One scoring, in the words and bands of the matrix of the day that is looked at."""

    id: UUID
    kind: rules.ScoreKind
    scored_on: date
    likelihood: int
    consequence: int
    likelihood_in_words: str
    consequence_in_words: str
    band: Band
    because: str | None
    scored_by_name: str
    recorded_at: datetime

    @property
    def value(self) -> int:
        return self.likelihood * self.consequence

    @property
    def in_words(self) -> str:
        """“16: likelihood 4 (Likely) × consequence 4 (Major), Extreme”."""
        return (
            f"{self.value}: likelihood {self.likelihood} ({self.likelihood_in_words}) × consequence "
            f"{self.consequence} ({self.consequence_in_words}), {self.band.name}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A score that is planned for a day on the way to the target."""

    id: UUID
    falls_on: date
    score: int
    band: Band
    words: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlView:
    """A control that stood on the day."""

    id: UUID
    words: str
    strength: rules.Strength | None
    owner_person_id: UUID | None
    owner: str | None
    held_from: date
    version: int

    @property
    def strength_in_words(self) -> str:
        return rules.STRENGTH_IN_WORDS[self.strength] if self.strength else "Not judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceView:
    """An assurance that stood on the day; of the risk whole where `control_id` is none."""

    id: UUID
    control_id: UUID | None
    words: str
    line: int
    level: rules.AssuranceLevel | None
    finding: rules.Finding | None
    given_on: date | None
    next_on: date | None
    held_from: date
    version: int

    @property
    def line_in_words(self) -> str:
        return rules.LINES[self.line]

    @property
    def level_in_words(self) -> str:
        return rules.ASSURANCE_LEVEL_IN_WORDS[self.level] if self.level else "Not stated"

    @property
    def finding_in_words(self) -> str:
        return rules.FINDING_IN_WORDS[self.finding] if self.finding else "Not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """A gap that was open on the day; `overdue`: its date had passed."""

    id: UUID
    control_id: UUID | None
    kind: rules.GapKind
    words: str
    due_on: date | None
    owner_person_id: UUID | None
    owner: str | None
    held_from: date
    overdue: bool
    version: int

    @property
    def kind_in_words(self) -> str:
        return rules.GAP_IN_WORDS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """A move up to the framework or down from it, proposed, agreed or declined."""

    id: UUID
    to_level: rules.Level
    state: rules.MoveState
    because: str
    proposed_on: date
    proposed_by_person_id: UUID | None
    proposed_by_name: str
    settled_on: date | None
    settled_by_name: str | None
    agreed_by: str | None
    settled_because: str | None
    version: int

    @property
    def state_in_words(self) -> str:
        return rules.MOVE_STATE_IN_WORDS[self.state]

    @property
    def words(self) -> str:
        up = self.to_level is rules.Level.BAF
        return "Escalation to the framework" if up else "De-escalation to the corporate register"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedRisk:
    """Another risk that this one is linked with."""

    id: UUID
    reference: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskView:
    """A risk whole, as at `on`. `beyond_appetite` is worked out; `None` where appetite or score is not settled.

    `previous` is the current score before `current`. `actions` are as they stand today, those entered by `on`.
    """

    id: UUID
    on: date
    number: int
    called: str | None
    title: str
    cause: str
    event: str
    effect: str
    category_key: str
    category: Category | None
    directorate: str
    level: rules.Level
    state: rules.State
    objectives: tuple[ObjectiveView, ...]
    linked: tuple[LinkedRisk, ...]
    owner_person_id: UUID | None
    owner: str | None
    lead_person_id: UUID | None
    lead: str | None
    committee_id: UUID | None
    committee: str | None
    opened_on: date
    reviewed_on: date | None
    next_review_on: date | None
    target_on: date | None
    closed_on: date | None
    closed_because: str | None
    source: str | None
    inherent: ScoreView | None
    current: ScoreView | None
    target: ScoreView | None
    previous: ScoreView | None
    beyond_appetite: bool | None
    points: tuple[PointView, ...]
    controls: tuple[ControlView, ...]
    assurances: tuple[AssuranceView, ...]
    gaps: tuple[GapView, ...]
    moves: tuple[MoveView, ...]
    actions: tuple[ActionLine, ...]
    version: int

    @property
    def reference(self) -> str:
        return rules.reference(self.number, self.called)

    @property
    def category_name(self) -> str:
        return self.category.name if self.category else self.category_key

    @property
    def level_in_words(self) -> str:
        return rules.LEVEL_IN_WORDS[self.level]

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def movement(self) -> rules.Movement:
        return rules.movement(
            self.previous.value if self.previous else None, self.current.value if self.current else None
        )

    @property
    def open(self) -> bool:
        return self.state is rules.State.OPEN

    @property
    def review_overdue(self) -> bool:
        return self.open and self.next_review_on is not None and self.next_review_on < self.on

    @property
    def overdue_gaps(self) -> tuple[GapView, ...]:
        return tuple(gap for gap in self.gaps if gap.overdue)

    @property
    def waiting_move(self) -> MoveView | None:
        return next((move for move in self.moves if move.state is rules.MoveState.PROPOSED), None)

    def assurances_of(self, control_id: UUID | None) -> tuple[AssuranceView, ...]:
        return tuple(each for each in self.assurances if each.control_id == control_id)

    def gaps_of(self, kind: rules.GapKind) -> tuple[GapView, ...]:
        return tuple(each for each in self.gaps if each.kind is kind)
