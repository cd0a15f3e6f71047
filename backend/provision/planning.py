"""Plan and apply: part by part, putting from the ground up and retiring from the top down."""

from backend.catalogue.loader import Catalogue
from backend.catalogue.tenants import TenantDocument
from backend.kit.identity import new_id
from backend.provision import (
    parts,
    parts_assurance,
    parts_chasing,
    parts_contracts,
    parts_delegation,
    parts_functions,
    parts_kept,
    parts_measures,
    parts_planned,
    parts_powers,
    parts_schedules,
    resting,
)
from backend.provision.changes import Change, Part, changes_of, steps_of
from backend.scope import Refusal, Scope, Tenant

PARTS: tuple[Part, ...] = (
    parts.TENANT,
    parts_kept.ABOUT,
    parts_kept.BODY,
    parts.DOCUMENTS,
    parts.LEVELS,
    parts.LOCALITIES,
    parts.ORGANISATIONS,
    parts_kept.COUNTS,
    parts.COMMITTEES,
    parts_powers.FUNCTIONS,
    parts_powers.ENTRIES,
    parts.INTERESTS,
    parts_kept.STAFF,
    parts_planned.PAPERS,
    parts_planned.PLANNING,
    parts_kept.BETWEEN,
    parts_kept.HEADS,
    parts_delegation.DELEGATION,
    parts_functions.FUNCTIONS,
    parts_functions.AGREEMENTS,
    parts_functions.PLANS,
    parts_measures.MEASURES,
    parts_contracts.CONTRACTS,
    parts_assurance.FRAMEWORKS,
    parts_assurance.MAPPINGS,
    parts_schedules.SCHEDULES,
    parts_chasing.CHASING,
    parts_chasing.LADDERS,
    parts_chasing.COLOURS,
)
"""In the order in which they rest on each other."""


class UnableToApply(Refusal):
    """A folder that is not this tenant's."""


def founding_tenant(document: TenantDocument) -> Tenant:
    """The tenant that a folder founds: a new id, and what the folder says of it."""
    return Tenant(
        id=new_id(),
        slug=document.slug,
        name=document.name,
        kind=document.kind,
        demonstration=document.demonstration,
        time_zone=document.time_zone,
        pins=parts.pins_of(document.pins),
    )


async def plan(scope: Scope, document: TenantDocument, catalogue: Catalogue) -> tuple[Change, ...]:
    """What `apply` would do, in words; nothing right after it. Runs in the caller's transaction, reads only."""
    _check_folder(scope, document)
    found: list[Change] = []
    for part in PARTS:
        putting, retiring = steps_of(part, part.wanted(document, catalogue), await part.living(scope))
        found.extend(changes_of(part, putting, retiring))
    return tuple(found)


async def apply(scope: Scope, document: TenantDocument, catalogue: Catalogue) -> tuple[Change, ...]:
    """Make the tenant live as its folder says; founds it where it is new. Returns what was done.

    Runs in the caller's transaction, so that it is done whole or not at all. Raises the rooms' own refusals, and
    UnableToRetire for committees that left the folder while something of theirs is open.
    """
    _check_folder(scope, document)
    done: list[Change] = []
    going = []
    for part in PARTS:
        putting, retiring = steps_of(part, part.wanted(document, catalogue), await part.living(scope))
        changes = tuple(changes_of(part, putting, retiring))
        await resting.check_nothing_rests(scope, changes)
        await part.put(scope, putting)
        done.extend(changes)
        going.append((part, retiring))
    for part, retiring in reversed(going):
        await part.retire(scope, retiring)
    return tuple(done)


def _check_folder(scope: Scope, document: TenantDocument) -> None:
    if document.slug != scope.tenant.slug:
        raise UnableToApply(f"The folder “{document.slug}” does not describe “{scope.tenant.slug}”.")
