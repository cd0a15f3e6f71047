"""One paper: what it says, its versions, where its sign-off stands, and the bytes of its files."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.workflows import Actor, WorkflowDocument
from backend.committees import queries as committees
from backend.evidence import queries as evidence
from backend.kit.database import fetch
from backend.meetings import covers, lateness, openness, rules, stages
from backend.meetings.covers import CoverLine
from backend.meetings.queries.covering import NO_COVER, Excuse, covers_of, excuses_of, template_of, unanswered
from backend.meetings.queries.openness import disclosures_of
from backend.meetings.queries.paper_lines import PaperLine, papers_of_items
from backend.meetings.stages import Question, Stage
from backend.scope import NotFound, Scope
from backend.signoff import queries as runs
from backend.signoff import workflows


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version. `losses` says in sentences what could not be kept of what was handed in."""

    id: UUID
    version: int
    content_kind: str
    sha256: str
    losses: tuple[str, ...]
    words: int | None
    pages: int | None
    uploaded_at: datetime
    uploaded_by_name: str
    original: evidence.KeptFile
    content: evidence.KeptFile


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A paper as its page shows it. `words_to_sign` are what whoever signs the newest version agrees to.

    `stages` are its way to the committee, `pen` who holds it now, `question` the one that waits for an answer.
    `lacking` names the needed fields of the cover sheet that are still empty, `unexcused` those of them for which no
    officer has said why (`excuses`): with any, the paper does not pass the governance check.
    """

    line: PaperLine
    meeting_id: UUID
    meeting: str
    meeting_on: date
    committee_id: UUID
    committee: str
    item_id: UUID
    item_label: str | None
    item_title: str
    part: rules.Part
    versions: tuple[VersionLine, ...]
    approvals: tuple[runs.ApprovalLine, ...]
    steps: tuple[runs.StepLine, ...]
    words_to_sign: str
    can_replace: bool
    open: bool
    cover: tuple[CoverLine, ...]
    cover_answers: covers.Answers
    lacking: tuple[str, ...]
    unexcused: tuple[str, ...]
    excuses: tuple[Excuse, ...]
    may_excuse: bool
    stages: tuple[Stage, ...]
    pen: str | None
    questions: tuple[Question, ...]
    may_ask_late: bool
    may_answer_late: bool
    can_name_sponsor: bool
    disclosure: openness.Disclosure | None

    @property
    def question(self) -> Question | None:
        return next((each for each in self.questions if each.answer is None), None) if self.open else None

    @property
    def kept_back(self) -> str:
        """What its cover sheet says against the public, where it is for the public part; else empty."""
        return openness.kept_back(self.cover_answers) if self.part is rules.Part.PUBLIC else ""

    @property
    def newest(self) -> VersionLine:
        return self.versions[0]

    @property
    def hash_in_groups(self) -> str:
        """The SHA-256 in groups of eight, to be read aloud and compared."""
        sha256 = self.line.sha256
        return " ".join(sha256[start : start + 8] for start in range(0, len(sha256), 8))


async def paper(scope: Scope, *, paper_id: UUID) -> PaperView:
    """One paper. That of a private item is not found by whoever may not see the item. Raises NotFound."""
    row = await _row(scope, paper_id)
    lines = (await papers_of_items(scope, [row["item_id"]]))[row["item_id"]]
    line = next(each for each in lines if each.id == paper_id)
    names = await committees.committee_names(scope)
    standing = rules.Standing(title=row["meeting_title"], state=rules.MeetingState(row["state"]))
    versions = await _versions(scope, paper_id)
    meeting_on = rules.day_of(scope, row["starts_at"])
    committee = names[row["committee_id"]]
    places = rules.places_in_words(
        tenant=scope.tenant.name,
        person=scope.actor.name,
        committee=committee,
        meeting_on=meeting_on,
        author=line.author,
    )
    own = (row["lead_person_id"], line.author_person_id, row["uploaded_by_person_id"])
    steps = await runs.steps_of(scope, run_id=line.run.id)
    workflow = workflows.begun_with(line.run.workflow)
    cover = (await covers_of(scope, version_ids=[line.version_id])).get(line.version_id, NO_COVER)
    template = await template_of(scope)
    excuses = await excuses_of(scope, paper_id=paper_id)
    holders = _holders(line)
    late = line.late.lateness if line.late else None
    open_ = line.withdrawn_because is None and row["item_withdrawn_at"] is None and rules.can_change(standing)
    writes = open_ and rules.can_submit(scope, standing, committee_id=row["committee_id"], own=own)
    return PaperView(
        line=line,
        meeting_id=row["meeting_id"],
        meeting=row["meeting_title"],
        meeting_on=meeting_on,
        committee_id=row["committee_id"],
        committee=committee,
        item_id=row["item_id"],
        item_label=row["item_label"],
        item_title=row["item_title"],
        part=rules.Part(row["part"]),
        versions=versions,
        approvals=await runs.approvals_of(scope, run_id=line.run.id),
        steps=steps,
        words_to_sign=runs.words_to_sign(line.run, places=places),
        can_replace=writes,
        open=open_,
        cover=cover.lines,
        cover_answers=cover.answers,
        lacking=covers.lacking(template, cover.answers) if line.kind is rules.PaperKind.PAPER else (),
        unexcused=tuple(
            field.label for field in unanswered(template, cover.answers, excuses, kind=line.kind)
        ),
        excuses=excuses,
        may_excuse=open_
        and rules.is_officer(scope)
        and scope.actor.person_id != line.author_person_id
        and any(stages.passes_check(step, workflow) for step in workflow.steps_from(line.run.state)),
        stages=()
        if line.tabled_at
        else stages.stages_of(
            workflow,
            state=line.run.state,
            meeting_on=meeting_on,
            today=scope.today,
            holders=holders,
            sponsored=line.sponsor is not None,
            reached=_reached(scope, steps, workflow, line.version),
        ),
        pen=stages.pen_of(workflow, line.run.state, holders),
        questions=stages.questions_of(steps, workflow),
        may_ask_late=late in (lateness.Lateness.NOT_ASKED, lateness.Lateness.REFUSED)
        and open_
        and rules.can_submit(
            scope, standing, committee_id=row["committee_id"], own=(*own, line.run.sponsor_person_id)
        ),
        may_answer_late=late is lateness.Lateness.ASKED
        and open_
        and lateness.can_answer(
            scope,
            workflow,
            committee_id=row["committee_id"],
            own=(line.author_person_id, row["uploaded_by_person_id"]),
        ),
        can_name_sponsor=writes
        and line.run.state == workflow.start
        and stages.sponsor_state(workflow) is not None,
        disclosure=(await disclosures_of(scope, version_ids=[line.version_id])).get(line.version_id),
    )


def _holders(line: PaperLine) -> dict[Actor, str]:
    """Who holds the pen at which stage, where somebody is named."""
    named = {Actor.AUTHOR: line.author}
    return {**named, Actor.EXECUTIVE_OWNER: line.sponsor} if line.sponsor else named


def _reached(
    scope: Scope, steps: tuple[runs.StepLine, ...], workflow: WorkflowDocument, version: int
) -> dict[str, date]:
    """On which day the present version came into each state, last."""
    found = {}
    for move in steps:
        step = workflow.step(move.step)
        if move.version == version:
            found[step.to_state if step else workflow.start] = rules.day_of(scope, move.at)
    return found


async def asset(scope: Scope, *, paper_id: UUID, version: int, name: str) -> evidence.KeptFile:
    """A picture that a version shows. Raises NotFound, for papers that the reader may not see as well."""
    await _row(scope, paper_id)
    rows = await fetch(
        "SELECT a.file_id FROM meetings_paper_asset a JOIN meetings_paper_version v ON v.tenant_id = $1 "
        "AND v.id = a.paper_version_id WHERE a.tenant_id = $1 AND v.paper_id = $2 AND v.version = $3 AND a.name = $4",
        scope.tenant.id,
        paper_id,
        version,
        name,
    )
    if not rows:
        raise NotFound("picture")
    return await evidence.file_of(scope, file_id=rows[0]["file_id"])


async def version_of(scope: Scope, *, paper_id: UUID, version: int) -> VersionLine:
    """One version with its files. Raises NotFound, for papers that the reader may not see as well."""
    await _row(scope, paper_id)
    found = next((each for each in await _versions(scope, paper_id) if each.version == version), None)
    if found is None:
        raise NotFound("version")
    return found


async def _row(scope: Scope, paper_id: UUID) -> Any:
    rows = await fetch(
        """
        SELECT p.item_id, i.label AS item_label, i.title AS item_title, i.part, i.lead_person_id,
          i.withdrawn_at AS item_withdrawn_at, m.id AS meeting_id, m.title AS meeting_title, m.starts_at, m.state,
          m.committee_id, v.uploaded_by_person_id
        FROM meetings_paper p
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version
        WHERE p.tenant_id = $1 AND p.id = $2 AND NOT EXISTS (SELECT FROM meetings_withholding w
          WHERE w.tenant_id = $1 AND w.item_id = p.item_id AND w.person_id = $3 AND w.ended_at IS NULL)""",
        scope.tenant.id,
        paper_id,
        scope.actor.person_id,
    )
    if not rows or not rules.may_see(
        scope, part=rules.Part(rows[0]["part"]), committee_id=rows[0]["committee_id"]
    ):
        raise NotFound("paper")
    return rows[0]


async def _versions(scope: Scope, paper_id: UUID) -> tuple[VersionLine, ...]:
    rows = await fetch(
        "SELECT * FROM meetings_paper_version WHERE tenant_id = $1 AND paper_id = $2 ORDER BY version DESC",
        scope.tenant.id,
        paper_id,
    )
    ids = {row[name] for row in rows for name in ("original_file_id", "content_file_id")}
    files = await evidence.files_of(scope, file_ids=tuple(ids))
    return tuple(
        VersionLine(
            id=row["id"],
            version=row["version"],
            content_kind=row["content_kind"],
            sha256=row["sha256"],
            losses=tuple(row["losses"]),
            words=row["words"],
            pages=row["pages"],
            uploaded_at=row["uploaded_at"],
            uploaded_by_name=row["uploaded_by_name"],
            original=files[row["original_file_id"]],
            content=files[row["content_file_id"]],
        )
        for row in rows
    )
