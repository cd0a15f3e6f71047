"""A return that came outside the portal, entered by an officer as it stands in the letter."""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue import shelf
from backend.evidence import operations as evidence
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger.records import content_hash
from backend.reviewing import rules
from backend.reviewing.operations.arriving import record_letter
from backend.scope import Scope
from backend.together.rules import DefinedBy, Enclosure, Subject, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is typed of it. `definition` is `id/edition`; `figures` are lines `key: figure ! why red`."""

    definition: str
    period: str
    from_on: date
    until_on: date
    received_on: date
    figures: str
    prepared_by: str
    approved_by: str
    statement: str | None = None
    what_changed: str | None = None


async def enter_letter(
    scope: Scope,
    *,
    commissioner_id: UUID,
    letter: Letter,
    document: tuple[str, str, bytes] | None = None,
) -> UUID:
    """Enter it, as the next issue of that return of those days; returns the return. `document`: name, type, bytes.

    Raises UnableToReview, StoodAside, NotFound.
    """
    definition = shelf.catalogue().returns.get(letter.definition)
    if definition is None:
        raise rules.UnableToReview("Choose the definition from the list.", field="definition")
    if letter.until_on < letter.from_on:
        raise rules.UnableToReview("The last day of the period can’t be before its first.", field="until_on")
    figures = rules.figures_written(definition, letter.figures)
    rows = await fetch(
        "SELECT r.subject_id, max(i.number) AS newest FROM reviewing_return r "
        "JOIN reviewing_issue i ON i.tenant_id = $1 AND i.return_id = r.id "
        "WHERE r.tenant_id = $1 AND r.commissioner_id = $2 AND r.framework = $3 AND r.from_on = $4 AND r.until_on = $5 "
        "GROUP BY r.subject_id",
        scope.tenant.id,
        commissioner_id,
        definition.id,
        letter.from_on,
        letter.until_on,
    )
    enclosures, file_ids = [], []
    if document is not None:
        name, media_type, data = document
        file_ids.append(await evidence.keep_file(scope, name=name, media_type=media_type, data=data))
        enclosures.append(
            Enclosure(
                part="document",
                name=name,
                media_type=media_type,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
        )
    said = Submission(
        submission_id=new_id(),
        subject=Subject.RETURN,
        subject_id=rows[0]["subject_id"] if rows else new_id(),
        issue=rows[0]["newest"] + 1 if rows else 1,
        title=definition.title,
        period=letter.period,
        from_on=letter.from_on,
        until_on=letter.until_on,
        due_on=None,
        defined_by=DefinedBy(
            framework=definition.id,
            edition=definition.edition,
            title=definition.title,
            rule_set=definition.rule_set,
            sha256=content_hash(definition.content()),
        ),
        figures=figures,
        milestone=None,
        statement=letter.statement,
        what_changed=letter.what_changed,
        changes=(),
        prepared_by=letter.prepared_by,
        approved_by=letter.approved_by,
        approved_at=scope.now,
        enclosures=tuple(enclosures),
    )
    return await record_letter(
        scope,
        commissioner_id=commissioner_id,
        said=said,
        received_on=letter.received_on,
        file_ids=file_ids,
    )
