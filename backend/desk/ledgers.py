"""`probity ledger verify`: each tenant's ledger judged, and the judgement in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.archives.queries import deletions
from backend.archives.rules import last_note
from backend.kit import calendar, notes
from backend.kit.clock import real_now
from backend.kit.database import DB
from backend.kit.notes import Checkpoint, NoteRefused, Verifier
from backend.ledger import keys, tree, verifying
from backend.ledger.rules import checkpoints
from backend.ledger.rules.keys import KeyLine, Use
from backend.ledger.rules.verifying import Finding, Outside, Report
from backend.scope import Actor, NotFound, Refusal, Scope
from backend.tenancy import transactions
from backend.tenancy.queries import every_tenant, tenant_by_slug

LONGEST_FILE = 1_000_000

WHAT_IT_SHOWS = (
    "This shows that nothing changed since it was sealed. It does not show that what was recorded is true."
)


class UnableToVerify(Refusal):
    """What was given to verify against can't be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A checkpoint that somebody kept: the file's name and its bytes, and what it says before anybody checked it."""

    name: str
    note: bytes
    says: Checkpoint


def read_earlier(files: Sequence[Path]) -> tuple[Earlier, ...]:
    """Checkpoints that were kept elsewhere; raises `UnableToVerify`, which names the file."""
    found = []
    for file in files:
        note = file.read_bytes()[: LONGEST_FILE + 1]
        try:
            found.append(
                Earlier(name=file.name, note=note, says=notes.read_checkpoint(notes.read_note(note).text))
            )
        except NoteRefused as refusal:
            raise UnableToVerify(f"{file.name} holds no checkpoint: {refusal}") from refusal
    return tuple(found)


def read_trusted(file: Path | None) -> tuple[Verifier, ...]:
    """Keys of checkpoints that are trusted, one `vkey` a line; lines that begin with # are for people."""
    if file is None:
        return ()
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    wanted = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
    try:
        trusted = tuple(notes.read_vkey(line) for line in wanted)
    except NoteRefused as refusal:
        raise UnableToVerify(f"{file.name} holds a line that is no key: {refusal}") from refusal
    if not trusted:
        raise UnableToVerify(f"{file.name} holds no key.")
    return trusted


async def verify_ledgers(
    _services: Any,
    slug: str | None,
    earlier: tuple[Earlier, ...],
    trusted: tuple[Verifier, ...],
    say: Callable[[str], None],
    progress: Callable[[str, int, int], None],
) -> bool:
    """Judge one tenant's ledger or every tenant's, and say what came of it. Whether everything holds."""
    async with DB.transaction_with({}, readonly=True):
        if slug is None:
            found = await every_tenant()
        else:
            one = await tenant_by_slug(slug)
            found = (one,) if one else ()
    if slug is not None and not found:
        raise NotFound("tenant")
    origins = {
        checkpoints.origin_of(each.tenant.id, demonstration=each.tenant.demonstration) for each in found
    }
    for each in earlier:
        if each.says.origin not in origins:
            raise UnableToVerify(f"{each.name} is a checkpoint of another ledger: {each.says.origin}.")
    holds = True
    for living in found:
        scope = Scope(
            tenant=living.tenant,
            actor=Actor(name="Command line", chore="ledger"),
            now=real_now() + living.clock_offset,
            request_id="command-line",
        )
        if living.state == "deleted":
            holds = await _last_note_holds(scope, trusted, say) and holds
            continue
        report = await _verify(scope, earlier, trusted, progress)
        for line in in_words(scope.tenant.name, report):
            say(line)
        holds = holds and not report.findings
    say(WHAT_IT_SHOWS)
    return holds


async def _last_note_holds(scope: Scope, trusted: tuple[Verifier, ...], say: Callable[[str], None]) -> bool:
    """Of a deleted record: whether its last checkpoint is signed, and proves who approved the deletion."""
    origin = checkpoints.origin_of(scope.tenant.id, demonstration=scope.tenant.demonstration)
    async with transactions.scope_tx(scope, readonly=True):
        note, newest = await deletions.note_of(scope), await tree.newest_checkpoint(scope)
        lines = [line for line in await keys.keys_of(scope) if line.use is Use.CHECKPOINT]
    if note is None or newest is None or note.files_gone_at is None:
        say(
            f"{scope.tenant.name}: its deletion has begun and is not finished. Run it again: probity tenant delete."
        )
        return False
    known, strange = _keys(scope, origin, lines, trusted)
    faults = last_note.faults_of(note, checkpoint=newest.note, keys=known, tenant_id=scope.tenant.id)
    wrong = [*(each.what for each in strange), *faults]
    ended = f" on {calendar.in_words(scope.tenant.deleted_on)}" if scope.tenant.deleted_on else ""
    holds = "is left, and something is WRONG with it" if wrong else "and what proves its deletion hold"
    say(
        f"{scope.tenant.name}: its record was deleted{ended}. Of {newest.size:,} lines the last checkpoint {holds}."
    )
    for each in wrong:
        say(f"  {each}")
    if not wrong:
        say(f"  Proposed by {note.proposed_by_name} on {_day(note.proposed_at)}: {note.reason}")
        say(
            f"  Approved by {note.approved_by_name} on {_day(note.approved_at)}. Taken along: {note.taken_along}."
        )
    return not wrong


async def _verify(
    scope: Scope,
    earlier: tuple[Earlier, ...],
    trusted: tuple[Verifier, ...],
    progress: Callable[[str, int, int], None],
) -> Report:
    origin = checkpoints.origin_of(scope.tenant.id, demonstration=scope.tenant.demonstration)
    async with transactions.scope_tx(scope, readonly=True):
        lines = [line for line in await keys.keys_of(scope) if line.use is Use.CHECKPOINT]
    known, strange = _keys(scope, origin, lines, trusted)
    outside, refused = [], list(strange)
    for each in earlier:
        if each.says.origin != origin:
            continue
        try:
            said = notes.open_checkpoint(each.note, known)
        except NoteRefused as refusal:
            refused.append(Finding(what=f"{each.name} is not one that this ledger signed: {refusal}"))
        else:
            outside.append(Outside(name=each.name, checkpoint=said))
    report = await verifying.verify(
        scope.tenant.id,
        origin=origin,
        keys=known,
        outside=outside,
        progress=lambda done, of: progress(scope.tenant.slug, done, of),
    )
    return report.with_findings(refused)


def _keys(
    scope: Scope, origin: str, lines: Sequence[KeyLine], trusted: tuple[Verifier, ...]
) -> tuple[list[Verifier], list[Finding]]:
    """Whose signatures count: the keys of a trust file, else those of our folder of keys, never the register's word.

    A key that only the register knows is a finding: whoever can write to the database could have put it there.
    """
    named = [each for each in trusted if each.name == origin]
    if trusted:
        return named, []
    derived = [keys.derived(scope.tenant, Use.CHECKPOINT, line.generation) for line in lines]
    ours = [notes.verifier_of(key) for key in derived]
    strange = [
        Finding(
            what=f"The register of keys names a key for checkpoints (generation {line.generation}) that is not from "
            "this folder of keys. If it is an older one of yours, name it in a file with --trust."
        )
        for line, key in zip(lines, derived, strict=True)
        if key.public_key != line.public
    ]
    return ours, strange


def in_words(name: str, report: Report) -> list[str]:
    """A judgement as lines to print."""
    lines = f"{report.lines:,} line{'' if report.lines == 1 else 's'}"
    if report.findings:
        count = len(report.findings) + report.more
        head = f"{name}: {'1 thing is' if count == 1 else f'{count:,} things are'} WRONG in the ledger of {lines}."
    elif report.sealed_at is None:
        head = f"{name}: nothing was sealed yet."
    else:
        head = (
            f"{name}: the ledger holds. {lines.capitalize()}, {report.checkpoints:,} "
            f"checkpoint{'' if report.checkpoints == 1 else 's'}, the newest sealed at {_moment(report.sealed_at)}."
        )
    words = [head, *(f"  {each.what}" for each in report.findings)]
    if report.more:
        words.append(f"  And {report.more:,} more.")
    words += [f"  It begins with everything that {each} vouches for." for each in report.compared]
    for on, count in report.erased:
        words.append(
            f"  Details of {count:,} line{'' if count == 1 else 's'} were erased on {_day(on)}; their proofs hold."
            if not report.findings
            else f"  Details of {count:,} line{'' if count == 1 else 's'} were erased on {_day(on)}."
        )
    if report.lines > report.signed and not report.findings:
        words.append(f"  The newest {report.lines - report.signed:,} lines have no signed checkpoint yet.")
    if report.waiting:
        words.append(
            f"  {report.waiting:,} settled event{'' if report.waiting == 1 else 's'} not sealed yet."
        )
    return words


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%H:%M:%S} UTC on {_day(moment)}"


def _day(moment: datetime) -> str:
    local = moment.astimezone(UTC)
    return f"{local.day} {local:%B %Y}"
