"""What `probity tenant delete` does: a record goes, once two people approved it and four weeks have passed.

First it is said what goes and what stays. Then the record is shut and its last line sealed; then the rows go, in one
transaction; then the files. Whatever breaks it off, running it again takes it up where it stands.
"""

from collections.abc import Callable, Mapping
from typing import Any

import asyncpg

from backend.archives import deleting
from backend.archives.deleting import Goes, UnableToDelete
from backend.archives.operations import deleting as operations
from backend.archives.queries import deletions
from backend.archives.queries.life import ProposalView
from backend.archives.rules.last_note import STAYS
from backend.desk.lives import operator_of
from backend.kit.calendar import in_words
from backend.kit.clock import real_now
from backend.kit.storage import Storage, StorageFailure, storage_from_url
from backend.ledger import sealing, tree
from backend.scope import Scope
from backend.tenancy import transactions

Say = Callable[[str], None]


async def delete(
    services: Any, owner: Mapping[str, Any], slug: str, asked: Callable[[], str], say: Say
) -> None:
    """Carry the approved deletion out, or finish it. Raises UnableToDelete, UnableToApprove, NotFound.

    `owner` is how the database's superuser signs in; `asked` gives the slug as it is typed once more.
    """
    scope = await operator_of(slug)
    storage = storage_from_url(services.settings.storage_url)
    connection = await asyncpg.connect(**owner)
    try:
        await deleting.check_connection(connection)
        if scope.tenant.state != "deleted":
            scope = await _begun(connection, scope, storage, asked, say)
        await _finished(connection, scope, storage, say)
    finally:
        await connection.close()


async def _begun(
    connection: Any, scope: Scope, storage: Storage, asked: Callable[[], str], say: Say
) -> Scope:
    """The record shut for good, once whoever runs this has seen what goes and typed the slug."""
    tenant = scope.tenant
    async with transactions.scope_tx(scope, readonly=True):
        proposal, copy = await operations.check(scope)
        newest = await tree.newest_checkpoint(scope)
    goes = await _counted(connection, scope, storage)
    _say_what_goes(scope, proposal, copy, goes, newest.size if newest else 0, say)
    if asked().strip() != tenant.slug:
        raise UnableToDelete(f"That is not “{tenant.slug}”. Nothing is deleted.")
    async with transactions.scope_tx(scope, after_end=True):
        await operations.begin(scope)
    return await operator_of(tenant.slug)


async def _counted(connection: Any, scope: Scope, storage: Storage) -> Goes:
    try:
        return await deleting.what_goes(connection, scope, storage)
    except StorageFailure as failure:
        raise UnableToDelete(f"{failure} Nothing is deleted.") from failure


async def _finished(connection: Any, scope: Scope, storage: Storage, say: Say) -> None:
    """The rows gone, and then the files."""
    tenant = scope.tenant
    async with transactions.scope_tx(scope, readonly=True):
        note = await deletions.note_of(scope)
    if note is None:
        rows = await _rows_gone(connection, scope, storage)
        say(f"{rows:,} rows are gone.")
    elif note.files_gone_at is not None:
        day = in_words(tenant.deleted_on) if tenant.deleted_on else "an earlier day"
        say(f"The record of {tenant.name} was deleted on {day}. Nothing is left to do.")
        return
    else:
        say("Its rows were gone already.")
    files = await deleting.finish(connection, scope, storage, at=real_now())
    say(f"{files:,} files are gone.")
    say(f"The record of {tenant.name} is deleted. Its keys stand at /t/{tenant.slug}/keys.")


async def _rows_gone(connection: Any, scope: Scope, storage: Storage) -> int:
    await sealing.seal_now(scope)
    async with transactions.scope_tx(scope, readonly=True):
        proposal = await deletions.approved_deletion(scope)
        copy = await deletions.taken_along(scope)
        assert proposal is not None and copy is not None
        lines = await deleting.lines_of(scope, proposal)
    goes = await _counted(connection, scope, storage)
    return await deleting.remove_rows(
        connection,
        scope,
        proposal=proposal,
        taken_along=copy,
        lines=lines,
        files=goes.files,
        at=scope.now,
    )


def _say_what_goes(scope: Scope, proposal: ProposalView, copy: str, goes: Goes, lines: int, say: Say) -> None:
    tenant = scope.tenant

    def on(moment: Any) -> str:
        return in_words(scope.day_of(moment))

    ended = f"{tenant.state} on {in_words(tenant.ended_on)}" if tenant.ended_on else tenant.state
    say(f"{tenant.name}, “{tenant.slug}”: {ended}.")
    say(f"Proposed by {proposal.proposed_by_name} on {on(proposal.proposed_at)}: {proposal.reason}")
    say(f"Approved by {proposal.settled_by_name} on {on(proposal.settled_at)}.")
    say(f"Taken along since its end: {copy}.")
    say("")
    say("For good goes:")
    say(
        f"  {goes.rows:,} rows of {goes.tables} tables: all that it recorded, its people, letters and settings"
    )
    say(f"  {goes.files:,} files, {goes.size / 1e6:,.1f} MB, from where files are stored")
    say(f"  the memberships of {goes.accounts:,} accounts")
    say("What stays:")
    for words in STAYS.values():
        say(f"  {words}")
    say(f"  (its ledger has {lines:,} lines so far; they go, and the last checkpoint vouches for them)")
    say(f"  the accounts: each is its holder’s own; {goes.without_any:,} of them then serve no organisation")
    say(
        "  what other organisations hold of their own: what it sent them, what they took over, their agreements"
    )
    say(
        "  packs, exports and backups that are elsewhere, and anchors under a lock: whoever holds them destroys them"
    )
    say("")
