"""What a tenant's own rules say of deciding between meetings: who may act, whom they consult, up to which value."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from backend.catalogue.powers import Pounds
from backend.catalogue.quorum import Office
from backend.catalogue.shapes import Count, Flag, Line, Positive, Slug, Sourced, Strict


class ActKind(StrEnum):
    """How something was decided without a meeting."""

    CHAIR_ACTION = "chair-action"
    URGENT_POWERS = "urgent-powers"
    CORRESPONDENCE = "correspondence"


class Goes(StrEnum):
    """What the next meeting does with an act that was regular."""

    REPORT = "report"
    RATIFICATION = "ratification"


class ActRule(Sourced):
    """One rule of the standing orders. The newest that names the committee counts, else the newest that names none."""

    id: Slug
    kind: ActKind
    committees: tuple[Slug, ...] = ()
    """Every committee where left out."""
    by: Annotated[tuple[Office, ...], Field(max_length=6)] = ()
    """Who may act: one of these offices, or all of them where `jointly`."""
    jointly: Flag = False
    stand_in: Annotated[tuple[Office, ...], Field(max_length=6)] = ()
    """Who may act in the place of the chair."""
    consult: Count = 0
    """How many other voting members are consulted first."""
    limit: Pounds | None = None
    """In whole pounds; no limit of its own where left out. The scheme's limits stand beside it."""
    goes: Goes = Goes.REPORT
    ask_all: Flag = True
    """By correspondence: every voting member without a conflict is asked."""
    meeting_if: Count = 1
    """By correspondence: as many as ask for a meeting bring it to one; 0 where nobody can."""
    reply_days: Positive = 5
    remind_days: Positive = 2
    """Days before the last day for replies on which those who have not replied are reminded."""
    clause: Line
    effective_from: date
    effective_until: date | None = None
    """The last day with it."""

    @model_validator(mode="after")
    def _somebody_acts(self) -> Self:
        if self.kind is not ActKind.CORRESPONDENCE and not self.by:
            raise ValueError("names nobody who may act; write the offices under `by`")
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise ValueError("ends before it begins")
        return self

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)


class BetweenSettings(Strict):
    """`between.toml`, after the rules of the tenant's kind."""

    rules: tuple[ActRule, ...] = ()

    def rule_for(self, kind: ActKind, *, committee: str, on: date) -> ActRule | None:
        """The rule that counts for a committee (by its short name) on a day, or nothing."""
        standing = [
            rule
            for rule in self.rules
            if rule.kind is kind
            and rule.in_force(on)
            and (not rule.committees or committee in rule.committees)
        ]
        return max(standing, key=lambda rule: (bool(rule.committees), rule.effective_from), default=None)
