"""What other bodies let us see of their figures: the last delivery of each, dated, and every one before it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.scope import NotFound, Scope
from backend.systems.queries.granted import groups_of
from backend.systems.rules.granting import Figure, key_in_words
from backend.together.queries.agreements import AgreementLine, agreements_of
from backend.together.rules import Figures, GrantedLine, Kind, Side, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedLine:
    """One delivery as it came."""

    id: UUID
    key: str
    as_at: date
    received_at: datetime
    said: Figures

    @property
    def key_in_words(self) -> str:
        return key_in_words(self.key)

    @property
    def groups(self) -> tuple[tuple[str, tuple[GrantedLine, ...]], ...]:
        return groups_of(self.said.figures, self.said.lines)

    def lines_of(self, figure: Figure) -> tuple[GrantedLine, ...]:
        return tuple(each for each in self.said.lines if each.figure == figure.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """A body that lets us see figures of its own, and what it delivered, newest first."""

    agreement: AgreementLine
    deliveries: tuple[ReceivedLine, ...]
    ended_on: date | None

    @property
    def name(self) -> str:
        return self.agreement.other_name

    @property
    def last(self) -> ReceivedLine | None:
        return self.deliveries[0] if self.deliveries else None

    @property
    def ended(self) -> bool:
        """Whether nothing more comes; what came stays, with its day."""
        held = self.agreement.standing
        begins = held.state is State.ACCEPTED and self.agreement.today < held.from_on
        return not (self.waits or begins or self.agreement.in_force)

    @property
    def waits(self) -> bool:
        """For our answer; nothing comes before it."""
        return self.agreement.standing.state is State.PROPOSED

    @property
    def standing(self) -> str:
        """In words, for the list: whether it still delivers, and since when it does not."""
        if self.ended_on is not None:
            return f"Ended on {in_words(self.ended_on)}"
        if self.agreement.in_force and self.last is None:
            return "In force; nothing has come yet"
        return self.agreement.state_in_words

    def cell(self, figure: Figure) -> "Cell":
        """One figure in a few words."""
        if self.last is None:
            return Cell(words="nothing came" if self.ended else "nothing came yet", mark=Mark.NOTHING)
        if figure.value not in self.last.said.figures:
            return Cell(words="not granted", mark=Mark.NOTHING)
        lines = self.last.lines_of(figure)
        if not lines:
            return Cell(words="nothing is kept", mark=Mark.NOTHING)
        return Cell(words=_summed(figure, lines), mark=_mark(lines))


class Mark:
    """How a cell is drawn. A shape each, so that no colour is needed to tell them apart."""

    LOOK = "look"
    HIDDEN = "hidden"
    FINE = "fine"
    NOTHING = "nothing"


MARK_IN_WORDS = {
    Mark.LOOK: "Something to look at",
    Mark.HIDDEN: "In part hidden, being small",
    Mark.FINE: "Nothing stands out",
    Mark.NOTHING: "Nothing to show",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    words: str
    mark: str

    @property
    def mark_in_words(self) -> str:
        return MARK_IN_WORDS[self.mark]


def _mark(lines: tuple[GrantedLine, ...]) -> str:
    if any(each.troubled for each in lines):
        return Mark.LOOK
    return Mark.HIDDEN if any(each.hidden for each in lines) else Mark.FINE


def _summed(figure: Figure, lines: tuple[GrantedLine, ...]) -> str:
    """A figure's lines in one: of committees the counts alone, of others each label before a colon with its words."""
    shown = [each for each in lines if figure is not Figure.COMMITTEES or each.number is not None]
    if figure is Figure.PACK:
        return lines[0].words
    told = {True: " (to look at)", False: ""}
    return "; ".join(f"{each.label.partition(':')[0]}: {each.words}{told[each.troubled]}" for each in shown)


_ROWS = """
SELECT id, agreement_id, key, as_at, received_at, said FROM systems_received
WHERE tenant_id = $1 AND agreement_id = ANY ($2) ORDER BY as_at DESC, received_at DESC, id DESC
"""
_LAST_ROWS = """
SELECT DISTINCT ON (agreement_id) id, agreement_id, key, as_at, received_at, said FROM systems_received
WHERE tenant_id = $1 AND agreement_id = ANY ($2) ORDER BY agreement_id, as_at DESC, received_at DESC, id DESC
"""


async def bodies_of(
    scope: Scope, *, agreement_id: UUID | None = None, only_last: bool = False
) -> tuple[BodyView, ...]:
    """Every body that grants us figures, or granted us any, by name; or one. Three statements.

    `only_last`: with the last delivery of each alone, which is what stands side by side.
    """
    found = [
        each
        for each in await agreements_of(scope, kind=Kind.SYSTEM)
        if each.standing.side is Side.INVITED and (agreement_id is None or each.id == agreement_id)
    ]
    if not found:
        return ()
    ids = [each.id for each in found]
    rows = await fetch(_LAST_ROWS if only_last else _ROWS, scope.tenant.id, ids)
    ends = await fetch(
        "SELECT id, ended_on FROM together_agreement WHERE tenant_id = $1 AND id = ANY ($2)",
        scope.tenant.id,
        ids,
    )
    ended = {row["id"]: row["ended_on"] for row in ends}
    by: dict[UUID, list[ReceivedLine]] = {}
    for row in rows:
        by.setdefault(row["agreement_id"], []).append(_received(row))
    views = [
        BodyView(agreement=each, deliveries=tuple(by.get(each.id, ())), ended_on=ended.get(each.id))
        for each in found
    ]
    if agreement_id is None:  # refused, or taken back before anything came: that body lets us see nothing
        views = [each for each in views if each.deliveries or not each.ended]
    return tuple(sorted(views, key=lambda each: (each.ended, each.name.casefold(), str(each.agreement.id))))


async def body_of(scope: Scope, *, agreement_id: UUID) -> BodyView:
    """One body with everything that it delivered. Raises NotFound."""
    found = await bodies_of(scope, agreement_id=agreement_id)
    if not found:
        raise NotFound("grant")
    return found[0]


def _received(row: Any) -> ReceivedLine:
    return ReceivedLine(
        id=row["id"],
        key=row["key"],
        as_at=row["as_at"],
        received_at=row["received_at"],
        said=Figures.model_validate(json.loads(row["said"])),
    )
