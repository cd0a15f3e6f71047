"""Adopting terms of reference, withdrawing a version, and recording what a committee found of its own work."""

import hashlib
from datetime import date
from uuid import UUID

from backend.committees import queries, reviewed, rules
from backend.committees.operations import places
from backend.committees.tables import Committee, Effectiveness, TermsVersion
from backend.kit import queue
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope
from backend.tenancy import dues


async def adopt_terms(
    scope: Scope,
    *,
    committee_id: UUID,
    text: str,
    in_force_from: date,
    approved_by: str,
    changes: str,
    review_by: date | None = None,
) -> UUID:
    """Keep a new version of a committee's terms of reference; it is reviewed within a year where nothing else is said.

    The days may lie in the past. Returns the version's id. Raises rules.UnableToShapeCommittee, NotFound.
    """
    await places.one_at_a_time(scope)
    committee = await queries.committee(scope, committee_id=committee_id)
    due = review_by or rules.months_after(
        in_force_from, committee.terms.review_months if committee.terms else 12
    )
    if due <= in_force_from:
        raise rules.UnableToShapeCommittee(
            "The day of the review must come after the day on which they come into force.", field="review_by"
        )
    versions = await reviewed.terms_of(scope, committee_id=committee_id)
    standing = next((each for each in versions if each.withdrawn_because is None), None)
    if standing is not None and standing.text == text and standing.in_force_from == in_force_from:
        raise rules.UnableToShapeCommittee("Exactly this version is kept already.", field="text")
    number = versions[0].number + 1 if versions else 1
    values = {
        "number": number,
        "in_force_from": in_force_from,
        "review_by": due,
        "approved_by": approved_by,
        "changes": changes,
    }
    version_id: UUID = await TermsVersion.add(
        scope,
        committee_id=committee_id,
        text=text,
        made_at=scope.now,
        made_by_name=scope.actor.name,
        **values,
    )
    newest = committee.terms_reviewed_on is None or committee.terms_reviewed_on < in_force_from
    if committee.terms is not None and in_force_from <= scope.today and newest:
        await Committee.change(scope, terms_reviewed_on=in_force_from).where(Committee.id == committee_id)
    subject = _record(version_id, committee.name, number, text)
    await ledger.record(scope, "committees.terms.adopted", subject, after={**values, "text": text})
    await _chase_anew(scope, committee_id)
    return version_id


async def withdraw_terms(scope: Scope, *, committee_id: UUID, version_id: UUID, because: str) -> None:
    """Say that a version was adopted by mistake: the one before it holds. Raises UnableToShapeCommittee, NotFound."""
    await places.one_at_a_time(scope)
    committee = await queries.committee(scope, committee_id=committee_id)
    versions = await reviewed.terms_of(scope, committee_id=committee_id)
    found = next((each for each in versions if each.id == version_id), None)
    if found is None:
        raise NotFound("version")
    if found.withdrawn_because is not None:
        raise rules.UnableToShapeCommittee(f"Version {found.number} was withdrawn already.")
    if not because.strip():
        raise rules.UnableToShapeCommittee("Say why the version is withdrawn.", field="because")
    after = {
        "withdrawn_at": scope.now,
        "withdrawn_because": because.strip(),
        "withdrawn_by_name": scope.actor.name,
    }
    await TermsVersion.change(scope, **after).where(TermsVersion.id == version_id)
    subject = _record(version_id, committee.name, found.number, found.text)
    await ledger.record(scope, "committees.terms.withdrawn", subject, after=after)
    await _chase_anew(scope, committee_id)


async def record_effectiveness(
    scope: Scope,
    *,
    committee_id: UUID,
    period: str,
    reviewed_on: date,
    went_well: str,
    to_change: str,
    answered: int | None = None,
    asked: int | None = None,
) -> UUID:
    """Record a review of a committee's own work; returns its id. It is not changed afterwards.

    Raises rules.UnableToShapeCommittee, NotFound.
    """
    committee = await queries.committee(scope, committee_id=committee_id)
    if reviewed_on > scope.today:
        raise rules.UnableToShapeCommittee("That day is still to come.", field="reviewed_on")
    if (answered is None) != (asked is None) or (answered or 0) > (asked or 0):
        raise rules.UnableToShapeCommittee(
            "Say how many answered, and of how many who were asked.", field="answered"
        )
    values = {
        "period": period,
        "reviewed_on": reviewed_on,
        "answered": answered,
        "asked": asked,
        "went_well": went_well,
        "to_change": to_change,
    }
    review_id: UUID = await Effectiveness.add(
        scope, committee_id=committee_id, recorded_at=scope.now, recorded_by_name=scope.actor.name, **values
    )
    subject = Record(
        room="committees",
        kind="effectiveness",
        id=review_id,
        title=f"Effectiveness of {committee.name}, {period}",
    )
    await ledger.record(scope, "committees.effectiveness.recorded", subject, after=values)
    return review_id


def _record(version_id: UUID, committee: str, number: int, text: str) -> Record:
    digest = hashlib.sha256(text.encode()).hexdigest()
    title = f"Terms of reference of {committee}, version {number}"
    return Record(room="committees", kind="terms", id=version_id, title=title, hash=digest)


async def _chase_anew(scope: Scope, committee_id: UUID) -> None:
    """Another version is to be reviewed: who chases that looks again, and takes back what waits about the others."""
    await dues.set_due_by(scope, chore=reviewed.CHASE_TERMS, at=scope.now)
    await queue.defer("desk.settle_terms", tenant_id=scope.tenant.id, committee_id=committee_id)
