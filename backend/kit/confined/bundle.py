"""How a payload with several files travels to a child and back: one line of JSON, then the files one after
another.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any


def pack(head: Mapping[str, Any], files: Sequence[bytes] = ()) -> bytes:
    """One bundle of a JSON-able head and any number of files."""
    return b"".join(pieces(head, files))


def pieces(head: Mapping[str, Any], files: Sequence[bytes] = ()) -> list[bytes]:
    """The same in pieces, which a child may send one after another without a copy of a large file."""
    line = json.dumps({"head": head, "sizes": [len(file) for file in files]}, sort_keys=True)
    return [line.encode(), b"\n", *files]


def unpack(bundle: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The head and the files of a bundle. ValueError where it is none."""
    line, _, rest = bundle.partition(b"\n")
    told = json.loads(line)
    files: list[bytes] = []
    at = 0
    for size in told["sizes"]:
        files.append(rest[at : at + size])
        at += size
    if at != len(rest):
        raise ValueError("a bundle is longer or shorter than its first line says")
    return told["head"], files
