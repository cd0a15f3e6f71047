"""A commissioner that releases real sealed packs through the door, and the regulator that receives them."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.packs import bag
from backend.portal import chores
from backend.portal.queries import PackLine, packs_of
from backend.scope import Scope
from backend.tenancy import transactions
from backend.together import operations as together
from backend.together.rules import MessageKind, PackRelease, RecipientLine, ReleaseChange, ReleaseChanged
from tests.packs.sealed import FILES, INFO, KEY
from tests.reporting.stage import Commissioner
from tests.reviewing.stage import Body

QUARTER = (date(2014, 7, 1), date(2014, 9, 30))
REGISTER = "registers/interests.csv"


@dataclass(frozen=True, kw_only=True)
class Released:
    release_id: UUID
    pack_id: UUID
    data: bytes
    said: PackRelease

    @property
    def sha256(self) -> str:
        return self.said.sha256


def a_bag(rows: str = "Anne Example,Invented Care Ltd – director\n", *, spoiled: bool = False) -> bytes:
    """A sealed pack with a register of these rows; `spoiled` with one byte of it turned."""
    plain = {path: content for path, content in FILES.items() if not path.endswith(".pdf")}
    files = {**plain, REGISTER: f"Name,Interest\n{rows}".encode()}
    data = bag.write_bag(files=files, info=INFO, signer=KEY)
    if not spoiled:
        return data
    at = data.index(b"Invented Care")
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


async def released(
    scope: Scope,
    agreement_id: UUID,
    *,
    issue: int = 1,
    data: bytes | None = None,
    to: tuple[str, ...] = ("piers",),
    lasts: timedelta = timedelta(days=30),
    title: str = "Quarterly assurance pack",
    **traits: Any,
) -> Released:
    """A finished pack and its release, as the room of releases leaves them, on its way through the door."""
    data = data or a_bag()
    async with transactions.scope_tx(scope):
        file_id = await evidence.keep_file(
            scope, name=f"pack-{issue}.zip", media_type="application/zip", data=data
        )
        said = PackRelease(
            **{
                "release_id": new_id(),
                "pack_id": await _a_pack(scope, issue, file_id, data),
                "definition": "quarterly-assurance/2014-11",
                "definition_title": "Quarterly assurance",
                "period": "July to September 2014",
                "period_from": QUARTER[0],
                "period_until": QUARTER[1],
                "issue": issue,
                "title": title,
                "as_at": scope.now,
                "sealed_at": scope.now,
                "key_name": KEY.name,
                "fingerprint": KEY.fingerprint,
                "name": f"pack-{issue}.zip",
                "media_type": "application/zip",
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "recipients": tuple(
                    RecipientLine(name=f"{each.capitalize()} Invented", address=f"{each}@example.invalid")
                    for each in to
                ),
                "released_by": scope.actor.name,
                "released_at": scope.now,
                "expires_at": scope.now + lasts,
                "downloads": None,
                "words": None,
                "supersedes_id": None,
                "answers_request_id": None,
                **traits,
            }
        )
        await _a_release(scope, agreement_id, said)
        await together.post(
            scope,
            agreement_id=agreement_id,
            kind=MessageKind.PACK_RELEASE,
            said=said,
            enclosed=[file_id],
        )
    return Released(release_id=said.release_id, pack_id=said.pack_id, data=data, said=said)


async def changed(
    scope: Scope, agreement_id: UUID, release_id: UUID, change: ReleaseChange, **traits: Any
) -> None:
    """What became of a release, sent to the regulator."""
    async with transactions.scope_tx(scope):
        await together.post(
            scope,
            agreement_id=agreement_id,
            kind=MessageKind.RELEASE_CHANGED,
            said=ReleaseChanged(
                **{
                    "release_id": release_id,
                    "change": change,
                    "because": None,
                    "expires_at": None,
                    "superseded_by_id": None,
                    "superseded_by_issue": None,
                    "changed_by": scope.actor.name,
                    "changed_at": scope.now,
                    **traits,
                }
            ),
        )


async def received(body: Body, who: str = "Piers") -> tuple[PackLine, ...]:
    """What a reviewer sees of the packs that came."""
    found: tuple[PackLine, ...] = await body.read(who, packs_of)
    return found


async def checked(body: Body, pack_id: UUID) -> None:
    """What the worker does when a pack comes."""
    await chores.check(body.officer.as_chore("portal.check"), pack_id=pack_id)


async def post(ours: Commissioner, body: Body) -> None:
    """Everything that waits on both sides is carried over."""
    from backend.together import door

    await ours.post()
    await door.deliver_waiting(body.officer)


async def _a_pack(scope: Scope, issue: int, file_id: UUID, data: bytes) -> UUID:
    pack_id = new_id()
    await execute(
        "INSERT INTO packs_pack (tenant_id, id, kind, since_on, until_on, issue, state, done, total, words, attempts, "
        "asked_at, asked_by_name, as_at, sealed_at, file_id, sha256, size, pages, key_name, fingerprint, verification, "
        "content_key) "
        "VALUES ($1, $2, 'assurance', $3, $4, (SELECT greatest($5::integer, coalesce(max(issue), 0) + 1) "
        "FROM packs_pack WHERE tenant_id = $1 AND kind = 'assurance'), 'ready', 1, 1, '', 1, $6, 'Test', $6, $6, $7, "
        "$8, $9, 1, $10, $11, '[]', $8)",
        scope.tenant.id,
        pack_id,
        *QUARTER,
        issue,
        scope.now,
        file_id,
        hashlib.sha256(data).hexdigest(),
        len(data),
        KEY.name,
        KEY.fingerprint,
    )
    return pack_id


async def _a_release(scope: Scope, agreement_id: UUID, said: PackRelease) -> None:
    await execute(
        "INSERT INTO releases_release (tenant_id, id, number, pack_id, definition_id, title, since_on, until_on, "
        "issue, file_name, sha256, size, key_name, fingerprint, as_at, sealed_at, regulator, regulator_kind, "
        "agreement_id, state, most_downloads, by_mail, released_at, released_by_name, released_by_person_id, "
        "expires_at, version) "
        "SELECT $1, $2, (SELECT coalesce(max(number), 0) + 1 FROM releases_release WHERE tenant_id = $1), $3, $4, $5, "
        "$6, $7, $8, $9, $10, $11, $12, $13, $14, $14, a.other_name, 'reviewing body', a.id, 'live', 5, false, $14, "
        "$15, (SELECT p.id FROM people_person p WHERE p.tenant_id = $1 AND p.id = $16), $17, 1 "
        "FROM together_agreement a WHERE a.tenant_id = $1 AND a.id = $18",
        scope.tenant.id,
        said.release_id,
        said.pack_id,
        said.definition,
        said.title,
        said.period_from,
        said.period_until,
        said.issue,
        said.name,
        said.sha256,
        said.size,
        said.key_name,
        said.fingerprint,
        scope.now,
        scope.actor.name,
        scope.actor.person_id,
        max(said.expires_at, scope.now + timedelta(seconds=1)),
        agreement_id,
    )


async def rows_of(scope: Scope, sql: str, *arguments: Any) -> Any:
    async with transactions.scope_tx(scope, readonly=True):
        return await fetch(sql, scope.tenant.id, *arguments)


def at(scope: Scope, moment: datetime) -> Scope:
    from dataclasses import replace

    return replace(scope, now=moment)
