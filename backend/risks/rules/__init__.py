"""What a risk may be and become, and who may keep it. Values in, answers out."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from backend.scope import NotPermitted, OvertakenByAnother, Refusal, Scope


class UnableToKeepRisk(Refusal):
    """A risk, or a part of one, that can't be as it was given."""


class UnableToScore(Refusal):
    """A likelihood, consequence or score that the matrix does not have."""


class UnableToUndoStep(OvertakenByAnother):
    """A step that is not the last one with its risk."""


class ChangedMeanwhile(OvertakenByAnother):
    """The row was changed by somebody else since the form was opened."""


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Level(StrEnum):
    """Where a risk stands: on the corporate register alone, or a principal risk of the board assurance framework."""

    CORPORATE = "corporate"
    BAF = "baf"


class ScoreKind(StrEnum):
    INHERENT = "inherent"
    CURRENT = "current"
    TARGET = "target"


class Strength(StrEnum):
    """How well a control works, as a person judged it."""

    STRONG = "strong"
    ADEQUATE = "adequate"
    WEAK = "weak"


class AssuranceLevel(StrEnum):
    SUBSTANTIAL = "substantial"
    REASONABLE = "reasonable"
    LIMITED = "limited"
    NONE = "none"


class Finding(StrEnum):
    POSITIVE = "positive"
    MIXED = "mixed"
    NEGATIVE = "negative"


class GapKind(StrEnum):
    CONTROL = "control"
    ASSURANCE = "assurance"


class Movement(StrEnum):
    """How the current score stands to the one before it."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NEW = "new"


class MoveState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"


STATE_IN_WORDS: Mapping[State, str] = MappingProxyType({State.OPEN: "Open", State.CLOSED: "Closed"})
LEVEL_IN_WORDS: Mapping[Level, str] = MappingProxyType(
    {Level.CORPORATE: "Corporate risk register", Level.BAF: "Board assurance framework"}
)
KIND_IN_WORDS: Mapping[ScoreKind, str] = MappingProxyType(
    {ScoreKind.INHERENT: "Inherent", ScoreKind.CURRENT: "Current", ScoreKind.TARGET: "Target"}
)
STRENGTH_IN_WORDS: Mapping[Strength, str] = MappingProxyType(
    {Strength.STRONG: "Strong", Strength.ADEQUATE: "Adequate", Strength.WEAK: "Weak"}
)
ASSURANCE_LEVEL_IN_WORDS: Mapping[AssuranceLevel, str] = MappingProxyType(
    {
        AssuranceLevel.SUBSTANTIAL: "Substantial",
        AssuranceLevel.REASONABLE: "Reasonable",
        AssuranceLevel.LIMITED: "Limited",
        AssuranceLevel.NONE: "None given",
    }
)
FINDING_IN_WORDS: Mapping[Finding, str] = MappingProxyType(
    {Finding.POSITIVE: "Positive", Finding.MIXED: "Mixed", Finding.NEGATIVE: "Negative"}
)
GAP_IN_WORDS: Mapping[GapKind, str] = MappingProxyType(
    {GapKind.CONTROL: "Gap in control", GapKind.ASSURANCE: "Gap in assurance"}
)
MOVEMENT_IN_WORDS: Mapping[Movement, str] = MappingProxyType(
    {
        Movement.UP: "Higher than before",
        Movement.DOWN: "Lower than before",
        Movement.SAME: "As before",
        Movement.NEW: "Scored once",
    }
)
MOVE_STATE_IN_WORDS: Mapping[MoveState, str] = MappingProxyType(
    {
        MoveState.PROPOSED: "Waits to be settled",
        MoveState.AGREED: "Agreed to",
        MoveState.DECLINED: "Not agreed to",
    }
)
ARROWS: Mapping[Movement, str] = MappingProxyType(
    {Movement.UP: "↑", Movement.DOWN: "↓", Movement.SAME: "→", Movement.NEW: "•"}
)
LINES: Mapping[int, str] = MappingProxyType(
    {
        1: "First line: those who run it",
        2: "Second line: those who oversee it",
        3: "Third line: independent of both",
    }
)
"""The three lines: operational management; oversight functions; audit, regulators and others who are independent."""


def movement(before: int | None, now: int | None) -> Movement:
    """How a score moved from the one before it."""
    if before is None or now is None:
        return Movement.NEW
    if now == before:
        return Movement.SAME
    return Movement.UP if now > before else Movement.DOWN


def reference(number: int, called: str | None = None) -> str:
    """What the organisation calls a risk, or the number that we gave it."""
    return called or f"R{number}"


def check_may_keep(scope: Scope) -> None:
    if scope.actor.chore is None and not scope.may("risks.keep"):
        raise NotPermitted("Risks are kept by governance officers and executive owners.")


def check_may_settle(scope: Scope) -> None:
    if scope.actor.chore is None and not scope.may("risks.settle"):
        raise NotPermitted("Matrix, appetite, rounds and moves of risks are settled by governance officers.")


def check_words(words: str, *, sentence: str, field: str) -> str:
    """Words that say something. Raises UnableToKeepRisk with `sentence`."""
    if not words.strip():
        raise UnableToKeepRisk(sentence, field=field)
    return words.strip()


def check_own_check(*, said_by: UUID | None, checker: UUID | None) -> None:
    """Nobody checks what they said themselves."""
    if said_by is not None and said_by == checker:
        raise UnableToKeepRisk("You said this yourself, so somebody else checks it.")
