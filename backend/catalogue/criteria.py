"""Gates of a programme with their criteria, and its governance commitments with the checks of them.

A file says what a gate asks and what a source found; it never says that a criterion is met or a gate passed, which is
for a named person to say.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from backend.catalogue.conditions import Condition as Rule
from backend.catalogue.shapes import Flag, Line, Positive, Slug, Sourced, Strict, Text

ProgrammeId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{1,3}$")]
"""How a programme numbers its gates (G1), conditions (C1), commitments (GC01) and milestones (M01)."""


class GuardedAct(StrEnum):
    """What a gate may guard beside milestones."""

    CONTRACT_SIGNATURE = "contract-signature"
    SERVICE_START = "service-start"
    FUNCTION_START = "function-start"


class EvidenceKind(StrEnum):
    """What a piece of evidence is, where a criterion or a commitment asks for a kind."""

    INTERNAL_AUDIT = "internal-audit"
    EXTERNAL_AUDIT = "external-audit"
    LEGAL_ADVICE = "legal-advice"
    FINANCIAL = "financial"
    LETTER = "letter"
    MINUTES = "minutes"
    CONTRACT = "contract"
    OTHER = "other"


class Finding(Sourced):
    """What a source says of a criterion. A file can't say that it is met: a person judges that."""

    outcome: Literal["not-met", "not-known"]
    words: Text


class Condition(Sourced):
    """A criterion that must be met before its gate may be passed; the older programmes call it a condition."""

    id: ProgrammeId
    text: Text
    parts: tuple[Text, ...] = ()
    met_by: ProgrammeId | None = None
    """The milestone whose delivery would meet it."""
    met_by_inferred: Flag = False
    expects: tuple[Text, ...] = ()
    """The evidence that is asked for, in words."""
    needs: tuple[EvidenceKind, ...] = ()
    """Kinds of evidence that must be shown before it can be judged to be met."""
    rule: Rule | None = None
    """A rule over facts whose verdict stands beside the judgement and never decides."""
    found: Finding | None = None


class Guards(Strict):
    """What may not follow before a gate is passed; `functions` narrow `function-start` to some of them."""

    milestones: tuple[ProgrammeId, ...] = ()
    acts: tuple[GuardedAct, ...] = ()
    functions: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _functions_are_of_their_start(self) -> "Guards":
        if self.functions and GuardedAct.FUNCTION_START not in self.acts:
            raise ValueError("names functions, so `acts` must hold function-start")
        return self


class Gate(Sourced):
    """Criteria before a milestone or an act: the signature of a contract, the start of a service or of a function."""

    id: ProgrammeId
    name: Line
    about: Text | None = None
    before: ProgrammeId | None = None
    before_inferred: Flag = False
    guards: Guards = Guards()
    conditions: tuple[Condition, ...]

    @model_validator(mode="after")
    def _guards_something(self) -> "Gate":
        if not (self.before or self.guards.milestones or self.guards.acts):
            raise ValueError("guards nothing: give it `before` (a milestone) or `guards`")
        return self

    @property
    def milestones(self) -> tuple[str, ...]:
        """Every milestone that it guards, the one of `before` first."""
        return tuple(dict.fromkeys([*([self.before] if self.before else []), *self.guards.milestones]))


class NotDiscussedAt(Strict):
    """A subject has no place on the agenda of a committee; it belongs to another."""

    kind: Literal["not-discussed-at"]
    subject: Slug
    words: tuple[Line, ...]
    """What in the title of an item tells the subject, in small letters."""
    committee: Slug
    belongs_to: Slug


class NeedsEvidence(Strict):
    """There is evidence of every one of these kinds."""

    kind: Literal["needs-evidence"]
    kinds: tuple[EvidenceKind, ...]


class ByRule(Strict):
    """A rule over facts."""

    kind: Literal["rule"]
    rule: Rule


Check = Annotated[NotDiscussedAt | NeedsEvidence | ByRule, Field(discriminator="kind")]


class Commitment(Sourced):
    """A governance commitment, how we would check it in words, and the check itself where it can be made."""

    id: ProgrammeId
    n: Positive
    text: Text
    check: Text | None = None
    checking: Check | None = None
