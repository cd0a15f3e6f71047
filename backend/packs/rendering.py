"""Laying pages out, or finding them laid out already: what was made once from the same inputs is not made again."""

import asyncio
import importlib.metadata
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backend.evidence import store
from backend.evidence.store import UnableToReadFile
from backend.kit.confine import PATIENT, ConfinedFailure, ConfinedRefusal
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.kit.pdf import merge, render, walk
from backend.kit.storage import StoredObject
from backend.ledger.records import canonical, content_hash
from backend.packs import printing, sealing
from backend.scope import Scope
from backend.tenancy import transactions

CHILDREN = 2
"""How many confined children lay out at once: one for each core of a small machine."""

_MANY = 12  # parts for each child, above which it gets them in several goes, so that progress shows
_VERSION = 5  # to be raised when a change of ours would lay the same inputs out differently


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One part to lay out. `inputs` are all that shapes it, as plain values; `load` fetches what is laid out.

    `load` is called only where it is not laid out yet, and gives pages to render or somebody's own PDF, kept as it is.
    """

    key: str
    inputs: Any
    load: Callable[[], Awaitable[render.Pages | bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A part laid out. `tags_hold`: the structure in it can be used. `fresh`: it was made just now.

    `as_handed_in`: it is somebody's own PDF.
    """

    render_key: str
    pdf: bytes
    pages: int
    tags_hold: bool
    fresh: bool = False
    as_handed_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRendered:
    """A part that can't be laid out; `because` follows its name in a sentence."""

    because: str


Outcome = Rendered | NotRendered
Progress = Callable[[int], Awaitable[None]]


def ours(key: str, pages: render.Pages) -> Wanted:
    """A page of our own making, whose HTML is all of its inputs."""

    async def load() -> render.Pages:
        return pages

    inputs = {
        "html": pages.html,
        "title": pages.title,
        "css": pages.extra_css,
        "assets": {name: content_hash(data.hex()) for name, data in pages.assets.items()},
    }
    return Wanted(key=key, inputs=inputs, load=load)


def to_fill(key: str, sheet: printing.Sheet) -> Wanted:
    """A page of our own making that is filled in only where it is not laid out already."""

    async def load() -> render.Pages:
        return sheet.filled()

    return Wanted(key=key, inputs=sheet.inputs, load=load)


def render_key(scope: Scope, wanted: Wanted) -> str:
    """The name under which a part is found again: of this tenant, from these inputs, by this renderer."""
    return sealing.cache_key(scope, canonical({"renderer": renderer(), "inputs": wanted.inputs}))


async def rendered(
    scope: Scope, wanted: Sequence[Wanted], *, progress: Progress | None = None
) -> dict[str, Outcome]:
    """Every part by its key, from the cache or laid out now, by several children at once.

    `progress` is told how many are done. Opens short transactions of its own. Raises UnableToReadFile and
    UnableToKeepFile.
    """
    keys = {each.key: render_key(scope, each) for each in wanted}
    found: dict[str, Outcome] = {}
    found.update(await _cached(scope, keys))
    if progress and found:
        await progress(len(found))
    missing = [each for each in wanted if each.key not in found]
    batches = deque(_batches(missing))

    async def hand() -> None:
        while batches:
            batch = batches.popleft()
            loaded = [await each.load() for each in batch]
            made = await asyncio.to_thread(_lay_out, loaded)
            for each, outcome in zip(batch, made, strict=True):
                found[each.key] = await _kept(scope, keys[each.key], outcome)
            if progress:
                await progress(len(found))

    await _together([hand() for _ in range(CHILDREN)])
    return found


@dataclass(frozen=True, slots=True)
class _Made:
    pdf: bytes
    pages: int
    tags_hold: bool
    as_handed_in: bool = False


def _lay_out(loaded: Sequence[render.Pages | bytes]) -> list[_Made | NotRendered]:
    """One child for all that is ours; somebody's own PDFs are looked at, and tried."""
    sheets = [each for each in loaded if isinstance(each, render.Pages)]
    answers = iter(render.render_many(sheets) if sheets else [])
    checked = iter(_checked([each for each in loaded if isinstance(each, bytes)]))
    return [next(checked) if isinstance(each, bytes) else _answered(next(answers)) for each in loaded]


def _answered(answer: bytes | ConfinedFailure | ConfinedRefusal) -> _Made | NotRendered:
    if isinstance(answer, bytes):
        return _Made(answer, walk.page_count(answer), True)
    return NotRendered(because=str(answer).rstrip("."))


def _checked(pdfs: Sequence[bytes]) -> Sequence[_Made | NotRendered]:
    """PDFs that were handed in: can they be part of a whole, and are their own tags to be trusted?

    All at once, since a child costs more than a look; one by one where that fails, to find which it is.
    """
    try:
        walked = walk.walk_many(pdfs, limits=PATIENT)
        made = [
            _Made(pdf, each.pages, each.tagged and not each.problems, as_handed_in=True)
            for pdf, each in zip(pdfs, walked, strict=True)
        ]
        _try_merging(made)
    except (walk.UnableToRead, merge.UnableToMerge, ConfinedFailure):
        return [_checked_alone(pdf) for pdf in pdfs]
    return made


def _checked_alone(pdf: bytes) -> _Made | NotRendered:
    try:
        walked = walk.walk(pdf, limits=PATIENT)
    except (walk.UnableToRead, ConfinedFailure) as failure:
        return NotRendered(because=_as_predicate(str(failure)))
    whole = walked.tagged and not walked.problems
    reason = ""
    for tags in (True, False) if whole else (False,):
        made = _Made(pdf, walked.pages, tags, as_handed_in=True)
        try:
            _try_merging([made])
        except (merge.UnableToMerge, ConfinedFailure) as failure:
            reason = _as_predicate(str(failure))
        else:
            return made
    return NotRendered(because=reason)


def _try_merging(made: Sequence[_Made]) -> None:
    parts = [
        merge.Part(key=f"part-{number}", title="part", pdf=each.pdf, tags=each.tags_hold)
        for number, each in enumerate(made)
    ]
    if parts:
        merge.merge(parts, title="Trial")


def _as_predicate(sentence: str) -> str:
    for opening in ("The file ", "“part” "):
        sentence = sentence.removeprefix(opening)
    return sentence.rstrip(".")


def _batches(missing: Sequence[Wanted]) -> list[Sequence[Wanted]]:
    """One go for each child, and several each where there is much to do."""
    goes = CHILDREN * max(1, len(missing) // (CHILDREN * _MANY))
    return [batch for number in range(goes) if (batch := missing[number::goes])]


async def _together(hands: Sequence[Awaitable[None]]) -> None:
    """Run them side by side; the first failure ends all and is raised as itself."""
    tasks = [asyncio.ensure_future(hand) for hand in hands]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _cached(scope: Scope, keys: dict[str, str]) -> dict[str, Rendered]:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT key, kept_at, pages, tags_hold, as_handed_in FROM packs_render "
            "WHERE tenant_id = $1 AND key = ANY($2)",
            scope.tenant.id,
            list(set(keys.values())),
        )
    read = await asyncio.gather(*(_read(row) for row in rows))
    known = {each.render_key: each for each in read if each is not None}
    return {key: known[render_key] for key, render_key in keys.items() if render_key in known}


async def _read(row: Any) -> Rendered | None:
    try:
        pdf = await store.get(row["kept_at"], name="a page of the pack")
    except UnableToReadFile:
        return None  # the cache has lost it, so it is made again
    return Rendered(
        render_key=row["key"],
        pdf=pdf,
        pages=row["pages"],
        tags_hold=row["tags_hold"],
        as_handed_in=row["as_handed_in"],
    )


async def _kept(scope: Scope, render_key: str, made: _Made | NotRendered) -> Outcome:
    if isinstance(made, NotRendered):
        return made
    stored = await store.put(scope, made.pdf)
    async with transactions.scope_tx(scope):
        await _record(scope, render_key, stored, made)
    return Rendered(
        render_key=render_key,
        pdf=made.pdf,
        pages=made.pages,
        tags_hold=made.tags_hold,
        fresh=True,
        as_handed_in=made.as_handed_in,
    )


async def _record(scope: Scope, render_key: str, stored: StoredObject, made: _Made) -> None:
    await execute(
        "INSERT INTO packs_render (tenant_id, id, key, kept_at, sha256, size, pages, tags_hold, made_at, as_handed_in) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant_id, key) DO UPDATE SET "
        "kept_at = excluded.kept_at, sha256 = excluded.sha256, size = excluded.size, pages = excluded.pages, "
        "tags_hold = excluded.tags_hold, made_at = excluded.made_at, as_handed_in = excluded.as_handed_in",
        scope.tenant.id,
        new_id(),
        render_key,
        stored.key,
        stored.sha256,
        stored.size,
        made.pages,
        made.tags_hold,
        scope.now,
        made.as_handed_in,
    )


@cache
def renderer() -> str:
    """What lays out: our version, WeasyPrint's, and the print sheet of the house."""
    sheet = Path(render.__file__).with_name("print.css").read_text(encoding="utf-8")
    return f"{_VERSION}/{importlib.metadata.version('weasyprint')}/{content_hash(sheet)[:16]}"
