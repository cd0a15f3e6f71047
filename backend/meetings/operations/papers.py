"""Putting papers in, replacing them by a new version, and moving them on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.kit.documents import uploads
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import chasing, intake, lateness, rules, stages
from backend.meetings.operations import excusing, holding, searching, signing, versions
from backend.meetings.queries import covering
from backend.meetings.tables import Item, Paper
from backend.people import permissions
from backend.people import queries as people
from backend.scope import OvertakenByAnother, Scope
from backend.signoff import operations as signoff
from backend.signoff import workflows

WORKFLOW = "paper-sign-off"
SPONSORS = "executive-owner"
"""The role whose holders may sponsor a paper."""


class NewerPaper(OvertakenByAnother):
    """Somebody else handed in a version in the meantime."""


async def submit_paper(
    scope: Scope,
    *,
    item_id: UUID,
    title: str,
    author_person_id: UUID,
    filename: str,
    data: bytes,
    kind: rules.PaperKind = rules.PaperKind.PAPER,
    sponsor_person_id: UUID | None = None,
    cover: Mapping[str, Any] | None = None,
    caps: uploads.Caps = uploads.DEFAULT_CAPS,
) -> UUID:
    """Put a paper on an item, as version 1, and begin its sign-off; returns its id.

    `data` is a .docx, a PDF or Markdown (a paper written in the app is Markdown by the name of
    `intake.file_name_for`). The original and what was made of it are both kept. `cover` are the answers of its cover
    sheet (`covers`). Raises rules.UnableToSubmitPaper with a sentence that names the file, and what `evidence` raises
    when it has no room.
    """
    # reading a file takes seconds: what it is for is looked at before, and held only afterwards
    item = await holding.hold_item(scope, item_id, lock=False)
    check_may_submit(scope, item, own=(item.row["lead_person_id"],))
    await check_people(scope, author_person_id=author_person_id, sponsor_person_id=sponsor_person_id)
    await _check_sponsor_sees(scope, item, sponsor_person_id)
    sheet = await versions.cover_of(scope, cover or {})
    taken = await intake.take_in(filename, data, caps=caps)
    item = await holding.hold_item(scope, item_id)
    check_may_submit(scope, item, own=(item.row["lead_person_id"],))
    return await put_in(
        scope,
        item,
        title=title,
        kind=kind,
        author_person_id=author_person_id,
        sponsor_person_id=sponsor_person_id,
        taken=taken,
        data=data,
        cover=sheet,
    )


async def put_in(
    scope: Scope,
    item: holding.HeldItem,
    *,
    title: str,
    kind: rules.PaperKind,
    author_person_id: UUID,
    sponsor_person_id: UUID | None,
    taken: intake.TakenIn,
    data: bytes,
    cover: covering.KeptCover,
) -> UUID:
    """Version 1 of a paper that was read already, on an item that is held; its sign-off begins. Returns its id."""
    lateness.check_takes_papers(item.title, rules.PaperState(item.row["paper_state"]))
    paper_id, kept = await add_paper(
        scope,
        item,
        title=title,
        kind=kind,
        author_person_id=author_person_id,
        taken=taken,
        data=data,
        cover=cover,
    )
    subject = Record(room="meetings", kind="paper", id=paper_id, title=title, hash=kept.sha256)
    await signoff.open_run(
        scope,
        workflow_id=WORKFLOW,
        subject=subject,
        body_id=item.meeting.committee_id,
        author_person_id=author_person_id,
        content_hash=kept.sha256,
        sponsor_person_id=sponsor_person_id,
    )
    if item.row["paper_state"] == rules.PaperState.TO_FOLLOW:
        await Item.change(scope, paper_state=rules.PaperState.PAPERS.value).where(Item.id == item.id)
    after = {
        "title": title,
        "kind": kind,
        "author_person_id": author_person_id,
        "sponsor_person_id": sponsor_person_id,
        "version": 1,
        **kept.told,
        "item_id": item.id,
    }
    await ledger.record(scope, "meetings.paper.submitted", subject, after=after)
    await chasing.begin(scope)
    await searching.search_again(scope, item_id=item.id)
    return paper_id


async def replace_paper(
    scope: Scope,
    *,
    paper_id: UUID,
    filename: str,
    data: bytes,
    replaces_version: int | None = None,
    caps: uploads.Caps = uploads.DEFAULT_CAPS,
) -> int:
    """Hand in a new version; a sign-off of the one before it is void. Returns the version's number.

    Its cover sheet goes over as it is. `replaces_version` is the one that whoever hands it in has seen. Raises
    NewerPaper (409) where that is no longer the newest, rules.UnableToSubmitPaper.
    """
    paper = await holding.hold_paper(scope, paper_id, lock=False)
    check_may_replace(scope, paper, replaces_version)
    taken = await intake.take_in(filename, data, caps=caps)
    seen: int = paper.row["version"]
    paper = await holding.hold_paper(scope, paper_id)
    check_may_replace(scope, paper, replaces_version or seen)
    before: int = paper.row["version"]
    if taken.sha256 == paper.row["paper_sha256"]:
        raise rules.UnableToSubmitPaper(
            f"“{taken.name}” says exactly what version {before} says, so nothing was changed.", field="file"
        )
    kept = await versions.keep_version(scope, paper_id, before + 1, taken, data, cover=cover_of(paper))
    await renew(scope, paper, kept, act="meetings.paper.replaced")
    return before + 1


async def change_cover(
    scope: Scope, *, paper_id: UUID, answers: Mapping[str, Any], replaces_version: int | None = None
) -> int:
    """Fill in the cover sheet anew: a version whose text is the same. Returns its number.

    What was signed off was the paper with its cover, so a sign-off is void. Raises NewerPaper (409),
    covers.UnableToKeepCover.
    """
    paper = await holding.hold_paper(scope, paper_id)
    check_may_replace(scope, paper, replaces_version)
    cover = await versions.cover_of(scope, answers, before=cover_of(paper).answers)
    before: int = paper.row["version"]
    if cover.lines == cover_of(paper).lines:
        raise rules.UnableToSubmitPaper(
            f"The cover sheet says exactly what that of version {before} says, so nothing was changed."
        )
    kept = await versions.keep_same_content(scope, paper, before + 1, cover=cover)
    await renew(scope, paper, kept, act="meetings.paper.cover-changed")
    return before + 1


async def name_sponsor(scope: Scope, *, paper_id: UUID, person_id: UUID | None) -> None:
    """Say who answers for a paper before it goes to the governance check; nobody, with `None`.

    Raises rules.UnableToSubmitPaper, signoff's UnableToTakeStep.
    """
    paper = await holding.hold_paper(scope, paper_id)
    check_may_replace(scope, paper, None)
    run = await signing.run_of(scope, paper_id)
    workflow = workflows.begun_with(run.workflow)
    if person_id == run.sponsor_person_id:
        return
    if run.state != workflow.start:
        raise rules.UnableToSubmitPaper(
            f"“{paper.row['title']}” is {run.where}. Its sponsor is named while it is with its author."
        )
    await check_people(scope, author_person_id=paper.row["author_person_id"], sponsor_person_id=person_id)
    await _check_sponsor_sees(scope, paper.item, person_id)
    await signoff.name_sponsor(scope, run_id=run.id, person_id=person_id)
    await chasing.settle(scope, paper_id=paper_id)


async def move_paper_on(scope: Scope, *, paper_id: UUID, step_id: str, reason: str | None = None) -> None:
    """Take a step of the sign-off that signs nothing: send on, pass to the chair, ask, answer, withdraw.

    Which there are, and whose they are, stands in the workflow; where a sponsor is named, the paper goes to them
    first; past the governance check goes no paper whose cover sheet lacks what it needs. Raises stages.UnableToGoOn,
    covers.UnableToPassCheck, signoff's UnableToTakeStep.
    """
    paper = await holding.hold_paper(scope, paper_id)
    rules.check_can_change(paper.item.meeting.standing)
    run = await signing.run_of(scope, paper_id)
    workflow = workflows.begun_with(run.workflow)
    sponsor = await _sponsor_name(scope, run.sponsor_person_id)
    step = workflow.step(step_id)
    stages.check_can_go(step, workflow, title=paper.row["title"], sponsor=sponsor)
    undone = await signoff.take_step(scope, run_id=run.id, step_id=step_id, reason=reason)
    if stages.passes_check(step, workflow):
        # after the step, which says first whose it is; nothing of it stays where this refuses
        await excusing.check_cover_is_complete(scope, paper)
    await signing.tell_of_undone(scope, paper, undone, because=f"{scope.actor.name} sent it back.")
    await chasing.settle(scope, paper_id=paper_id)
    moved = await signing.run_of(scope, paper_id)
    if moved.finished and not moved.signed:
        because = reason or moved.state_name
        await Paper.change(scope, withdrawn_at=scope.now, withdrawn_because=because).where(
            Paper.id == paper_id
        )
        await ledger.record(scope, "meetings.paper.withdrawn", paper.record, after={"because": because})
        await searching.search_again(scope, item_id=paper.item.id)


async def add_paper(
    scope: Scope,
    item: holding.HeldItem,
    *,
    title: str,
    kind: rules.PaperKind,
    author_person_id: UUID,
    taken: intake.TakenIn,
    data: bytes,
    cover: covering.KeptCover = covering.NO_COVER,
    **traits: Any,
) -> tuple[UUID, versions.Kept]:
    """The row of a paper, last on its item, and its first version."""
    paper_id = new_id()
    (last,) = await fetch(
        "SELECT coalesce(max(position), 0) AS n FROM meetings_paper WHERE tenant_id = $1 AND item_id = $2",
        scope.tenant.id,
        item.id,
    )
    values = {"title": title, "kind": kind.value, "author_person_id": author_person_id, "version": 1}
    await Paper.add(scope, id=paper_id, item_id=item.id, position=last["n"] + 1, **values, **traits)
    return paper_id, await versions.keep_version(scope, paper_id, 1, taken, data, cover=cover)


async def check_people(
    scope: Scope, *, author_person_id: UUID, sponsor_person_id: UUID | None = None
) -> None:
    """An author whom we know; a sponsor who is an executive owner, and not the author. Raises UnableToSubmitPaper."""
    known = await people.persons_by_id(
        scope, [each for each in (author_person_id, sponsor_person_id) if each is not None]
    )
    if author_person_id not in known:
        raise rules.UnableToSubmitPaper("Choose the author from the list.", field="author_person_id")
    if sponsor_person_id is None:
        return
    sponsor = known.get(sponsor_person_id)
    if sponsor is None or SPONSORS not in sponsor.roles:
        raise rules.UnableToSubmitPaper(
            "Choose the sponsor from the executive owners in the list.", field="sponsor_person_id"
        )
    if sponsor_person_id == author_person_id:
        raise rules.UnableToSubmitPaper(
            f"{sponsor.name} wrote the paper, so somebody else sponsors it, or nobody.",
            field="sponsor_person_id",
        )


async def renew(scope: Scope, paper: holding.HeldPaper, kept: versions.Kept, *, act: str) -> None:
    """The new version lies in the run; what stood for the one before it stands no more."""
    row = paper.row
    await Paper.change(scope, version=row["version"] + 1).where(Paper.id == row["id"])
    undone = await signing.renew_sign_off(scope, paper, sha256=kept.sha256)
    subject = Record(room="meetings", kind="paper", id=row["id"], title=row["title"], hash=kept.sha256)
    before = {"version": row["version"], "sha256": row["sha256"]}
    after = {**kept.told, "version": row["version"] + 1, "sign_off_undone": undone}
    await ledger.record(scope, act, subject, before=before, after=after)
    await searching.search_again(scope, item_id=paper.item.id)


async def _check_sponsor_sees(scope: Scope, item: holding.HeldItem, sponsor_person_id: UUID | None) -> None:
    """A private item is seen by its committee and the officers alone: nobody else could ever endorse its paper."""
    if sponsor_person_id is None or item.row["part"] != rules.Part.PRIVATE:
        return
    members = await committees.members_on(scope, committee_id=item.meeting.committee_id, on=scope.today)
    roles = await people.roles_of(scope, person_id=sponsor_person_id, on=scope.today)
    if sponsor_person_id not in {each.person_id for each in members} and permissions.OFFICER not in roles:
        raise rules.UnableToSubmitPaper(
            f"“{item.title}” is private. Choose a sponsor who sits on the committee: nobody else may see its papers.",
            field="sponsor_person_id",
        )


def check_may_submit(scope: Scope, item: holding.HeldItem, *, own: tuple[UUID | None, ...]) -> None:
    rules.check_can_submit(scope, item.meeting.standing, committee_id=item.meeting.committee_id, own=own)
    if item.row["withdrawn_at"] is not None:
        raise rules.UnableToSubmitPaper(f"“{item.title}” was withdrawn from the agenda.")


def check_may_replace(scope: Scope, paper: holding.HeldPaper, replaces_version: int | None) -> None:
    """Whether a version may follow the one that was seen. Raises rules.UnableToSubmitPaper, NewerPaper (409)."""
    row = paper.row
    own = (paper.item.row["lead_person_id"], row["author_person_id"], row["uploaded_by_person_id"])
    check_may_submit(scope, paper.item, own=own)
    signing.check_not_withdrawn(paper)
    if replaces_version is not None and replaces_version != row["version"]:
        raise NewerPaper(
            f"Version {row['version']} of “{row['title']}” was handed in meanwhile. Look at it, then hand in yours."
        )


def cover_of(paper: holding.HeldPaper) -> covering.KeptCover:
    return covering.cover_kept(paper.row["cover_answers"], paper.row["cover_lines"])


async def _sponsor_name(scope: Scope, person_id: UUID | None) -> str | None:
    if person_id is None:
        return None
    return (await people.person_line_of(scope, person_id=person_id)).name
