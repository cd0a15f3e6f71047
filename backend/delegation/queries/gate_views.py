"""What is read of a gate: its criteria, who passed it, what was waived, set as a condition, and what happened."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.conditions import Condition as Rule
from backend.catalogue.criteria import Finding, Guards
from backend.catalogue.shapes import Provenance
from backend.delegation import rules
from backend.delegation.rules import gates as at_gates
from backend.kit.calendar import in_words
from backend.ledger.records import Record, content_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A piece of evidence that is shown, and of which kind it is said to be."""

    id: UUID
    kind: str
    record: Record
    since: date
    known_from: datetime
    person_name: str
    withdrawn_on: date | None
    withdrawn_because: str | None

    @property
    def kind_in_words(self) -> str:
        return at_gates.EVIDENCE_IN_WORDS.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverView:
    """A criterion let be for a while; it ends by itself after `until`."""

    id: UUID
    condition_id: UUID
    reason: str
    since: date
    until: date
    known_from: datetime
    person_name: str
    office: str
    withdrawn_on: date | None
    withdrawn_because: str | None

    def holds(self, on: date) -> bool:
        return self.since <= on <= self.until and (self.withdrawn_on is None or on < self.withdrawn_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingView:
    """A signature at the gate, with the words that were agreed to and the hash of what stood."""

    id: UUID
    gate_id: UUID
    number: int
    act: str
    since: date
    known_from: datetime
    person_id: UUID
    person_name: str
    office: str
    words: str
    sha256: str
    proved_by: str
    reason: str | None

    @property
    def passed(self) -> bool:
        return self.act == "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImposedView:
    """A condition that was set, and how it stands. `from_number`: the one that it was carried over from."""

    id: UUID
    programme_id: UUID
    gate_id: UUID
    gate: str
    number: int
    words: str
    imposed_by: str
    imposed_on: date
    due_on: date | None
    year: str | None
    action_id: UUID | None
    from_id: UUID | None
    from_number: int | None
    into_id: UUID | None
    into_number: int | None
    state: at_gates.Imposed
    said: str | None
    since: date
    said_by: str | None

    @property
    def label(self) -> str:
        return f"Condition {self.number}"

    @property
    def state_in_words(self) -> str:
        return at_gates.IMPOSED_IN_WORDS[self.state]

    @property
    def pending(self) -> bool:
        return self.state in at_gates.PENDING

    def late(self, on: date) -> bool:
        return self.pending and self.due_on is not None and self.due_on < on

    @property
    def record(self) -> Record:
        return Record(
            room="delegation",
            kind="imposed-condition",
            id=self.id,
            title=f"{self.label} of gate {self.gate}: {self.words}"[:300],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningView:
    """What happened at a gate, as it was recorded."""

    id: UUID
    programme_id: UUID
    gate_id: UUID
    gate: str
    number: int
    what: at_gates.What
    milestone_id: UUID | None
    milestone: str | None
    function: str | None
    words: str
    happened_on: date
    decided_by: str
    irregular: bool
    why: str
    action_id: UUID | None
    known_from: datetime
    person_name: str
    reported_on: date | None
    reported_to: str | None
    struck_at: datetime | None
    struck_because: str | None

    @property
    def what_in_words(self) -> str:
        return at_gates.WHAT_IN_WORDS[self.what]

    @property
    def record(self) -> Record:
        return Record(
            room="delegation",
            kind="happening",
            id=self.id,
            title=f"At gate {self.gate}, {self.happened_on:%d.%m.%Y}: {self.words}"[:300],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView:
    """A criterion on a day. `words` say what its judgement rests on; `met_by` is the milestone that would meet it.

    Before anybody has judged it, it stands as the source found it, which is never “met”.
    """

    id: UUID
    programme_id: UUID
    gate_id: UUID
    gate: str
    gate_name: str
    slug: str
    text: str
    parts: tuple[str, ...]
    expects: tuple[str, ...]
    needs: tuple[str, ...]
    rule: Rule | None
    finding: Finding | None
    met_by_id: UUID | None
    met_by: str | None
    met_by_inferred: bool
    state: rules.Judgement
    words: str | None
    since: date | None
    judged_by: str | None
    judged_by_id: UUID | None
    provenance: Provenance
    waiver: WaiverView | None = None
    lapsed_waiver: WaiverView | None = None
    evidence: tuple[ShownLine, ...] = ()

    @property
    def state_in_words(self) -> str:
        return rules.CONDITION_IN_WORDS[self.state]

    @property
    def met(self) -> bool:
        return self.state is rules.Judgement.MET

    @property
    def by_source(self) -> bool:
        """Whether it stands as the source found it, for nobody has judged it here."""
        return self.judged_by is None and self.finding is not None

    @property
    def stops(self) -> bool:
        return self.at_gate.stops

    @property
    def needs_missing(self) -> tuple[str, ...]:
        """In words, the kinds of evidence that are asked for and not shown."""
        shown = {each.kind for each in self.evidence}
        return tuple(at_gates.EVIDENCE_IN_WORDS[each] for each in self.needs if each not in shown)

    @property
    def at_gate(self) -> at_gates.Criterion:
        return at_gates.Criterion(
            slug=self.slug,
            state=self.state,
            waived=self.waiver is not None,
            judged_by_id=self.judged_by_id,
        )

    @property
    def record(self) -> Record:
        return Record(
            room="delegation", kind="condition", id=self.id, title=f"{self.slug}: {self.text}"[:300]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedMilestone:
    id: UUID
    slug: str
    activity: str
    accepted_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateView:
    """A gate on a day. `before` is the milestone that the source names; where inferred, the source does not give it."""

    id: UUID
    programme_id: UUID
    programme: str
    programme_slug: str
    slug: str
    name: str
    about: str | None
    before_id: UUID | None
    before: str | None
    before_inferred: bool
    guards: Guards
    milestones: tuple[GuardedMilestone, ...]
    provenance: Provenance
    conditions: tuple[ConditionView, ...]
    passings: tuple[PassingView, ...]
    waivers: tuple[WaiverView, ...]
    imposed: tuple[ImposedView, ...]
    happenings: tuple[HappeningView, ...]
    on: date

    @property
    def unmet(self) -> tuple[ConditionView, ...]:
        """The criteria that are not known to be met, whether waived or not."""
        return tuple(each for each in self.conditions if not each.met)

    @property
    def stopping(self) -> tuple[ConditionView, ...]:
        """The criteria that stop it: neither met nor waived."""
        return tuple(each for each in self.conditions if each.stops)

    @property
    def passing(self) -> PassingView | None:
        """The signature by which it stands as passed; none where it is not, or was opened again."""
        last = self.passings[-1] if self.passings else None
        return last if last is not None and last.passed else None

    @property
    def open(self) -> bool:
        """Whether what it guards may follow."""
        return self.passing is not None

    @property
    def state(self) -> at_gates.GateState:
        return at_gates.state_of(passed=self.open, criteria=[each.at_gate for each in self.conditions])

    @property
    def state_in_words(self) -> str:
        return at_gates.GATE_IN_WORDS[self.state]

    @property
    def shaken(self) -> tuple[ConditionView, ...]:
        """Criteria of a passed gate that are no longer met, or whose waiver has lapsed."""
        return self.stopping if self.open else ()

    @property
    def irregular(self) -> tuple[HappeningView, ...]:
        return tuple(each for each in self.happenings if each.irregular and each.struck_at is None)

    @property
    def pending(self) -> tuple[ImposedView, ...]:
        return tuple(each for each in self.imposed if each.pending)

    @property
    def guarded(self) -> tuple[str, ...]:
        """What may not follow before it is passed, in words."""
        functions = self.guards.functions
        acts = [at_gates.GUARDED_IN_WORDS[each.value] for each in self.guards.acts]
        if functions:
            acts = [
                each if "function" not in each else f"the start of {at_gates.listed(functions)}"
                for each in acts
            ]
        return (*(f"milestone {each.slug}" for each in self.milestones), *acts)

    @property
    def happened(self) -> tuple[str, ...]:
        """What it guards and that has happened, for whoever would open it again."""
        reached = [
            f"{each.slug} was accepted on {in_words(each.accepted_on)}"
            for each in self.milestones
            if each.accepted_on is not None
        ]
        acts = [
            f"{each.words.rstrip('.')}, on {in_words(each.happened_on)}"
            for each in self.happenings
            if each.struck_at is None
        ]
        return (*reached, *acts)

    @property
    def at_gate(self) -> at_gates.AtGate:
        return at_gates.AtGate(
            slug=self.slug,
            name=self.name,
            passed=self.open,
            criteria=tuple(each.at_gate for each in self.conditions),
            happened=self.happened,
        )

    @property
    def content(self) -> dict[str, Any]:
        """What a signature is given to: the criteria as they stand, with what they rest on."""
        return {
            "gate": self.slug,
            "name": self.name,
            "guards": list(self.guarded),
            "criteria": [
                {
                    "criterion": each.slug,
                    "text": each.text,
                    "state": each.state.value,
                    "words": each.words,
                    "waived_until": each.waiver.until if each.waiver else None,
                    "evidence": [[line.kind, line.record.title, line.record.hash] for line in each.evidence],
                }
                for each in self.conditions
            ],
            "conditions": [[each.number, each.words, each.due_on, each.state.value] for each in self.imposed],
        }

    @property
    def sha256(self) -> str:
        return content_hash(self.content)

    @property
    def path(self) -> str:
        return f"/delegation/gates/{self.id}"

    @property
    def record(self) -> Record:
        return Record(
            room="delegation", kind="gate", id=self.id, title=f"Gate {self.slug}: {self.name}"[:300]
        )
