"""Drawing up the next edition of a framework, and saying what each requirement becomes in it."""

import json
from collections.abc import Collection, Iterable
from uuid import UUID

from backend.assurance.operations import copying
from backend.assurance.operations.editions import (
    check_free,
    copy_shipped,
    held,
    hold_framework,
    record_of,
)
from backend.assurance.queries import editions as queries
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.shipped import shipped
from backend.assurance.queries.succession import preview_of, shipped_links
from backend.assurance.rules.editions import Origin, State, UnableToKeepFramework, kept_scales
from backend.assurance.rules.succession import Became, Line, Link
from backend.assurance.tables.editions import Edition
from backend.kit.database import as_json, execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.scope import NotFound, OvertakenByAnother, Scope


async def draw_up_shipped(scope: Scope, *, edition_id: UUID, framework: str, label: str) -> UUID:
    """Copy a shipped edition as the next after one in use, to look at what would be carried over. Returns its id."""
    before = await running_edition(scope, edition_id)
    found = shipped(framework, label)
    check_free(await hold_framework(scope, framework), framework=framework, label=label)
    next_id = await copy_shipped(scope, found, succeeds_id=edition_id)
    after = await queries.edition_of(scope, edition_id=next_id)
    links = shipped_links(
        before,
        after,
        old={each.ref: each.id for each in await asked.requirements_of(scope, edition_id=before.id)},
        new={each.ref: each.id for each in await asked.requirements_of(scope, edition_id=next_id)},
    )
    await write_lines(scope, before, after, [_as_line(link) for link in links], acknowledged=False)
    await ledger.record(scope, "assurance.edition.drawn-up", record_of(after), after={"follows": before.name})
    return next_id


async def begin_next(scope: Scope, *, edition_id: UUID, label: str) -> UUID:
    """Copy an own edition that is in use as the draft of its next. Returns its id. Raises UnableToKeepFramework."""
    before = await running_edition(scope, edition_id)
    if before.origin is Origin.SHIPPED:
        raise UnableToKeepFramework(
            f"{before.name} is as {before.publisher} published it. Its next edition comes with Probity, or is a "
            "framework of your own that you map to it."
        )
    wanted = label.strip()
    others = await hold_framework(scope, before.framework)
    check_free(others, framework=before.framework, label=wanted)
    waiting = next((each for each in others if each.state is State.DRAFT), None)
    if waiting is not None:
        raise UnableToKeepFramework(
            f"The next edition is being written already: {waiting.name}.", field="label"
        )
    next_id: UUID = await Edition.add(
        scope,
        framework=before.framework,
        label=wanted,
        kind=before.kind,
        origin=Origin.OWN,
        title=before.title,
        publisher=before.publisher,
        about=before.about,
        licence=before.licence,
        documents=json.dumps(before.documents),
        scales=json.dumps(kept_scales(before.scales)),
        state=State.DRAFT,
        succeeds_id=edition_id,
        drafted_at=scope.now,
        drafted_by_name=scope.actor.name,
        version=1,
    )
    domains, requirements = copying.as_kept(
        await asked.domains_of(scope, edition_id=edition_id),
        old := await asked.requirements_of(scope, edition_id=edition_id),
    )
    ids = await copying.write_domains(scope, edition_id=next_id, domains=domains)
    new = await copying.write_requirements(
        scope, edition_id=next_id, domain_ids=ids, requirements=requirements
    )
    after = await queries.edition_of(scope, edition_id=next_id)
    # kept by id, so that a requirement that gets another ref is still known; whether it is the same, its words tell
    lines = [Line(from_id=each.id, to_id=new[each.ref], became=Became.SAME, confirm=False) for each in old]
    await write_lines(scope, before, after, lines, acknowledged=False)
    await ledger.record(scope, "assurance.edition.drafted", record_of(after), after={"follows": before.name})
    return next_id


async def say_became(
    scope: Scope,
    *,
    to_edition_id: UUID,
    from_requirement_id: UUID,
    refs: Collection[str],
    note: str | None = None,
) -> None:
    """Say what a requirement of the edition before became: refs of the next, or none where it is dropped.

    Raises UnableToKeepFramework for a ref that the next edition doesn't have, NotFound, OvertakenByAnother.
    """
    after = await next_draft(scope, to_edition_id)
    preview = await preview_of(scope, to_edition_id=to_edition_id)
    was = preview.old.get(from_requirement_id)
    if was is None:
        raise NotFound("requirement")
    by_ref = {each.ref.casefold(): each for each in preview.new.values()}
    strangers = [ref for ref in refs if ref.casefold() not in by_ref]
    if strangers:
        raise UnableToKeepFramework(f"{after.name} has no requirement {', '.join(strangers)}.", field="refs")
    await execute(
        "UPDATE assurance_succession SET taken_back_at = $4"
        " WHERE tenant_id = $1 AND to_edition_id = $2 AND from_requirement_id = $3 AND taken_back_at IS NULL",
        scope.tenant.id,
        to_edition_id,
        from_requirement_id,
        scope.now,
    )
    targets = [by_ref[ref.casefold()] for ref in refs]
    lines = [
        Line(
            from_id=was.id,
            to_id=each.id,
            # one that stands alone is the same or changed by its words; several make a split, whatever is kept here
            became=Became.SPLIT if len(targets) > 1 else Became.CHANGED,
            confirm=True,
            note=note,
            said=True,
        )
        for each in targets
    ] or [Line(from_id=was.id, to_id=None, became=Became.DROPPED, confirm=False, note=note, said=True)]
    await write_lines(scope, preview.before, after, lines, acknowledged=False)
    await ledger.record(
        scope,
        "assurance.succession.said",
        record_of(after),
        after={"requirement": was.ref, "became": [each.ref for each in targets], "note": note},
    )


async def running_edition(scope: Scope, edition_id: UUID) -> EditionView:
    """An edition in use, held for us alone. Raises OvertakenByAnother."""
    view = await held(scope, edition_id)
    if view.state is not State.IN_USE:
        raise OvertakenByAnother(f"{view.name} is not in use: it is {view.state_in_words.lower()}.")
    return view


async def next_draft(scope: Scope, edition_id: UUID) -> EditionView:
    """A draft, held for us alone. Raises OvertakenByAnother."""
    view = await held(scope, edition_id)
    if view.state is not State.DRAFT:
        raise OvertakenByAnother(f"{view.name} is no draft any more: it is {view.state_in_words.lower()}.")
    return view


def _as_line(link: Link) -> Line:
    assert link.became is not None, "the catalogue always says what became of a requirement"
    return Line(
        from_id=link.from_id,
        to_id=link.to_id,
        became=link.became,
        confirm=link.became is not Became.SAME,
        note=link.note,
        said=link.said,
    )


async def write_lines(
    scope: Scope, before: EditionView, after: EditionView, lines: Iterable[Line], *, acknowledged: bool
) -> None:
    """Keep lines of a succession; with `acknowledged`, that what is dropped was seen. One statement."""
    rows = [
        {
            "id": str(new_id()),
            "became": line.became.value,
            "from_id": str(line.from_id) if line.from_id else None,
            "to_id": str(line.to_id) if line.to_id else None,
            "note": line.note,
            "said": line.said,
            "seen": acknowledged and line.became is Became.DROPPED,
        }
        for line in lines
    ]
    if not rows:
        return
    await execute(
        """
        INSERT INTO assurance_succession (tenant_id, id, from_edition_id, to_edition_id, became,
          from_requirement_id, to_requirement_id, note, said_by_person, acknowledged_at, acknowledged_by_name)
        SELECT $1, s.id, $2, $3, s.became, s.from_id, s.to_id, s.note, s.said,
          CASE WHEN s.seen THEN $4::timestamptz END, CASE WHEN s.seen THEN $5::text END
        FROM json_to_recordset($6::text::json) AS s (id uuid, became text, from_id uuid, to_id uuid, note text,
          said boolean, seen boolean)
        """,
        scope.tenant.id,
        before.id,
        after.id,
        scope.now,
        scope.actor.name,
        as_json(rows),
    )
