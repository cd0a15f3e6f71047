"""Schemes of powers that can be lived: days in order, holders that differ, and nobody who consents to themselves."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.powers import PowerEntry, SchemeFile
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.scheme is not None:
            yield from _scheme(f"{tenant.folder}/scheme.toml", tenant.scheme)


def _scheme(file: str, scheme: SchemeFile) -> Iterator[Problem]:
    yield from twice(file, "functions", [each.id for each in scheme.functions])
    yield from twice(file, "entries", [each.id for each in scheme.entries])
    for entry in scheme.entries:
        yield from _entry(file, entry)


def _entry(file: str, entry: PowerEntry) -> Iterator[Problem]:
    place = f"entries[{entry.id}]"
    if entry.effective_until is not None and entry.effective_until < entry.effective_from:
        sentence = "The last day of the power lies before its first."
        yield nonsense(file, f"{place}.effective_until", sentence)
    if len(set(entry.held_by)) < len(entry.held_by):
        yield nonsense(file, f"{place}.held_by", "The same holder stands here twice.")
    outside = [each for each in entry.held_by if each.outside]
    if outside and (len(entry.held_by) > 1 or entry.limit is not None or entry.needs_consent_of):
        sentence = "What is reserved to a body outside has no other holder, limit or consent of ours."
        yield nonsense(file, f"{place}.held_by", sentence)
    if set(entry.needs_consent_of) & set(entry.held_by):
        sentence = "A holder can’t give the consent that the holder needs."
        yield nonsense(file, f"{place}.needs_consent_of", sentence)
    if entry.upward_to in entry.held_by:
        sentence = "What is beyond a holder can’t go up to the same holder."
        yield nonsense(file, f"{place}.upward_to", sentence)
