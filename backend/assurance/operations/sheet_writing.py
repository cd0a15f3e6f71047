"""Bringing requirements in from a spreadsheet at once, and taking them back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.assurance.operations import copying
from backend.assurance.operations.drafting import held_draft
from backend.assurance.operations.sheets import held_sheet, open_sheet, sheet_record
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.sheets import SheetPreview, preview_of
from backend.assurance.rules.editions import UnableToKeepFramework, slug_of
from backend.assurance.rules.sheets import SheetRow
from backend.assurance.tables.imports import SheetImport
from backend.kit.database import as_json, execute, fetch
from backend.ledger import operations as ledger
from backend.scope import OvertakenByAnother, Scope

_KEPT = "domain_id, reference, position, heading, text, guidance, scale, expects, rule, source, mark, note, left_out_at"


async def bring_in(scope: Scope, *, import_id: UUID, leave_out_rest: bool = False) -> None:
    """Write what the file says into the draft, whole or not at all; `leave_out_rest` leaves out what it doesn't hold.

    Raises UnableToKeepFramework where rows have problems, OvertakenByAnother.
    """
    view = await open_sheet(scope, import_id)
    edition = await held_draft(scope, view.edition_id)
    preview = await preview_of(scope, import_id=import_id)
    if preview.read.problems:
        raise UnableToKeepFramework(
            f"{len(preview.read.problems):,} things are wrong in the file. Mend them there, and bring it in again."
        )
    absent = preview.absent if leave_out_rest else ()
    changed = {row.ref.casefold(): row for row in preview.changed}
    touched = [
        each
        for each in await asked.requirements_of(scope, edition_id=edition.id)
        if each.ref.casefold() in changed
    ]
    before = await _as_they_are(scope, [each.id for each in (*touched, *absent)])
    documents = await _documents(scope, edition, preview)
    domains, added_domains = await _domains(scope, edition, (*preview.new, *preview.changed))
    positions = await fetch(
        "SELECT coalesce(max(position), 0) AS last FROM assurance_requirement WHERE tenant_id = $1 AND edition_id = $2",
        scope.tenant.id,
        edition.id,
    )
    added = await copying.write_requirements(
        scope,
        edition_id=edition.id,
        domain_ids=domains,
        requirements=[_new(row, documents) for row in preview.new],
        after=positions[0]["last"],
    )
    await _change(
        scope,
        [(each.id, _new(changed[each.ref.casefold()], documents), domains) for each in touched],
    )
    if absent:
        await execute(
            "UPDATE assurance_requirement SET left_out_at = $3, version = version + 1, changed_at = $3,"
            " changed_by_name = $4 WHERE tenant_id = $1 AND id = ANY($2)",
            scope.tenant.id,
            [each.id for each in absent],
            scope.now,
            scope.actor.name,
        )
    outcome = {
        "added": len(added),
        "changed": len(touched),
        "left out": len(absent),
        "the same": len(preview.same),
    }
    kept = {
        "rows": before,
        "added": [str(each) for each in added.values()],
        "domains": [str(each) for each in added_domains],
    }
    await SheetImport.change(
        scope,
        state="done",
        cells=None,
        before=json.dumps(kept),
        outcome=json.dumps(outcome),
        done_at=scope.now,
        done_by_name=scope.actor.name,
    ).where(SheetImport.id == import_id)
    await ledger.record(scope, "assurance.sheet.brought-in", sheet_record(view, edition), after=outcome)


async def undo(scope: Scope, *, import_id: UUID) -> None:
    """Take back what a file brought in. Raises UnableToKeepFramework where the draft has moved on since."""
    view = await held_sheet(scope, import_id)
    if view.state != "done" or view.before is None:
        raise OvertakenByAnother(f"This file can’t be taken back: it is {view.state_in_words.lower()}.")
    edition = await held_draft(scope, view.edition_id)
    before: Sequence[Mapping[str, Any]] = view.before["rows"]
    expected = {UUID(row["id"]): row["version"] + 1 for row in before}
    expected |= {UUID(each): 1 for each in view.before["added"]}
    rows = await fetch(
        "SELECT id, reference, version, left_out_at FROM assurance_requirement WHERE tenant_id = $1 AND id = ANY($2)",
        scope.tenant.id,
        list(expected),
    )
    moved = [row["reference"] for row in rows if row["version"] != expected[row["id"]]]
    if moved:
        raise UnableToKeepFramework(
            f"{', '.join(moved[:8])} changed after the file was brought in, so it can’t be taken back as a whole."
        )
    await execute(
        "UPDATE assurance_requirement SET left_out_at = $3, version = version + 1, changed_at = $3,"
        " changed_by_name = $4 WHERE tenant_id = $1 AND id = ANY($2)",
        scope.tenant.id,
        [UUID(each) for each in view.before["added"]],
        scope.now,
        scope.actor.name,
    )
    await execute(
        f"""
        UPDATE assurance_requirement r SET ({_KEPT}) = (SELECT {_KEPT}
          FROM jsonb_populate_record(NULL::assurance_requirement, b.row)), version = r.version + 1,
          changed_at = $3, changed_by_name = $4
        FROM (SELECT (x->>'id')::uuid AS id, x AS row FROM jsonb_array_elements($2::text::jsonb) x) b
        WHERE r.tenant_id = $1 AND r.id = b.id
        """,  # noqa: S608 - the names are those of this room's own table
        scope.tenant.id,
        json.dumps(list(before)),
        scope.now,
        scope.actor.name,
    )
    await execute(
        "UPDATE assurance_domain d SET left_out_at = $3, version = version + 1 WHERE d.tenant_id = $1 AND"
        " d.id = ANY($2) AND NOT EXISTS (SELECT FROM assurance_requirement r WHERE r.tenant_id = $1"
        " AND r.domain_id = d.id AND r.left_out_at IS NULL)",
        scope.tenant.id,
        [UUID(each) for each in view.before["domains"]],
        scope.now,
    )
    await SheetImport.change(
        scope, state="undone", undone_at=scope.now, undone_by_name=scope.actor.name
    ).where(SheetImport.id == import_id)
    await ledger.record(
        scope, "assurance.sheet.undone", sheet_record(view, edition), before=dict(view.outcome or {})
    )


async def _as_they_are(scope: Scope, ids: list[UUID]) -> list[dict[str, Any]]:
    rows = await fetch(
        "SELECT to_jsonb(r) - 'tenant_id' AS row FROM assurance_requirement r WHERE tenant_id = $1 AND id = ANY($2)",
        scope.tenant.id,
        ids,
    )
    return [json.loads(row["row"]) for row in rows]


async def _documents(scope: Scope, edition: EditionView, preview: SheetPreview) -> dict[str, str]:
    """The ids of the documents that rows name, by title; those that are new are kept with the edition."""
    known = {each["title"].casefold(): each["id"] for each in edition.documents}
    new = []
    for row in (*preview.new, *preview.changed):
        title = row.document
        if title and title.casefold() not in known:
            name = slug_of(title) or "document"
            taken = set(known.values())
            while name in taken:
                name += "-2"
            known[title.casefold()] = name
            new.append({"id": name, "title": title})
    if new:
        await execute(
            "UPDATE assurance_edition SET documents = documents || $3::text::jsonb WHERE tenant_id = $1 AND id = $2",
            scope.tenant.id,
            edition.id,
            json.dumps(new),
        )
    return known


async def _domains(
    scope: Scope, edition: EditionView, rows: Iterable[SheetRow]
) -> tuple[dict[str, UUID], list[UUID]]:
    """The ids of the domains that rows name, by name; those that are new are written. And the ids of the new ones."""
    kept = await asked.domains_of(scope, edition_id=edition.id)
    known = {each.name.casefold(): each.id for each in kept}
    refs = {each.ref.casefold() for each in kept}
    wanted: dict[str, copying.NewDomain] = {}
    for row in rows:
        if row.domain.casefold() in known or row.domain.casefold() in wanted:
            continue
        ref = row.domain_ref
        if ref is None or ref.casefold() in refs:
            ref = next(each for n in range(1, len(refs) + 2) if (each := f"D{n}").casefold() not in refs)
        refs.add(ref.casefold())
        wanted[row.domain.casefold()] = copying.NewDomain(ref=ref, name=row.domain)
    written = await copying.write_domains(
        scope,
        edition_id=edition.id,
        domains=wanted.values(),
        after=max((each.position for each in kept), default=0),
    )
    return known | {name: written[domain.ref] for name, domain in wanted.items()}, list(written.values())


def _new(row: SheetRow, documents: Mapping[str, str]) -> copying.NewRequirement:
    source = None
    if row.document:
        source = {"document": documents[row.document.casefold()]} | ({"page": row.page} if row.page else {})
    return copying.NewRequirement(
        domain=row.domain.casefold(),
        ref=row.ref,
        heading=row.heading,
        text=row.text,
        scale=row.scale,
        guidance=row.guidance,
        expects=row.expects,
        rule=row.rule,
        source=source,
        mark="read" if source else "own",
        note=row.note,
    )


async def _change(
    scope: Scope, changes: Sequence[tuple[UUID, copying.NewRequirement, Mapping[str, UUID]]]
) -> None:
    """Write what rows say over requirements that are there. One statement."""
    if not changes:
        return
    await execute(
        """
        UPDATE assurance_requirement r SET domain_id = x.domain_id, reference = x.ref, heading = x.heading,
          text = x.text, guidance = x.guidance, scale = x.scale, expects = x.expects::jsonb, rule = x.rule::jsonb,
          source = x.source::jsonb, mark = x.mark, note = x.note, version = r.version + 1, changed_at = $2,
          changed_by_name = $3
        FROM json_to_recordset($4::text::json) AS x (id uuid, domain_id uuid, ref text, heading text, text text,
          guidance text, scale text, expects text, rule text, source text, mark text, note text)
        WHERE r.tenant_id = $1 AND r.id = x.id
        """,
        scope.tenant.id,
        scope.now,
        scope.actor.name,
        as_json(
            [
                {
                    "id": str(requirement_id),
                    "domain_id": str(domains[new.domain]),
                    "ref": new.ref,
                    "heading": new.heading,
                    "text": new.text,
                    "guidance": new.guidance,
                    "scale": new.scale,
                    "expects": json.dumps(new.expects),
                    "rule": json.dumps(new.rule) if new.rule is not None else None,
                    "source": json.dumps(new.source) if new.source is not None else None,
                    "mark": new.mark,
                    "note": new.note,
                }
                for requirement_id, new, domains in changes
            ]
        ),
    )
