"""One agenda and every copy of its pack: for everybody, for the public, for a conflicted member, print and large."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from backend.kit.database import fetch
from backend.packs import operations, queries, rules
from backend.scope import Scope
from backend.tenancy import transactions
from tests.kit.pdf.plain import plain_pdf, scanned_pdf
from tests.packs.agenda import Agenda, build, built, read, withhold_costs

PLAIN_TEXT = "The otter survey of the year has many words that can be had from the page"
WITHHELD = ("Costs to date", "A table of invented costs", "costs.pdf")
"""Title, text and file name of the paper that is withheld from a member."""


@dataclass(frozen=True, kw_only=True)
class Variety:
    """The copies by name: full, public, member, print, large."""

    agenda: Agenda
    folder: Path
    plain: UUID
    scan: UUID
    copies: dict[str, tuple[queries.PackView, bytes]]

    def pdf(self, name: str) -> bytes:
        return self.copies[name][1]


async def a_variety(agenda: Agenda, folder: Path) -> Variety:
    stage = agenda.stage
    plain = await stage.submit(
        agenda.finance,
        title="Otter survey",
        filename="otters.pdf",
        data=plain_pdf(PLAIN_TEXT, pages=2, size=(842, 1191)),
    )
    scan = await stage.submit(
        agenda.finance, title="Signed letter", filename="letter.pdf", data=scanned_pdf()
    )
    await withhold_costs(agenda)
    for member, layout, points in (
        (stage.vice_chair, rules.Layout.LARGE, 20),
        (stage.second_gp, rules.Layout.PRINT, None),
    ):
        async with transactions.scope_tx(member):
            await operations.prefer(member, format=rules.format_of(layout, points))
    full = await built(agenda)
    public = await built(agenda, rules.Variant.PUBLIC)
    copies = {"full": full, "public": public}
    for pack_id in await waiting(agenda.officer):
        await build(agenda.officer, pack_id)
        view, pdf = await read(agenda.officer, pack_id)
        copies[_name(view)] = (view, pdf)
    return Variety(agenda=agenda, folder=folder, plain=plain, scan=scan, copies=copies)


async def waiting(scope: Scope) -> list[UUID]:
    """The packs that wait for a worker, in the order in which they were asked for."""
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT id FROM packs_pack WHERE tenant_id = $1 AND state = 'asked' ORDER BY id", scope.tenant.id
        )
    return [row["id"] for row in rows]


def _name(view: queries.PackView) -> str:
    whose = "" if view.variant is rules.Variant.FULL else f"{view.variant}"
    how = "" if view.layout is rules.Layout.STANDARD else f"{view.layout}"
    return "-".join(filter(None, (whose, how)))
