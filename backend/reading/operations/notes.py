"""Making notes on papers, changing, sharing and removing them.

Only what is shared stands in the ledger, and never its words: that somebody made a note for themselves is nobody's
business, so the ledger does not even say that there is one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.kit.database import execute
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings.queries import hidden
from backend.meetings.queries.readable import ReadablePaper, readable_paper
from backend.reading.operations.texts import read_version
from backend.reading.queries import notes as queries
from backend.reading.queries import texts
from backend.reading.rules import notes as rules
from backend.reading.rules.anchoring import anchor, quoted
from backend.reading.rules.quotes import Quote
from backend.reading.rules.words import folded_words
from backend.reading.tables import Keeping, Note
from backend.scope import NotFound, Scope

_LONGEST_KEPT = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedWords:
    """What somebody marked in a paper, as a browser or a person gives it: the words, and what stands round them.

    `position` from 0 (the paper's beginning) to 1 tells equal places apart where the surroundings do not.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    position: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedNote:
    """A note that was just removed: all that its author needs to put it back, kept nowhere but here."""

    paper_id: UUID
    version: int
    words: str
    quote: QuotedWords | None
    made_at: datetime


async def add_note(
    scope: Scope,
    *,
    paper_id: UUID,
    words: str,
    quote: QuotedWords | None = None,
    version: int | None = None,
    shared: bool = False,
) -> UUID:
    """Note something on a version of a paper (the newest unless said), or on the paper as a whole; returns its id.

    The quoted words must stand in that version. Raises NotFound, rules.UnableToNote.
    """
    author_id = rules.check_may_note(scope)
    paper = await readable_paper(scope, paper_id=paper_id)
    plain = rules.checked_words(words)
    if shared:
        rules.check_may_share(scope, committee_id=paper.committee_id, committee=paper.committee)
    on = version or paper.version
    found = await _found(scope, paper, on, quote) if quote is not None and quote.exact.strip() else None
    note_id = new_id()
    held = found or Quote(exact="")
    await Note.add(
        scope,
        id=note_id,
        paper_id=paper_id,
        author_person_id=author_id,
        version=on,
        words=plain,
        shared=shared,
        exact=held.exact,
        prefix=held.prefix,
        suffix=held.suffix,
        position=held.position,
        kind=held.kind,
        headings=list(held.headings),
        others=held.others,
        made_at=scope.now,
        changed_at=scope.now,
    )
    if shared:
        await _record(scope, "reading.note.shared", note_id, paper)
    return note_id


async def put_back_note(scope: Scope, *, removed: RemovedNote) -> UUID:
    """Put a note back that was just removed, as its author's alone. Returns its id, which is a new one."""
    return await add_note(
        scope, paper_id=removed.paper_id, words=removed.words, quote=removed.quote, version=removed.version
    )


async def edit_note(scope: Scope, *, note_id: UUID, words: str) -> None:
    """Say it differently. Raises NotFound, rules.UnableToNote."""
    note = await _own(scope, note_id)
    plain = rules.checked_words(words)
    if plain == note.words:
        return
    await _change(scope, note_id, "words = $4, changed_at = $5", plain, scope.now)
    if note.shared:
        await _record(scope, "reading.note.changed", note_id, note.paper)


async def share_note(scope: Scope, *, note_id: UUID) -> None:
    """Show a note to those who sit on the paper's committee. Raises NotFound, rules.UnableToNote."""
    note = await _own(scope, note_id)
    if note.paper is None:
        raise rules.UnableToNote("You can no longer read this paper, so a note on it can’t be shared.")
    rules.check_may_share(scope, committee_id=note.paper.committee_id, committee=note.paper.committee)
    if note.shared:
        return
    await _change(scope, note_id, "shared = true, changed_at = changed_at")
    await _record(scope, "reading.note.shared", note_id, note.paper)


async def stop_sharing_note(scope: Scope, *, note_id: UUID) -> None:
    """Keep a note to oneself again; who read it has read it. Raises NotFound."""
    note = await _own(scope, note_id)
    if note.shared:
        await _change(scope, note_id, "shared = false, changed_at = changed_at")
        await _record(scope, "reading.note.no-longer-shared", note_id, note.paper)


async def remove_note(scope: Scope, *, note_id: UUID) -> RemovedNote:
    """Remove a note, words and all. What comes back is the only copy, for the page that offers to put it back.

    Raises NotFound.
    """
    note = await _own(scope, note_id)
    tag = await execute(
        "DELETE FROM reading_note WHERE tenant_id = $1 AND author_person_id = $2 AND id = $3",
        scope.tenant.id,
        scope.actor.person_id,
        note_id,
    )
    if not tag.endswith(" 1"):
        raise NotFound("note")
    if note.shared:
        await _record(scope, "reading.note.removed", note_id, note.paper)
    quote = note.quote
    return RemovedNote(
        paper_id=note.paper_id,
        version=note.version,
        words=note.words,
        quote=None
        if quote is None
        else QuotedWords(
            exact=quote.exact, prefix=quote.prefix, suffix=quote.suffix, position=quote.position
        ),
        made_at=note.made_at,
    )


async def keep_note(scope: Scope, *, note_id: UUID) -> None:
    """Keep a note that is proposed for removal for another year. Raises NotFound."""
    await _own(scope, note_id)
    await _change(scope, note_id, "keep_until = $4, changed_at = changed_at", scope.now + _LONGEST_KEPT)


async def settle_keeping(scope: Scope, *, months: int, source: str) -> None:
    """Say how many months after a meeting its notes are proposed for removal, and where that is written."""
    scope.check_may(
        "registers.retain", "Your role in this organisation does not include how long things are kept."
    )
    if not 0 <= months <= 240:
        raise rules.UnableToNote("The months must be between 0 and 240.", field="months")
    if not source.strip():
        raise rules.UnableToNote("Say where this is written, or that it is your own setting.", field="source")
    before = await queries.keeping(scope)
    rule_id = await Keeping.add(
        scope,
        months=months,
        source=source.strip(),
        decided_at=scope.now,
        decided_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "reading.keeping.settled",
        Record(room="reading", kind="keeping", id=rule_id, title="How long notes on papers are kept"),
        before={"months": before.months},
        after={"months": months, "source": source.strip()},
    )


async def _own(scope: Scope, note_id: UUID) -> queries.NoteView:
    rules.check_may_note(scope)
    return await queries.own_note(scope, note_id=note_id)


async def _change(scope: Scope, note_id: UUID, change: str, *values: object) -> None:
    """`change` is our own text; the values begin at $4."""
    tag = await execute(
        f"UPDATE reading_note SET {change} WHERE tenant_id = $1 AND author_person_id = $2 AND id = $3",  # noqa: S608 - our own words
        scope.tenant.id,
        scope.actor.person_id,
        note_id,
        *values,
    )
    if not tag.endswith(" 1"):
        raise NotFound("note")


async def _found(scope: Scope, paper: ReadablePaper, version: int, given: QuotedWords) -> Quote:
    """The quotation as the version itself has it."""
    if len(given.exact) > rules.MOST_QUOTED:
        raise rules.UnableToNote(
            f"A quotation has at most {rules.MOST_QUOTED:,} characters. Quote the sentence that matters.",
            field="exact",
        )
    version_id = await queries.version_id_of(scope, paper, version)
    if not (await hidden.access_to(scope, paper_id=paper.id, version=version)).content:
        raise rules.UnableToNote(
            "The words of this version can be read once its hidden data is cleared. Until then a note can be on the "
            "paper as a whole.",
            field="exact",
        )
    await read_version(scope, version_id=version_id)
    words = await texts.words_of(scope, version_id=version_id)
    asked = Quote(
        exact=given.exact.strip(),
        prefix=given.prefix[-200:],
        suffix=given.suffix[:200],
        position=min(1.0, max(0.0, given.position)),
    )
    placed = anchor(asked, words)
    if placed.block is not None and placed.state in ("kept", "moved"):
        return quoted(words, block=placed.block, start=placed.start, end=placed.end)
    if not words.words:
        raise rules.UnableToNote(
            "The words of this paper could not be read, so a note can only be on the paper as a whole.",
            field="exact",
        )
    if not folded_words(given.exact):
        raise rules.UnableToNote("Quote at least one word of the paper.", field="exact")
    raise rules.UnableToNote(
        f"These words do not stand together in version {version} of “{paper.title}”. Copy them from the paper, from "
        "one paragraph at a time.",
        field="exact",
    )


async def _record(scope: Scope, act: str, note_id: UUID, paper: ReadablePaper | None) -> None:
    title = "A note on a paper" if paper is None else f"A note on “{paper.title}”"
    await ledger.record(scope, act, Record(room="reading", kind="note", id=note_id, title=title))
