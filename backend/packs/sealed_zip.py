"""The one ZIP form of a pack: given its files, every byte of it is settled.

Stored and not compressed, in the order of the names, all dated 1 January 1980, no comments, no gaps, ZIP64 only
where a number needs it. So whoever reads can work out what each byte must be, and a change of any one is found:
an ordinary ZIP leaves room for bytes that no reader looks at and that two readers see differently.

Layout by APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (table), 4.3.14 to 4.3.16 (end), 4.5.3 (ZIP64).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 1024 * 1024

_LOCAL, _TABLE, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_END_64, _LOCATOR_64 = b"PK\x06\x06", b"PK\x06\x07"
_UTF8_NAMES = 0x0800
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_NEW_YEAR_1980 = 0x0021
_PLAIN_FILE = 0o100644 << 16
_LINK = 0o120000
_UNIX = 3 << 8
_MOST_16, _MOST_32 = 0xFFFF, 0xFFFFFFFF


class ZipProblem(Exception):
    """The ZIP isn't in the one form; the text is a plain sentence."""


class TableProblem(ZipProblem):
    """All files could be read, and what follows them isn't as it must be."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the ZIP. `name` is its whole path, `start` where its local header begins."""

    name: str
    size: int
    crc: int
    start: int


def write_member(
    out: BinaryIO, *, name: str, size: int, crc: int, start: int, pieces: Iterable[bytes] | bytes
) -> Member:
    """Writes one file where `out` stands; the caller keeps the order and knows size and check sum beforehand.

    Raises ZipProblem when the pieces aren't what was foretold: the file changed while it was being packed. Bytes can't.
    """
    member = Member(name=name, size=size, crc=crc, start=start)
    out.write(local_header(member))
    if isinstance(pieces, bytes):
        out.write(pieces)
        return member
    written = found = 0
    for piece in pieces:
        out.write(piece)
        written += len(piece)
        found = zlib.crc32(piece, found)
    if (written, found) != (size, crc):
        raise ZipProblem(f"{name} changed while it was being packed.")
    return member


def local_header(member: Member) -> bytes:
    name, large = member.name.encode(), member.size >= _MOST_32
    size = _MOST_32 if large else member.size
    extra = struct.pack("<HHQQ", 1, 16, member.size, member.size) if large else b""
    return (
        struct.pack(
            "<4sHHHHHLLLHH",
            *(_LOCAL, 45 if large else 20, _UTF8_NAMES, 0, 0, _NEW_YEAR_1980),
            *(member.crc, size, size, len(name), len(extra)),
        )
        + name
        + extra
    )


def length_of(member: Member) -> int:
    """How many bytes the file takes, with its header."""
    return len(local_header(member)) + member.size


def table_of(members: Iterable[Member]) -> list[bytes]:
    """The table of contents: for each file its entry."""
    return [_table_entry(member) for member in members]


def end_of(table: list[bytes], *, start: int) -> bytes:
    """The end of the ZIP, for a table that begins at `start`."""
    count, size = len(table), sum(map(len, table))
    end = b""
    if count >= _MOST_16 or size >= _MOST_32 or start >= _MOST_32:
        end += struct.pack("<4sQHHLLQQQQ", _END_64, 44, _UNIX | 45, 45, 0, 0, count, count, size, start)
        end += struct.pack("<4sLQL", _LOCATOR_64, 0, start + size, 1)
    return end + struct.pack(
        "<4sHHHHLLH",
        *(
            _END,
            0,
            0,
            min(count, _MOST_16),
            min(count, _MOST_16),
            min(size, _MOST_32),
            min(start, _MOST_32),
            0,
        ),
    )


def read_members(source: BinaryIO) -> Iterator[tuple[Member, Iterator[bytes]]]:
    """Each file with its pieces, from the first byte of the ZIP to its last, in constant memory for each file.

    Raises ZipProblem at the first byte that the one form doesn't allow; the table and the end are checked when
    the caller asks for what follows the last file. The caller compares check sums, and knows which names may be.
    """
    members: list[Member] = []
    start = 0
    while (mark := source.read(4)) == _LOCAL:
        member = _read_header(source, start, after=members[-1].name if members else None)
        pieces = _pieces_of(source, member)
        yield member, pieces
        for _ in pieces:  # whatever the caller left unread
            pass
        members.append(member)
        start += length_of(member)
    if not members:
        raise ZipProblem("This isn't a pack: it doesn't begin as the ZIP file of a pack does.")
    _check_tail(mark, source, members, start)


def _table_entry(member: Member) -> bytes:
    name = member.name.encode()
    large, far = member.size >= _MOST_32, member.start >= _MOST_32
    size = _MOST_32 if large else member.size
    numbers = ([member.size, member.size] if large else []) + ([member.start] if far else [])
    extra = struct.pack(f"<HH{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
    version = 45 if numbers else 20
    return (
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL",
            *(_TABLE, _UNIX | version, version, _UTF8_NAMES, 0, 0, _NEW_YEAR_1980),
            *(
                member.crc,
                size,
                size,
                len(name),
                len(extra),
                0,
                0,
                0,
                _PLAIN_FILE,
                min(member.start, _MOST_32),
            ),
        )
        + name
        + extra
    )


def _read_header(source: BinaryIO, start: int, *, after: str | None) -> Member:
    fixed = source.read(26)
    cut = (
        f"This pack is cut short after {shown(after)}."
        if after
        else "This pack is cut short at its beginning."
    )
    if len(fixed) < 26:
        raise ZipProblem(cut)
    _, flags, method, _, _, crc, _, size, name_length, extra_length = struct.unpack("<HHHHHLLLHH", fixed)
    name_bytes, extra = source.read(name_length), source.read(extra_length)
    if len(name_bytes) < name_length or len(extra) < extra_length:
        raise ZipProblem(cut)
    try:
        name = name_bytes.decode()
    except UnicodeDecodeError as error:
        raise ZipProblem(
            f"The name of a file after {shown(after or 'the beginning')} can't be read."
        ) from error
    if flags & _ENCRYPTED:
        raise ZipProblem(f"{shown(name)} is encrypted. Packs are not: this ZIP was made by something else.")
    if method:
        raise ZipProblem(
            f"{shown(name)} is compressed. Packs are not: this ZIP was made again by another program."
        )
    if size == _MOST_32 and len(extra) == 20:
        size = struct.unpack("<HHQQ", extra)[2]
    member = Member(name=name, size=size, crc=crc, start=start)
    if local_header(member) != _LOCAL + fixed + name_bytes + extra:
        raise ZipProblem(
            f"The ZIP's own note before {shown(name)} isn't as it was written: it was changed, or the ZIP was made "
            "again by another program."
        )
    return member


def _pieces_of(source: BinaryIO, member: Member) -> Iterator[bytes]:
    left = member.size
    while left:
        piece = source.read(min(CHUNK, left))
        if not piece:
            raise ZipProblem(f"This pack is cut short in the middle of {shown(member.name)}.")
        left -= len(piece)
        yield piece


def _check_tail(mark: bytes, source: BinaryIO, members: list[Member], start: int) -> None:
    if mark != _TABLE:
        last = shown(members[-1].name)
        if len(mark) < 4:
            raise ZipProblem(f"This pack is cut short after {last}.")
        raise ZipProblem(f"After {last} come bytes that belong to no file of this pack.")
    table = table_of(members)
    end = end_of(table, start=start)
    seen = mark
    for member, entry in zip(members, table, strict=True):
        seen += source.read(len(entry) - len(seen))
        if seen != entry:
            raise TableProblem(_table_problem(seen, member, cut=len(seen) < len(entry)))
        seen = b""
    seen = source.read(len(end))
    if end.startswith(seen) and seen != end:
        raise TableProblem("This pack is cut short at its very end.")
    if seen != end:
        raise TableProblem(
            "The end of the ZIP isn't as it was written: it lists other files, or more than there are."
        )
    if source.read(1):
        raise TableProblem("After the end of this pack come bytes that don't belong to it.")


def _table_problem(seen: bytes, member: Member, *, cut: bool) -> str:
    if cut:
        return "This pack is cut short in its table of contents."
    if seen[:4] == _TABLE and (struct.unpack("<L", seen[38:42])[0] >> 16) & 0o170000 == _LINK:
        return f"{shown(member.name)} is a link to another file. Packs have none."
    return f"The ZIP's table of contents isn't as it was written, at {shown(member.name)}."


def shown(text: str) -> str:
    """A stranger's words, fit for a sentence: in quotes, not endless, nothing that can hide or turn the line."""
    plain = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text[:160])
    return f"“{plain}{'…' if len(text) > 160 else ''}”"
