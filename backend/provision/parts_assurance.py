"""The frameworks in use of a tenant's folder and its own mappings, which the assurance room keeps."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.assurance import catalogued
from backend.assurance.operations import changing, editions, mappings, succeeding
from backend.assurance.queries import editions as edition_queries
from backend.assurance.queries import requirements as requirement_queries
from backend.catalogue.in_use import FrameworkInUse, OwnMapping
from backend.catalogue.loader import Catalogue
from backend.catalogue.shapes import Provenance, Sourced
from backend.catalogue.tenants import TenantDocument
from backend.provision.changes import Part, Step
from backend.scope import Scope


def _wanted(document: TenantDocument, _: Catalogue) -> Mapping[str, FrameworkInUse]:
    return {each.framework: each for each in document.assurance.frameworks}


async def _put(scope: Scope, steps: Sequence[Step]) -> None:
    """A newer edition follows only where nothing is dropped: what is dropped is looked at by a person in the app."""
    running = await _running(scope)
    for step in steps:
        said = _said(step.after)
        framework, label = step.after.edition.split("/")
        if step.before is None:
            await editions.take_into_use(
                scope, framework=framework, edition=label, on=step.after.since, source=said, ahead=True
            )
            continue
        edition_id = running[step.key]
        if step.before.edition != step.after.edition:
            edition_id = await succeeding.draw_up_shipped(
                scope, edition_id=edition_id, framework=framework, label=label
            )
            await changing.change_edition(scope, to_edition_id=edition_id, on=step.after.since)
        await editions.redate(scope, edition_id=edition_id, on=step.after.since, source=said)


async def _retire(scope: Scope, steps: Sequence[Step]) -> None:
    running = await _running(scope)
    for step in steps:
        await editions.retire(
            scope, edition_id=running[step.key], because="It left the organisation’s folder"
        )


async def _running(scope: Scope) -> dict[str, UUID]:
    return {
        each.framework: each.id for each in await edition_queries.running(scope) if each.content is not None
    }


FRAMEWORKS = Part(
    room="assurance",
    noun="framework in use",
    wanted=_wanted,
    living=catalogued.catalogued_frameworks,
    put=_put,
    retire=_retire,
    exported=lambda document, living: {
        "assurance": document.assurance.model_copy(update={"frameworks": tuple(living.values())})
    },
)


def _wanted_mappings(document: TenantDocument, _: Catalogue) -> Mapping[str, OwnMapping]:
    return {each.key: each for each in document.assurance.mappings}


async def _put_mappings(scope: Scope, steps: Sequence[Step]) -> None:
    if not steps:
        return
    kept = await catalogued.ids_of_mappings(scope)
    running = await _running(scope)
    asked: dict[str, dict[str, UUID]] = {}
    for framework in {key.split("/")[0] for step in steps for key in (step.after.first, step.after.second)}:
        asked[framework] = {
            each.ref: each.id
            for each in await requirement_queries.requirements_of(scope, edition_id=running[framework])
        }
    for step in steps:
        if step.before is not None:
            await mappings.end_mapping(
                scope, mapping_id=kept[step.key], because="The folder says it otherwise"
            )
        await mappings.map_requirement(
            scope,
            from_id=asked[step.after.first.split("/")[0]][step.after.first_ref],
            to_id=asked[step.after.second.split("/")[0]][step.after.second_ref],
            relation=step.after.relation,
            note=step.after.note,
            source=_said(step.after),
        )


async def _retire_mappings(scope: Scope, steps: Sequence[Step]) -> None:
    kept = await catalogued.ids_of_mappings(scope) if steps else {}
    for step in steps:
        await mappings.end_mapping(
            scope, mapping_id=kept[step.key], because="It left the organisation’s folder"
        )


def _said(fact: Sourced) -> Provenance:
    return Provenance(source=fact.source, mark=fact.mark, note=fact.note)


def _exported_mappings(document: TenantDocument, living: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"assurance": document.assurance.model_copy(update={"mappings": tuple(living.values())})}


MAPPINGS = Part(
    room="assurance",
    noun="mapping",
    wanted=_wanted_mappings,
    living=catalogued.catalogued_mappings,
    put=_put_mappings,
    retire=_retire_mappings,
    exported=_exported_mappings,
)
