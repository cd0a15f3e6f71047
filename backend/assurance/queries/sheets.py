"""Requirements on their way in from a spreadsheet, and an edition on its way out as one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.assurance.queries import editions, requirements
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.requirements import RequirementView
from backend.assurance.rules.sheets import Read, SheetRow, cells_of, read
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """One file. `columns` are the columns as they were settled, `cells` the rows until it is finished with."""

    id: UUID
    edition_id: UUID
    file_name: str
    state: str
    cells: tuple[tuple[str, ...], ...] | None
    columns: Mapping[int, str]
    before: Mapping[str, Any] | None
    outcome: Mapping[str, int] | None
    started_at: datetime
    started_by_name: str
    done_at: datetime | None
    done_by_name: str | None
    undone_at: datetime | None
    undone_by_name: str | None

    @property
    def state_in_words(self) -> str:
        return {
            "open": "Not brought in yet",
            "done": "Brought in",
            "undone": "Taken back",
            "given-up": "Given up",
        }[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPreview:
    """What would be brought in: rows that are new, that change something, that change nothing; what no row holds."""

    view: SheetView
    edition: EditionView
    read: Read
    new: tuple[SheetRow, ...]
    changed: tuple[SheetRow, ...]
    same: tuple[SheetRow, ...]
    absent: tuple[RequirementView, ...]


async def imports_of(scope: Scope, *, edition_id: UUID) -> tuple[SheetView, ...]:
    """The files of a draft, the newest first, without their cells. One statement."""
    rows = await fetch(
        "SELECT id, edition_id, file_name, state, NULL AS cells, columns, NULL AS before, outcome, started_at,"
        " started_by_name, done_at, done_by_name, undone_at, undone_by_name FROM assurance_import"
        " WHERE tenant_id = $1 AND edition_id = $2 ORDER BY started_at DESC, id DESC LIMIT 50",
        scope.tenant.id,
        edition_id,
    )
    return tuple(map(_view, rows))


async def import_of(scope: Scope, *, import_id: UUID) -> SheetView:
    """One file. Raises NotFound."""
    rows = await fetch(
        "SELECT id, edition_id, file_name, state, cells, columns, before, outcome, started_at, started_by_name,"
        " done_at, done_by_name, undone_at, undone_by_name FROM assurance_import WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        import_id,
    )
    if not rows:
        raise NotFound("spreadsheet")
    return _view(rows[0])


async def preview_of(scope: Scope, *, import_id: UUID) -> SheetPreview:
    """What an open file would bring in. Raises NotFound, UnableToKeepFramework where columns are missing."""
    view = await import_of(scope, import_id=import_id)
    if view.cells is None:
        raise NotFound("spreadsheet that is open")
    edition = await editions.edition_of(scope, edition_id=view.edition_id)
    found = read(view.cells, columns=view.columns, scales=edition.scales)
    kept = await requirements.requirements_of(scope, edition_id=edition.id)
    by_ref = {each.ref.casefold(): each for each in kept}
    titles = {each["id"]: each["title"] for each in edition.documents}
    new, changed, same = [], [], []
    for row in found.rows:
        there = by_ref.pop(row.ref.casefold(), None)
        if there is None:
            new.append(row)
        elif says(row) == _said(there, titles):
            same.append(row)
        else:
            changed.append(row)
    return SheetPreview(
        view=view,
        edition=edition,
        read=found,
        new=tuple(new),
        changed=tuple(changed),
        same=tuple(same),
        absent=tuple(by_ref.values()),
    )


async def rows_out(scope: Scope, view: EditionView) -> list[list[str]]:
    """An edition as rows of the template, which brought in again say the same. One statement."""
    titles = {each["id"]: each["title"] for each in view.documents}
    scales = {scale.key: scale.name for scale in view.scales}
    return [
        cells_of(
            domain_ref=each.domain_ref,
            domain=each.domain_name,
            ref=each.ref,
            heading=each.heading,
            text=each.text,
            guidance=each.guidance,
            scale=scales.get(each.scale, each.scale),
            expects=each.expects,
            rule=each.rule,
            document=titles.get((each.source or {}).get("document", "")),
            page=(each.source or {}).get("page"),
            note=each.note,
        )
        for each in await requirements.requirements_of(scope, edition_id=view.id)
    ]


def says(row: SheetRow) -> tuple[Any, ...]:
    """What a row says, to be compared with what is there."""
    return (
        row.domain.casefold(),
        row.heading,
        row.text,
        row.guidance,
        row.scale,
        row.expects,
        row.rule,
        row.document,
        row.page,
        row.note,
    )


def _said(there: RequirementView, titles: Mapping[str, str]) -> tuple[Any, ...]:
    source = there.source or {}
    return (
        there.domain_name.casefold(),
        there.heading,
        there.text,
        there.guidance,
        there.scale,
        there.expects,
        there.rule,
        titles.get(source.get("document", "")),
        source.get("page"),
        there.note,
    )


def _view(row: Any) -> SheetView:
    return SheetView(
        **{
            **row,
            "cells": tuple(map(tuple, json.loads(row["cells"]))) if row["cells"] else None,
            "columns": {int(column): key for column, key in json.loads(row["columns"]).items()},
            "before": json.loads(row["before"]) if row["before"] else None,
            "outcome": json.loads(row["outcome"]) if row["outcome"] else None,
        }
    )
