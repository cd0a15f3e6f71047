"""A page of reference for each framework that asks something: what it asks, how it is answered, where it comes from."""

from collections.abc import Iterator
from datetime import date

from backend.catalogue.assurance import LICENCE_IN_WORDS, AssuranceFramework, Became, SuccessionStep
from backend.catalogue.condition_words import condition_in_words
from backend.catalogue.frameworks import AskingFramework
from backend.catalogue.loader import Catalogue
from backend.catalogue.mappings import RELATION_IN_WORDS, MappingFile
from backend.catalogue.requirements import Answering, FrameworkReading, RequirementShape, Scale, Standing
from backend.catalogue.shapes import MARK_IN_WORDS, SourceDocument

FOLDER = "reference/frameworks"

_COUNTS_AS = {
    Standing.MET: "met",
    Standing.PARTLY: "partly met",
    Standing.NOT_MET: "not met",
    Standing.OUTSIDE: "not counted",
}
_BECAME = {
    Became.SAME: "Stays as it was",
    Became.REWORDED: "Reworded",
    Became.SPLIT: "Split",
    Became.MERGED: "Merged",
    Became.NEW: "New",
    Became.DROPPED: "Dropped",
}


def pages(catalogue: Catalogue) -> dict[str, str]:
    """Every page's text by its path under `docs`."""
    found = {
        f"{FOLDER}/{page_name(framework.key)}": _text(_page(framework))
        for framework in catalogue.frameworks.values()
        if isinstance(framework, AskingFramework)
    }
    if catalogue.mappings:
        found[f"{FOLDER}/mappings.md"] = _text(_mappings(catalogue))
    return found


def page_name(key: str) -> str:
    """`nhs-outcomes-framework-2011-12.md` for `nhs-outcomes-framework/2011-12`."""
    return f"{key.replace('/', '-')}.md"


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _page(framework: AskingFramework) -> Iterator[str]:
    reading = framework.reading
    yield f"# {framework.title}"
    yield ""
    yield f"`{framework.key}`, {framework.publisher}. Generated from `frameworks/`; do not edit."
    yield ""
    yield " ".join(framework.about.split())
    yield ""
    begins, ends = framework.effective_from, framework.effective_to
    yield f"- In force: from {_day(begins.value)} ({begins.provenance_in_words})" + (
        f" to {_day(ends.value)} ({ends.provenance_in_words})" if ends else ""
    )
    yield f"- Holds: {len(reading.domains)} domains, {len(reading.requirements)} requirements"
    if isinstance(framework, AssuranceFramework):
        yield f"- Where it comes from: {' '.join(framework.provenance.split())}"
        licence = framework.licence
        yield f"- Licence: {LICENCE_IN_WORDS[licence.kind]}. {' '.join(licence.words.split())}"
    for document in framework.documents:
        yield f"- Document `{document.id}`: {_document(document)}"
    for scale in reading.scales:
        yield from _scale(scale)
    if isinstance(framework, AssuranceFramework) and framework.succeeds is not None:
        yield from _succession(framework.succeeds.edition, framework.succeeds.steps)
    yield from _domains(reading)


def _document(document: SourceDocument) -> str:
    parts = [f"“{document.title}”", document.publisher, document.published, document.address]
    said = ", ".join(part for part in parts if part)
    return f"{said}. {' '.join(document.note.split())}" if document.note else f"{said}."


def _scale(scale: Scale) -> Iterator[str]:
    yield ""
    yield f"## Answered on: {scale.name}"
    yield ""
    note = f" {scale.note}" if scale.note else ""
    yield f"From the level that assures least to the one that assures most ({scale.provenance_in_words}).{note}"
    yield ""
    yield "| Level | Means | Counts as |"
    yield "| --- | --- | --- |"
    for level in scale.levels:
        yield f"| {level.name} | {_cell(level.meaning)} | {_COUNTS_AS[level.counts_as]} |"


def _succession(edition: str, steps: tuple[SuccessionStep, ...]) -> Iterator[str]:
    yield ""
    yield f"## What became of {edition}"
    yield ""
    yield "| What happened | There | Here | Note |"
    yield "| --- | --- | --- | --- |"
    for step in steps:
        before, after = ", ".join(step.before) or "–", ", ".join(step.after) or "–"
        yield f"| {_BECAME[step.how]} | {before} | {after} | {_cell(step.note or '')} |"


def _domains(reading: FrameworkReading) -> Iterator[str]:
    several = len(reading.scales) > 1
    for domain in reading.domains:
        yield ""
        yield f"## {domain.name}"
        if domain.about:
            yield ""
            yield " ".join(domain.about.split())
        for each in domain.requirements:
            yield from _requirement(reading, each, several=several)


def _requirement(reading: FrameworkReading, each: RequirementShape, *, several: bool) -> Iterator[str]:
    yield ""
    yield f"### {each.ref} {each.title}"
    yield ""
    text = " ".join(each.text.split())
    yield f"> “{text}”" if each.quoted else text
    yield ""
    where = f" (`{each.source.document}`{_pages(each)})" if each.source else ""
    note = f" {each.note}" if each.note else ""
    yield f"- {MARK_IN_WORDS[each.mark].capitalize()}{where}.{note}"
    if each.guidance and each.guidance != each.text:
        yield f"- Guidance: {' '.join(each.guidance.split())}"
    if each.answered is Answering.MEASURED:
        yield "- A figure is kept against it."
    scale = reading.scale(each.scale)
    if several and scale is not None:
        yield f"- Answered on: {scale.name}"
    if each.expects:
        yield f"- Evidence expected: {'; '.join(each.expects)}"
    if each.rule is not None:
        yield f"- Rule over facts: {condition_in_words(each.rule)}"


def _pages(each: RequirementShape) -> str:
    return f", {each.source.in_words}" if each.source and each.source.in_words else ""


def _mappings(catalogue: Catalogue) -> Iterator[str]:
    yield "# Mappings between frameworks"
    yield ""
    yield "Which requirements of different frameworks ask the same, or part of the same, so that one answer or one"
    yield "piece of evidence can serve several. Generated from `frameworks/_mappings/`; do not edit."
    for mapping in catalogue.mappings.values():
        yield from _mapping(catalogue, mapping)


def _mapping(catalogue: Catalogue, mapping: MappingFile) -> Iterator[str]:
    first, second = catalogue.reading_of(mapping.first), catalogue.reading_of(mapping.second)
    yield ""
    yield f"## {mapping.title}"
    yield ""
    yield " ".join(mapping.about.split())
    yield ""
    yield f"| {mapping.first} | Relation | {mapping.second} | From |"
    yield "| --- | --- | --- | --- |"
    for pair in mapping.pairs:
        note = f": {_cell(pair.note)}" if pair.note else ""
        yield (
            f"| {_named(first, pair.first)} | {RELATION_IN_WORDS[pair.relation]} | {_named(second, pair.second)} "
            f"| {pair.provenance_in_words}{note} |"
        )


def _named(reading: FrameworkReading | None, ref: str) -> str:
    found = reading.requirement(ref) if reading else None
    return f"{ref} {_cell(found.title)}" if found else ref


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
