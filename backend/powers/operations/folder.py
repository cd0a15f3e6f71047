"""Entries as a tenant's folder says them: put as it says, and dropped when it says them no more."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from backend.catalogue.powers import PowerEntry
from backend.kit.identity import new_id
from backend.organisations.rules import provenance_of
from backend.powers import catalogued, rules
from backend.powers.operations import saying
from backend.powers.rules import Said
from backend.powers.tables import Entry, Function
from backend.scope import NotFound, Scope


async def put_entry(scope: Scope, *, entry: PowerEntry) -> UUID:
    """Make the entry of this slug say what the folder says; it is added where it is new. Returns its id.

    What it said before stays readable as it was known then. Raises UnableToKeepPower.
    """
    await saying.one_at_a_time(scope)
    said = await _said(scope, entry)
    await saying.check(scope, said)
    rows = await Entry.within(scope, Entry.id).where(Entry.slug == entry.id)
    entry_id: UUID = rows[0]["id"] if rows else await saying.add(scope, slug=entry.id)
    before = (await saying.versions(scope, entry_id=entry_id))[0] if rows else None
    await saying.say(
        scope,
        entry_id=entry_id,
        act_id=new_id(),
        act="powers.entry.corrected" if before else "powers.entry.added",
        said=said,
        source=provenance_of(entry),
        before=before,
    )
    return entry_id


async def drop_entry(scope: Scope, *, slug: str) -> None:
    """End the entry that the folder no longer holds, yesterday at the latest; one that never began is withdrawn."""
    await saying.one_at_a_time(scope)
    rows = await Entry.within(scope, Entry.id).where(Entry.slug == slug)
    if not rows:
        raise NotFound("entry of the scheme")
    before = (await saying.versions(scope, entry_id=rows[0]["id"]))[0]
    yesterday = scope.today - timedelta(days=1)
    began = before.said.from_on <= yesterday
    ends = yesterday if before.said.until_on is None else min(yesterday, before.said.until_on)
    await saying.say(
        scope,
        entry_id=rows[0]["id"],
        act_id=new_id(),
        act="powers.entry.ended" if began else "powers.entry.withdrawn",
        said=replace(before.said, until_on=ends) if began else before.said,
        source=before.source,
        before=before,
        withdrawn_because=None if began else "It left the folder before it began.",
        dropped=True,
    )


async def _said(scope: Scope, entry: PowerEntry) -> Said:
    functions = await Function.within(scope, Function.id).where(Function.slug == entry.function)
    if not functions:
        raise rules.UnableToKeepPower(
            f"The scheme names the function “{entry.function}”, which is not there.", field="function_id"
        )
    ids = {slug: committee_id for committee_id, slug in (await catalogued.slugs_of_committees(scope)).items()}
    return Said(
        function_id=functions[0]["id"],
        holders=tuple(catalogued.party_of(holder, ids) for holder in entry.held_by),
        clause=entry.clause,
        from_on=entry.effective_from,
        until_on=entry.effective_until,
        limit=None if entry.limit is None else entry.limit * 100,
        conditions=entry.conditions,
        consent=tuple(catalogued.party_of(holder, ids) for holder in entry.needs_consent_of),
        upward=None if entry.upward_to is None else catalogued.party_of(entry.upward_to, ids),
    )
