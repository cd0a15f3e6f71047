"""Putting papers in, replacing them by a new version, and taking them back."""

from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.kit.database import fetch
from backend.kit.documents import uploads
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import intake, rules
from backend.meetings.operations import holding, signing
from backend.meetings.tables import Paper, PaperAsset, PaperVersion
from backend.people import queries as people
from backend.scope import OvertakenByAnother, Scope
from backend.signoff import operations as signoff

WORKFLOW = "paper-sign-off"


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
    caps: uploads.Caps = uploads.DEFAULT_CAPS,
) -> UUID:
    """Put a paper on an item, as version 1, and begin its sign-off; returns its id.

    `data` is a .docx, a PDF or Markdown (a paper written in the app is Markdown by the name of
    `intake.file_name_for`). The original and what was made of it are both kept. Raises rules.UnableToSubmitPaper
    with a sentence that names the file, and what `evidence` raises when it has no room.
    """
    # reading a file takes seconds: what it is for is looked at before, and held only afterwards
    item = await holding.hold_item(scope, item_id, lock=False)
    _check_may_submit(scope, item, own=(item.row["lead_person_id"],))
    if author_person_id not in await people.persons_by_id(scope, [author_person_id]):
        raise rules.UnableToSubmitPaper("Choose the author from the list.", field="author_person_id")
    taken = await intake.take_in(filename, data, caps=caps)
    item = await holding.hold_item(scope, item_id)
    _check_may_submit(scope, item, own=(item.row["lead_person_id"],))
    paper_id = new_id()
    (last,) = await fetch(
        "SELECT coalesce(max(position), 0) AS n FROM meetings_paper WHERE tenant_id = $1 AND item_id = $2",
        scope.tenant.id,
        item_id,
    )
    values = {"title": title, "kind": kind.value, "author_person_id": author_person_id, "version": 1}
    await Paper.add(scope, id=paper_id, item_id=item_id, position=last["n"] + 1, **values)
    version = await _keep_version(scope, paper_id, 1, taken, data)
    subject = Record(room="meetings", kind="paper", id=paper_id, title=title, hash=taken.sha256)
    await signoff.open_run(
        scope,
        workflow_id=WORKFLOW,
        subject=subject,
        body_id=item.meeting.committee_id,
        author_person_id=author_person_id,
        content_hash=taken.sha256,
    )
    after = {**values, **version, "item_id": item_id}
    await ledger.record(scope, "meetings.paper.submitted", subject, after=after)
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

    `replaces_version` is the one that whoever hands it in has seen. Raises NewerPaper (409) where that is no longer
    the newest, rules.UnableToSubmitPaper.
    """
    paper = await holding.hold_paper(scope, paper_id, lock=False)
    _check_may_replace(scope, paper, replaces_version)
    taken = await intake.take_in(filename, data, caps=caps)
    seen: int = paper.row["version"]
    paper = await holding.hold_paper(scope, paper_id)
    _check_may_replace(scope, paper, replaces_version or seen)
    before: int = paper.row["version"]
    if taken.sha256 == paper.row["sha256"]:
        raise rules.UnableToSubmitPaper(
            f"“{taken.name}” says exactly what version {before} says, so nothing was changed.", field="file"
        )
    version = before + 1
    kept = await _keep_version(scope, paper_id, version, taken, data)
    await Paper.change(scope, version=version).where(Paper.id == paper_id)
    run = await signing.run_of(scope, paper_id)
    undone = await signoff.renew(scope, run_id=run.id, content_hash=taken.sha256, title=paper.row["title"])
    subject = Record(room="meetings", kind="paper", id=paper_id, title=paper.row["title"], hash=taken.sha256)
    after = {**kept, "version": version, "sign_off_undone": undone}
    await ledger.record(
        scope,
        "meetings.paper.replaced",
        subject,
        before={"version": before, "sha256": paper.row["sha256"]},
        after=after,
    )
    return version


async def move_paper_on(scope: Scope, *, paper_id: UUID, step_id: str, reason: str | None = None) -> None:
    """Take a step of the sign-off that signs nothing: send for checking, pass to the chair, send back, withdraw.

    Which there are, and whose they are, stands in the workflow. Raises signoff's UnableToTakeStep.
    """
    paper = await holding.hold_paper(scope, paper_id)
    rules.check_can_change(paper.item.meeting.standing)
    run = await signing.run_of(scope, paper_id)
    await signoff.take_step(scope, run_id=run.id, step_id=step_id, reason=reason)
    moved = await signing.run_of(scope, paper_id)
    if moved.finished and not moved.signed:
        because = reason or moved.state_name
        await Paper.change(scope, withdrawn_at=scope.now, withdrawn_because=because).where(
            Paper.id == paper_id
        )
        await ledger.record(scope, "meetings.paper.withdrawn", paper.record, after={"because": because})


def _check_may_submit(scope: Scope, item: holding.HeldItem, *, own: tuple[UUID | None, ...]) -> None:
    rules.check_can_submit(scope, item.meeting.standing, committee_id=item.meeting.committee_id, own=own)
    if item.row["withdrawn_at"] is not None:
        raise rules.UnableToSubmitPaper(f"“{item.title}” was withdrawn from the agenda.")


def _check_may_replace(scope: Scope, paper: holding.HeldPaper, replaces_version: int | None) -> None:
    row = paper.row
    own = (paper.item.row["lead_person_id"], row["author_person_id"], row["uploaded_by_person_id"])
    _check_may_submit(scope, paper.item, own=own)
    signing.check_not_withdrawn(paper)
    if replaces_version is not None and replaces_version != row["version"]:
        raise NewerPaper(
            f"Version {row['version']} of “{row['title']}” was handed in meanwhile. Look at it, then hand in yours."
        )


async def _keep_version(
    scope: Scope, paper_id: UUID, version: int, taken: intake.TakenIn, original: bytes
) -> dict[str, Any]:
    """Keep the files, then the rows that name them; returns what the ledger says of it."""
    original_id = await evidence.keep_file(scope, name=taken.name, media_type=taken.media_type, data=original)
    content_id = await evidence.keep_file(
        scope, name=taken.content_name, media_type=taken.content_media_type, data=taken.content
    )
    version_id = await PaperVersion.add(
        scope,
        paper_id=paper_id,
        version=version,
        original_file_id=original_id,
        content_kind=taken.kind,
        content_file_id=content_id,
        sha256=taken.sha256,
        losses=list(taken.losses),
        words=taken.words,
        pages=taken.pages,
        uploaded_at=scope.now,
        uploaded_by_person_id=scope.actor.person_id,
        uploaded_by_name=scope.actor.name,
    )
    for name, data in taken.assets.items():
        file_id = await evidence.keep_file(
            scope, name=name, media_type=intake.asset_media_type(name), data=data
        )
        await PaperAsset.add(scope, paper_version_id=version_id, name=name, file_id=file_id)
    return {"file": taken.name, "sha256": taken.sha256, "content": taken.kind, "losses": list(taken.losses)}
