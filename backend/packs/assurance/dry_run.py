"""What a pack would hold, what is missing in it and what is personal in it, before anything is built or leaves.

Only reads. What was handed in is not opened: such files are counted as those that nobody has looked into.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.catalogue.packs import PackSection
from backend.packs import rules
from backend.packs.assurance.contents import Contents, contents_of
from backend.packs.sections.shapes import Quoted, Section, as_csv
from backend.people import queries as people
from backend.scope import Scope

_ROOMS = {
    "compliance": "",
    "governance": "/committees",
    "meetings": "/meetings",
    "interests": "/interests",
    "decisions": "/meetings",
    "risks": "/risks",
    "delegation": "/delegation",
    "gates": "/delegation",
    "functions": "/functions",
    "actions": "/actions",
}
"""Where the records of a section are put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """One section as it would leave. `names`: people of the organisation who are named; `private`: private items,
    papers, acts and actions; `close`: interests held by somebody close to a member; `unopened`: files handed in."""

    title: str
    why: str
    path: str
    records: int
    files: int
    unopened: int
    size_in_words: str
    missing: tuple[str, ...]
    names: int
    private: int
    close: int
    naming: tuple[tuple[str, int], ...]
    """Files that name people, and how many."""

    @property
    def personal(self) -> bool:
        return bool(self.names or self.close or self.unopened)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A pack that nobody has built. `choices`: what an officer may strike, as `room/kind/id` and words."""

    contents: Contents
    lines: tuple[SectionLine, ...]
    people_named: int
    choices: tuple[tuple[str, str], ...]

    @property
    def missing(self) -> int:
        return len(self.contents.missing)

    @property
    def private(self) -> int:
        return sum(line.private for line in self.lines)

    @property
    def close(self) -> int:
        return sum(line.close for line in self.lines)

    @property
    def unopened(self) -> int:
        return sum(line.unopened for line in self.lines)


async def dry_run_of(scope: Scope, *, definition: str, period: rules.Period) -> DryRun:
    """Read what a pack of a definition (`id/edition`) and a period would hold now, in the open transaction."""
    # as the worker will read it: what a role may not see counts all the same
    reader = scope.as_chore("packs.look_at_a_pack")
    contents = await contents_of(reader, definition=definition, period=period, transaction_is_open=True)
    names = sorted(
        {line.name for line in await people.people_of(scope, also_left=True) if len(line.name) > 4}
    )
    reasons = {each.id: each.why for each in contents.definition.sections}
    looked = [_looked(section, reasons, names) for section in contents.sections]
    everybody = set().union(*(named for _, named in looked)) if looked else set()
    return DryRun(
        contents=contents,
        lines=tuple(line for line, _ in looked),
        people_named=len(everybody),
        choices=tuple(_choices(contents)),
    )


def _looked(
    section: Section, reasons: Mapping[PackSection, str], names: Sequence[str]
) -> tuple[SectionLine, set[str]]:
    told = {
        **section.files,
        **{f"{path}.csv": as_csv(each.columns, each.rows) for path, each in section.sheets.items()},
    }
    named = {path: _named(data.decode("utf-8", errors="replace"), names) for path, data in told.items()}
    trees = [json.loads(data) for path, data in section.files.items() if path.endswith(".json")]
    everything = list(_things(trees))
    size = sum(len(data) for data in told.values()) + sum(file.size for file in section.kept.values())
    line = SectionLine(
        title=section.title,
        why=next((why for kind, why in reasons.items() if kind.value == section.key), ""),
        path=_ROOMS.get(section.key, ""),
        records=len(section.quoted),
        files=len(told),
        unopened=len(section.kept),
        size_in_words=rules.size_in_words(size),
        missing=section.missing,
        names=len(set().union(*named.values())) if named else 0,
        private=sum(_is_private(each) for each in everything),
        close=sum(bool(each.get("relationship")) for each in everything),
        naming=tuple((path, len(found)) for path, found in named.items() if found),
    )
    return line, set().union(*named.values()) if named else set()


def _named(text: str, names: Collection[str]) -> set[str]:
    if not names:
        return set()
    return set(re.findall("|".join(map(re.escape, names)), text))


def _things(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for each in value.values():
            yield from _things(each)
    elif isinstance(value, list):
        for each in value:
            yield from _things(each)


def _is_private(thing: Mapping[str, Any]) -> bool:
    return thing.get("private") is True or thing.get("part") == "private"


def _choices(contents: Contents) -> Iterator[tuple[str, str]]:
    """What may be struck, but what is left out already."""
    seen = set()
    for section in contents.sections:
        for quoted in section.quoted:
            if quoted.record.id in seen or contents.redactions.of_record(quoted.record.id) is not None:
                continue
            seen.add(quoted.record.id)
            yield _choice(section, quoted)


def _choice(section: Section, quoted: Quoted) -> tuple[str, str]:
    record = quoted.record
    title = " ".join(record.title.split())
    return f"{record.room}/{record.kind}/{record.id}", f"{section.title}: {title[:120]}"
