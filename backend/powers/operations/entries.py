"""Adding, changing, ending and withdrawing entries in the app, and undoing the last of these. The past stays."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.organisations.rules import entered, free_slug
from backend.powers import rules
from backend.powers.operations import saying
from backend.powers.rules import Said
from backend.powers.tables import Entry
from backend.scope import Scope

_A_DAY = timedelta(days=1)


async def add_entry(scope: Scope, *, said: Said) -> UUID:
    """Add a line to the scheme; its days may lie in the past. Returns its id. Raises UnableToKeepPower."""
    await saying.one_at_a_time(scope)
    await saying.check(scope, said)
    entry_id = await saying.add(scope, slug=await _free_slug(scope, said))
    await saying.say(
        scope, entry_id=entry_id, act_id=new_id(), act="powers.entry.added", said=said, source=_source(scope)
    )
    return entry_id


async def change_entry(scope: Scope, *, entry_id: UUID, said: Said) -> UUID:
    """Let the entry say something else from `said.from_on`. Returns the id of the entry that now says it.

    From a later day than its first, the entry ends the day before and another follows it. From its first day or
    before, it is a correction: the entry itself says so, and what it said before stays readable as it was known then.
    Raises UnableToKeepPower, NotFound.
    """
    await saying.one_at_a_time(scope)
    before = await saying.newest(scope, entry_id=entry_id)
    await saying.check(scope, said)
    if replace(said, from_on=before.said.from_on) == before.said and said.from_on >= before.said.from_on:
        return entry_id  # it says so already
    act_id = new_id()
    if said.from_on <= before.said.from_on:
        await saying.say(
            scope,
            entry_id=entry_id,
            act_id=act_id,
            act="powers.entry.corrected",
            said=said,
            source=_source(scope),
            before=before,
        )
        return entry_id
    if before.said.until_on is not None and said.from_on > before.said.until_on:
        raise rules.UnableToKeepPower(
            f"The power ended on {in_words(before.said.until_on)}. Add a new entry for a later time.",
            field="from_on",
        )
    await saying.say(
        scope,
        entry_id=entry_id,
        act_id=act_id,
        act="powers.entry.ended",
        said=replace(before.said, until_on=said.from_on - _A_DAY),
        source=before.source,
        before=before,
        dropped=before.dropped,
    )
    following = await saying.add(scope, slug=await _free_slug(scope, said), follows=entry_id)
    await saying.say(
        scope,
        entry_id=following,
        act_id=act_id,
        act="powers.entry.followed",
        said=said,
        source=_source(scope),
    )
    return following


async def end_entry(scope: Scope, *, entry_id: UUID, last_on: date) -> None:
    """Make `last_on` the last day with the power. Raises UnableToKeepPower, NotFound."""
    await saying.one_at_a_time(scope)
    before = await saying.newest(scope, entry_id=entry_id)
    rules.check_can_end(from_on=before.said.from_on, until_on=before.said.until_on, last_on=last_on)
    if before.said.until_on == last_on:
        return
    await saying.say(
        scope,
        entry_id=entry_id,
        act_id=new_id(),
        act="powers.entry.ended",
        said=replace(before.said, until_on=last_on),
        source=before.source,
        before=before,
        dropped=before.dropped,
    )


async def withdraw_entry(scope: Scope, *, entry_id: UUID, because: str) -> None:
    """Say that the entry never was: it had been entered by mistake. What it said stays, with the reason."""
    await saying.one_at_a_time(scope)
    reason = because.strip()
    if not reason:
        raise rules.UnableToKeepPower("Say why the entry is withdrawn.", field="because")
    before = await saying.newest(scope, entry_id=entry_id)
    await saying.say(
        scope,
        entry_id=entry_id,
        act_id=new_id(),
        act="powers.entry.withdrawn",
        said=before.said,
        source=before.source,
        before=before,
        withdrawn_because=reason,
    )


async def undo(scope: Scope, *, entry_id: UUID) -> None:
    """Undo the last act on the entry, whole: where a change made another entry follow, both go back.

    Nothing is taken away: each entry is said once more as it was before. Raises UnableToKeepPower where the other
    entry of the act was changed since, NotFound.
    """
    await saying.one_at_a_time(scope)
    last = (await saying.versions(scope, entry_id=entry_id))[0]
    rows = await fetch(
        "SELECT DISTINCT entry_id FROM powers_version WHERE tenant_id = $1 AND act_id = $2 ORDER BY entry_id",
        scope.tenant.id,
        last.act_id,
    )
    histories = [await saying.versions(scope, entry_id=row["entry_id"]) for row in rows]
    if any(history[0].act_id != last.act_id for history in histories):
        raise rules.UnableToKeepPower(
            "The entry that follows this one, or that it follows, was changed since. Undo that first."
        )
    act_id = new_id()
    for history in histories:
        now, then = history[0], history[1] if len(history) > 1 else None
        await saying.say(
            scope,
            entry_id=now.entry_id,
            act_id=act_id,
            act="powers.entry.undone",
            said=then.said if then else now.said,
            source=then.source if then else now.source,
            before=now,
            withdrawn_because=then.withdrawn_because if then else "Undone: it was entered by mistake.",
            dropped=then.dropped if then else now.dropped,
        )


async def _free_slug(scope: Scope, said: Said) -> str:
    rows = await Entry.within(scope, Entry.slug)
    names = " ".join([*(holder.label for holder in said.holders if not holder.person_id), said.clause])
    return free_slug(names, {row["slug"] for row in rows})


def _source(scope: Scope) -> str:
    return entered(scope.actor.name, in_words(scope.today)).model_dump_json(exclude_none=True)
