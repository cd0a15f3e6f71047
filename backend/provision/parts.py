"""The parts of a tenant's folder, each with the room that keeps it. A new room's content is one more entry here."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from backend.catalogue.committees import Committee
from backend.catalogue.loader import Catalogue
from backend.catalogue.quorum import quorum_in_words
from backend.catalogue.tenants import InterestsSettings, Pins, TenantDocument
from backend.catalogue.voting import Voting, voting_in_words
from backend.committees import catalogued as living_committees
from backend.committees import operations as committees
from backend.committees import queries as committee_queries
from backend.interests import settings as interests
from backend.organisations import areas
from backend.organisations import operations as organisations
from backend.organisations import queries as organisation_queries
from backend.people.operations import accounts
from backend.provision import lifetime
from backend.provision.changes import Listed, Part, Step
from backend.schedules import operations as schedules
from backend.scope import Scope
from backend.tenancy import queries as tenancy_queries


def pins_of(pins: Pins) -> dict[str, str]:
    """The editions and versions by the name of what they are of: `{"annual-declaration": "v1"}`."""
    keys = sorted([*pins.frameworks, *pins.packs, *pins.workflows])
    return {key.split("/")[0]: key.split("/")[1] for key in keys}


def _wanted_tenant(document: TenantDocument, _: Catalogue) -> Mapping[str, Any]:
    return {
        document.slug: {
            "name": document.name,
            "kind": document.kind,
            "time_zone": document.time_zone,
            "pins": pins_of(document.pins),
        }
    }


async def _living_tenant(scope: Scope) -> Mapping[str, Any]:
    found = await tenancy_queries.tenant_by_id(scope.tenant.id)
    if found is None:
        return {}
    tenant = found.tenant
    return {
        tenant.slug: {
            "name": tenant.name,
            "kind": tenant.kind,
            "time_zone": tenant.time_zone,
            "pins": dict(sorted(tenant.pins.items())),
        }
    }


async def _put_tenant(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        if step.before is None:
            await lifetime.found_tenant(scope)
        else:
            await lifetime.change_tenant(scope, **step.after)
            await accounts.copy_tenant_name(scope)
            # schedules keep their hours on the wall of the new time zone
            await schedules.restart(scope, time_zone=step.after["time_zone"])


async def _keep_tenant(_scope: Scope, _steps: Sequence[Step]) -> None:
    """A tenant is never retired for a folder's sake: its slug is the folder's name."""


def _exported_tenant(document: TenantDocument, living: Mapping[str, Any]) -> Mapping[str, Any]:
    facts = living[document.slug]
    workflows = {key.split("/")[0] for key in document.pins.workflows}
    packs = {key.split("/")[0] for key in document.pins.packs}
    keys = [f"{name}/{edition}" for name, edition in facts["pins"].items()]
    pins = Pins(
        frameworks=tuple(
            key for key in keys if not _is_workflow(key, workflows) and key.split("/")[0] not in packs
        ),
        packs=tuple(key for key in keys if key.split("/")[0] in packs),
        workflows=tuple(key for key in keys if _is_workflow(key, workflows)),
    )
    return {"name": facts["name"], "kind": facts["kind"], "time_zone": facts["time_zone"], "pins": pins}


def _is_workflow(key: str, known: set[str]) -> bool:
    name, edition = key.split("/")
    return name in known or (edition.startswith("v") and edition[1:].isdigit())


TENANT = Part(
    room="tenancy",
    noun="tenant",
    wanted=_wanted_tenant,
    living=_living_tenant,
    put=_put_tenant,
    retire=_keep_tenant,
    exported=_exported_tenant,
    words={"pins": "pinned editions"},
    say={"pins": lambda pins: ", ".join(f"{name}/{edition}" for name, edition in pins.items())},
)


def _each(act: Callable[[Scope, Step], Awaitable[object]]) -> Callable[..., Awaitable[None]]:
    """One step after another, each by the same operation."""

    async def go_through(scope: Scope, steps: Sequence[Step]) -> None:
        for step in steps:
            await act(scope, step)

    return go_through


DOCUMENTS = Part(
    room="organisations",
    noun="source document",
    wanted=lambda document, _: {each.id: each for each in document.documents},
    living=organisation_queries.catalogued_documents,
    put=_each(lambda scope, step: organisations.put_document(scope, document=step.after)),
    retire=_each(lambda scope, step: organisations.retire_document(scope, slug=step.key)),
    exported=lambda _, living: {"documents": tuple(living.values())},
)


LEVELS = Part(
    room="organisations",
    noun="level",
    wanted=lambda document, _: {each.id: each for each in document.levels},
    living=organisation_queries.catalogued_levels,
    put=_each(lambda scope, step: areas.put_level(scope, level=step.after)),
    retire=_each(lambda scope, step: areas.retire_level(scope, slug=step.key)),
    exported=lambda _, living: {"levels": tuple(living.values())},
    ordered=lambda things: _above_first({key: [each.within] for key, each in things.items()}),
)


LOCALITIES = Part(
    room="organisations",
    noun="locality",
    wanted=lambda document, _: {each.id: each for each in document.localities},
    living=organisation_queries.catalogued_localities,
    put=_each(lambda scope, step: areas.put_locality(scope, locality=step.after)),
    retire=_each(lambda scope, step: areas.retire_locality(scope, slug=step.key)),
    exported=lambda _, living: {"localities": tuple(living.values())},
    ordered=lambda things: _above_first({key: [each.part_of] for key, each in things.items()}),
)


async def _put_organisations(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await organisation_queries.ids_of_slugs(scope, slugs=[step.key for step in steps])
    for step in steps:
        if step.before is None:
            await organisations.add_organisation(scope, organisation=step.after)
        else:
            await organisations.change_organisation(
                scope, organisation_id=ids[step.key], organisation=step.after
            )


async def _retire_organisations(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await organisation_queries.ids_of_slugs(scope, slugs=[step.key for step in steps])
    for step in steps:
        await organisations.retire_organisation(scope, organisation_id=ids[step.key])


ORGANISATIONS = Part(
    room="organisations",
    noun="organisation",
    wanted=lambda document, _: {each.id: each for each in document.organisations},
    living=organisation_queries.catalogued_organisations,
    put=_put_organisations,
    retire=_retire_organisations,
    exported=lambda _, living: {"organisations": tuple(living.values())},
    ordered=lambda things: _above_first({key: [each.part_of] for key, each in things.items()}),
    words={"also_known_as": "other names", "ods_code": "ODS code"},
)


async def _put_committees(scope: Scope, steps: Sequence[Step]) -> None:
    """Lines that go are taken off first, so that no order of the changes closes a circle on its way."""
    ids = await _committee_ids(scope)
    for step in steps:
        if step.before is not None and step.before.reports_to != step.after.reports_to:
            staying = {line.to for line in step.after.reports_to}
            kept = tuple(line for line in step.before.reports_to if line.to in staying)
            await committees.set_reporting_lines(scope, committee_id=ids[step.key], reports_to=kept)
    for step in steps:
        if step.before is None:
            await committees.form_committee(scope, committee=step.after)
        else:
            await committees.change_committee(scope, committee_id=ids[step.key], committee=step.after)


async def _retire_committees(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await _committee_ids(scope)
    for step in steps:
        await committees.retire_committee(scope, committee_id=ids[step.key])


async def _committee_ids(scope: Scope) -> dict[str, Any]:
    return {line.slug: line.id for line in await committee_queries.committees_of(scope)}


def _say_quorum(plain: Any) -> str:
    return f"“{quorum_in_words(living_committees.quorum_from_plain(plain))}”"


def _say_voting(plain: Any) -> str:
    return f"“{voting_in_words(Voting.model_validate(plain))}”"


COMMITTEES = Part(
    room="committees",
    noun="committee",
    wanted=lambda document, _: {each.id: each for each in document.committees},
    living=living_committees.catalogued_committees,
    put=_put_committees,
    retire=_retire_committees,
    exported=lambda _, living: {"committees": tuple(living.values())},
    ordered=lambda things: _above_first({key: _parents(each) for key, each in things.items()}),
    listed={
        "seats": Listed(noun="seat", key="id", name="name"),
        "reports_to": Listed(noun="reporting line to", key="to", name="to"),
    },
    words={
        "quorum_from": "source of the quorum",
        "seats_from": "source of the seats",
        "voting_from": "source of the voting by class",
        "terms": "terms of reference",
    },
    say={"quorum": _say_quorum, "voting": _say_voting},
)


def _parents(committee: Committee) -> list[str]:
    return [line.to for line in committee.reports_to]


_KEPT_BY_INTERESTS = ("rule_set", "overrides", "review_by", "contact")


async def _living_settings(scope: Scope) -> Mapping[str, Any]:
    found = await interests.current(scope)
    if found is None:
        return {}
    review_by = found["review_by"]
    plain = {name: found[name] for name in _KEPT_BY_INTERESTS}
    return {"interests": {**plain, "review_by": None if review_by is None else str(review_by)}}


def _wanted_settings(document: TenantDocument, _: Catalogue) -> Mapping[str, Any]:
    plain = document.interests.model_dump(mode="json")
    return {"interests": {name: plain[name] for name in _KEPT_BY_INTERESTS}}


async def _put_settings(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        kept = InterestsSettings.model_validate(step.after)
        await interests.settle_rules(
            scope,
            rule_set=kept.rule_set,
            overrides=kept.overrides,
            review_by=kept.review_by,
            contact=kept.contact,
        )


async def _keep_settings(_scope: Scope, _steps: Sequence[Step]) -> None:
    """Every folder has its settings for interests, so that they are never retired."""


def _exported_settings(document: TenantDocument, living: Mapping[str, Any]) -> Mapping[str, Any]:
    if not living:
        return {}
    return {
        "interests": InterestsSettings.model_validate(
            {**document.interests.model_dump(mode="json"), **living["interests"]}
        )
    }


def _above_first(parents: Mapping[str, Sequence[str | None]]) -> list[str]:
    """The keys so that what a thing belongs to comes before it; what is not among them counts as there."""
    found: dict[str, None] = {}
    waiting = list(parents)
    while waiting:
        ready = [key for key in waiting if all(each in found or each not in parents for each in parents[key])]
        for key in ready or waiting:
            found[key] = None
        waiting = [key for key in waiting if key not in found]
    return list(found)


INTERESTS = Part(
    room="interests",
    noun="settings for interests",
    wanted=_wanted_settings,
    living=_living_settings,
    put=_put_settings,
    retire=_keep_settings,
    exported=_exported_settings,
    say={"overrides": lambda each: ", ".join(f"{one['key']} = {one['value']}" for one in each)},
)
