"""Spreadsheets on their way in: where each stands, and what bringing it in would do."""

import asyncio
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.interests.queries import bringing_in
from backend.interests.rules.declaring import InterestType, Relationship
from backend.kit.database import fetch
from backend.kit.documents import sheets
from backend.organisations import queries as organisations
from backend.organisations.rules import folded
from backend.people import queries as people
from backend.registers.rules import columns, matching, planning, reading
from backend.registers.rules.importing import (
    STATE_IN_WORDS,
    Choices,
    Group,
    ImportState,
    Reading,
    UnableToImport,
)
from backend.registers.rules.matching import Directory, Known, Matched
from backend.registers.rules.planning import Identity, Plan, Standing
from backend.registers.tables.imports import Heading, Import
from backend.scope import NotFound, Scope

STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportView:
    """One import. `outcome` counts what was written; `columns` is `None` until the officer has settled them."""

    id: UUID
    file_name: str
    sha256: str
    size: int
    state: ImportState
    started_at: datetime
    started_by: UUID
    started_by_name: str
    columns: Mapping[int, Mapping[int, str]] | None
    choices: Choices
    people: Mapping[str, str]
    organisations: Mapping[str, str]
    split_confirmed: bool
    steps_done: int
    words: str
    failure: str | None
    outcome: Mapping[str, Any]
    done_at: datetime | None
    accepted_at: datetime | None
    undone_at: datetime | None
    undone_by_name: str | None

    @property
    def state_in_words(self) -> str:
        return STATE_IN_WORDS[self.state]

    @property
    def open(self) -> bool:
        return self.state is ImportState.OPEN

    @property
    def share_done(self) -> int:
        return self.steps_done * 100 // STEPS

    @property
    def source(self) -> str:
        """The file, as entries say where they came from."""
        return f"Brought in from “{self.file_name}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A file with everything that is settled about it so far, and what would come of it."""

    view: ImportView
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    suggested: Mapping[int, Mapping[int, columns.Suggestion]]
    reading: Reading
    people: Matched
    organisations: Matched
    plan: Plan


async def imports_of(scope: Scope, *, limit: int = 50) -> tuple[ImportView, ...]:
    """The newest imports, the latest first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM registers_import WHERE tenant_id = $1 ORDER BY started_at DESC, id DESC LIMIT $2",  # noqa: S608 - our own words
        scope.tenant.id,
        limit,
    )
    return tuple(map(_view, rows))


async def import_(scope: Scope, *, import_id: UUID) -> ImportView:
    """One import. Raises NotFound."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM registers_import WHERE tenant_id = $1 AND id = $2",  # noqa: S608 - our own words
        scope.tenant.id,
        import_id,
    )
    if not rows:
        raise NotFound("import")
    return _view(rows[0])


async def last_done(scope: Scope) -> UUID | None:
    """The import that was brought in last and still stands: the one that can be undone."""
    rows = await fetch(
        "SELECT id FROM registers_import WHERE tenant_id = $1 AND state = 'DONE' "
        "ORDER BY done_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
    )
    return rows[0]["id"] if rows else None


async def waiting_of(scope: Scope, *, import_id: UUID) -> int:
    """How many declarations of an import still wait for their review."""
    return await bringing_in.waiting_of(scope, import_id=import_id)


async def remembered_of(scope: Scope) -> dict[str, str]:
    """What headings mean to this organisation, by the words of each."""
    return {
        row["heading"]: row["field"] for row in await Heading.within(scope, Heading.heading, Heading.field)
    }


async def survey(scope: Scope, *, import_id: UUID) -> Survey:
    """Read the file by what is settled so far, and say what bringing it in would do. Six statements.

    Raises NotFound, UnableToImport for an import that is finished.
    """
    view = await import_(scope, import_id=import_id)
    rows = await Import.within(scope, Import.cells).where(Import.id == import_id)
    if rows[0]["cells"] is None:
        raise UnableToImport("This file is finished with. Bring it in again to look at it.")
    return await surveyed(scope, view=view, cells=zlib.decompress(rows[0]["cells"]))


async def surveyed(scope: Scope, *, view: ImportView, cells: bytes) -> Survey:
    """`survey` for cells that are at hand."""
    remembered = await remembered_of(scope)
    known_people = Directory(
        Known(
            id=line.id, name=line.name, codes=(line.email,) if line.email else (), note=line.job_title or ""
        )
        for line in await people.people_of(scope, also_left=True)
    )
    lines = await organisations.organisations_of(scope)
    known_organisations = Directory(
        Known(
            id=line.id,
            name=line.name,
            other_names=line.other_names,
            codes=(line.ods_code,) if line.ods_code else (),
            note=line.type_in_words,
        )
        for line in lines
    )
    standing = standing_of(await bringing_in.held_interests(scope))
    declared = await bringing_in.have_declared(scope)

    def work() -> Survey:
        book = sheets.decoded(cells)
        groups, notes = reading.groups_of(book, remembered)
        suggested = {
            number: columns.suggested(group.titles, remembered) for number, group in enumerate(groups)
        }
        mapped = view.columns
        if mapped is None:
            mapped = {
                number: {column: each.key for column, each in found.items()}
                for number, found in suggested.items()
            }
        names = frozenset(folded(name) for line in lines for name in (line.name, *line.other_names))
        told = reading.read(groups, mapped, choices=view.choices, known=names, today=scope.today)
        met = matching.gathered(line.person for line in told.lines)
        named = matching.gathered(line.organisation for line in told.lines if not line.nil)
        matched_people = matching.match(met, known_people, view.people)
        matched_organisations = matching.match(named, known_organisations, view.organisations)
        return Survey(
            view=view,
            groups=groups,
            notes=(*book.notes, *notes),
            suggested=suggested,
            reading=told,
            people=matched_people,
            organisations=matched_organisations,
            plan=planning.plan(
                told.lines,
                people=matched_people,
                organisations=matched_organisations,
                standing=standing,
                declared=declared,
            ),
        )

    return await asyncio.to_thread(work)


def standing_of(held: Sequence[bringing_in.Held]) -> dict[Identity, Standing]:
    """The register by what makes an interest the same."""
    return {
        planning.identity_of(
            person=each.person_id,
            organisation=each.organisation_id,
            interest_type=each.interest_type,
            relationship=each.relationship,
            nature=each.nature,
            since=each.since,
        ): Standing(until=each.until)
        for each in held
    }


_COLUMNS = (
    "id, file_name, sha256, size, state, started_at, started_by, started_by_name, columns, choices, people, "
    "organisations, split_confirmed, steps_done, words, failure, outcome, done_at, accepted_at, undone_at, "
    "undone_by_name"
)


def _view(row: Any) -> ImportView:
    chosen = json.loads(row["choices"])
    settled = json.loads(row["columns"]) if row["columns"] else None
    return ImportView(
        **{
            **row,
            "state": ImportState(row["state"]),
            "columns": None
            if settled is None
            else {
                int(group): {int(c): key for c, key in fields.items()} for group, fields in settled.items()
            },
            "choices": Choices(
                default_type=InterestType(chosen["type"]) if chosen.get("type") else None,
                default_relationship=Relationship(chosen["whose"]) if chosen.get("whose") else None,
                start_as_declared=bool(chosen.get("start_as_declared")),
            ),
            "people": json.loads(row["people"]),
            "organisations": json.loads(row["organisations"]),
            "outcome": json.loads(row["outcome"]) if row["outcome"] else {},
        }
    )
