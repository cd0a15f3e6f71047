"""A statement as it reads now: its sections with the year's facts and what people wrote, as plain values."""

import json
from collections.abc import Mapping
from typing import Any

from backend.audits import queries as audits
from backend.audits.rules import KIND_IN_WORDS, LEVEL_IN_WORDS
from backend.catalogue.statements import FactBlock, StatementKind, StatementSection
from backend.kit.calendar import in_words
from backend.ledger.records import canonical, content_hash
from backend.scope import Scope
from backend.statements.queries import statements as queries
from backend.statements.queries.freezes import frozen_parts
from backend.statements.queries.gathering import gathered
from backend.statements.queries.statements import StatementView
from backend.statements.rules import blocks
from backend.statements.rules.parts import Part
from backend.statements.rules.writing import State
from backend.statements.rules.years import FinancialYear

Content = dict[str, Any]


async def content_of(scope: Scope, view: StatementView) -> Content:
    """What a statement says: as it was signed, or from the freeze that it rests on, or as the year reads now."""
    if view.signature is not None:
        return dict(view.signature.content)
    parts = await _parts(scope, view)
    sources = blocks.Sources(
        parts=parts,
        committee_id=view.line.committee_id,
        **await _audit(scope, view),
        standards=standards_in_words(view.line.year),
        **await _audited(scope, view),
    )
    whole = {
        "organisation": scope.tenant.name,
        "demonstration": scope.tenant.demonstration,
        "title": view.title,
        "year": view.line.year.in_words,
        "since": view.line.year.since,
        "until": view.line.year.until,
        "template": view.template.key,
        "signs": view.template.signs,
        "about": view.template.about,
        "freeze": {
            "number": view.freeze.number,
            "as_at": view.freeze.as_at,
            "known_at": view.freeze.known_at,
            "sha256": view.freeze.sha256,
        }
        if view.freeze
        else None,
        "sections": [_section(view, number, sources) for number in range(len(view.template.sections))],
    }
    plain: Content = json.loads(canonical(whole))
    return plain


def hash_of(content: Mapping[str, Any]) -> str:
    return content_hash(dict(content))


def standards_in_words(year: FinancialYear) -> str | None:
    """Which standards of internal audit held on the last day of a year, and how that is known."""
    standards = queries.standards_on(year.until)
    if standards is None:
        return None
    since = standards.effective_from
    return (
        f"In force on {in_words(year.until)}: {standards.title}, from {in_words(since.value)} "
        f"({since.provenance_in_words})."
    )


async def _parts(scope: Scope, view: StatementView) -> tuple[Part, ...]:
    if view.freeze is not None:
        return await frozen_parts(scope, freeze_id=view.freeze.id)
    return (await gathered(scope, year=view.line.year)).parts


async def _audit(scope: Scope, view: StatementView) -> dict[str, Any]:
    """How the areas of the year's audit of conflicts were rated, for a statement that tells of it."""
    wanted = any(FactBlock.CONFLICTS_AUDIT in section.facts for section in view.template.sections)
    lines = await queries.lines_of(scope, year=view.line.year) if wanted else ()
    found = next((line for line in lines if line.kind is StatementKind.CONFLICTS_AUDIT), None)
    if found is None:
        return {}
    audit = await queries.statement(scope, statement_id=found.id)
    rated = [
        (section.title, written.rating)
        for section in audit.template.sections
        if (written := audit.written.get(section.id)) is not None and written.rating
    ]
    state = (
        "As signed." if found.state is State.SIGNED else "The audit is being written here; nothing is signed."
    )
    return {"audit": rated, "audit_state": state}


async def _audited(scope: Scope, view: StatementView) -> dict[str, Any]:
    """The opinion of the year and the audits reported in it, for a statement that tells of them.

    An opinion is given after the year has ended, so it is read as it is recorded and not from the freeze.
    """
    if not any(FactBlock.AUDIT_STANDARDS in section.facts for section in view.template.sections):
        return {}
    year = view.line.year
    opinion = await audits.opinion_of(scope, year=year.beginning)
    reported = [
        (
            each.title,
            KIND_IN_WORDS[each.kind],
            in_words(each.reported_on),
            LEVEL_IN_WORDS[each.level] if each.level else (each.rating or "None given"),
        )
        for each in await audits.audits_of(scope)
        if each.reported_on is not None and year.since <= each.reported_on <= year.until
    ]
    if opinion is None:
        return {"audits": reported}
    said = f"{opinion.words} ({opinion.given_by}, {in_words(opinion.given_on)}.)"
    return {"audits": reported, "opinion": (LEVEL_IN_WORDS[opinion.level], said)}


def _provenance(view: StatementView, section: StatementSection) -> str:
    """Where a section of the template comes from, with the document that it was read in."""
    document = section.source.document if section.source else None
    named = next((each.title for each in view.template.documents if each.id == document), None)
    return ". ".join(
        filter(None, (section.provenance_in_words + (f" ({named})" if named else ""), section.note))
    ).rstrip(".")


def _section(view: StatementView, number: int, sources: blocks.Sources) -> Content:
    section = view.template.sections[number]
    written = view.written.get(section.id)
    return {
        "id": section.id,
        "number": number + 1,
        "title": section.title,
        "about": section.about,
        "provenance": _provenance(view, section),
        "blocks": [block for fact in section.facts for block in blocks.blocks_of(fact, sources)],
        "place": section.place,
        "needed": section.needed,
        "ratings": list(section.ratings),
        "words": written.words if written else None,
        "rating": written.rating if written else None,
        "written_by": written.written_by_name if written else None,
        "seen": written.number if written else 0,
    }
