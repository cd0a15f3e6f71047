"""Settling: from what was typed to what would change, and carrying it out in one transaction with its reason."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend import provision
from backend.catalogue.loader import Catalogue
from backend.catalogue.tenants import TenantDocument
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.provision.resting import UnableToRetire, resting_on
from backend.scope import Scope
from backend.setup.queries import touching
from backend.setup.rules import settling
from backend.setup.rules.settling import UnableToSettle
from backend.setup.tables.changes import SettingChange
from backend.tenancy import settings as kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A document and what it would change, in sentences; `kept` says what can’t be retired yet, and why."""

    document: TenantDocument
    sentences: tuple[str, ...]
    kept: tuple[str, ...]
    touched: tuple[str, ...]


async def propose(scope: Scope, *, data: Mapping[str, Any], catalogue: Catalogue) -> Proposal:
    """What the settings would change, were they carried out; nothing is written.

    Raises NotPermitted, and UnableToSettle with everything that is wrong.
    """
    settling.check_can_settle(scope)
    document = settling.document_from(data)
    return await proposal_of(scope, document, catalogue)


async def proposal_of(scope: Scope, document: TenantDocument, catalogue: Catalogue) -> Proposal:
    """What a document would change. Raises UnableToSettle with everything that is wrong, or where nothing changes."""
    before = await provision.document_of(scope, catalogue)
    settling.check_sense(document, before, catalogue)
    changes = await provision.plan(scope, document, catalogue)
    if not changes:
        raise UnableToSettle("Nothing would change: the organisation lives by this already.")
    return Proposal(
        document=document,
        sentences=tuple(in_the_app(each.sentence) for each in changes),
        kept=await resting_on(scope, changes),
        touched=await touching.touched_by(scope, changes),
    )


async def settle(
    scope: Scope,
    *,
    document: TenantDocument,
    catalogue: Catalogue,
    reason: str,
    title: str,
    origin: str = "form",
    place: str = "",
    before: Any = None,
    after: Any = None,
) -> UUID:
    """Let the organisation live by a document from now on, whole or not at all. Returns the change’s id.

    Raises NotPermitted, UnableToSettle, UnableToRetire and the refusals of the rooms that keep the settings.
    """
    settling.check_can_settle(scope)
    words = settling.check_reason(reason)
    await kept.hold(scope)
    proposal = await proposal_of(scope, document, catalogue)
    if proposal.kept:
        raise UnableToRetire(proposal.kept)
    await provision.apply(scope, document, catalogue)
    return await _record(
        scope,
        sentences=tuple(map(as_done, proposal.sentences)),
        reason=words,
        title=title,
        origin=origin,
        place=place,
        before=before,
        after=after,
    )


async def _record(
    scope: Scope,
    *,
    sentences: Sequence[str],
    reason: str,
    title: str,
    origin: str,
    place: str,
    before: Any,
    after: Any,
) -> UUID:
    change_id = new_id()
    await SettingChange.add(
        scope,
        id=change_id,
        place=place,
        title=title,
        origin=origin,
        before=None if before is None else json.dumps(before),
        after=None if after is None else json.dumps(after),
        sentences=json.dumps(list(sentences)),
        reason=reason,
        changed_at=scope.now,
        changed_by_person_id=scope.actor.person_id,
        changed_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "setup.settings.changed",
        Record(room="setup", kind="change", id=change_id, title=title),
        before={"place": place, "value": before},
        after={"place": place, "value": after, "sentences": list(sentences), "reason": reason},
    )
    return change_id


def in_the_app(sentence: str) -> str:
    """A sentence of a plan without its word of a folder: here somebody typed it."""
    return sentence.replace(" is not in the folder and would be retired.", " would be retired.")


async def keep_own(scope: Scope, *, place: str, title: str, ours: Any, theirs: Any, reason: str) -> UUID:
    """Note that the organisation keeps its own where its folder says another. Raises NotPermitted, UnableToSettle."""
    settling.check_can_settle(scope)
    return await _record(
        scope,
        sentences=("The organisation keeps its own here, whatever its folder says.",),
        reason=settling.check_reason(reason),
        title=title[:300],
        origin="drift",
        place=place,
        before=theirs,
        after=ours,
    )


def as_done(sentence: str) -> str:
    """A sentence of a plan when it has been carried out."""
    for would, did in (
        (" would change from ", " changed from "),
        (" would change: ", " changed: "),
        (" would be added.", " was added."),
        (" would be retired.", " was retired."),
    ):
        sentence = sentence.replace(would, did)
    return sentence
