"""Cover sheets as they were kept, and what the form of one offers."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.covers import CoverField, CoverTemplate, PapersSettings, WordBudgets
from backend.kit import calendar
from backend.kit.database import fetch
from backend.meetings import covers, rules
from backend.scope import Scope
from backend.tenancy.settings import kept


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCover:
    """The cover sheet of one version: its answers by field, and its lines as they are read and printed."""

    answers: covers.Answers
    lines: tuple[covers.CoverLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDecision:
    """A decision that a paper may say it was considered by. `words` are what its cover sheet then says."""

    id: UUID
    decided_on: date
    words: str


NO_COVER = KeptCover(answers={}, lines=())


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverEditionLine:
    """A cover sheet that the tenant made its own. `undone_because` is set for one that no longer counts."""

    id: UUID
    number: int
    template: CoverTemplate
    source: str
    in_force_from: date
    made_at: datetime
    made_by_name: str
    undone_at: datetime | None
    undone_because: str | None
    undone_by_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Excuse:
    """Why a paper may pass with needed fields empty: `field_ids` and their `labels` as they were called then."""

    field_ids: tuple[str, ...]
    labels: tuple[str, ...]
    version: int
    reason: str
    said_at: datetime
    said_by_name: str


def delivered_template(scope: Scope) -> CoverTemplate:
    """The cover sheet that the tenant's files, or those of its kind, begin with."""
    return _papers(scope).cover


def word_budgets(scope: Scope) -> WordBudgets:
    """The most words of each kind of paper that the coach holds an author to."""
    return _papers(scope).words


def _papers(scope: Scope) -> PapersSettings:
    tenant, shelved = scope.tenant, shelf.catalogue()
    shipped = PapersSettings(
        cover=shelved.cover_template_of(tenant.slug, kind=tenant.kind),
        words=shelved.word_budgets_of(tenant.slug, kind=tenant.kind),
    )
    return kept(scope, "papers", PapersSettings, shipped=shipped)


async def template_of(scope: Scope) -> CoverTemplate:
    """The cover sheet of the tenant's papers today. One statement."""
    rows = await fetch(
        "SELECT fields FROM meetings_cover_edition WHERE tenant_id = $1 AND undone_at IS NULL "
        "AND in_force_from <= $2 ORDER BY in_force_from DESC, number DESC LIMIT 1",
        scope.tenant.id,
        scope.today,
    )
    return _template(rows[0]["fields"]) if rows else delivered_template(scope)


async def editions_of(scope: Scope) -> tuple[CoverEditionLine, ...]:
    """Every edition that the tenant made, newest first, undone ones too. One statement."""
    rows = await fetch(
        "SELECT id, number, fields, source, in_force_from, made_at, made_by_name, undone_at, undone_because, "
        "undone_by_name FROM meetings_cover_edition WHERE tenant_id = $1 ORDER BY number DESC",
        scope.tenant.id,
    )
    return tuple(
        CoverEditionLine(
            **{name: value for name, value in row.items() if name != "fields"},
            template=_template(row["fields"]),
        )
        for row in rows
    )


async def known_fields(scope: Scope) -> tuple[CoverField, ...]:
    """Every field that was ever asked, oldest first: the last of an id has its newest words."""
    editions = reversed(await editions_of(scope))
    return (
        *delivered_template(scope).fields,
        *(field for each in editions for field in each.template.fields),
    )


async def excuses_of(scope: Scope, *, paper_id: UUID) -> tuple[Excuse, ...]:
    """Why fields of a paper's cover sheet may stay empty, oldest first. One statement."""
    rows = await fetch(
        "SELECT field_ids, labels, version, reason, said_at, said_by_name FROM meetings_cover_excuse "
        "WHERE tenant_id = $1 AND paper_id = $2 ORDER BY said_at, id",
        scope.tenant.id,
        paper_id,
    )
    return tuple(
        Excuse(**{**row, "field_ids": tuple(row["field_ids"]), "labels": tuple(row["labels"])})
        for row in rows
    )


def unanswered(
    template: CoverTemplate, answers: covers.Answers, excuses: Collection[Excuse], *, kind: rules.PaperKind
) -> tuple[CoverField, ...]:
    """The needed fields that are empty without a reason. An appendix goes under the cover sheet of its paper."""
    if kind is not rules.PaperKind.PAPER:
        return ()
    excused = {field_id for each in excuses for field_id in each.field_ids}
    return tuple(field for field in covers.empty(template, answers) if field.id not in excused)


def _template(fields: str) -> CoverTemplate:
    return CoverTemplate.model_validate({"fields": json.loads(fields)})


async def covers_of(scope: Scope, *, version_ids: Collection[UUID]) -> dict[UUID, KeptCover]:
    """The cover sheets of these versions, by version; one without a cover sheet is missing. One statement."""
    rows = await fetch(
        "SELECT paper_version_id, answers, lines FROM meetings_paper_cover "
        "WHERE tenant_id = $1 AND paper_version_id = ANY($2)",
        scope.tenant.id,
        list(version_ids),
    )
    return {row["paper_version_id"]: cover_kept(row["answers"], row["lines"]) for row in rows}


def cover_kept(answers: str | None, lines: str | None) -> KeptCover:
    """A cover sheet from the two columns that hold it, as the database gives them."""
    if answers is None or lines is None:
        return NO_COVER
    told = tuple(covers.CoverLine(label=label, words=words) for label, words in json.loads(lines))
    return KeptCover(answers=json.loads(answers), lines=told)


async def decisions_to_name(
    scope: Scope, *, private: bool, also: Collection[UUID] = (), limit: int = 40
) -> tuple[EarlierDecision, ...]:
    """The newest decisions that the reader may see, and those of `also`, newest first.

    A paper of a public item names none of a private one: its cover sheet goes to the public.
    """
    rows: list[Any] = list(
        await fetch(
            """
            SELECT d.id, d.decided_at, d.outcome, i.title, c.name AS committee FROM meetings_decision d
            JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
            JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
            JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
            WHERE d.tenant_id = $1 AND (i.part = 'public' OR ($6 AND ($2 OR m.committee_id = ANY($3))))
              AND NOT EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id)
            ORDER BY (d.id = ANY($4)) DESC, d.decided_at DESC, d.id LIMIT $5""",
            scope.tenant.id,
            rules.sees_every_private_item(scope),
            [seat.committee_id for seat in scope.seats],
            list(also),
            limit + len(also),
            private,
        )
    )
    return tuple(sorted(map(_earlier(scope), rows), key=lambda each: each.decided_on, reverse=True))


def _earlier(scope: Scope) -> Any:
    def made(row: Any) -> EarlierDecision:
        day = rules.day_of(scope, row["decided_at"])
        outcome = rules.OUTCOME_IN_WORDS[rules.Outcome(row["outcome"])]
        words = f"{row['committee']}, {calendar.in_words(day)}: {row['title']} ({outcome.lower()})"
        return EarlierDecision(id=row["id"], decided_on=day, words=words)

    return made
