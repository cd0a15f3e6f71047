"""What waits for a signature: the queue of a chair, a sponsor or an officer, and who may not sign for a conflict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.interests.queries import register
from backend.kit.database import fetch
from backend.meetings import rules
from backend.meetings.queries.paper_lines import PaperLine
from backend.meetings.queries.touched import organisations_of_items
from backend.meetings.queries.waiting import papers_waiting
from backend.meetings.standing_in import Signatory, barred_in_words, free_signatories
from backend.scope import Scope
from backend.signoff.queries import RunView

_OFFICES = ("chair", "vice-chair")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A paper that waits for the reader's signature, or for the step that is theirs."""

    paper: PaperLine
    meeting: str
    meeting_on: date
    committee: str
    item_label: str | None
    item_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Who is in office for a paper, who of them is free to sign, and what the reader is told who is not.

    `sentence` is `None` for a reader without a conflict.
    """

    sentence: str | None
    in_office: tuple[Signatory, ...]
    free: tuple[Signatory, ...]


async def signing_queue(scope: Scope) -> tuple[QueueLine, ...]:
    """What waits for the reader, the next meeting first. A number of statements that its length doesn't change."""
    waiting = [paper for paper in await papers_waiting(scope) if _is_for_signatory(paper)]
    if not waiting:
        return ()
    rows = await fetch(
        "SELECT i.id, i.label, i.title, m.title AS meeting, m.starts_at, c.name AS committee FROM meetings_item i "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id "
        "JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id "
        "WHERE i.tenant_id = $1 AND i.id = ANY($2)",
        scope.tenant.id,
        [paper.item_id for paper in waiting],
    )
    items = {row["id"]: row for row in rows}
    return tuple(
        _line(scope, paper, items[paper.item_id]) for paper in await without_conflicts(scope, waiting)
    )


async def without_conflicts(scope: Scope, papers: Sequence[PaperLine]) -> tuple[PaperLine, ...]:
    """The papers without those that the reader could only sign or send back, and may not because of a conflict."""
    if not any(paper.run.can_sign or paper.run.can_return for paper in papers):
        return tuple(papers)
    bars = await bars_of(scope, {paper.id: (paper.item_id, paper.run) for paper in papers})
    found = []
    for paper in papers:
        sentence = bars[paper.id].sentence
        if sentence is None or not paper.run.can_sign:
            found.append(paper)
        elif any(not step.needs_reason for step in paper.run.open_steps):
            found.append(replace(paper, run=paper.run.barred(sentence)))
    return tuple(found)


async def bars_of(scope: Scope, papers: Mapping[UUID, tuple[UUID, RunView]]) -> dict[UUID, Bar]:
    """For each paper, by its id: who is kept from signing it by a declared interest. `papers`: its item, its run.

    An interest counts that is held on the day of signing, in exactly an organisation that the item touches. Four
    statements, however many papers.
    """
    touched = await organisations_of_items(scope, {item_id for item_id, _ in papers.values()})
    members = await committees.members_of_all(scope, on=scope.today)
    deputies = {run.deputy_person_id for _, run in papers.values()} - {None}
    names = {each.person_id: each.name for several in members.values() for each in several}
    office: dict[UUID, list[Signatory]] = {}
    for _, run in papers.values():
        if run.body_id not in office:
            office[run.body_id] = [
                Signatory(person_id=each.person_id, name=each.name, office=str(each.office))
                for each in members.get(run.body_id, ())
                if each.office in _OFFICES
            ]
    people = {each.person_id for several in office.values() for each in several} | deputies
    people |= {scope.actor.person_id} - {None}
    organisations = {each.id for several in touched.values() for each in several}
    held = (
        await register.interests_touching(
            scope,
            person_ids=tuple(each for each in people if each is not None),
            organisation_ids=tuple(organisations),
            on=scope.today,
        )
        if organisations
        else ()
    )
    found = {}
    for paper_id, (item_id, run) in papers.items():
        here = {each.id for each in touched.get(item_id, ())}
        conflicts = {each.person_id for each in held if each.organisation_id in here}
        in_office = list(office[run.body_id])
        if run.deputy_person_id is not None:
            name = names.get(run.deputy_person_id, "the deputy")
            in_office.append(Signatory(person_id=run.deputy_person_id, name=name, office="deputy"))
        free = free_signatories(in_office, conflicted=conflicts, own=(run.author_person_id, run.handed_in_by))
        mine = sorted(
            {
                each.organisation_name
                for each in held
                if each.organisation_id in here and each.person_id == scope.actor.person_id
            }
        )
        sentence = barred_in_words(run.title, organisations=mine, instead=free) if mine else None
        found[paper_id] = Bar(sentence=sentence, in_office=tuple(in_office), free=free)
    return found


async def bar_of(scope: Scope, *, paper_id: UUID, item_id: UUID, run: RunView) -> Bar:
    """As `bars_of`, of one paper."""
    return (await bars_of(scope, {paper_id: (item_id, run)}))[paper_id]


def _is_for_signatory(paper: PaperLine) -> bool:
    """What the reader can sign, or take forward otherwise than as its author."""
    forward = any(not step.needs_reason and not step.as_author for step in paper.run.open_steps)
    return paper.run.can_sign or forward


def _line(scope: Scope, paper: PaperLine, item: Any) -> QueueLine:
    return QueueLine(
        paper=paper,
        meeting=item["meeting"],
        meeting_on=rules.day_of(scope, item["starts_at"]),
        committee=item["committee"],
        item_label=item["label"],
        item_title=item["title"],
    )
