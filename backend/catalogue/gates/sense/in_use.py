"""The frameworks that a tenant answers to: each asks something, and its own mappings can be true beside the shipped."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.frameworks import AskingFramework
from backend.catalogue.gates.sense.naming import nonsense
from backend.catalogue.in_use import AssuranceSettings
from backend.catalogue.mappings import Relation, contradictions
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    shipped = [
        ((mapping.first, pair.first), pair.relation, (mapping.second, pair.second))
        for mapping in draft.mappings.values()
        for pair in mapping.pairs
    ]
    known = set(contradictions(shipped))
    for tenant in draft.every_folder():
        if tenant.assurance is None:
            continue
        file = f"{tenant.folder}/assurance.toml"
        yield from _named(draft, file, tenant.assurance)
        own = [
            ((each.first, each.first_ref), each.relation, (each.second, each.second_ref))
            for each in tenant.assurance.mappings
        ]
        for found in contradictions([*shipped, *own]):
            if found not in known:
                names = " and ".join(f"{ref} of {key}" for key, ref in found.names)
                said = (
                    "go round in a circle" if found.relation is Relation.SUBSET else "contradict each other"
                )
                yield nonsense(file, "mappings", f"The mappings of {names} {said}.")


def _named(draft: Draft, file: str, settings: AssuranceSettings) -> Iterator[Problem]:
    running = {each.edition for each in settings.frameworks}
    for each in settings.frameworks:
        yield from _asks(draft, file, f"frameworks[{each.framework}].edition", each.edition, None)
    for mapping in settings.mappings:
        place = f"mappings[{mapping.key}]"
        for end, ref in ((mapping.first, mapping.first_ref), (mapping.second, mapping.second_ref)):
            if end not in running:
                yield nonsense(file, place, f"It maps {end}, which is not among the frameworks in use.")
            else:
                yield from _asks(draft, file, place, end, ref)
        if mapping.first == mapping.second:
            yield nonsense(file, place, "It maps an edition to itself; a mapping joins two.")


def _asks(draft: Draft, file: str, place: str, key: str, ref: str | None) -> Iterator[Problem]:
    if draft.framework_file(key) in draft.broken:
        return
    framework = draft.frameworks.get(key)
    if not isinstance(framework, AskingFramework):
        yield nonsense(file, place, f"There is no framework edition {key} that asks something.")
    elif ref is not None and framework.reading.requirement(ref) is None:
        yield nonsense(file, place, f"The edition {key} has no requirement “{ref}”.")
