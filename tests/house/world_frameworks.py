"""Frameworks in the two worlds of the sweep: a draft, one in use, its next, mappings, a spreadsheet."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from backend.assurance.operations import (
    domains,
    drafting,
    editions,
    mappings,
    requirements,
    sheets,
    succeeding,
)
from backend.assurance.operations.drafting import Head
from backend.assurance.operations.requirements import Asking
from backend.assurance.queries import editions as edition_queries
from backend.assurance.queries.shipped import shipped_editions
from backend.assurance.queries.succession import preview_of
from backend.assurance.rules.mapping import Relation
from backend.tenancy import transactions

Ids = dict[str, str]
Maker = Callable[[Any], Awaitable[Ids]]


async def _draft(world: Any) -> Ids:
    """An own draft of two domains, of which the second is empty, and one requirement."""
    officer = world.officer
    async with transactions.scope_tx(officer):
        title = world.word("framework")
        edition_id = await drafting.start_own(
            officer, label="1", head=Head(title=title, about=world.word("about"))
        )
        domain_id = await domains.add_domain(
            officer, edition_id=edition_id, ref="A", name=world.word("domain")
        )
        requirement_id = await requirements.add_requirement(
            officer,
            edition_id=edition_id,
            asking=Asking(domain_id=domain_id, ref="A1", text=world.word("requirement"), scale="met"),
        )
    return {
        "edition_id": str(edition_id),
        "domain_id": str(domain_id),
        "requirement_id": str(requirement_id),
    }


async def _draft_with_spare(world: Any) -> Ids:
    """The same, and the domain is one that asks nothing."""
    ids = await _draft(world)
    async with transactions.scope_tx(world.officer):
        spare = await domains.add_domain(
            world.officer, edition_id=UUID(ids["edition_id"]), ref="Z", name=world.word("spare domain")
        )
    return {**ids, "domain_id": str(spare)}


async def _in_use(world: Any) -> Ids:
    ids = await _draft(world)
    async with transactions.scope_tx(world.officer):
        await editions.put_into_use(world.officer, edition_id=UUID(ids["edition_id"]))
    return ids


async def _next(world: Any) -> Ids:
    """The draft of the next edition; `from_requirement_id` is of the one before, `seen` what its preview comes to."""
    ids = await _in_use(world)
    async with transactions.scope_tx(world.officer):
        next_id = await succeeding.begin_next(world.officer, edition_id=UUID(ids["edition_id"]), label="2")
        preview = await preview_of(world.officer, to_edition_id=next_id)
    return {
        "edition_id": str(next_id),
        "from_requirement_id": ids["requirement_id"],
        "seen": preview.digest,
    }


async def _pair(world: Any) -> Ids:
    """Two requirements of two frameworks."""
    one, other = await _draft(world), await _draft(world)
    return {**one, "other_id": other["requirement_id"]}


async def _mapping(world: Any) -> Ids:
    ids = await _pair(world)
    async with transactions.scope_tx(world.officer):
        mapping_id = await mappings.map_requirement(
            world.officer,
            from_id=UUID(ids["requirement_id"]),
            to_id=UUID(ids["other_id"]),
            relation=Relation.INTERSECTS,
            note=world.word("note"),
        )
    return {**ids, "mapping_id": str(mapping_id)}


async def _sheet(world: Any) -> Ids:
    ids = await _draft(world)
    data = f"Domain,Ref,What it asks\n{world.word('sheet domain')},B1,{world.word('asked')}\n".encode()
    async with transactions.scope_tx(world.officer):
        import_id = await sheets.start(
            world.officer,
            edition_id=UUID(ids["edition_id"]),
            file_name=f"{world.word('sheet')}.csv",
            data=data,
        )
    return {**ids, "import_id": str(import_id)}


async def _sheet_in(world: Any) -> Ids:
    from backend.assurance.operations import sheet_writing

    ids = await _sheet(world)
    async with transactions.scope_tx(world.officer):
        await sheet_writing.bring_in(world.officer, import_id=UUID(ids["import_id"]))
    return ids


async def _shipped(world: Any) -> Ids:
    """A shipped edition of a framework that nobody has taken yet; every world has the same."""
    async with transactions.scope_tx(world.officer, readonly=True):
        taken = {each.framework for each in await edition_queries.editions_of(world.officer)}
        free = next(each for each in shipped_editions() if each.id not in taken)
    return {"framework": free.id, "label": free.label}


MAKERS: dict[str, Maker] = {
    "own_draft": _draft,
    "own_draft_with_spare": _draft_with_spare,
    "own_framework": _in_use,
    "next_edition": _next,
    "two_requirements": _pair,
    "requirement_mapping": _mapping,
    "framework_sheet": _sheet,
    "framework_sheet_in": _sheet_in,
    "shipped_framework": _shipped,
}
