"""What the page of an organisation's life shows: its state and history, what closing would stop, proposals, exports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.archives.rules import settling
from backend.archives.rules.settling import Ending, ExportState, ProposalState, Standing
from backend.archives.tables import Export, Proposal
from backend.kit.database import fetch
from backend.ledger import queries as ledger
from backend.ledger.queries import EventLine
from backend.scope import NotFound, Scope

ACTS = {
    "founded": "Founded",
    "went-live": "Went live",
    "suspended": "Suspended",
    "resumed": "Resumed",
    "closed": "Closed",
    "reopened": "Reopened",
    "merged": "Merged",
    "deleted": "Deleted",
    "restored": "Brought back from a backup",
    "backed-up": "Backed up",
}

_STOPS = """
SELECT
  (SELECT count(*) FROM actions_action WHERE tenant_id = $1 AND state IN ('open', 'reopened', 'done-claimed'))
    AS actions,
  (SELECT count(*) FROM meetings_meeting WHERE tenant_id = $1 AND state IN ('planned', 'agenda-published')
    AND starts_at > $2) AS meetings,
  (SELECT count(*) FROM releases_release WHERE tenant_id = $1 AND state = 'live' AND expires_at > $2) AS links_live,
  (SELECT count(*) FROM requests_request WHERE tenant_id = $1 AND closed_on IS NULL) AS requests_open,
  (SELECT count(*) FROM actions_action WHERE tenant_id = $1 AND chase_on IS NOT NULL) AS chased,
  (SELECT count(*) FROM together_agreement WHERE tenant_id = $1 AND state = 'accepted'
    AND (until_on IS NULL OR until_on >= $2::timestamptz::date)) AS agreements,
  (SELECT count(*) FROM registers_hold WHERE tenant_id = $1 AND lifted_at IS NULL) AS holds
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the organisation's history."""

    on: datetime
    words: str
    by: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Something that closing would stop or leave open: how many, what becomes of them, and where they are."""

    what: str
    count: int
    becomes: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal as it stands."""

    id: UUID
    kind: Ending
    state: ProposalState
    ends_on: date | None
    reason: str
    proposed_at: datetime
    proposed_by_person_id: UUID
    proposed_by_name: str
    settled_at: datetime | None
    settled_by_name: str | None
    settled_because: str | None
    not_before: datetime | None

    @property
    def words(self) -> str:
        return settling.ENDING_IN_WORDS[self.kind]

    @property
    def state_in_words(self) -> str:
        return settling.PROPOSAL_IN_WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """One export; its key is never read for a page."""

    id: UUID
    state: ExportState
    asked_at: datetime
    asked_by_name: str
    stage: str
    parts_done: int
    parts: int
    kept_until: datetime | None
    sha256: str | None
    size: int | None
    rows: int | None
    files: int | None
    failure: str | None

    @property
    def state_in_words(self) -> str:
        return settling.EXPORT_IN_WORDS[self.state]

    @property
    def share_done(self) -> int:
        return min(100, 100 * self.parts_done // self.parts)

    @property
    def size_in_words(self) -> str:
        size = self.size or 0
        return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{max(1, size // 1000):,} kB"


async def history_of(scope: Scope) -> tuple[Step, ...]:
    """The steps of the organisation's life, oldest first: what the ledger says of the organisation itself."""
    lines = await ledger.history_of(scope, room="tenancy", kind="tenant", record_id=scope.tenant.id)
    return tuple(_step(line) for line in lines if line.act.rpartition(".")[2] in ACTS)


def _step(line: EventLine) -> Step:
    after = line.after or {}
    words = ACTS[line.act.rpartition(".")[2]]
    if isinstance(into := after.get("into"), dict):
        words = f"{words} into {into.get('name', '')}"
    return Step(on=line.at, words=words, by=line.actor_name, because=str(after.get("reason", "")))


async def stops_of(scope: Scope) -> tuple[Stop, ...]:
    """What closing would stop, and what would stay open: only what there is.

    Letters that wait are not counted: one more of them can tell that a concern was raised.
    """
    row = await _counts(scope)
    every = (
        Stop(
            what="Open actions",
            count=row["actions"],
            becomes="stay open in the record, and nobody is asked for them",
            path="/actions",
        ),
        Stop(
            what="Meetings planned",
            count=row["meetings"],
            becomes="stay planned, and can’t be held here",
            path="/meetings",
        ),
        Stop(
            what="Released packs still open",
            count=row["links_live"],
            becomes="can still be opened until their end; they can’t be revoked",
            path="/releases",
        ),
        Stop(
            what="Requests for information",
            count=row["requests_open"],
            becomes="can’t be answered here: close or hand them over first",
            path="/requests",
        ),
        Stop(
            what="Actions being chased",
            count=row["chased"],
            becomes="are no longer chased",
            path="/chasing",
        ),
        Stop(
            what="Agreements with other bodies",
            count=row["agreements"],
            becomes="carry nothing any more",
            path="/together",
        ),
    )
    return tuple(each for each in every if each.count)


async def standing_of(scope: Scope) -> Standing:
    """What a deletion is asked about."""
    row = await _counts(scope)
    return Standing(
        state=scope.tenant.state,
        name=scope.tenant.name,
        ended_on=scope.tenant.ended_on,
        holds=row["holds"],
        requests_open=row["requests_open"],
        links_live=row["links_live"],
    )


async def _counts(scope: Scope) -> Any:
    return (await fetch(_STOPS, scope.tenant.id, scope.now))[0]


_PROPOSAL = (
    *(Proposal.id, Proposal.kind, Proposal.state, Proposal.ends_on, Proposal.reason, Proposal.proposed_at),
    *(Proposal.proposed_by_person_id, Proposal.proposed_by_name, Proposal.settled_at),
    *(Proposal.settled_by_name, Proposal.settled_because, Proposal.not_before),
)
_EXPORT = (
    *(Export.id, Export.state, Export.asked_at, Export.asked_by_name, Export.stage, Export.parts_done),
    *(Export.parts, Export.kept_until, Export.sha256, Export.size, Export.rows, Export.files, Export.failure),
)


async def proposals_of(scope: Scope) -> tuple[ProposalView, ...]:
    """Every proposal, newest first."""
    rows = await Proposal.within(scope, *_PROPOSAL).order_by(Proposal.id, ascending=False)
    return tuple(map(_proposal, rows))


async def proposal_of(scope: Scope, *, proposal_id: UUID) -> ProposalView:
    """One proposal. Raises NotFound."""
    rows = await Proposal.within(scope, *_PROPOSAL).where(Proposal.id == proposal_id)
    if not rows:
        raise NotFound("proposal")
    return _proposal(rows[0])


async def exports_of(scope: Scope, *, most: int = 10) -> tuple[ExportView, ...]:
    """The newest exports."""
    rows = await Export.within(scope, *_EXPORT).order_by(Export.id, ascending=False).limit(most)
    return _exports(rows)


async def export_of(scope: Scope, *, export_id: UUID) -> ExportView:
    """One export. Raises NotFound."""
    found = _exports(await Export.within(scope, *_EXPORT).where(Export.id == export_id))
    if not found:
        raise NotFound("export")
    return found[0]


def _proposal(row: Any) -> ProposalView:
    return ProposalView(**{**row, "kind": Ending(row["kind"]), "state": ProposalState(row["state"])})


def _exports(rows: Sequence[Any]) -> tuple[ExportView, ...]:
    return tuple(ExportView(**{**row, "state": ExportState(row["state"])}) for row in rows)
