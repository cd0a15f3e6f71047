"""Measures: each named once, and each source speaking once of a period."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.measures import Measure, Statement
from backend.catalogue.problems import GateName, Problem


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.measures is None:
            continue
        file = f"{tenant.folder}/measures.toml"
        seen: set[str] = set()
        for measure in tenant.measures.measures:
            place = f"measures[{measure.id}]"
            if measure.id in seen:
                sentence = f"There are two measures with the id {measure.id}."
                yield Problem(GateName.SENSE, file, f"{place}.id", sentence)
            seen.add(measure.id)
            yield from _statements(file, place, measure)


def _statements(file: str, place: str, measure: Measure) -> Iterator[Problem]:
    spoken: set[tuple[object, ...]] = set()
    for number, each in enumerate(measure.statements, start=1):
        key = (each.said, each.period, each.unit, each.source)
        if key in spoken:
            sentence = (
                f"The same source speaks twice of the {each.said.value} for {each.period}; it can speak once."
            )
            yield Problem(GateName.SENSE, file, f"{place}.statements[{number}].period", sentence)
        spoken.add(key)
        if not _is_told(each):
            sentence = "A statement without a value says in a note why it has none."
            yield Problem(GateName.SENSE, file, f"{place}.statements[{number}].value", sentence)


def _is_told(statement: Statement) -> bool:
    return statement.value is not None or bool(statement.note)
