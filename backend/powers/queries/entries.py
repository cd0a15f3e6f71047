"""The scheme as its page shows it on a day, and one entry with everything that was ever said of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.shapes import Provenance
from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.powers import rules
from backend.powers.queries.reading import Read, entries_of, read
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """An entry with its function's name. `counts`: it is in force on the day, and its holders are there."""

    entry: rules.Entry
    slug: str
    function: str
    authority: str
    provenance: Provenance
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeView:
    """The scheme on a day: its functions in order, the entries of each, and what it lacks.

    `later` are entries that are over or yet to come, which the day doesn't know.
    """

    on: date
    functions: tuple[rules.Function, ...]
    lines: tuple[EntryLine, ...]
    later: tuple[EntryLine, ...]
    gaps: tuple[rules.Gap, ...]
    scheme: rules.Scheme

    @property
    def bodies(self) -> tuple[rules.Party, ...]:
        """Everybody who holds something, each once: committees, then offices, persons, and bodies outside."""
        order = list(rules.PartyKind)
        every = dict.fromkeys(holder for line in self.lines for holder in line.entry.holders)
        return tuple(sorted(every, key=lambda party: (order.index(party.kind), party.label.casefold())))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """What was said of an entry at a moment. `withdrawn_because`: that it never was."""

    entry: rules.Entry
    number: int
    act_id: UUID
    known_from: datetime
    known_by: str
    withdrawn_because: str | None
    dropped: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry: what is said of it now, and the whole history, the newest first."""

    id: UUID
    slug: str
    follows: UUID | None
    followed_by: UUID | None
    function: str
    versions: tuple[VersionLine, ...]

    @property
    def now(self) -> VersionLine:
        return self.versions[0]

    @property
    def entry(self) -> rules.Entry:
        return self.now.entry

    @property
    def withdrawn(self) -> bool:
        return self.now.withdrawn_because is not None


async def scheme_view(
    scope: Scope,
    *,
    on: date | None = None,
    known_at: datetime | None = None,
    body: tuple[str, ...] | None = None,
    function_id: UUID | None = None,
) -> SchemeView:
    """The scheme on a day, sifted by the key of a holder and by a function. The statements of `scheme_of`."""
    day = on or scope.today
    known = await read(scope, on=day, known_at=known_at)
    order = {function_id: place for place, function_id in enumerate(known.scheme.functions)}
    lines = [
        _line(known, entry, day)
        for entry in sorted(
            known.scheme.entries,
            key=lambda e: (order[e.function_id], e.limit is None, e.limit or 0, e.from_on, str(e.id)),
        )
        if (body is None or any(holder.key == body for holder in entry.holders))
        and (function_id is None or entry.function_id == function_id)
    ]
    shown = [line for line in lines if line.entry.in_force(day) and _there(known, line, day)]
    wanted = {line.entry.function_id for line in shown} if body is not None else None
    return SchemeView(
        on=day,
        functions=tuple(
            function
            for function in known.scheme.functions.values()
            if function.there(day)
            and (function_id is None or function.id == function_id)
            and (wanted is None or function.id in wanted)
        ),
        lines=tuple(shown),
        later=tuple(line for line in lines if not line.entry.in_force(day)),
        gaps=rules.gaps(known.scheme, day, offices=await _offices(scope, day)),
        scheme=known.scheme,
    )


async def entry_view(scope: Scope, *, entry_id: UUID) -> EntryView:
    """One entry with its history. Raises NotFound."""
    rows = await versions_of(scope, entry_id=entry_id)
    if not rows:
        raise NotFound("entry of the scheme")
    entries = await entries_of(scope, rows)
    after = await fetch(
        "SELECT id FROM powers_entry WHERE tenant_id = $1 AND follows = $2 ORDER BY id DESC LIMIT 1",
        scope.tenant.id,
        entry_id,
    )
    return EntryView(
        id=entry_id,
        slug=rows[0]["slug"],
        follows=rows[0]["follows"],
        followed_by=after[0]["id"] if after else None,
        function=rows[0]["function"],
        versions=tuple(_version(row, entry) for row, entry in zip(rows, entries, strict=True)),
    )


async def versions_of(scope: Scope, *, entry_id: UUID) -> Any:
    """The rows of everything said of an entry, the newest first, with its slug and its function's name."""
    return await fetch(
        """
        SELECT v.*, e.slug, e.follows, f.name AS function FROM powers_version v
        JOIN powers_entry e ON e.tenant_id = $1 AND e.id = v.entry_id
        JOIN powers_function f ON f.tenant_id = $1 AND f.id = v.function_id
        WHERE v.tenant_id = $1 AND v.entry_id = $2 ORDER BY v.number DESC""",
        scope.tenant.id,
        entry_id,
    )


async def _offices(scope: Scope, on: date) -> frozenset[tuple[str, ...]]:
    """The keys of the offices that somebody holds on a day: that of the committee, and the office as such."""
    found: set[tuple[str, ...]] = set()
    for members in (await committees.members_of_all(scope, on=on)).values():
        for member in members:
            if member.office is not None:
                of_one = rules.Party(
                    kind=rules.PartyKind.OFFICE, office=member.office, committee_id=member.committee_id
                )
                found |= {of_one.key, rules.Party(kind=rules.PartyKind.OFFICE, office=member.office).key}
    return frozenset(found)


def _line(known: Read, entry: rules.Entry, on: date) -> EntryLine:
    row = known.rows[entry.id]
    function = known.scheme.functions[entry.function_id]
    return EntryLine(
        entry=entry,
        slug=row["slug"],
        function=function.name,
        authority=function.authority,
        provenance=Provenance.model_validate_json(row["source"]),
        counts=entry.in_force(on) and function.there(on) and not known.scheme.gone(entry.holders, on),
    )


def _there(known: Read, line: EntryLine, on: date) -> bool:
    return known.scheme.functions[line.entry.function_id].there(on)


def _version(row: Any, entry: rules.Entry) -> VersionLine:
    return VersionLine(
        entry=entry,
        number=row["number"],
        act_id=row["act_id"],
        known_from=row["known_from"],
        known_by=row["known_by"],
        withdrawn_because=row["withdrawn_because"],
        dropped=row["dropped"],
        provenance=Provenance.model_validate_json(row["source"]),
    )
