"""What an own framework asks, written and changed while it is a draft."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.assurance.operations import copying
from backend.assurance.operations.drafting import held_draft
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.requirements import RequirementView
from backend.assurance.rules.editions import UnableToKeepFramework, check_ref, slug_of
from backend.assurance.tables.editions import Requirement
from backend.kit.database import execute
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, OvertakenByAnother, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What an officer says of a requirement. `document` is a document's title; `rule` is checked already."""

    domain_id: UUID
    ref: str
    text: str
    scale: str
    heading: str | None = None
    guidance: str | None = None
    expects: tuple[str, ...] = ()
    rule: dict[str, Any] | None = None
    document: str | None = None
    page: int | None = None
    note: str | None = None


async def add_requirement(scope: Scope, *, edition_id: UUID, asking: Asking) -> UUID:
    """Write a requirement behind the others of its domain. Returns its id. Raises UnableToKeepFramework, NotFound."""
    view = await held_draft(scope, edition_id)
    others = await asked.requirements_of(scope, edition_id=edition_id)
    await _check_asking(scope, view, asking, others)
    written = await copying.write_requirements(
        scope,
        edition_id=edition_id,
        domain_ids={"": asking.domain_id},
        requirements=[await _new(scope, view, asking)],
        after=max((each.position for each in others), default=0),
    )
    requirement_id = written[asking.ref]
    await ledger.record(
        scope,
        "assurance.requirement.added",
        requirement_record(view, requirement_id, asking.ref, asking.heading or asking.text),
        after={"text": asking.text, "scale": asking.scale, "rule": asking.rule},
    )
    return requirement_id


async def change_requirement(scope: Scope, *, requirement_id: UUID, version: int, asking: Asking) -> None:
    """Write a requirement of a draft better. Raises OvertakenByAnother where somebody changed it first."""
    view, before = await _held_requirement(scope, requirement_id, version)
    others = await asked.requirements_of(scope, edition_id=view.id)
    await _check_asking(scope, view, asking, [each for each in others if each.id != requirement_id])
    new = await _new(scope, view, asking)
    await Requirement.change(
        scope,
        domain_id=asking.domain_id,
        reference=new.ref,
        heading=new.heading,
        text=new.text,
        guidance=new.guidance,
        scale=new.scale,
        expects=json.dumps(new.expects),
        rule=json.dumps(new.rule) if new.rule is not None else None,
        source=json.dumps(new.source) if new.source is not None else None,
        mark=new.mark,
        note=new.note,
        version=version + 1,
        changed_at=scope.now,
        changed_by_name=scope.actor.name,
    ).where(Requirement.id == requirement_id)
    told = ("ref", "heading", "text", "guidance", "scale", "expects", "rule", "note")
    changed = [name for name in told if getattr(before, name) != getattr(new, name)]
    await ledger.record(
        scope,
        "assurance.requirement.changed",
        requirement_record(view, requirement_id, new.ref, new.heading or new.text),
        before={name: getattr(before, name) for name in changed},
        after={name: getattr(new, name) for name in changed},
    )


async def leave_out(scope: Scope, *, requirement_id: UUID, version: int) -> None:
    """Leave a requirement out of the draft. Raises OvertakenByAnother where somebody changed it first."""
    view, before = await _held_requirement(scope, requirement_id, version)
    await Requirement.change(
        scope,
        left_out_at=scope.now,
        version=version + 1,
        changed_at=scope.now,
        changed_by_name=scope.actor.name,
    ).where(Requirement.id == requirement_id)
    await ledger.record(
        scope,
        "assurance.requirement.left-out",
        requirement_record(view, requirement_id, before.ref, before.heading or before.text),
        before={"text": before.text},
    )


async def _held_requirement(
    scope: Scope, requirement_id: UUID, version: int
) -> tuple[EditionView, RequirementView]:
    rows = await Requirement.within(scope, Requirement.edition_id).where(Requirement.id == requirement_id)
    if not rows:
        raise NotFound("requirement")
    view = await held_draft(scope, rows[0]["edition_id"])
    found = (await asked.requirements_by_id(scope, requirement_ids=[requirement_id])).get(requirement_id)
    if found is None:
        raise OvertakenByAnother("Somebody else has left this requirement out since you opened the page.")
    if found.version != version:
        raise OvertakenByAnother(
            f"{found.changed_by_name} has changed this requirement since you opened the page. What you wrote is here; "
            "look at theirs first, then send yours again."
        )
    return view, found


async def _check_asking(
    scope: Scope,
    view: EditionView,
    asking: Asking,
    others: Sequence[RequirementView],
) -> None:
    check_ref(asking.ref)
    taken = next((each for each in others if each.ref.casefold() == asking.ref.casefold()), None)
    if taken is not None:
        raise UnableToKeepFramework(
            f"{taken.ref} is taken already: “{(taken.heading or taken.text)[:80]}”. Give another ref.",
            field="ref",
        )
    if view.scale(asking.scale) is None:
        raise UnableToKeepFramework("Choose one of the framework’s scales.", field="scale")
    if all(each.id != asking.domain_id for each in await asked.domains_of(scope, edition_id=view.id)):
        raise NotFound("domain")


async def _new(scope: Scope, view: EditionView, asking: Asking) -> copying.NewRequirement:
    source: dict[str, Any] | None = None
    if asking.document:
        document = await _document(scope, view, asking.document)
        source = {"document": document} | ({"page": asking.page} if asking.page else {})
    elif asking.page:
        raise UnableToKeepFramework("Name the document that the page is of.", field="document")
    return copying.NewRequirement(
        domain="",
        ref=asking.ref,
        heading=asking.heading,
        text=asking.text,
        scale=asking.scale,
        guidance=asking.guidance,
        expects=asking.expects,
        rule=asking.rule,
        source=source,
        mark="read" if source else "own",
        note=asking.note,
    )


async def _document(scope: Scope, view: EditionView, title: str) -> str:
    """The id of the edition's document of that title, which is added where it isn't there."""
    known = next((each for each in view.documents if each["title"].casefold() == title.casefold()), None)
    if known is not None:
        return str(known["id"])
    taken = {each["id"] for each in view.documents}
    base = slug_of(title) or "document"
    name = next(
        each
        for number in range(1, len(taken) + 2)
        if (each := base if number == 1 else f"{base}-{number}") not in taken
    )
    await execute(
        "UPDATE assurance_edition SET documents = documents || $3::text::jsonb WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        view.id,
        json.dumps([{"id": name, "title": title}]),
    )
    return name


def requirement_record(view: EditionView, requirement_id: UUID, ref: str, words: str) -> Record:
    return Record(
        room="assurance", kind="requirement", id=requirement_id, title=f"{ref} {words[:120]} ({view.name})"
    )
