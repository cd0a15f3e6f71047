"""A received pack is opened in a confined child alone: checked, or read for a comparison. Nothing of it is trusted."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.kit.confine import run_confined_async
from backend.kit.confined.outcome import ConfinedFailure, ConfinedRefusal
from backend.packs import sealed_zip, verify
from backend.portal import rules
from backend.portal.rules import Bag

_MANIFEST = "manifest-sha512.txt"
_FRONT = "data/statement.json"
"""What the front page says: its opinion, what is red, and what changed."""
_MOST_TABLES, _MOST_ROWS = 200, 20_000
_MOST_LIST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a verification found: every line as (what, holds, sentence), and the whole answer in words."""

    holds: bool
    pinned: bool
    lines: tuple[tuple[str, bool | None, str], ...]
    fingerprint: str | None
    key_name: str | None
    words: str


async def check(pack: bytes, *, trusted: Sequence[tuple[str, str]]) -> Found:
    """Verify the bytes with the keys that this body holds, as pairs of name and fingerprint.

    Without any the answer leaves open whose key it is. Never raises for what the pack holds.
    """
    try:
        answer = await run_confined_async("backend.portal.opened:check_task", _payload(list(trusted), pack))
    except (ConfinedFailure, ConfinedRefusal):
        sentence = "The check of this file could not be finished, so it can’t be relied on."
        return Found(
            holds=False,
            pinned=False,
            lines=(("the ZIP file", False, sentence),),
            fingerprint=None,
            key_name=None,
            words=sentence,
        )
    said = json.loads(answer)
    return Found(**{**said, "lines": tuple((each[0], each[1], each[2]) for each in said["lines"])})


async def read_bag(pack: bytes) -> Bag:
    """The list of files and the tables of a pack that was checked. Raises rules.UnableToOpen."""
    try:
        answer = await run_confined_async("backend.portal.opened:bag_task", _payload([], pack))
    except (ConfinedFailure, ConfinedRefusal) as failure:
        raise rules.UnableToOpen(
            "One of the two packs can’t be read, so they are not compared. Check it first."
        ) from failure
    said = json.loads(answer)
    return Bag(
        files=said["files"], tables={path: tuple(dict(row) for row in rows) for path, rows in said["tables"]}
    )


def check_task(payload: bytes) -> bytes:
    """In the child: the verification of a pack, as JSON."""
    trusted, pack = _taken(payload)
    keys = [verify.TrustedKey(name=name, fingerprint=fingerprint) for name, fingerprint in trusted]
    found = verify.verify_pack(pack, trusted=keys or None)
    return json.dumps(
        {
            "holds": found.ok,
            "pinned": found.pinned,
            "lines": [(line.what, line.holds, line.sentence) for line in found.lines],
            "fingerprint": found.fingerprint,
            "key_name": found.key_name,
            "words": verify.in_words(found),
        }
    ).encode()


def bag_task(payload: bytes) -> bytes:
    """In the child: the files of a pack with their hashes, and its tables, as JSON."""
    _, pack = _taken(payload)
    files: dict[str, str] = {}
    tables: list[tuple[str, list[list[tuple[str, str]]]]] = []
    for member, pieces in sealed_zip.read_members(io.BytesIO(pack)):
        path = member.name.partition("/")[2]
        is_table = (path.startswith("data/") and path.endswith(".csv")) or path == _FRONT
        wanted = path == _MANIFEST or (is_table and len(tables) < _MOST_TABLES)
        content = b"".join(pieces) if wanted and member.size <= _MOST_LIST else b""
        for _ in pieces:
            pass
        if path == _MANIFEST:
            files = _listed(content)
        elif content:
            read = _fields if path == _FRONT else _rows
            tables.append((path.removeprefix("data/"), read(content)))
    return json.dumps({"files": files, "tables": tables}).encode()


def _listed(content: bytes) -> dict[str, str]:
    found = {}
    for line in content.decode().splitlines():
        digest, _, path = line.partition("  ")
        found[path.removeprefix("data/")] = digest
    return found


def _rows(content: bytes) -> list[list[tuple[str, str]]]:
    """The rows of a table by its first line; what is no table has none."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        heads = next(reader, [])
        return [
            [
                (head or f"Column {number}", row[number] if number < len(row) else "")
                for number, head in enumerate(heads)
            ]
            for _, row in zip(range(_MOST_ROWS), reader, strict=False)
        ]
    except (UnicodeDecodeError, csv.Error):
        return []


def _fields(content: bytes) -> list[list[tuple[str, str]]]:
    """A paper of fields as rows: where each stands, and what it says; what is no such paper has none."""
    found: list[list[tuple[str, str]]] = []

    def walk(value: Any, at: str) -> None:
        if len(found) >= _MOST_ROWS:
            return
        if isinstance(value, dict):
            for name, each in value.items():
                walk(each, f"{at}, {name}" if at else str(name))
        elif isinstance(value, list):
            for number, each in enumerate(value, 1):
                walk(each, f"{at}, {number}" if at else str(number))
        elif value is not None:
            found.append([("Where", at), ("Says", str(value))])

    try:
        walk(json.loads(content), "")
    except (ValueError, RecursionError):
        return []
    return found


def _payload(said: Any, pack: bytes) -> bytes:
    lead = json.dumps(said).encode()
    return len(lead).to_bytes(4, "big") + lead + pack


def _taken(payload: bytes) -> tuple[Any, bytes]:
    end = 4 + int.from_bytes(payload[:4], "big")
    return json.loads(payload[4:end]), payload[end:]
