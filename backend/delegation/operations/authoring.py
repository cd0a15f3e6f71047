"""Programmes made and changed in the app: phases, streams, milestones, their order; and taken up from a plan."""

from collections.abc import Callable
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.programmes import DelegationProgramme
from backend.delegation import catalogued, rules
from backend.delegation.operations.milestones import held_of, say
from backend.delegation.operations.programmes import Origin, change_programme, take_up_programme
from backend.delegation.rules import making
from backend.delegation.rules.making import MilestoneSaid, Part
from backend.delegation.tables import Programme
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope
from backend.signoff import workflows

_STATES_UNDER = {
    "expected": "planned",
    "delivered": "submitted",
    "with-chair": "submitted",
}
"""Where a milestone of one signature goes on under two: what was said of it stays said."""


async def make_programme(
    scope: Scope,
    *,
    name: str,
    about: str,
    reviewing_body: str,
    framework: str | None = None,
    slug: str | None = None,
    sections: tuple[str, ...] = ("Phase 1",),
) -> UUID:
    """Begin a programme of the organisation's own, with phases and no milestone yet. Returns its id.

    Raises rules.making.UnableToChangeProgramme.
    """
    _by_a_person(scope)
    key = slug or making.slug_of(name, taken=await _slugs(scope))
    if framework is not None and framework not in shelf.catalogue().frameworks:
        raise making.UnableToChangeProgramme("Choose the framework from the list.", field="framework")
    await _check_free(scope, key)
    empty = DelegationProgramme(id=key, name="-", reviewing_body="-", about="-", framework=framework)
    phases = tuple(each for each in map(str.strip, sections) if each) or ("Phase 1",)
    programme = making.described(empty, name=name, about=about, reviewing_body=reviewing_body)
    for phase in phases:
        programme = making.with_part(programme, Part.SECTION, phase)
    return await take_up_programme(scope, programme=programme, origin=Origin.APP)


async def take_up_plan(
    scope: Scope,
    *,
    plan: str,
    slug: str | None = None,
    name: str | None = None,
    reviewing_body: str | None = None,
) -> UUID:
    """Take up a plan that is shipped (`id/edition`) as a programme of the organisation's own. Returns its id.

    It says what is to be done: nothing of it counts as done, submitted or accepted. Raises
    rules.making.UnableToChangeProgramme, NotFound.
    """
    _by_a_person(scope)
    found = shelf.catalogue().plans.get(plan)
    if found is None:
        raise NotFound("plan")
    key = slug or found.id
    await _check_free(scope, key)
    programme = found.taken_up(slug=key, name=name, reviewing_body=reviewing_body)
    return await take_up_programme(scope, programme=making.judged(programme), origin=Origin.PLAN, plan=plan)


async def describe_programme(
    scope: Scope, *, programme_id: UUID, version: int, name: str, about: str, reviewing_body: str
) -> None:
    """Say otherwise what it is called, what it is about, and which body reviews it."""
    await _change(
        scope,
        programme_id,
        version,
        lambda held: making.described(held, name=name, about=about, reviewing_body=reviewing_body),
    )


async def add_part(scope: Scope, *, programme_id: UUID, version: int, part: Part, name: str) -> None:
    """Add a phase or a stream at the end."""
    await _change(scope, programme_id, version, lambda held: making.with_part(held, part, name))


async def rename_part(
    scope: Scope, *, programme_id: UUID, version: int, part: Part, key: str, name: str
) -> None:
    await _change(scope, programme_id, version, lambda held: making.with_part_named(held, part, key, name))


async def move_part(
    scope: Scope, *, programme_id: UUID, version: int, part: Part, key: str, up: bool
) -> None:
    await _change(scope, programme_id, version, lambda held: making.with_part_moved(held, part, key, up=up))


async def remove_part(scope: Scope, *, programme_id: UUID, version: int, part: Part, key: str) -> None:
    """Leave out a phase or stream that no milestone belongs to."""
    await _change(scope, programme_id, version, lambda held: making.without_part(held, part, key))


async def add_milestone(scope: Scope, *, programme_id: UUID, version: int, said: MilestoneSaid) -> UUID:
    """One more milestone, numbered on. Returns its id. Raises rules.making.UnableToChangeProgramme."""
    rows = await fetch(
        "SELECT slug FROM delegation_milestone WHERE tenant_id = $1 AND programme_id = $2",
        scope.tenant.id,
        programme_id,
    )
    slug = making.next_slug([row["slug"] for row in rows])
    await _change(scope, programme_id, version, lambda held: making.with_milestone(held, slug, said))
    made = await fetch(
        "SELECT id FROM delegation_milestone WHERE tenant_id = $1 AND programme_id = $2 AND slug = $3",
        scope.tenant.id,
        programme_id,
        slug,
    )
    milestone_id: UUID = made[0]["id"]
    return milestone_id


async def change_milestone(scope: Scope, *, milestone_id: UUID, version: int, said: MilestoneSaid) -> None:
    """Say otherwise what a milestone is. Its first date changes only while nothing was said of it; else agree another.

    `version` is that of its programme.
    """
    held = await held_of(scope, milestone_id)
    await _change(
        scope,
        held.programme_id,
        version,
        lambda programme: making.with_changed(programme, held.slug, said, fresh=held.version <= 1),
    )


async def move_within(scope: Scope, *, milestone_id: UUID, version: int, up: bool) -> None:
    """One place up or down among those of its phase."""
    held = await held_of(scope, milestone_id)
    await _change(
        scope, held.programme_id, version, lambda programme: making.with_moved(programme, held.slug, up=up)
    )


async def retire_milestone(scope: Scope, *, milestone_id: UUID, version: int, because: str) -> None:
    """Leave a milestone out from today; what was said of it stays, and it can be brought back."""
    held = await held_of(scope, milestone_id)
    if not because.strip():
        raise making.UnableToChangeProgramme("Say why it is left out.", field="because")
    await _change(scope, held.programme_id, version, lambda programme: making.without(programme, held.slug))
    await ledger.record(
        scope, "delegation.milestone.retired", held.record, after={"because": because.strip()}
    )


async def bring_back_milestone(scope: Scope, *, milestone_id: UUID, version: int) -> None:
    """Take a milestone in again that was left out, as it was, at the end."""
    held = await held_of(scope, milestone_id)
    rows = await fetch(
        "SELECT * FROM delegation_milestone WHERE tenant_id = $1 AND id = $2", scope.tenant.id, milestone_id
    )
    if rows[0]["retired_on"] is None:
        raise making.UnableToChangeProgramme(f"{held.slug} is in the programme.")
    again = catalogued.milestone_from(rows[0])
    await _change(scope, held.programme_id, version, lambda programme: making.brought_back(programme, again))
    await ledger.record(scope, "delegation.milestone.brought-back", held.record)


async def bring_back_programme(scope: Scope, *, programme_id: UUID) -> None:
    """Keep a programme again that was retired, with all that was said of it."""
    _by_a_person(scope)
    rows = await Programme.within(scope).where(Programme.id == programme_id)
    if not rows:
        raise NotFound("delegation programme")
    if rows[0]["retired_on"] is None:
        raise making.UnableToChangeProgramme("It is kept here already.")
    await Programme.change(scope, retired_on=None).where(Programme.id == programme_id)
    await ledger.record(
        scope,
        "delegation.programme.brought-back",
        Record(room="delegation", kind="programme", id=programme_id, title=rows[0]["name"]),
        before={"retired_on": rows[0]["retired_on"]},
    )


async def go_on_under(scope: Scope, *, programme_id: UUID) -> int:
    """Let the unfinished milestones of a programme go on under the workflow that is pinned now. Returns how many.

    What was submitted stays submitted, and nothing is accepted by it.
    """
    _by_a_person(scope)
    newest = workflows.pinned(scope, rules.WORKFLOW)
    rows = await fetch(
        "SELECT id FROM delegation_milestone WHERE tenant_id = $1 AND programme_id = $2 AND retired_on IS NULL "
        "ORDER BY position, id",
        scope.tenant.id,
        programme_id,
    )
    moved = 0
    for row in rows:
        held = await held_of(scope, row["id"])
        state = held.state or held.followed.start
        goes_to = _STATES_UNDER.get(state, state)
        if held.workflow == newest.key or held.finished or newest.state(goes_to) is None:
            continue
        await say(
            scope,
            held,
            "workflow-changed",
            {"workflow": newest.key, "state": goes_to, "reason": None},
            ledger_act="workflow-changed",
        )
        moved += 1
    return moved


async def _change(
    scope: Scope,
    programme_id: UUID,
    version: int,
    how: Callable[[DelegationProgramme], DelegationProgramme],
) -> None:
    """Hold the programme, see that nobody changed it meanwhile, and write what `how` makes of it."""
    _by_a_person(scope)
    rows = await fetch(
        "SELECT slug, version FROM delegation_programme WHERE tenant_id = $1 AND id = $2 AND retired_on IS NULL "
        "FOR UPDATE",
        scope.tenant.id,
        programme_id,
    )
    if not rows:
        raise NotFound("delegation programme")
    if rows[0]["version"] != version:
        raise OvertakenByAnother(
            "Somebody else changed this programme since the page was opened. Look at it, then send yours again."
        )
    held = (await catalogued.catalogued_programmes(scope))[rows[0]["slug"]]
    await change_programme(scope, programme=how(held))


async def _slugs(scope: Scope) -> set[str]:
    rows = await Programme.within(scope, Programme.slug)
    return {row["slug"] for row in rows}


async def _check_free(scope: Scope, slug: str) -> None:
    if slug in await _slugs(scope):
        raise making.UnableToChangeProgramme(
            "A programme of that name is or was kept here already. Give this one another name.", field="name"
        )


def _by_a_person(scope: Scope) -> None:
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person can make or change a programme.")
