"""Tenants from their folders: list, plan, apply, export; and the demonstrations that `probity run` shows.

Each function is called with open services and opens its own transactions.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend import provision
from backend.catalogue import shelf
from backend.catalogue.demonstrations import CastMember, DemonstrationDocument, TenantRole
from backend.catalogue.gaps import EVIDENCE_IN_WORDS
from backend.catalogue.tenants import TenantDocument
from backend.desk import cast
from backend.desk.year import Played, documents, year_of
from backend.kit.calendar import in_words
from backend.kit.clock import real_now
from backend.kit.database import DB
from backend.kit.settings import Settings
from backend.people.operations import arranging
from backend.provision import lifetime
from backend.scope import Actor, NotFound, Refusal, Scope
from backend.tenancy import transactions
from backend.tenancy.queries import FoundTenant, tenant_by_slug

_log = logging.getLogger("probity.desk")


class NoSuchFolder(Refusal):
    """The catalogue has no folder of that name."""


class NotYetApplied(Refusal):
    """The folder is there, and nobody lives by it."""


class HalfADemonstration(Refusal):
    """A demonstration whose making was broken off."""


async def tenants_in_words(_services: Any) -> tuple[str, ...]:
    """One line a folder: its slug, its name, its kind, what its sources say of it, and whether it lives; templates."""
    catalogue = shelf.catalogue()
    lines = []
    for slug, document in sorted(catalogue.tenants.items()):
        found = await _found(slug)
        state = state_in_words(found) if found else "not applied yet"
        lines.append(_line(document, f"{state}{', DEMONSTRATION' if document.demonstration else ''}"))
    for _, document in sorted(catalogue.templates.items()):
        lines.append(_line(document, "a template to start from"))
    return tuple(lines)


def state_in_words(found: FoundTenant) -> str:
    """“live”; or of one whose life has ended when, and into whom it went; or since when its record is gone."""
    tenant = found.tenant
    if tenant.deleted_on:
        return f"deleted on {in_words(tenant.deleted_on)}"
    into = f" into {tenant.merged_into_name}" if tenant.merged_into_name else ""
    return f"{found.state}{into}" + (f" on {in_words(tenant.ended_on)}" if tenant.ended_on else "")


def _line(document: TenantDocument, state: str) -> str:
    kind = shelf.catalogue().kinds[document.kind].name
    return f"{document.slug:34} {document.name} · {kind} · {EVIDENCE_IN_WORDS[document.evidence]} · {state}"


async def diff(_services: Any, slug: str) -> tuple[str, ...]:
    """How the tenant that lives differs from its folder, in words; nothing where it does not. Raises NoSuchFolder."""
    document = _document(slug)
    if await _found(slug) is None:
        return (f"{document.name} is not applied yet: everything that its folder says would be added.",)
    return await plan(_services, slug)


async def plan(_services: Any, slug: str) -> tuple[str, ...]:
    """What apply would change, in words; nothing right after it."""
    document = _document(slug)
    found = await _found(slug)
    scope = _operator(found, document)
    async with transactions.scope_tx(scope, readonly=True):
        changes = await provision.plan(scope, document, shelf.catalogue())
    return tuple(change.sentence for change in changes)


async def apply(_services: Any, slug: str) -> tuple[str, ...]:
    """Make the tenant live as its folder says; whole or not at all."""
    document = _document(slug)
    scope = _operator(await _found(slug), document)
    async with transactions.scope_tx(scope):
        changes = await provision.apply(scope, document, shelf.catalogue())
    return tuple(change.sentence for change in changes)


async def export(_services: Any, slug: str, folder: Path) -> tuple[Path, ...]:
    """Write the tenant's folder back from how it lives."""
    document = _document(slug)
    found = await _found(slug)
    if found is None:
        raise NotYetApplied(
            f"{document.name} is not applied yet, so there is no life to write back: probity tenant apply {slug}"
        )
    scope = _operator(found, document)
    async with transactions.scope_tx(scope, readonly=True):
        return await provision.export(scope, folder, document=document)


async def suspend(_services: Any, slug: str, reason: str) -> str:
    """Suspend the organisation; returns its name."""
    scope = _operator(await _living(slug), _document(slug))
    async with transactions.scope_tx(scope):
        await lifetime.suspend_tenant(scope, reason=reason)
    return scope.tenant.name


async def resume(_services: Any, slug: str) -> str:
    """Resume the organisation; returns its name."""
    scope = _operator(await _living(slug), _document(slug))
    async with transactions.scope_tx(scope):
        await lifetime.resume_tenant(scope)
    return scope.tenant.name


async def allow_passwords(_services: Any, slug: str, reason: str) -> str:
    """Let an organisation's people in with their passwords again, where its own provider fails; returns its name."""
    found = await _living(slug)
    scope = Scope(
        tenant=found.tenant,
        actor=Actor(name="Command line", chore="provision"),
        now=real_now() + found.clock_offset,
        request_id="command-line",
    )
    async with transactions.scope_tx(scope, after_end=True):  # who may read it must get in also then
        await arranging.allow_passwords(scope, because=reason)
    return scope.tenant.name


async def load_demonstrations(services: Any, with_years: bool = False) -> tuple[FoundTenant, ...]:
    """Found every demonstration tenant that is not there yet and bring its cast on.

    Those that are not shown from the start, such as one whose cast plays a whole year, come only where asked for.
    """
    loaded = []
    years = shelf.catalogue().years
    for slug, document in sorted(
        shelf.catalogue().demonstrations.items(),
        key=lambda each: (each[0] in years and years[each[0]].played_with is not None, each[0]),
    ):
        if not (document.at_start or with_years):
            continue
        found = await _found(slug)
        if found is None:
            if slug in years:
                await play_year(slug)
            else:
                await apply(services, slug)
                performers = await cast.cast_of(slug, document, shelf.catalogue().demonstration_folder(slug))
                await performers.bring_on()
            found = await _found(slug)
        assert found is not None, f"{slug} has just been applied"
        if not found.clock_offset:  # the clock is started last
            raise HalfADemonstration(
                f"The demonstration {slug} was broken off while it was made. Remove PROBITY_HOME and start again."
            )
        loaded.append(found)
    return tuple(loaded)


async def play_year(slug: str) -> Played:
    """Found the tenant, and those played with it, and let the casts play; a worker would only be in the way."""
    for other, year in shelf.catalogue().years.items():
        if slug in (other, year.played_with):
            await apply(None, other)
    return await (await year_of(slug)).play()


async def put_out_years(
    out: Path, *, settings: Settings, app: Any, say: Callable[[str], None]
) -> tuple[Path, ...]:
    """Play every year of the catalogue, and leave the documents of each in a folder of its own under `out`."""
    folders = []
    for slug in sorted(slug for slug, year in shelf.catalogue().years.items() if not year.played_with):
        started = time.monotonic()
        played = await play_year(slug)
        folder = out / f"year-{slug}"
        folder.mkdir(parents=True, exist_ok=True)
        found = await documents.put_out(played, folder, app=app, settings=settings)
        say(f"9. {played.in_words}")
        say(f"   It took {time.monotonic() - started:.0f} seconds, and left in {folder}:")
        for each in found:
            say(f"   {each.name}: {each.words}")
        folders.append(folder)
    return tuple(folders)


def welcome(address: str, loaded: tuple[FoundTenant, ...]) -> str:
    """Where to go and how to sign in, for a governance officer, a chair, a member and a regulator of each."""
    lines = [
        "",
        f"Probity is running at {address}",
        "",
        "Sign in to a demonstration (every person in it is invented):",
        "",
    ]
    for found in loaded:
        document = shelf.catalogue().demonstrations[found.tenant.slug]
        now = real_now() + found.clock_offset
        lines.append(f"  {found.tenant.name}: DEMONSTRATION; its clock says {in_words(now)}")
        lines += [f"    {role:20} {person.email}" for role, person in _sign_ins(document)]
        lines.append("")
    lines += [
        f"  Pass phrase for all of them: {cast.PASSWORD}",
        "  The sign-in page shows the second code.",
        "",
    ]
    lines.append("Stop with Ctrl-C.")
    return "\n".join(lines)


def _sign_ins(document: DemonstrationDocument) -> list[tuple[str, CastMember]]:
    people = document.people
    seats = {(s.committee, s.seat, s.office): p for p in people for s in p.seats}
    chair = next((p for (_, seat, office), p in seats.items() if seat == "chair" or office == "chair"), None)
    officer = next((p for p in people if TenantRole.GOVERNANCE_OFFICER in p.roles), None)
    member = next((p for p in people if p.seats and p is not chair and p.roles == (TenantRole.NONE,)), None)
    regulator = next((p for p in people if TenantRole.REGULATOR in p.roles), None)
    reviewer = next((p for p in people if TenantRole.REVIEWER in p.roles), None)
    named = (
        ("Governance officer", officer),
        ("Chair", chair),
        ("Member", member),
        ("Reviewer", reviewer),
        ("Regulator", regulator),
    )
    return [(role, person) for role, person in named if person]


def _document(slug: str) -> TenantDocument:
    document = shelf.catalogue().tenants.get(slug)
    if document is None:
        if slug in shelf.catalogue().templates:
            raise NoSuchFolder(
                f"{slug!r} is a template: an organisation is founded from it in the app, and none lives by it."
            )
        known = ", ".join(sorted(shelf.catalogue().tenants))
        raise NoSuchFolder(f"The catalogue has no tenant {slug!r}. It has: {known}.")
    return document


async def _living(slug: str) -> FoundTenant:
    found = await _found(slug)
    if found is None:
        raise NotFound("tenant")
    return found


async def _found(slug: str) -> FoundTenant | None:
    async with DB.transaction_with({}, readonly=True):
        return await tenant_by_slug(slug)


def _operator(found: FoundTenant | None, document: TenantDocument) -> Scope:
    """Whoever runs the command line: no person of the tenant. A tenant's folder is applied at the tenant's own time."""
    tenant = found.tenant if found else provision.founding_tenant(document)
    demonstration = shelf.catalogue().demonstrations.get(document.slug)
    now = real_now() + found.clock_offset if found else real_now()
    if demonstration and (found is None or not found.clock_offset):
        now = _before(demonstration)
    return Scope(
        tenant=tenant, actor=Actor(name="Command line", chore="provision"), now=now, request_id="command-line"
    )


def _before(demonstration: DemonstrationDocument) -> datetime:
    """A demonstration's bodies are there before its people are."""
    return (demonstration.clock_starts - cast.PEOPLE_JOIN_BEFORE * 2).astimezone(UTC)
