"""Fetching: a download is begun once, counted against the limit, and its bytes are given while the release stands.

Every request for bytes, of the whole or of a part, asks anew whether the release stands, and leaves a line.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.kit.calendar import in_words
from backend.kit.confine import ConfinedFailure, ConfinedRefusal
from backend.kit.database import execute, fetch
from backend.kit.pdf import watermark
from backend.ledger import operations as ledger
from backend.releases import queries, rules
from backend.releases.operations import records
from backend.releases.queries import Opened, ReleaseView
from backend.releases.rules import Form, LinkEnded, NoVisit, Part, Refused, Standing, UnableToFetch, Whole
from backend.releases.tables import Copy, Download
from backend.scope import Refusal, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Bytes that may now be sent: which file, and which part of it. `tag` is the file's strong tag."""

    opened: Opened
    form: Form
    name: str
    media_type: str
    tag: str
    part: Whole | Part | Refused


def ended_words(view: ReleaseView) -> str:
    """Why nothing opens any more, in plain words."""
    if view.standing is Standing.REVOKED:
        return "This release was revoked, so nothing can be fetched by its links any more."
    return f"This release ended on {view.ends_in_words}, so nothing can be fetched by its links any more."


def check_stands(opened: Opened) -> None:
    """Raises LinkEnded where the release, or this person's link, has ended."""
    if not opened.release.live:
        raise LinkEnded(ended_words(opened.release))
    if opened.recipient.ended_at is not None:
        raise LinkEnded(
            "Your link was ended by whoever released the pack, so nothing can be fetched by it any more."
        )


async def begin_download(
    scope: Scope, *, recipient_id: UUID, visit: str, form: Form, real: datetime, asked_with: str
) -> UUID:
    """Begin a download, which counts against the limit; returns its id. Raises NoVisit, LinkEnded, UnableToFetch."""
    await records.hold_recipient(scope, recipient_id)
    opened = await queries.opened(scope, recipient_id=recipient_id, token=visit, real=real)
    check_stands(opened)
    recipient = opened.recipient
    rules.check_can_begin(begun=recipient.begun, most=recipient.most)
    acting = records.as_link(scope, opened)
    if form is Form.READING:
        await _make_copy(acting, opened)
    download_id: UUID = await Download.add(
        acting,
        recipient_id=recipient_id,
        form=form.value,
        begun_at=scope.now,
        until=scope.now + rules.DOWNLOAD_FOR,
        requests=0,
        taken=0,
    )
    await execute(
        "UPDATE releases_recipient SET begun = begun + 1 WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        recipient_id,
    )
    await records.note_access(acting, opened, kind="download", asked_with=asked_with, download_id=download_id)
    await ledger.record(
        acting,
        "releases.download.begun",
        records.recipient_record(opened.release, recipient),
        before={"begun": recipient.begun},
        after={
            "begun": recipient.begun + 1,
            "form": form.value,
            "sha256": opened.release.sha256,
            "with": asked_with,
        },
    )
    return download_id


async def take(
    scope: Scope,
    *,
    recipient_id: UUID,
    download_id: UUID,
    visit: str,
    range_: str | None,
    if_range: str | None,
    real: datetime,
    asked_with: str,
) -> Given | Refusal:
    """Account for one request for the bytes of a download; what may be sent, or why nothing is.

    A refusal is returned, so that its line is kept. Raises NoVisit, which leaves none.
    """
    await records.hold_recipient(scope, recipient_id)
    opened = await queries.opened(scope, recipient_id=recipient_id, token=visit, real=real)
    rows = await fetch(
        "SELECT id, form, until, requests, taken FROM releases_download "
        "WHERE tenant_id = $1 AND id = $2 AND recipient_id = $3 FOR UPDATE",
        scope.tenant.id,
        download_id,
        recipient_id,
    )
    if not rows:
        raise NoVisit
    acting, row = records.as_link(scope, opened), rows[0]
    form = Form(row["form"])
    name, media_type, sha256, size = file_of(opened, form)
    tag = f'"{sha256}"'
    part = rules.asked_part(range_, if_range, size=size, tag=tag)
    given = Given(opened=opened, form=form, name=name, media_type=media_type, tag=tag, part=part)
    if isinstance(part, Refused):
        return given
    try:
        check_stands(opened)
        rules.check_can_fetch(
            until=row["until"],
            requests=row["requests"],
            taken=row["taken"],
            wanted=part.length,
            size=size,
            now=scope.now,
        )
    except Refusal as refusal:
        await _refused(acting, opened, given, row, refusal, asked_with=asked_with)
        return refusal
    await _count(acting, given, row, asked_with=asked_with)
    return given


def file_of(opened: Opened, form: Form) -> tuple[str, str, str, int]:
    """The name, type, hash and size of what is fetched."""
    release, copy = opened.release, opened.recipient.copy
    if form is Form.SEALED:
        return release.file_name, "application/zip", release.sha256, release.size
    if copy is None:
        raise NoVisit
    stem = release.file_name.rsplit(".", 1)[0]
    return f"{stem}-reading-copy.pdf", "application/pdf", copy.sha256, copy.size


def _bounds(part: Whole | Part) -> tuple[int, int]:
    return (part.first, part.last) if isinstance(part, Part) else (0, part.size - 1)


async def _count(scope: Scope, given: Given, row: Any, *, asked_with: str) -> None:
    assert not isinstance(given.part, Refused)
    first, last = _bounds(given.part)
    kind = "part" if isinstance(given.part, Part) else "whole"
    await execute(
        "UPDATE releases_download SET requests = requests + 1, taken = taken + $3, last_at = $4 "
        "WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        row["id"],
        given.part.length,
        scope.now,
    )
    await records.note_access(
        scope,
        given.opened,
        kind=kind,
        asked_with=asked_with,
        download_id=row["id"],
        part=(first, last),
    )
    await ledger.record(
        scope,
        "releases.download.served",
        records.recipient_record(given.opened.release, given.opened.recipient),
        after={
            "form": given.form.value,
            "from": first,
            "to": last,
            "of": given.part.size,
            "with": asked_with,
        },
    )


async def _refused(
    scope: Scope, opened: Opened, given: Given, row: Any, refusal: Refusal, *, asked_with: str
) -> None:
    assert not isinstance(given.part, Refused)
    await records.note_access(
        scope,
        opened,
        kind="part" if isinstance(given.part, Part) else "whole",
        asked_with=asked_with,
        because=refusal.sentence,
        download_id=row["id"],
        part=_bounds(given.part),
    )
    await ledger.record(
        scope,
        "releases.download.refused",
        records.recipient_record(opened.release, opened.recipient),
        after={"form": given.form.value, "because": refusal.sentence, "with": asked_with},
    )


async def _make_copy(scope: Scope, opened: Opened) -> None:
    """Make a recipient's reading copy, once: the report with their name on every page."""
    release, recipient = opened.release, opened.recipient
    if recipient.copy is not None:
        return
    report = await queries.report_of(scope, pack_id=release.pack_id, sha256=release.sha256)
    words = watermark_of(scope, opened)
    try:
        data = await watermark.marked_async(report, words=words, title=f"{release.title}: reading copy")
    except (ConfinedRefusal, ConfinedFailure):
        raise UnableToFetch(
            "The reading copy can’t be made now. Fetch the sealed pack, which holds the report."
        ) from None
    file_id = await evidence.keep_file(
        scope, name=f"{release.called}-{recipient.id}.pdf", media_type="application/pdf", data=data
    )
    await Copy.add(
        scope,
        recipient_id=recipient.id,
        file_id=file_id,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        made_at=scope.now,
    )


def watermark_of(scope: Scope, opened: Opened) -> str:
    """The words on each page of a reading copy."""
    day = in_words(scope.day_of(opened.release.released_at))
    mark = "DEMONSTRATION. " if scope.tenant.demonstration else ""
    return f"{mark}Reading copy. Released to {opened.recipient.name}, {opened.release.regulator}, on {day}"
