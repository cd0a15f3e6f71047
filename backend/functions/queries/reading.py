"""Rows of the register as what they say."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from backend.catalogue.functions import (
    Model,
    NoticeRule,
    RegisterFunction,
    ReportAsked,
    Rhythm,
    Saying,
    Standing,
    TransferPhase,
)
from backend.catalogue.shapes import Provenance
from backend.functions.queries.views import HoldingView, Withdrawn

_SAYINGS = TypeAdapter(tuple[Saying, ...])
_RULES = TypeAdapter(tuple[NoticeRule, ...])


def withdrawn_of(row: Any) -> Withdrawn | None:
    if row["withdrawn_at"] is None:
        return None
    return Withdrawn(
        at=row["withdrawn_at"], because=row["withdrawn_because"], by_name=row["withdrawn_by_name"]
    )


def holding_of(row: Any) -> HoldingView:
    """A row with the names of its agreement and phase."""
    return HoldingView(
        **{
            name: row[name]
            for name in (
                "id",
                "function_id",
                "holder",
                "ours",
                "agreement_id",
                "agreement",
                "phase_id",
                "phase",
                "from_on",
                "until_on",
                "basis",
                "file_id",
                "irregular_because",
                "recorded_at",
                "recorded_by_name",
            )
        },
        standing=Standing(row["standing"]),
        model=Model(row["model"]) if row["model"] else None,
        withdrawn=withdrawn_of(row),
    )


def provenance_of(row: Any) -> Provenance:
    return Provenance.model_validate_json(row["source"])


def sourced(row: Any) -> dict[str, Any]:
    found = provenance_of(row)
    return {"source": found.source, "mark": found.mark, "note": found.note}


def sayings_of(row: Any) -> tuple[Saying, ...]:
    return _SAYINGS.validate_json(row["says"])


def rules_of(row: Any) -> tuple[NoticeRule, ...]:
    return _RULES.validate_json(row["notice"])


def rule_of(plain: str | None) -> NoticeRule | None:
    return None if plain is None else NoticeRule.model_validate(json.loads(plain))


def function_of(row: Any, slugs: Mapping[UUID, str]) -> RegisterFunction:
    """As a file writes it; `slugs` are those of the functions of the scheme of powers."""
    return RegisterFunction(
        id=row["slug"],
        name=row["name"],
        area=row["area"],
        about=row["about"],
        authority=row["authority"],
        scheme=tuple(slugs[each] for each in row["scheme_ids"] if each in slugs),
        says=sayings_of(row),
        **sourced(row),
    )


def report_of(row: Any) -> ReportAsked:
    return ReportAsked(
        id=row["slug"],
        title=row["title"],
        about=row["about"],
        rhythm=Rhythm(row["rhythm"]),
        definition=row["definition"],
        year_starts=row["year_starts"],
        due_within_days=row["due_within_days"],
        due_on=row["due_on"],
        **sourced(row),
    )


def phase_of(row: Any, slugs: Mapping[UUID, str]) -> TransferPhase:
    """As a file writes it; `slugs` are those of the functions of the register."""
    return TransferPhase(
        id=row["slug"],
        name=row["name"],
        text=row["words"],
        planned_month=row["planned_month"],
        planned_on=row["planned_on"],
        functions=tuple(slugs[each] for each in row["function_ids"] if each in slugs),
        **sourced(row),
    )
