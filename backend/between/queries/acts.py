"""Acts in lists: those of a committee, sifted, and those that wait for an agenda."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.between import rules, settings
from backend.between.queries.reading import act_rows, fault_rows
from backend.meetings.rules import day_of
from backend.powers.rules import pounds
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """One act. `number` is its reference in the year, `value_pence` in pence, `finding_kind` as the scheme answers.

    `meeting_id` and `item_id` are where it stands on an agenda, where it does. `faults` are sentences, each with the
    way to put it right.
    """

    id: UUID
    committee_id: UUID
    committee: str
    number: str
    kind: rules.ActKind
    state: rules.ActState
    taken_on: date
    title: str
    words: str
    because: str
    function: str | None
    value_pence: int | None
    finding_kind: str | None
    finding_words: str | None
    clause: str | None
    quorum_words: str | None
    faults: tuple[str, ...]
    private: bool
    meeting_id: UUID | None
    item_id: UUID | None
    meeting: str | None
    meeting_on: date | None
    goes_to: str | None
    settled_by_decision_id: UUID | None
    settled_words: str | None
    sha256: str | None
    struck_because: str | None

    @property
    def irregular(self) -> bool:
        return bool(self.faults)

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.kind]

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def value_in_words(self) -> str | None:
        return None if self.value_pence is None else pounds(self.value_pence)

    @property
    def waits(self) -> bool:
        return self.state in rules.WAITING


async def acts_of(
    scope: Scope, *, committee_id: UUID, since: date | None = None, until: date | None = None
) -> tuple[ActLine, ...]:
    """The acts that were taken for a committee from `since` to `until` (both included), newest first.

    What is still being recorded or asked is none yet; what was struck out is none any more. Two statements.
    """
    return await _lines(
        scope,
        committee_id=committee_id,
        states=rules.TAKEN,
        since=since,
        until=until,
    )


async def acts_between(scope: Scope, *, since: date, until: date) -> tuple[ActLine, ...]:
    """The acts that were taken for any committee from `since` to `until` (both included), oldest first."""
    return tuple(reversed(await _lines(scope, states=rules.TAKEN, since=since, until=until)))


async def questions_to(scope: Scope) -> tuple[tuple[ActLine, date], ...]:
    """What the reader was asked by correspondence and has not replied to, each with its last day, soonest first."""
    if scope.actor.person_id is None:
        return ()
    rows = await act_rows(
        scope,
        "a.state = 'asking' AND EXISTS (SELECT 1 FROM between_person q WHERE q.tenant_id = $1 AND q.act_id = a.id "
        "AND q.part = 'asked' AND q.person_id = $5 AND q.answer IS NULL AND q.removed_at IS NULL "
        "AND (q.handling IS NULL OR q.handling = 'took-part'))",
        scope.actor.person_id,
        order="a.reply_by, a.id",
    )
    month = settings.first_month_of(scope)
    return tuple((line_of(scope, row, (), first_month=month), row["reply_by"]) for row in rows)


async def listed_acts(
    scope: Scope,
    *,
    committee_id: UUID | None = None,
    kind: rules.ActKind | None = None,
    state: rules.ActState | None = None,
    everything: bool = True,
) -> tuple[ActLine, ...]:
    """Every act that the reader may see, newest first, sifted. Without `everything`, no records that are unfinished."""
    states = {state} if state is not None else set(rules.ActState)
    if not everything:
        states -= {rules.ActState.RECORDING}
    return await _lines(scope, committee_id=committee_id, kind=kind, states=states)


async def waiting_acts(scope: Scope, *, committee_id: UUID | None = None) -> tuple[ActLine, ...]:
    """Those that a meeting has still to be told of or to ratify, for the committee to which they go."""
    lines = await _lines(scope, goes_to_id=committee_id, states=rules.WAITING)
    return tuple(reversed(lines))


async def _lines(
    scope: Scope,
    *,
    states: Collection[rules.ActState],
    committee_id: UUID | None = None,
    goes_to_id: UUID | None = None,
    kind: rules.ActKind | None = None,
    since: date | None = None,
    until: date | None = None,
) -> tuple[ActLine, ...]:
    rows = await act_rows(
        scope,
        "a.state = ANY($5) AND ($6::uuid IS NULL OR a.committee_id = $6) AND ($7::uuid IS NULL OR a.goes_to_id = $7) "
        "AND ($8::text IS NULL OR a.kind = $8)",
        [each.value for each in states],
        committee_id,
        goes_to_id,
        kind.value if kind else None,
        order="coalesce(a.taken_at, a.begun_at) DESC, a.id DESC",
    )
    faults = await fault_rows(scope, [row["id"] for row in rows])
    month = settings.first_month_of(scope)
    lines = (line_of(scope, row, faults.get(row["id"], []), first_month=month) for row in rows)
    return tuple(
        line
        for line in lines
        if (since is None or line.taken_on >= since) and (until is None or line.taken_on <= until)
    )


def line_of(scope: Scope, row: Any, faults: Collection[Any], *, first_month: int) -> ActLine:
    return ActLine(
        id=row["id"],
        committee_id=row["committee_id"],
        committee=row["committee"],
        number=rules.reference(row["year"], row["number"], first_month=first_month),
        kind=rules.ActKind(row["kind"]),
        state=rules.ActState(row["state"]),
        taken_on=day_of(scope, row["taken_at"] or row["begun_at"]),
        title=row["title"],
        words=row["words"],
        because=row["because"],
        function=row["function"],
        value_pence=row["value_pence"],
        finding_kind=row["power"],
        finding_words=row["power_words"],
        clause=row["clause"] or None,
        quorum_words=row["quorum_words"],
        faults=tuple(f"{fault['words']} {fault['way']}" for fault in faults),
        private=row["private_reason"] is not None,
        meeting_id=row["meeting_id"],
        item_id=row["item_id"],
        meeting=row["meeting"],
        meeting_on=None if row["starts_at"] is None else day_of(scope, row["starts_at"]),
        goes_to=row["goes_to"],
        settled_by_decision_id=row["settled_by_decision_id"],
        settled_words=row["settled_words"],
        sha256=row["sha256"],
        struck_because=row["struck_because"],
    )
