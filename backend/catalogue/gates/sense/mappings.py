"""Mappings that can be true: between two editions, of requirements that exist, and without contradiction."""

from collections import Counter
from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.frameworks import AskingFramework
from backend.catalogue.gates.sense.naming import nonsense
from backend.catalogue.mappings import MappingFile, Relation, contradictions
from backend.catalogue.problems import Problem
from backend.catalogue.requirements import FrameworkReading

_Named = tuple[str, str]
"""An edition's key and the ref of a requirement in it."""


def problems(draft: Draft) -> Iterator[Problem]:
    for mapping in draft.mappings.values():
        yield from _of_file(draft, mapping)
    yield from _together(draft)


def _of_file(draft: Draft, mapping: MappingFile) -> Iterator[Problem]:
    file = draft.mapping_file(mapping.id)
    if mapping.first == mapping.second:
        yield nonsense(file, "second", f"Both ends are {mapping.first}; a mapping joins two editions.")
        return
    readings = {"first": _reading(draft, mapping.first), "second": _reading(draft, mapping.second)}
    for end, reading in readings.items():
        key = getattr(mapping, end)
        if reading is None and draft.framework_file(key) not in draft.broken:
            yield nonsense(file, end, f"There is no framework edition {key} that asks something.")
    for pair in mapping.pairs:
        for end, reading in readings.items():
            ref = getattr(pair, end)
            if reading is not None and reading.requirement(ref) is None:
                place = f"pairs[{pair.first}–{pair.second}].{end}"
                yield nonsense(file, place, f"The edition {reading.key} has no requirement “{ref}”.")
    for (first, second), count in Counter((pair.first, pair.second) for pair in mapping.pairs).items():
        if count > 1:
            sentence = f"The pair stands here {count} times; one relation holds between two requirements."
            yield nonsense(file, f"pairs[{first}–{second}]", sentence)


def _together(draft: Draft) -> Iterator[Problem]:
    """Contradictions among all files, each told in a file that names the first of its requirements."""
    edges: list[tuple[_Named, Relation, _Named]] = []
    holder: dict[_Named, str] = {}
    for mapping in draft.mappings.values():
        for pair in mapping.pairs:
            first, second = (mapping.first, pair.first), (mapping.second, pair.second)
            edges.append((first, pair.relation, second))
            for name in (first, second):
                holder.setdefault(name, draft.mapping_file(mapping.id))
    for found in contradictions(edges):
        names = [f"{ref} of {key}" for key, ref in found.names]
        file = holder[found.names[0]]
        if found.relation is Relation.SUBSET:
            way = " within ".join(names)
            yield nonsense(file, "pairs", f"The mappings go round in a circle: {way}.")
        else:
            sentence = (
                f"The requirements {names[0]} and {names[1]} are said to share only something, but by other "
                "mappings one equals or holds the other."
            )
            yield nonsense(file, "pairs", sentence)


def _reading(draft: Draft, key: str) -> FrameworkReading | None:
    framework = draft.frameworks.get(key)
    return framework.reading if isinstance(framework, AskingFramework) else None
