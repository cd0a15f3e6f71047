"""Releases as their pages show them: to whom, until when, what was fetched, what was said to be held."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.packs import rules as pack_rules
from backend.releases import rules
from backend.releases.queries.sealed import Newer, Purpose, newest_of
from backend.releases.rules import Form, Standing
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """A recipient's reading copy, once it is made."""

    file_id: UUID
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLine:
    """One download as it was begun, and how much of it was taken."""

    id: UUID
    form: Form
    begun_at: datetime
    requests: int
    taken: int
    last_at: datetime | None

    @property
    def form_in_words(self) -> str:
        return rules.FORM_IN_WORDS[self.form]

    @property
    def taken_in_words(self) -> str:
        return pack_rules.size_in_words(self.taken) if self.taken else "nothing yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """A receipt: whose act it was, and the hash of what they hold."""

    id: UUID
    recipient_id: UUID | None
    name: str
    post: str | None
    body: str
    sha256: str
    matches: bool
    how: str
    words: str | None
    given_at: datetime

    @property
    def how_in_words(self) -> str:
        return {
            "computed": "computed from their file in their own browser",
            "confirmed": "confirmed by them",
            "door": "came from their own system",
        }[self.how]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientLine:
    """A recipient. `most` is how many downloads they may begin."""

    id: UUID
    name: str
    post: str
    email: str | None
    failures: int
    locked_at: datetime | None
    begun: int
    most: int
    ended_at: datetime | None
    ended_because: str | None
    code_made_at: datetime
    token_made_at: datetime
    copy: CopyLine | None = None
    downloads: tuple[DownloadLine, ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()

    @property
    def left(self) -> int:
        return max(0, self.most - self.begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of releases is narrowed to."""

    regulator: str | None = None
    standing: Standing | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """A release. `newer_issue` is a later issue of the same pack, which this release never serves."""

    id: UUID
    number: int
    pack_id: UUID
    definition_id: str | None
    title: str
    since_on: date | None
    until_on: date | None
    issue: int
    file_name: str
    sha256: str
    size: int
    key_name: str
    fingerprint: str
    as_at: datetime
    sealed_at: datetime
    regulator: str
    regulator_kind: str
    regulator_ods: str | None
    agreement_id: UUID | None
    message_id: UUID | None
    words: str | None
    state: str
    most_downloads: int
    by_mail: bool
    released_at: datetime
    released_by_name: str
    released_by_person_id: UUID | None
    expires_at: datetime
    revoked_at: datetime | None
    revoked_because: str | None
    revoked_by_name: str | None
    warned_for: datetime | None
    told_issue: int | None
    version: int
    standing: Standing
    time_zone: str
    newer_issue: int | None = None
    newer_sealed_at: datetime | None = None
    newer_pack_id: UUID | None = None
    recipients: tuple[RecipientLine, ...] = ()
    receipts: tuple[ReceiptLine, ...] = ()
    names: str = ""
    downloads: int = 0
    receipt_count: int = 0
    locked: int = 0

    @property
    def called(self) -> str:
        return f"R-{self.number}"

    @property
    def path(self) -> str:
        return f"/releases/{self.id}"

    @property
    def live(self) -> bool:
        return self.standing is Standing.LIVE

    @property
    def standing_in_words(self) -> str:
        return rules.STANDING_IN_WORDS[self.standing]

    @property
    def ends_in_words(self) -> str:
        return rules.moment_in_words(self.expires_at, time_zone=self.time_zone)

    @property
    def size_in_words(self) -> str:
        return pack_rules.size_in_words(self.size)

    @property
    def period(self) -> str:
        if self.since_on is None or self.until_on is None:
            return ""
        return f"{in_words(self.since_on)} to {in_words(self.until_on)}"

    @property
    def hash_in_groups(self) -> str:
        return " ".join(self.sha256[at : at + 8] for at in range(0, 64, 8))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLine:
    """One thing that was asked of a link, and whether it was given."""

    at: datetime
    recipient: str
    kind: str
    given: bool
    because: str | None
    first_byte: int | None
    last_byte: int | None
    asked_with: str
    form: str | None

    @property
    def in_words(self) -> str:
        form = rules.FORM_IN_WORDS[Form(self.form)].lower() if self.form else "it"
        said = {
            "code": "gave the right code" if self.given else "a code was given",
            "download": f"began to download {form}",
            "whole": f"the whole of {form} was asked for",
            "part": f"bytes {self.first_byte:,} to {self.last_byte:,} of {form} were asked for"
            if self.first_byte is not None
            else f"a part of {form} was asked for",
        }[self.kind]
        return said if self.given else f"{said}, and refused: {self.because}"

    @property
    def much(self) -> int:
        if not self.given or self.first_byte is None or self.last_byte is None:
            return 0
        return self.last_byte - self.first_byte + 1


_RELEASES = """
SELECT r.*, coalesce(string_agg(p.name, ', ' ORDER BY p.added_at, p.name), '') AS names,
  coalesce(sum(p.begun), 0)::int AS downloads, count(p.locked_at)::int AS locked,
  (SELECT count(*) FROM releases_receipt c WHERE c.tenant_id = $1 AND c.release_id = r.id)::int AS receipt_count
FROM releases_release r
LEFT JOIN releases_recipient p ON p.tenant_id = $1 AND p.release_id = r.id
WHERE r.tenant_id = $1 AND ($2::uuid IS NULL OR r.id = $2) AND ($3::uuid IS NULL OR r.pack_id = $3)
  AND ($4::text IS NULL OR r.regulator = $4)
  AND ($5::date IS NULL OR r.until_on >= $5) AND ($6::date IS NULL OR r.since_on <= $6)
  AND ($7::text IS NULL OR $7 = CASE WHEN r.state = 'revoked' THEN 'revoked' WHEN r.expires_at <= $8 THEN 'expired'
    ELSE 'live' END)
GROUP BY r.tenant_id, r.id ORDER BY r.released_at DESC, r.number DESC LIMIT 200
"""


async def releases_of(scope: Scope, *, wanted: Wanted | None = None) -> tuple[ReleaseView, ...]:
    """The releases, newest first."""
    return await _views(scope, wanted=wanted or Wanted())


async def releases_of_pack(scope: Scope, *, pack_id: UUID) -> tuple[ReleaseView, ...]:
    """To whom one pack was released, newest first."""
    return await _views(scope, pack_id=pack_id)


async def regulators_of(scope: Scope) -> tuple[str, ...]:
    """Every regulator to which something was released, by name."""
    rows = await fetch(
        "SELECT DISTINCT regulator FROM releases_release WHERE tenant_id = $1 ORDER BY 1", scope.tenant.id
    )
    return tuple(row["regulator"] for row in rows)


async def release_of(scope: Scope, *, release_id: UUID) -> ReleaseView:
    """One release with its recipients, what each fetched, and every receipt. Raises NotFound."""
    found = await _views(scope, release_id=release_id)
    if not found:
        raise NotFound("release")
    recipients = await recipients_of(scope, release_id=release_id, most=found[0].most_downloads)
    receipts = await receipts_of(scope, release_id=release_id)
    return replace(
        found[0],
        recipients=tuple(
            replace(each, receipts=tuple(one for one in receipts if one.recipient_id == each.id))
            for each in recipients
        ),
        receipts=receipts,
    )


async def recipients_of(scope: Scope, *, release_id: UUID, most: int) -> tuple[RecipientLine, ...]:
    """The recipients of one release, with what each fetched."""
    rows = await fetch(
        "SELECT p.id, p.name, p.post, p.email, p.failures, p.locked_at, p.begun, p.ended_at, p.ended_because, "
        "p.code_made_at, p.token_made_at, c.file_id, c.sha256, c.size FROM releases_recipient p "
        "LEFT JOIN releases_copy c ON c.tenant_id = $1 AND c.recipient_id = p.id "
        "WHERE p.tenant_id = $1 AND p.release_id = $2 ORDER BY p.added_at, p.name, p.id",
        scope.tenant.id,
        release_id,
    )
    downloads = await fetch(
        "SELECT d.id, d.recipient_id, d.form, d.begun_at, d.requests, d.taken, d.last_at FROM releases_download d "
        "JOIN releases_recipient p ON p.tenant_id = $1 AND p.id = d.recipient_id "
        "WHERE d.tenant_id = $1 AND p.release_id = $2 ORDER BY d.begun_at DESC, d.id DESC LIMIT 500",
        scope.tenant.id,
        release_id,
    )
    found = []
    for row in rows:
        values = dict(row)
        file_id, sha256, size = (values.pop(name) for name in ("file_id", "sha256", "size"))
        found.append(
            RecipientLine(
                **values,
                most=most,
                copy=CopyLine(file_id=file_id, sha256=sha256, size=size) if file_id else None,
                downloads=tuple(_download(each) for each in downloads if each["recipient_id"] == row["id"]),
            )
        )
    return tuple(found)


async def receipts_of(scope: Scope, *, release_id: UUID) -> tuple[ReceiptLine, ...]:
    """Every receipt of a release, oldest first: none is ever taken out."""
    rows = await fetch(
        "SELECT id, recipient_id, name, post, body, sha256, matches, how, words, given_at FROM releases_receipt "
        "WHERE tenant_id = $1 AND release_id = $2 ORDER BY given_at, id",
        scope.tenant.id,
        release_id,
    )
    return tuple(ReceiptLine(**row) for row in rows)


async def accesses_of(scope: Scope, *, release_id: UUID) -> tuple[AccessLine, ...]:
    """What was asked of a release's links, newest first."""
    rows = await fetch(
        "SELECT a.at, p.name AS recipient, a.kind, a.given, a.because, a.first_byte, a.last_byte, a.asked_with, d.form "
        "FROM releases_access a JOIN releases_recipient p ON p.tenant_id = $1 AND p.id = a.recipient_id "
        "LEFT JOIN releases_download d ON d.tenant_id = $1 AND d.id = a.download_id "
        "WHERE a.tenant_id = $1 AND a.release_id = $2 ORDER BY a.at DESC, a.id DESC LIMIT 500",
        scope.tenant.id,
        release_id,
    )
    return tuple(AccessLine(**row) for row in rows)


async def _views(
    scope: Scope,
    *,
    wanted: Wanted | None = None,
    release_id: UUID | None = None,
    pack_id: UUID | None = None,
) -> tuple[ReleaseView, ...]:
    of = wanted or Wanted()
    rows = await fetch(
        _RELEASES,
        scope.tenant.id,
        release_id,
        pack_id,
        of.regulator,
        of.since,
        of.until,
        of.standing.value if of.standing else None,
        scope.now,
    )
    newest = await newest_of(scope) if rows else {}
    return tuple(_view(scope, row, newest) for row in rows)


def _view(scope: Scope, row: Any, newest: dict[Purpose, Newer]) -> ReleaseView:
    values = {name: value for name, value in dict(row).items() if name != "tenant_id"}
    newer = newest.get((row["definition_id"], row["since_on"], row["until_on"]))
    if newer is not None and newer.issue <= row["issue"]:
        newer = None
    return ReleaseView(
        **values,
        standing=rules.standing_of(revoked_at=row["revoked_at"], expires_at=row["expires_at"], now=scope.now),
        time_zone=scope.tenant.time_zone,
        newer_issue=newer.issue if newer else None,
        newer_sealed_at=newer.sealed_at if newer else None,
        newer_pack_id=newer.pack_id if newer else None,
    )


def _download(row: Any) -> DownloadLine:
    values = {name: value for name, value in dict(row).items() if name != "recipient_id"}
    return DownloadLine(**{**values, "form": Form(row["form"])})
