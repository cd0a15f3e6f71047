"""The cover sheet of a paper about risks, filled in from the same facts; its author checks it and may change it."""

from typing import Any

from backend.catalogue.covers import CoverField, CoverTemplate, FieldKind
from backend.meetings.rules import Purpose
from backend.risks.reports.facts import Facts
from backend.risks.reports.written import Written

_NOTHING_OF_ITS_OWN = frozenset(
    {"financial", "legal", "workforce", "involvement", "equality", "procurement", "privacy", "confidential"}
)
"""A report of where things stand proposes nothing: its sheet says none, and each risk tells its own."""


def cover_of(template: CoverTemplate, facts: Facts, paper: Written) -> dict[str, Any]:
    """Answers by the field's id, for the fields that the tenant's template has."""
    found = {field.id: _answer(field, facts, paper) for field in template.fields}
    return {field_id: answer for field_id, answer in found.items() if answer is not None}


def _answer(field: CoverField, facts: Facts, paper: Written) -> Any:
    if field.kind is FieldKind.PURPOSE:
        return Purpose.ASSURANCE.value
    if field.kind is FieldKind.FREEDOM_OF_INFORMATION:
        return {"exempt": False, "sections": []}
    if field.kind is FieldKind.YES_NO:
        if field.id == "risk":
            return {"yes": True, "words": paper.numbers.in_words}
        return {"yes": False, "words": ""} if field.id in _NOTHING_OF_ITS_OWN else None
    if field.kind is not FieldKind.TEXT:
        return None
    said = {
        "summary": f"{paper.title}. {paper.numbers.in_words}"
        + (" DEMONSTRATION: all of it is invented." if facts.demonstration else ""),
        "recommendation": "The committee is asked to consider whether it is assured by what is set out here, and "
        "to say what more it wants to see.",
        "objectives": "\n".join(each for each, _ in facts.by_objective()),
        "risks": "\n".join(f"{each.reference} {each.title}" for each in facts.risks),
    }
    return said.get(field.id) or None
