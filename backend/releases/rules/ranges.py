"""Which part of a file a request asks for: byte ranges of RFC 9110, section 14, one at a time."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=\s*(\d{0,19})-(\d{0,19})\s*", re.ASCII)
_SEVERAL = re.compile(r"bytes=\s*\d{0,19}-\d{0,19}\s*(,\s*(\d{0,19}-\d{0,19})?\s*)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Whole:
    """All of it."""

    size: int

    @property
    def length(self) -> int:
        return self.size


@dataclass(frozen=True, slots=True)
class Part:
    """From the first byte to the last, both counted from nothing and both given."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def content_range(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


@dataclass(frozen=True, slots=True)
class Refused:
    """No part that can be given."""

    size: int
    sentence: str

    @property
    def content_range(self) -> str:
        return f"bytes */{self.size}"


def asked_part(range_: str | None, if_range: str | None, *, size: int, tag: str) -> Whole | Part | Refused:
    """What the headers `Range` and `If-Range` ask for of a file of `size` bytes whose strong tag is `tag`.

    What is no byte range counts as not said, and so does one for another file than this. Several at once are refused:
    each is asked for and counted by itself.
    """
    if range_ is None or (if_range is not None and if_range.strip() != tag):
        return Whole(size)
    if _SEVERAL.fullmatch(range_):
        return Refused(size, "Ask for one part of the file at a time.")
    found = _ONE.fullmatch(range_)
    if found is None or found[1] == found[2] == "":
        return Whole(size)
    if found[1] == "":
        length = min(int(found[2]), size)
        return Part(size - length, size - 1, size) if length else Refused(size, "There is no such part.")
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return Whole(size)  # not valid, so not said
    return Part(first, last, size) if first < size else Refused(size, "The file ends before that.")
