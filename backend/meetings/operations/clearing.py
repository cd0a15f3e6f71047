"""Clearing what is hidden in a paper: making a clean copy, and saying why something is no matter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.evidence import queries as files
from backend.kit.database import fetch
from backend.kit.documents import hidden
from backend.ledger import operations as ledger
from backend.meetings import covers, intake, rules
from backend.meetings.operations import findings, holding, papers, versions
from backend.meetings.queries import covering
from backend.meetings.tables import Finding, PaperVersion
from backend.scope import NotFound, Refusal, Scope

_NOT_SHOWN = "The pages that are read do not have it."


class UnableToClear(Refusal):
    """Hidden data that can't be cleared so."""


async def make_clean_copy(scope: Scope, *, paper_id: UUID, version: int) -> int:
    """Clear what a program can take out of a paper; returns the number of the version that is clean.

    The pages of a Word file, a spreadsheet or a text never had what is hidden, so the same version stands. Of a PDF a
    copy is made, which is a new version: a sign-off of the one before it is void. `version` is the one that was read.
    Raises UnableToClear, papers.NewerPaper (409), rules.UnableToSubmitPaper.
    """
    paper = await holding.hold_paper(scope, paper_id, lock=False)
    papers.check_may_replace(scope, paper, version)
    found = await _open_findings(scope, paper.row["version_id"])
    _check_can_be_cleaned(paper.row["title"], found)
    before = await _version(scope, paper.row["version_id"])
    clean: intake.CleanCopy | None = None
    if before["content_kind"] == "pdf":
        original = await files.file_of(scope, file_id=before["original_file_id"])
        data = await files.bytes_of(scope, file_id=before["content_file_id"])
        clean = await intake.clean_copy(original.name, data)
    paper = await holding.hold_paper(scope, paper_id)
    papers.check_may_replace(scope, paper, version)
    cleared = [one["id"] for one in found if one["removable"]]
    told = {"hidden": dict(Counter(one["kind"] for one in found if one["removable"]))}
    if clean is None:
        await _settle(scope, cleared, state="cleared", reason=_NOT_SHOWN)
        await ledger.record(
            scope, "meetings.paper.cleaned", paper.record, after={**told, "version": version, "same": True}
        )
        return version
    _check_is_clean(paper.row["title"], clean.findings)
    kept = await _keep_clean_version(scope, paper, before, clean, told)
    await papers.renew(scope, paper, kept, act="meetings.paper.cleaned")
    return version + 1


async def settle_findings(scope: Scope, *, paper_id: UUID, finding_ids: Sequence[UUID], reason: str) -> None:
    """Say in an officer's own name why things that were found are no matter. Raises UnableToClear, NotFound."""
    paper = await holding.hold_paper(scope, paper_id)
    rules.check_can_change(paper.item.meeting.standing)
    if not rules.is_officer(scope):
        raise UnableToClear("A governance officer says why hidden data is no matter.")
    if scope.actor.person_id is not None and scope.actor.person_id == paper.row["author_person_id"]:
        raise UnableToClear("You wrote this paper, so another governance officer says why it is no matter.")
    if not reason.strip():
        raise UnableToClear("Say why it is no matter.", field="reason")
    known = {each["id"]: each for each in await _open_findings(scope, paper.row["version_id"])}
    if not set(finding_ids) <= set(known):
        raise NotFound("finding")
    await _settle(scope, finding_ids, state="no-matter", reason=reason.strip())
    told = [
        {"kind": known[each]["kind"], "place": known[each]["place"]} for each in dict.fromkeys(finding_ids)
    ]
    after = {"version": paper.row["version"], "findings": told, "reason": reason.strip()}
    await ledger.record(scope, "meetings.paper.findings-settled", paper.record, after=after)


async def _open_findings(scope: Scope, version_id: UUID) -> list[dict[str, Any]]:
    rows = await (
        Finding.within(scope, Finding.id, Finding.kind, Finding.place, Finding.removable)
        .where(Finding.paper_version_id == version_id, Finding.state == "open")
        .order_by(Finding.position)
    )
    return list(rows)


async def _version(scope: Scope, version_id: UUID) -> Any:
    (row,) = await fetch(
        "SELECT * FROM meetings_paper_version WHERE tenant_id = $1 AND id = $2", scope.tenant.id, version_id
    )
    return row


def _check_can_be_cleaned(title: str, found: Iterable[dict[str, Any]]) -> None:
    if not any(one["removable"] for one in found):
        raise UnableToClear(f"Nothing in “{title}” can be taken out by making a clean copy.")
    if any(one["kind"] == hidden.Kind.COVERED for one in found):
        raise UnableToClear(
            f"“{title}” has words under a box, which a clean copy could bring to light. Hand in a corrected file "
            "first, or have an officer say why they are no matter."
        )


def _check_is_clean(title: str, left: Iterable[hidden.Finding]) -> None:
    rest = dict.fromkeys(hidden.IN_WORDS[one.kind].lower() for one in left if one.removable)
    if rest:
        raise UnableToClear(
            f"“{title}” could not be cleaned of everything ({', '.join(rest)}). Take it out where the PDF was "
            "made, and hand in a corrected file."
        )


async def _keep_clean_version(
    scope: Scope, paper: holding.HeldPaper, before: Any, clean: intake.CleanCopy, told: dict[str, Any]
) -> versions.Kept:
    """The next version: the clean copy, under the same cover sheet, with the original that was handed in."""
    original = await files.file_of(scope, file_id=before["original_file_id"])
    content_id = await evidence.keep_file(
        scope, name=original.name, media_type="application/pdf", data=clean.content
    )
    cover = covering.cover_kept(paper.row["cover_answers"], paper.row["cover_lines"])
    sha256 = covers.bound_sha256(clean.sha256, cover.lines)
    version_id = await PaperVersion.add(
        scope,
        paper_id=paper.row["id"],
        version=paper.row["version"] + 1,
        original_file_id=original.id,
        content_kind="pdf",
        content_file_id=content_id,
        sha256=sha256,
        losses=[*dict.fromkeys([*before["losses"], *clean.losses])],
        words=before["words"],
        pages=clean.pages,
        uploaded_at=scope.now,
        uploaded_by_person_id=scope.actor.person_id,
        uploaded_by_name=scope.actor.name,
    )
    await versions.keep_cover(scope, version_id, cover, paper_sha256=clean.sha256)
    await versions.have_read(scope, version_id)
    await findings.carry_found(scope, before["id"], version_id, also=clean.findings)
    await findings.carry_prose(scope, before["id"], version_id)
    return versions.Kept(id=version_id, sha256=sha256, told={**told, "file": original.name, "sha256": sha256})


async def _settle(scope: Scope, finding_ids: Sequence[UUID], *, state: str, reason: str) -> None:
    await Finding.change(
        scope,
        state=state,
        settled_by_person_id=scope.actor.person_id,
        settled_by_name=scope.actor.name,
        settled_at=scope.now,
        reason=reason,
    ).where(Finding.id.is_in(list(finding_ids)))
