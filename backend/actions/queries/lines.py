"""Lines of the action log, each with its colour, as far as the reader may see them."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.actions import rules, settings
from backend.actions.rules import Asked, SourceKind, State, ages
from backend.actions.rules.rag import RAG_IN_WORDS, Facts, Rag, Setting, rag_of, setting_on
from backend.kit.database import fetch
from backend.people import queries as people
from backend.scope import Scope

RECENT = timedelta(days=30)
"""What “lately” means in the figures above the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One action of a list. `owner` is a person's name, or that of somebody from outside."""

    id: UUID
    number: int
    words: str
    private: bool
    source_kind: SourceKind
    source_title: str
    source_on: date | None
    committee_id: UUID | None
    committee: str | None
    meeting_id: UUID | None
    item_id: UUID | None
    owner_person_id: UUID | None
    owner: str
    deputy_person_id: UUID | None
    deputy: str | None
    due_on: date | None
    moves: int
    state: State
    rag: Rag
    rag_why: str
    undertaken_on: date
    ended_on: date | None
    asked: Asked | None
    asked_until: date | None
    struck: bool

    @property
    def reference(self) -> str:
        return rules.reference(self.number)

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def rag_in_words(self) -> str:
        return RAG_IN_WORDS[self.rag]

    @property
    def source_in_words(self) -> str:
        kind = rules.SOURCE_IN_WORDS[self.source_kind]
        return f"{kind}: {self.source_title}" if self.source_title else kind

    @property
    def open(self) -> bool:
        return self.state not in rules.ENDED and not self.struck

    @property
    def waits_for_officer(self) -> bool:
        """Said to be done, or a question of the owner's that nobody has answered."""
        return self.open and (self.state is State.DONE_CLAIMED or self.asked is not None)

    @property
    def holders(self) -> frozenset[UUID | None]:
        return frozenset({self.owner_person_id, self.deputy_person_id})


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the log is narrowed to. `show`: open, waiting, closed, withdrawn, struck or all."""

    committee_id: UUID | None = None
    owner_person_id: UUID | None = None
    show: str = "open"
    rag: Rag | None = None
    age: str | None = None
    source: SourceKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The lines that the filters leave, and figures and ages of all that the committee and owner leave."""

    lines: tuple[ActionLine, ...]
    open: int
    red: int
    waiting: int
    added_lately: int
    closed_lately: int
    by_rag: Mapping[Rag, int]
    ages: tuple[ages.Bar, ...]


LINES = """
SELECT a.*, c.name AS committee, coalesce(p.name, a.owner_name) AS owner, d.name AS deputy,
  w.until AS waits_until, coalesce(w.undated, false) AS waits_open
FROM actions_action a
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = a.owner_person_id
LEFT JOIN people_person d ON d.tenant_id = $1 AND d.id = a.deputy_person_id
LEFT JOIN LATERAL (
  SELECT max(b.due_on) AS until, bool_or(b.due_on IS NULL) AS undated
  FROM actions_wait x JOIN actions_action b ON b.tenant_id = $1 AND b.id = x.for_action_id
  WHERE x.tenant_id = $1 AND x.action_id = a.id AND x.ended_at IS NULL
    AND b.state NOT IN ('closed', 'withdrawn') AND b.struck_at IS NULL
) w ON true
WHERE a.tenant_id = $1
  AND (NOT a.private OR $2 OR a.committee_id = ANY ($3) OR a.owner_person_id = $4 OR a.deputy_person_id = $4)
"""


def seen_by(scope: Scope) -> tuple[Any, ...]:
    """The arguments of `LINES` that say what the reader may see: the pair of `rules.may_see` in SQL."""
    everything = scope.actor.chore is not None or bool(scope.roles & {"governance-officer", "internal-audit"})
    return (
        scope.tenant.id,
        everything,
        [seat.committee_id for seat in scope.seats],
        scope.actor.person_id,
    )


async def actions_of(
    scope: Scope,
    *,
    committee_id: UUID | None = None,
    meeting_id: UUID | None = None,
    open_only: bool = False,
) -> tuple[ActionLine, ...]:
    """The actions of a committee, of a meeting, or all, in the order in which they were recorded.

    What was struck out is left out. `open_only` leaves out what is closed or withdrawn too. Three statements.
    """
    rows = await fetch(
        f"{LINES} AND ($5::uuid IS NULL OR a.committee_id = $5) AND ($6::uuid IS NULL OR a.meeting_id = $6) "
        "AND a.struck_at IS NULL AND (NOT $7 OR a.state NOT IN ('closed', 'withdrawn')) ORDER BY a.number",
        *seen_by(scope),
        committee_id,
        meeting_id,
        open_only,
    )
    return await lines_of(scope, rows)


async def said_to_be_done(scope: Scope, *, before: datetime) -> frozenset[UUID]:
    """Those that were said to be done before a moment, and neither closed nor opened again by then. One statement."""
    rows = await fetch(
        """
        SELECT action_id FROM (
          SELECT DISTINCT ON (action_id) action_id, kind FROM actions_step
          WHERE tenant_id = $1 AND made_at < $2 AND (undone_at IS NULL OR undone_at >= $2)
            AND kind IN ('done-claimed', 'closed', 'reopened', 'withdrawn')
          ORDER BY action_id, made_at DESC, id DESC
        ) latest WHERE kind = 'done-claimed'""",
        scope.tenant.id,
        before,
    )
    return frozenset(row["action_id"] for row in rows)


async def actions_from(
    scope: Scope, *, kind: SourceKind, source_ids: Collection[UUID]
) -> dict[UUID, tuple[ActionLine, ...]]:
    """The actions that came of these risks, gates, breaches or findings, by the id of their source.

    What was struck out is left out; one that the reader may not see is simply missing. Three statements.
    """
    if not source_ids:
        return {}
    rows = await fetch(
        f"{LINES} AND a.source_id = ANY ($5) AND a.source_kind = $6 AND a.struck_at IS NULL ORDER BY a.number",
        *seen_by(scope),
        list(source_ids),
        kind.value,
    )
    lines = {line.id: line for line in await lines_of(scope, rows)}
    found: dict[UUID, list[ActionLine]] = {}
    for row in rows:
        found.setdefault(row["source_id"], []).append(lines[row["id"]])
    return {source_id: tuple(each) for source_id, each in found.items()}


async def actions_by_id(scope: Scope, ids: Collection[UUID]) -> dict[UUID, ActionLine]:
    """These actions by id, struck out or not; one that the reader may not see is simply missing."""
    if not ids:
        return {}
    rows = await fetch(f"{LINES} AND a.id = ANY ($5)", *seen_by(scope), list(ids))
    return {line.id: line for line in await lines_of(scope, rows)}


async def log_of(scope: Scope, filters: Filters) -> Log:
    """The log as its page shows it: what is due first comes first, ended actions the latest first."""
    rows = await fetch(
        f"{LINES} AND ($5::uuid IS NULL OR a.committee_id = $5) "
        "AND ($6::uuid IS NULL OR a.owner_person_id = $6 OR a.deputy_person_id = $6) "
        "ORDER BY a.state IN ('closed', 'withdrawn'), a.ended_on DESC, a.due_on NULLS LAST, a.number",
        *seen_by(scope),
        filters.committee_id,
        filters.owner_person_id,
    )
    every = await lines_of(scope, rows)
    standing = [line for line in every if not line.struck]
    opened = [line for line in standing if line.open]
    since = scope.today - RECENT
    counted = Counter(line.rag for line in opened)
    return Log(
        lines=tuple(line for line in every if _left(line, filters, today=scope.today)),
        open=len(opened),
        red=counted[Rag.RED],
        waiting=sum(line.waits_for_officer for line in opened),
        added_lately=sum(line.undertaken_on > since for line in standing),
        closed_lately=sum(
            line.state is State.CLOSED and (line.ended_on or date.min) > since for line in standing
        ),
        by_rag={rag: counted[rag] for rag in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.GREY) if counted[rag]},
        ages=ages.bars_of(((line.undertaken_on, line.rag is Rag.RED) for line in opened), today=scope.today),
    )


async def lines_of(scope: Scope, rows: Collection[Any]) -> tuple[ActionLine, ...]:
    """Rows of `LINES` with their colours, in two more statements."""
    if not rows:
        return ()
    kept = await settings.settings_of(scope)
    paused = await people.paused_on(scope)
    return tuple(_line(row, kept, paused, today=scope.today) for row in rows)


def _left(line: ActionLine, filters: Filters, *, today: date) -> bool:
    """Whether the filters leave the line."""
    shown = {
        "open": line.open,
        "waiting": line.waits_for_officer,
        "closed": line.state is State.CLOSED and not line.struck,
        "withdrawn": line.state is State.WITHDRAWN and not line.struck,
        "struck": line.struck,
    }.get(filters.show, not line.struck)
    return (
        shown
        and (filters.rag is None or line.rag is filters.rag)
        and (filters.age is None or ages.band_of(line.undertaken_on, today=today) == filters.age)
        and (filters.source is None or line.source_kind is filters.source)
    )


def _line(
    row: Mapping[str, Any], kept: tuple[Setting, ...], paused: frozenset[UUID], *, today: date
) -> ActionLine:
    state = State(row["state"])
    deputy = row["deputy_person_id"]
    facts = Facts(
        state=state,
        due_on=row["due_on"],
        moves=row["moves"],
        waits_until=row["waits_until"],
        waits_open=row["waits_open"],
        asked=row["asked"] is not None,
        paused=row["owner_person_id"] in paused and (deputy is None or deputy in paused),
    )
    colour, why = rag_of(facts, setting_on(kept, committee_id=row["committee_id"], on=today), today=today)
    same = [
        name
        for name in ActionLine.__dataclass_fields__
        if name not in ("source_kind", "state", "rag", "rag_why", "asked", "struck")
    ]
    return ActionLine(
        **{name: row[name] for name in same},
        source_kind=SourceKind(row["source_kind"]),
        state=state,
        rag=Rag.GREY if row["struck_at"] else colour,
        rag_why="Struck out" if row["struck_at"] else why,
        asked=Asked(row["asked"]) if row["asked"] else None,
        struck=row["struck_at"] is not None,
    )
