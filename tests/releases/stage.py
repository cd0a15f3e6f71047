"""A signed pack of a few pages, and a release of it, made through the rooms' operations."""

import io
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pikepdf

from backend.packs import builds
from backend.packs import operations as packs
from backend.packs import queries as pack_queries
from backend.releases import operations, queries
from backend.releases.operations import Named, Told, Wish
from backend.releases.queries import ReleaseView
from backend.scope import Scope
from backend.tenancy import transactions

SINCE, UNTIL = date(2014, 7, 1), date(2014, 9, 30)
RECIPIENTS = (
    Named(name="Jo Inspector", post="Head of assurance", email="jo.inspector@example.invalid"),
    Named(name="Kit Reader", post="Analyst", email="kit.reader@example.invalid"),
)


@cache
def a_report() -> bytes:
    """Three pages, as a report that has been sealed: with a field in which there was a signature."""
    pdf = pikepdf.new()
    for _ in range(3):
        pdf.add_blank_page(page_size=(595.276, 841.89))
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T="Seal",
            Rect=[0, 0, 0, 0],
        )
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    written = io.BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def a_pack(word: str = "first") -> bytes:
    """The bytes of a pack that holds such a report."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("pack/bagit.txt", word)
        archive.writestr("pack/data/report.pdf", a_report())
    return written.getvalue()


Period = tuple[date, date]


async def a_ready_pack(
    officer: Scope, data: bytes, *, name: str = "pack.zip", period: Period = (SINCE, UNTIL)
) -> UUID:
    """A pack whose build is these bytes: what is released is a file, whatever it holds."""
    async with transactions.scope_tx(officer):
        pack_id = await packs.ask_for_assurance_pack(
            officer, since=period[0], until=period[1], definition="pack-quarterly"
        )

    async def work(held: builds.Build) -> None:
        await held.finish(
            builds.Finished(
                name=name,
                media_type="application/zip",
                data=data,
                pages=3,
                as_at=officer.now,
                sealed_at=officer.now,
                key_name="a key of tests",
                fingerprint="0000 1111 2222 3333",
                verification=[],
            )
        )

    await builds.build(officer.as_chore("packs.build_assurance_pack"), pack_id=pack_id, work=work)
    return pack_id


async def a_signed_pack(
    officer: Scope,
    executive: Scope,
    data: bytes,
    *,
    name: str = "pack.zip",
    period: Period = (SINCE, UNTIL),
) -> UUID:
    """A pack that the accountable officer has signed, who is somebody else than whoever had it built."""
    pack_id = await a_ready_pack(officer, data, name=name, period=period)
    async with transactions.scope_tx(executive):
        form = await pack_queries.released_form(executive, pack_id=pack_id)
        await packs.sign(
            executive,
            pack_id=pack_id,
            role="executive-owner",
            seen=form.sha256,
            proved_by="password and code",
        )
    return pack_id


def a_wish(scope: Scope, pack_id: UUID, **traits: Any) -> Wish:
    """To two people of an invented regulator, for thirty days, with links that an officer copies."""
    return Wish(
        **{
            "pack_id": pack_id,
            "regulator": "Invented Assurance Authority",
            "regulator_kind": "NHS commissioning regulator",
            "regulator_ods": None,
            "agreement_id": None,
            "people": RECIPIENTS,
            "expires_at": scope.now + timedelta(days=30),
            "most_downloads": 3,
            "by_mail": False,
            **traits,
        }
    )


@dataclass(frozen=True, kw_only=True)
class Released:
    """A release, what was shown once of it, and the bytes that it is of."""

    officer: Scope
    executive: Scope
    pack_id: UUID
    release_id: UUID
    told: tuple[Told, ...]
    data: bytes

    @property
    def first(self) -> Told:
        return self.told[0]

    async def act(
        self, operation: Callable[..., Awaitable[Any]], *, at: datetime | None = None, **given: Any
    ) -> Any:
        scope = self.at(at)
        async with transactions.scope_tx(scope):
            return await operation(scope, **given)

    async def view(self, at: datetime | None = None) -> ReleaseView:
        found: ReleaseView = await self.act(queries.release_of, at=at, release_id=self.release_id)
        return found

    def at(self, moment: datetime | None) -> Scope:
        return replace(self.officer, now=moment) if moment else self.officer


async def released(officer: Scope, executive: Scope, data: bytes | None = None, **traits: Any) -> Released:
    """A signed pack, released."""
    given = data or a_pack()
    pack_id = await a_signed_pack(officer, executive, given)
    return await released_again(officer, executive, pack_id, given, **traits)


async def released_again(
    officer: Scope, executive: Scope, pack_id: UUID, data: bytes, **traits: Any
) -> Released:
    """One more release of a pack that is signed already."""
    async with transactions.scope_tx(officer):
        form = await queries.sealed_pack(officer, pack_id=pack_id)
        release_id, told = await operations.release(
            officer, wish=a_wish(officer, pack_id, **traits), seen_sha256=form.sha256
        )
    return Released(
        officer=officer, executive=executive, pack_id=pack_id, release_id=release_id, told=told, data=data
    )
