"""Papers as an agenda lists them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import lateness, rules, stages
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.signoff import queries as runs
from backend.signoff import workflows


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper on the agenda. `run` is where its sign-off stands for this reader.

    `late` is set for a paper that came after its deadline, or that has not come and can only come late. `due_on` is
    the last day to come into its next stage in time, `None` where nothing more is due.
    """

    id: UUID
    item_id: UUID
    title: str
    kind: rules.PaperKind
    author_person_id: UUID
    author: str
    sponsor: str | None
    version: int
    version_id: UUID
    sha256: str
    content_kind: str
    pages: int | None
    words: int | None
    losses: tuple[str, ...]
    withdrawn_because: str | None
    tabled_at: datetime | None
    meeting_on: date
    due_on: date | None
    late: lateness.LateView | None
    run: runs.RunView

    @property
    def kind_in_words(self) -> str:
        return rules.PAPER_KIND_IN_WORDS[self.kind]

    @property
    def state_in_words(self) -> str:
        """What the agenda says of it."""
        if self.withdrawn_because is not None:
            return "Withdrawn"
        if self.tabled_at is not None:
            return "Tabled at the meeting"
        if self.run.approval is not None:
            return f"Signed off by {self.run.approval.person_name}"
        return f"Not signed off: {self.run.where}"

    @property
    def wants_sign_off(self) -> bool:
        """Whether anybody still has to sign it off: not what was tabled, nor what was withdrawn."""
        return self.tabled_at is None and self.withdrawn_because is None and not self.run.signed

    def overdue(self, today: date) -> bool:
        """Whether the day of its next stage has gone."""
        return self.wants_sign_off and self.due_on is not None and today > self.due_on


async def papers_of_items(scope: Scope, item_ids: Collection[UUID]) -> dict[UUID, tuple[PaperLine, ...]]:
    """The papers of these items by item, in their order. Five statements."""
    rows = await fetch(
        """
        SELECT p.id, p.item_id, p.title, p.kind, p.author_person_id, n.name AS author, p.version, v.id AS version_id,
          v.sha256, v.content_kind, v.pages, v.words, v.losses, p.withdrawn_because, p.tabled_at, m.starts_at
        FROM meetings_paper p
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version
        JOIN people_person n ON n.tenant_id = $1 AND n.id = p.author_person_id
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE p.tenant_id = $1 AND p.item_id = ANY($2) AND NOT EXISTS (SELECT FROM meetings_withholding w
          WHERE w.tenant_id = $1 AND w.item_id = p.item_id AND w.person_id = $3 AND w.ended_at IS NULL)
        ORDER BY p.item_id, p.position, p.id""",
        scope.tenant.id,
        list(item_ids),
        scope.actor.person_id,
    )
    if not rows:
        return {}
    paper_ids = [row["id"] for row in rows]
    about = await runs.runs_about(scope, room="meetings", kind="paper", subject_ids=paper_ids)
    moved = await runs.first_moves_of(scope, run_ids=[run.id for run in about.values()])
    asked = await _requests_of(scope, paper_ids)
    sponsors = await people.persons_by_id(
        scope, {run.sponsor_person_id for run in about.values() if run.sponsor_person_id}
    )
    found: dict[UUID, list[PaperLine]] = {}
    for row in rows:
        run = about[row["id"]]
        sponsor = sponsors.get(run.sponsor_person_id) if run.sponsor_person_id else None
        line = _line(
            scope,
            row,
            run,
            moved.get(run.id),
            asked.get(row["id"]),
            sponsor=sponsor.name if sponsor else None,
        )
        found.setdefault(row["item_id"], []).append(line)
    return {item_id: tuple(lines) for item_id, lines in found.items()}


async def paper_line(scope: Scope, *, paper_id: UUID) -> PaperLine:
    """One paper's line. For operations, which have judged by then whether the paper may be seen. Raises NotFound."""
    rows = await fetch(
        "SELECT item_id FROM meetings_paper WHERE tenant_id = $1 AND id = $2", scope.tenant.id, paper_id
    )
    if not rows:
        raise NotFound("paper")
    lines = (await papers_of_items(scope, [rows[0]["item_id"]])).get(rows[0]["item_id"], ())
    found = next((line for line in lines if line.id == paper_id), None)
    if found is None:
        raise NotFound("paper")
    return found


async def _requests_of(scope: Scope, paper_ids: Collection[UUID]) -> Mapping[UUID, lateness.Request]:
    """The newest request to take each of these papers late."""
    rows = await fetch(
        "SELECT DISTINCT ON (paper_id) * FROM meetings_late_paper WHERE tenant_id = $1 AND paper_id = ANY($2) "
        "ORDER BY paper_id, asked_at DESC, id DESC",
        scope.tenant.id,
        list(paper_ids),
    )
    return {
        row["paper_id"]: lateness.Request(
            id=row["id"],
            reason=row["reason"],
            asked_by_person_id=row["asked_by_person_id"],
            asked_by=row["asked_by_name"],
            asked_at=row["asked_at"],
            agreed=row["agreed"],
            answer=row["answer"],
            answered_by=row["answered_by_name"],
            answered_at=row["answered_at"],
            office=row["office"],
        )
        for row in rows
    }


def _line(
    scope: Scope,
    row: Any,
    run: runs.RunView,
    moved_at: datetime | None,
    asked: lateness.Request | None,
    *,
    sponsor: str | None,
) -> PaperLine:
    workflow = workflows.begun_with(run.workflow)
    meeting_on = rules.day_of(scope, row["starts_at"])
    came_on = rules.day_of(scope, moved_at) if moved_at else None
    over = row["tabled_at"] is not None or row["withdrawn_because"] is not None
    steps = tuple(
        step
        for step in run.open_steps
        if stages.can_go(workflow.step(step.id), workflow, sponsor=sponsor is not None)
    )
    values = {name: value for name, value in row.items() if name != "starts_at"}
    return PaperLine(
        **{
            **values,
            "kind": rules.PaperKind(row["kind"]),
            "losses": tuple(row["losses"]),
            "sponsor": sponsor,
            "meeting_on": meeting_on,
            "due_on": None
            if over
            else stages.next_due(
                workflow, state=run.state, meeting_on=meeting_on, sponsored=sponsor is not None
            ),
            "late": None
            if over
            else lateness.late_view(
                workflow,
                title=row["title"],
                meeting_on=meeting_on,
                came_on=came_on,
                today=scope.today,
                request=asked,
            ),
            "run": run if steps == run.open_steps else replace(run, open_steps=steps),
        }
    )
