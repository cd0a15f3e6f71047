"""Writing an own framework: what it is as a whole, and that only a draft is written in."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.operations.editions import check_free, held, hold_framework, record_of
from backend.assurance.queries import editions as queries
from backend.assurance.queries.editions import EditionView
from backend.assurance.rules.editions import (
    MET_OR_NOT,
    Origin,
    State,
    UnableToKeepFramework,
    kept_scales,
    slug_of,
)
from backend.assurance.tables.editions import Edition
from backend.ledger import operations as ledger
from backend.scope import OvertakenByAnother, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What an officer says of a framework as a whole."""

    title: str
    about: str
    publisher: str | None = None
    licence: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None


async def start_own(scope: Scope, *, label: str, head: Head, framework: str | None = None) -> UUID:
    """Begin an own framework as a draft with one scale. Returns its id. Raises UnableToKeepFramework.

    `framework` is its short name, made of the title where none is given.
    """
    name = slug_of(framework or head.title)
    if not name:
        raise UnableToKeepFramework("Give the framework a title of letters or digits.", field="title")
    _check_head(head)
    wanted = label.strip()
    others = await hold_framework(scope, name)
    check_free(others, framework=name, label=wanted)
    if any(each.state is State.IN_USE for each in others):
        raise UnableToKeepFramework(
            "A framework of that name is in use. Begin its next edition from its page instead.", field="title"
        )
    edition_id: UUID = await Edition.add(
        scope,
        framework=name,
        label=wanted,
        kind="own",
        origin=Origin.OWN,
        documents="[]",
        scales=json.dumps(kept_scales([MET_OR_NOT])),
        state=State.DRAFT,
        drafted_at=scope.now,
        drafted_by_name=scope.actor.name,
        version=1,
        **_said(scope, head),
    )
    view = await queries.edition_of(scope, edition_id=edition_id)
    await ledger.record(
        scope, "assurance.edition.drafted", record_of(view), after={"framework": name, "edition": wanted}
    )
    return edition_id


async def change_head(scope: Scope, *, edition_id: UUID, version: int, head: Head) -> None:
    """Say better what the framework is. Raises OvertakenByAnother where somebody was first."""
    view = await held_draft(scope, edition_id)
    _check_head(head)
    if view.version != version:
        raise OvertakenByAnother(
            "Somebody else has changed what is said of this framework since you opened the page. What you wrote is "
            "here; look at theirs first, then send yours again."
        )
    after = _said(scope, head)
    changed = [name for name, value in after.items() if getattr(view, name) != value]
    if not changed:
        return
    await Edition.change(scope, **after, version=version + 1).where(Edition.id == edition_id)
    await ledger.record(
        scope,
        "assurance.edition.changed",
        record_of(view),
        before={name: getattr(view, name) for name in changed},
        after={name: after[name] for name in changed},
    )


async def held_draft(scope: Scope, edition_id: UUID) -> EditionView:
    """An own draft, held for us alone. Raises OvertakenByAnother where it is no draft any more."""
    view = await held(scope, edition_id)
    if view.origin is Origin.SHIPPED:
        raise UnableToKeepFramework(
            f"{view.name} is as {view.publisher} published it, and is not changed here. Write a framework of your own, "
            "and map it to this one."
        )
    if view.state is not State.DRAFT:
        raise OvertakenByAnother(
            f"{view.name} is {view.state_in_words.lower()}, and what it asks doesn’t change any more. Begin its next "
            "edition, and change it there: what was answered is carried over."
        )
    return view


def _said(scope: Scope, head: Head) -> dict[str, Any]:
    return {
        "title": head.title,
        "publisher": head.publisher or scope.tenant.name,
        "about": head.about,
        "licence": head.licence,
        "effective_from": head.effective_from,
        "effective_to": head.effective_to,
    }


def _check_head(head: Head) -> None:
    if head.effective_from and head.effective_to and head.effective_to < head.effective_from:
        raise UnableToKeepFramework("The last day lies before the first.", field="effective_to")
