"""What the queries of the register answer with: frozen, and saying in words what a page needs to say."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.catalogue.functions import (
    Model,
    NoticeRule,
    RegisterFunction,
    ReportAsked,
    Saying,
    Standing,
    TransferPhase,
)
from backend.catalogue.shapes import Provenance
from backend.functions.rules.agreements import STATE_IN_WORDS, AgreementState
from backend.functions.rules.holding import MODEL_IN_WORDS, STANDING_IN_WORDS, Spell, days_in_words
from backend.functions.rules.notice import NextNotice
from backend.functions.rules.schedule import RHYTHM_IN_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """That a record was a mistake and never counted."""

    at: datetime
    because: str
    by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingView:
    """Who holds a function from a day to another (the last with it), as a person recorded it."""

    id: UUID
    function_id: UUID
    holder: str
    ours: bool
    standing: Standing
    model: Model | None
    agreement_id: UUID | None
    agreement: str | None
    phase_id: UUID | None
    phase: str | None
    from_on: date
    until_on: date | None
    basis: str
    file_id: UUID | None
    irregular_because: str | None
    recorded_at: datetime
    recorded_by_name: str
    withdrawn: Withdrawn | None = None

    def covers(self, on: date) -> bool:
        return self.spell.covers(on)

    @property
    def spell(self) -> Spell:
        return Spell(id=self.id, holder=self.holder, from_on=self.from_on, until_on=self.until_on)

    @property
    def shared(self) -> bool:
        """Another body holds it, and decides jointly with us."""
        return not self.ours and self.model is Model.JOINT

    @property
    def irregular(self) -> bool:
        return self.irregular_because is not None

    @property
    def standing_in_words(self) -> str:
        """`Delegated`, with the model where there is one and it says more."""
        words = STANDING_IN_WORDS[self.standing]
        if self.model is None or self.model is Model.DELEGATED:
            return words
        return f"{words}; {MODEL_IN_WORDS[self.model].lower()}"

    @property
    def days_in_words(self) -> str:
        return days_in_words(self.from_on, self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeciderLine:
    """Who decides here, by the scheme of powers: the holders of one entry and how far it reaches."""

    words: str
    entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionLine:
    """A function on a day. `holding` is None where nobody has recorded who holds it.

    `reserved_to`: the body outside to which the scheme of powers reserves what is decided within it.
    """

    id: UUID
    slug: str
    name: str
    area: str
    about: str | None
    authority: str | None
    scheme_ids: tuple[UUID, ...]
    says: tuple[Saying, ...]
    provenance: Provenance
    version: int
    retired_on: date | None
    holding: HoldingView | None
    deciders: tuple[DeciderLine, ...] = ()
    reserved_to: str | None = None
    planned: "PlannedMove | None" = None

    @property
    def held_here(self) -> bool | None:
        """Whether we hold it; None where nobody has recorded who does."""
        return None if self.holding is None else self.holding.ours

    @property
    def holder_in_words(self) -> str:
        return "Not known" if self.holding is None else self.holding.holder


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedMove:
    """That a plan says the function is to move, and has not moved yet."""

    plan_id: UUID
    plan: str
    phase: str
    to: str
    by_on: date | None
    month: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionView:
    """One function with all its holders, those withdrawn too, the newest first."""

    line: FunctionLine
    catalogued: RegisterFunction
    holdings: tuple[HoldingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """An agreement on a day; `last_day` is the last with it as far as is known then."""

    id: UUID
    slug: str
    name: str
    body: str
    model: Model
    authority: str | None
    about: str | None
    from_on: date
    until_on: date | None
    last_day: date | None
    state: AgreementState
    signed_on: date | None
    signed_by_us: str | None
    signed_by_body: str | None
    signed_file_id: UUID | None
    function_ids: tuple[UUID, ...]
    rules: tuple[NoticeRule, ...]
    notice: NextNotice | None
    provenance: Provenance
    version: int

    @property
    def state_in_words(self) -> tuple[str, str]:
        return STATE_IN_WORDS[self.state]

    @property
    def model_in_words(self) -> str:
        return MODEL_IN_WORDS[self.model]

    @property
    def lives(self) -> bool:
        """Whether it is in force on the day, notice or none."""
        return self.state in {AgreementState.IN_FORCE, AgreementState.NOTICE_GIVEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class VariationLine:
    id: UUID
    number: int
    words: str
    agreed_on: date
    effective_on: date
    agreed_by_us: str
    agreed_by_body: str
    file_id: UUID | None
    recorded_by_name: str
    withdrawn: Withdrawn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """`takes_effect_on` is the first day without the agreement; `rule` is what it was computed by."""

    id: UUID
    by_us: bool
    given_on: date
    takes_effect_on: date
    reason: str
    rule: NoticeRule | None
    irregular_because: str | None
    recorded_by_name: str
    withdrawn: Withdrawn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegregationLine:
    """What shows that money is kept apart."""

    id: UUID
    cost_centres: str
    words: str
    from_on: date
    until_on: date | None
    seen_in: str | None
    file_id: UUID | None
    recorded_by_name: str
    withdrawn: Withdrawn | None

    @property
    def days_in_words(self) -> str:
        return days_in_words(self.from_on, self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    id: UUID
    asked: ReportAsked

    @property
    def rhythm_in_words(self) -> str:
        words = RHYTHM_IN_WORDS[self.asked.rhythm]
        if self.asked.due_within_days is not None:
            words += f", within {self.asked.due_within_days} days"
        return words


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """An agreement with all that hangs on it."""

    line: AgreementLine
    reports: tuple[ReportLine, ...]
    variations: tuple[VariationLine, ...]
    notices: tuple[NoticeLine, ...]
    segregations: tuple[SegregationLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDue:
    """One time that an agreement asks for a report. Told apart by `report_id` and `period_until`."""

    report_id: UUID
    agreement_id: UUID
    agreement: str
    body: str
    slug: str
    title: str
    definition: str | None
    period_from: date | None
    period_until: date | None
    period: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseView:
    """A phase with the functions that it moves, each with whether and when it moved."""

    id: UUID
    phase: TransferPhase
    functions: tuple[tuple[UUID, str, HoldingView | None], ...]

    @property
    def moved(self) -> int:
        return sum(holding is not None for _, _, holding in self.functions)

    @property
    def done(self) -> bool:
        return bool(self.functions) and self.moved == len(self.functions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """`to` names the body that functions move to: ours where `to_us`."""

    id: UUID
    slug: str
    name: str
    about: str
    held_before_by: str
    to: str
    to_us: bool
    standing: Standing
    model: Model | None
    programme: str | None
    agreement_id: UUID | None
    provenance: Provenance
    version: int
    phases: tuple[PhaseView, ...]

    @property
    def moved(self) -> int:
        return sum(phase.moved for phase in self.phases)

    @property
    def functions(self) -> int:
        return sum(len(phase.functions) for phase in self.phases)
