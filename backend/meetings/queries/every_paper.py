"""Papers over all meetings: where each stands, who holds it, what is due when, what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from backend.catalogue.workflows import Actor
from backend.kit import calendar
from backend.kit.database import fetch
from backend.meetings import rules, stages
from backend.meetings.queries.paper_lines import PaperLine, papers_of_items
from backend.scope import Scope
from backend.signoff import workflows

PAST_SHOWN = timedelta(days=366)
PAGE_SIZE = 50

_NEEDS = "After the deadline: needs the chair’s agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifting:
    """Which papers are wanted. `stage` is the name of a stage; `due_by` the last day of the next one."""

    past: bool = False
    mine: bool = False
    late: bool = False
    committee_id: UUID | None = None
    meeting_id: UUID | None = None
    stage: str = ""
    due_by: date | None = None
    uncleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPaper:
    """A paper in the list. `overdue`: the day of its next stage has gone; `pen` holds it now.

    `uncleared` counts what is hidden in its newest version and not cleared.
    """

    line: PaperLine
    item_label: str | None
    item_title: str
    meeting_id: UUID
    meeting: str
    committee_id: UUID
    committee: str
    stage: str
    pen: str | None
    overdue: bool
    uncleared: int

    @property
    def late_in_words(self) -> str | None:
        """What is late about it, in a few words."""
        late = self.line.late
        if late is not None and self.line.wants_sign_off and not late.agreed:
            asked = late.request is not None and late.request.agreed is None
            return "After the deadline: the chair is asked to agree" if asked else _NEEDS
        if self.overdue and self.line.due_on:
            return f"Was due on {calendar.in_words(self.line.due_on)}"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryPaper:
    """The list, with what there is to choose from: the stages, the committees and the meetings of its papers.

    `papers` are all that the sifting leaves; `page` cuts one page of them out, by meeting.
    """

    papers: tuple[ListedPaper, ...]
    stages: tuple[str, ...]
    committees: tuple[tuple[UUID, str], ...]
    meetings: tuple[tuple[UUID, str], ...]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.papers) // PAGE_SIZE))

    def page(self, number: int) -> tuple[tuple[ListedPaper, ...], ...]:
        """Page `number`, from 1: the papers of each meeting together, in the order of the meetings."""
        cut = self.papers[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return tuple(tuple(group) for _, group in groupby(cut, key=lambda paper: paper.meeting_id))

    @property
    def late(self) -> int:
        return sum(paper.late_in_words is not None for paper in self.papers)


async def every_paper(scope: Scope, *, sifting: Sifting) -> EveryPaper:
    """The papers that the reader may see, by meeting: of meetings to come, or of the year that has gone.

    Withdrawn papers and those of cancelled meetings are left out. Seven statements.
    """
    rows = await fetch(
        """
        SELECT i.id, i.label, i.title, m.id AS meeting_id, m.title AS meeting, m.starts_at, m.committee_id,
          c.name AS committee
        FROM meetings_item i
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
        WHERE i.tenant_id = $1 AND i.withdrawn_at IS NULL AND m.state <> 'cancelled'
          AND CASE WHEN $2 THEN m.ends_at < $3 AND m.ends_at > $4 ELSE m.ends_at >= $3 END
          AND (i.part = 'public' OR $5 OR m.committee_id = ANY($6))
          AND NOT EXISTS (SELECT FROM meetings_withholding w WHERE w.tenant_id = $1 AND w.item_id = i.id
            AND w.person_id = $7 AND w.ended_at IS NULL)
        ORDER BY m.starts_at, m.id, i.position, i.id""",
        scope.tenant.id,
        sifting.past,
        scope.now,
        scope.now - PAST_SHOWN,
        rules.sees_every_private_item(scope),
        [seat.committee_id for seat in scope.seats],
        scope.actor.person_id,
    )
    lines = await papers_of_items(scope, [row["id"] for row in rows]) if rows else {}
    left = await _uncleared(scope, [line.version_id for several in lines.values() for line in several])
    everything = [
        _listed(scope, row, line, uncleared=left.get(line.version_id, 0))
        for row in rows
        for line in lines.get(row["id"], ())
        if line.withdrawn_because is None
    ]
    return EveryPaper(
        papers=tuple(each for each in everything if _wanted(scope, each, sifting)),
        stages=tuple(dict.fromkeys(_by_stage(everything))),
        committees=tuple(sorted({(e.committee_id, e.committee) for e in everything}, key=lambda e: e[1])),
        meetings=tuple(
            dict.fromkeys(
                (e.meeting_id, f"{e.meeting}, {calendar.in_words(e.line.meeting_on)}") for e in everything
            )
        ),
    )


async def _uncleared(scope: Scope, version_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How much is hidden in each of these versions and not cleared; one with nothing is missing."""
    if not version_ids:
        return {}
    rows = await fetch(
        "SELECT paper_version_id, count(*) AS n FROM meetings_finding "
        "WHERE tenant_id = $1 AND paper_version_id = ANY($2) AND state = 'open' GROUP BY paper_version_id",
        scope.tenant.id,
        list(version_ids),
    )
    return {row["paper_version_id"]: row["n"] for row in rows}


def _listed(scope: Scope, row: Any, line: PaperLine, *, uncleared: int) -> ListedPaper:
    workflow = workflows.begun_with(line.run.workflow)
    holders = {Actor.AUTHOR: line.author}
    if line.sponsor:
        holders[Actor.EXECUTIVE_OWNER] = line.sponsor
    return ListedPaper(
        line=line,
        item_label=row["label"],
        item_title=row["title"],
        meeting_id=row["meeting_id"],
        meeting=row["meeting"],
        committee_id=row["committee_id"],
        committee=row["committee"],
        stage=line.run.state_name,
        pen=stages.pen_of(workflow, line.run.state, holders),
        overdue=line.overdue(scope.today),
        uncleared=uncleared,
    )


def _by_stage(papers: Sequence[ListedPaper]) -> list[str]:
    """The stages in the order of the workflows, as far as any paper is there."""
    places: dict[str, int] = {}
    for paper in papers:
        for place, state in enumerate(workflows.begun_with(paper.line.run.workflow).states):
            places.setdefault(state.name, place)
    return sorted({paper.stage for paper in papers}, key=lambda name: (places[name], name))


def _wanted(scope: Scope, paper: ListedPaper, sifting: Sifting) -> bool:
    mine = (paper.line.author_person_id, paper.line.run.sponsor_person_id)
    return (
        (not sifting.mine or (scope.actor.person_id is not None and scope.actor.person_id in mine))
        and (not sifting.late or paper.late_in_words is not None)
        and (not sifting.uncleared or paper.uncleared > 0)
        and sifting.committee_id in (None, paper.committee_id)
        and sifting.meeting_id in (None, paper.meeting_id)
        and sifting.stage in ("", paper.stage)
        and (
            sifting.due_by is None
            or (
                paper.line.due_on is not None
                and paper.line.wants_sign_off
                and paper.line.due_on <= sifting.due_by
            )
        )
    )
