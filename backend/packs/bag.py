"""A sealed bag: files, two lists of their check sums, and a signature over the second list.

BagIt 1.0 (RFC 8493) in the one ZIP form of `sealed_zip`. The payload manifest lists every file under data/, the
tag manifest every other file, the payload manifest and the public key among them; the signature covers the tag
manifest. Only the tag manifest and the signature itself stand outside the list, and the signature binds both.

A pack of form 2 also vouches for the keys of its report and its ledger (`vouching`), and may carry further papers
beside the payload, such as a copy of the verifier.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from backend.kit import keys
from backend.packs import seal, sealed_zip, vouching
from backend.packs.seal import Signer
from backend.packs.vouching import Vouched

BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha512.txt"
TAG_MANIFEST = "tagmanifest-sha512.txt"
SIGNATURE = "signature/tagmanifest-sha512.txt.sig"
PUBLIC_KEY = "signature/public-key.txt"
HOW_TO_CHECK = "HOW-TO-CHECK.txt"
KEYS = vouching.PATH

REPORT, INDEX = "data/report.pdf", "data/index.json"
CHECKPOINT, CONSISTENCY = "data/ledger/checkpoint.txt", "data/ledger/consistency.json"
EVENTS, PROOFS = "data/ledger/events.jsonl", "data/ledger/proofs.jsonl"
PROVEN = frozenset({REPORT, INDEX, CHECKPOINT, CONSISTENCY, EVENTS, PROOFS})
"""What a pack of form 2 holds so that its report, its time and its ledger can be checked."""

FORM, FORM_FIELD = "2", "Probity-Pack-Format"
_PAPERS = frozenset(
    {"bagit.txt", "bag-info.txt", MANIFEST, TAG_MANIFEST, SIGNATURE, PUBLIC_KEY, HOW_TO_CHECK, KEYS}
)

MOST_FILES = 100_000
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_INFO_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,79}")
_OURS = {"payload-oxum", "bag-software-agent", FORM_FIELD.lower()}
_WINDOWS_NAMES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


class UnableToSeal(Exception):
    """The pack can't be written; the text is one plain sentence naming the file or field."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file on its way into the bag, measured once."""

    path: str
    content: bytes | Path
    size: int
    crc: int
    sha512: str


Content = bytes | Path | Part
"""A file of a pack: its bytes, where to read them, or what `measured` made of either."""


def write_bag(
    *,
    files: Mapping[str, Content],
    info: Mapping[str, str],
    signer: Signer,
    folder: str = "assurance-pack",
    vouched: Vouched | None = None,
    papers: Mapping[str, bytes | Path] | None = None,
) -> bytes:
    """The whole bag as the bytes of a ZIP; the same input gives the same bytes. Raises UnableToSeal.

    `files`: paths below data/, such as "registers/interests.csv", with their bytes or a file to read them from.
    `info`: for bag-info.txt, in this order, such as "Source-Organization" (RFC 8493, section 2.2.2); the size and
    the software are added here. `folder`: the one folder in the ZIP. `vouched`: makes it a pack of form 2, which must
    hold the files in PROVEN. `papers`: files beside data/, such as "verify.html".
    """
    out = io.BytesIO()
    write_bag_to(out, files=files, info=info, signer=signer, folder=folder, vouched=vouched, papers=papers)
    return out.getvalue()


def write_bag_to(
    out: BinaryIO,
    *,
    files: Mapping[str, Content],
    info: Mapping[str, str],
    signer: Signer,
    folder: str = "assurance-pack",
    vouched: Vouched | None = None,
    papers: Mapping[str, bytes | Path] | None = None,
) -> None:
    """As `write_bag`, into an open file and in constant memory: for packs larger than memory.

    After UnableToSeal the file may hold half a pack: write beside the place where it's to be, and rename.
    """
    if not is_folder(folder):
        raise UnableToSeal(
            f"The folder of a pack is letters, digits, - and _, not {sealed_zip.shown(folder)}."
        )
    check_names(files)
    papers = papers or {}
    _check_papers(papers, files if vouched else None)
    payload = [_measured(f"data/{path}", content) for path, content in files.items()]
    manifest = manifest_text(payload)
    tags = [
        _measured("bagit.txt", BAGIT),
        _measured("bag-info.txt", _info_text(info, payload, form=FORM if vouched else None)),
        _measured(HOW_TO_CHECK, seal.how_to_check(signer)),
        _measured(PUBLIC_KEY, seal.public_key_text(signer.name, signer.public_key)),
        _measured(MANIFEST, manifest),
        *(_measured(path, content) for path, content in papers.items()),
    ]
    if vouched:
        tags.append(_measured(KEYS, vouching.keys_text(vouched)))
    tag_manifest = manifest_text(tags)
    signature = _signed(tag_manifest, signer)
    vouchers = [
        _measured(TAG_MANIFEST, tag_manifest),
        _measured(SIGNATURE, seal.signature_text(signer.name, signer.public_key, signature)),
    ]
    try:
        _write_zip(out, folder, payload + tags + vouchers)
    except (sealed_zip.ZipProblem, OSError) as error:
        raise UnableToSeal(f"The pack can't be written: {error}") from error


def check_names(paths: Collection[str]) -> None:
    """Raises UnableToSeal for paths that can't stand side by side on every kind of computer."""
    if len(paths) > MOST_FILES:
        raise UnableToSeal(
            f"A pack holds at most {MOST_FILES:,} files, and this one would hold {len(paths):,}."
        )
    if not paths:
        raise UnableToSeal("A pack must hold at least one file.")
    for path in paths:
        if trouble := trouble_with(path) or trouble_with(f"data/{path}"):
            raise UnableToSeal(f"The file {sealed_zip.shown(path)} can't go into a pack: {trouble}.")
    if clash := clash_among(paths):
        raise UnableToSeal(clash)


def payload_digest(files: Mapping[str, Content]) -> str:
    """What the signature of the report says of all that lies beside it: SHA-256 of the payload manifest without the
    lines of the report itself and of the index, which can't be made before the report. Raises UnableToSeal."""
    beside = [f"data/{path}" for path in files if f"data/{path}" not in {REPORT, INDEX}]
    return hashlib.sha256(
        manifest_text(_measured(path, files[path.removeprefix("data/")]) for path in beside)
    ).hexdigest()


def _check_papers(papers: Collection[str], files: Collection[str] | None) -> None:
    for path in papers:
        if trouble := trouble_with(path):
            raise UnableToSeal(f"The paper {sealed_zip.shown(path)} can't go into a pack: {trouble}.")
        if path in _PAPERS or path.split("/")[0].casefold() in {"data", "signature"} or path == "fetch.txt":
            raise UnableToSeal(f"The paper {sealed_zip.shown(path)} can't go into a pack under that name.")
    if clash := clash_among([*_PAPERS, *papers]):
        raise UnableToSeal(clash)
    if files is not None and (missing := PROVEN - {f"data/{path}" for path in files}):
        raise UnableToSeal(f"A pack of form {FORM} must hold {sealed_zip.shown(min(missing))}.")


def trouble_with(path: str) -> str | None:
    """Why this path can't stand in a pack, or None. Neither climbing, absolute nor strange on any system."""
    if not path or len(path.encode("utf-8", "surrogatepass")) > 240:
        return "its path is empty or longer than 240 bytes"
    if path.startswith("/"):
        return "its path is absolute"
    if any(part in {"", ".", ".."} for part in path.split("/")):
        return "its path climbs out, or holds an empty folder name"
    if re.search(r'[\\:*?"<>|%]', path):
        return 'its path holds one of \\ : * ? " < > | %'
    if not path.isprintable() or path != unicodedata.normalize("NFC", path):
        return "its path holds characters that can't be seen or can be written in two ways"
    for part in path.split("/"):
        if part != part.strip() or part.endswith(".") or _WINDOWS_NAMES.fullmatch(part):
            return "Windows can't hold a file or folder of that name"
    return None


def clash_among(paths: Iterable[str]) -> str | None:
    """The sentence for two paths that are one on a computer which doesn't tell capitals apart, or None."""
    seen: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        folded = unicodedata.normalize("NFC", path.casefold())
        if folded in seen:
            return f"Two files are called {sealed_zip.shown(path)} where capitals aren't told apart."
        seen.add(folded)
        folders.update(str(above) for above in PurePosixPath(folded).parents)
    both = seen & folders
    return f"{sealed_zip.shown(min(both))} is both a file and a folder." if both else None


def is_folder(name: str) -> bool:
    """Whether the one folder of a pack may be called this."""
    return _FOLDER.fullmatch(name) is not None


def manifest_text(parts: Iterable[Part]) -> bytes:
    """A BagIt manifest, sorted: `sha512sum -c` can read it."""
    lines = sorted((part.path.encode(), part.sha512.encode()) for part in parts)
    return b"".join(digest + b"  " + path + b"\n" for path, digest in lines)


def measured(files: Mapping[str, bytes | Path]) -> dict[str, Content]:
    """The same files, each read once, for whoever needs their hashes before the bag. Raises UnableToSeal."""
    return {path: _measured(f"data/{path}", content) for path, content in files.items()}


def _measured(path: str, content: Content) -> Part:
    if isinstance(content, Part):
        return content
    digest, size, crc = hashlib.sha512(), 0, 0
    try:
        for piece in _pieces(content):
            digest.update(piece)
            size += len(piece)
            crc = zlib.crc32(piece, crc)
    except OSError as error:
        raise UnableToSeal(f"The file {path} of the pack can't be read: {error.strerror}.") from error
    return Part(path=path, content=content, size=size, crc=crc, sha512=digest.hexdigest())


def _pieces(content: bytes | Path) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as source:
        while piece := source.read(sealed_zip.CHUNK):
            yield piece


def _signed(tag_manifest: bytes, signer: Signer) -> bytes:
    """Checked before anybody relies on it: the key may live in a device of its own, and fail."""
    name, public_key = seal.public_key_in(seal.public_key_text(signer.name, signer.public_key))
    if public_key is None or not name.isprintable():
        raise UnableToSeal("The name of the key must be one line of plain text.")
    message = seal.WORDS + tag_manifest
    signature = signer.sign(message)
    if not keys.signature_holds(public_key=public_key, signature=signature, message=message):
        raise UnableToSeal(f"The key {name} gave a seal that doesn't hold.")
    return signature


def _info_text(info: Mapping[str, str], payload: list[Part], *, form: str | None) -> bytes:
    lines = []
    for name, value in info.items():
        if not _INFO_NAME.fullmatch(name) or name.lower() in _OURS:
            raise UnableToSeal(f"The pack's description can't have a field {sealed_zip.shown(name)}.")
        if not value.strip() or not value.isprintable():
            raise UnableToSeal(f"The field {name} of the pack's description must be one line of plain text.")
        lines.append(f"{name}: {value.strip()}\n")
    lines.append("Bag-Software-Agent: Probity\n")
    if form:
        lines.append(f"{FORM_FIELD}: {form}\n")
    lines.append(f"Payload-Oxum: {sum(part.size for part in payload)}.{len(payload)}\n")
    return "".join(lines).encode()


def _write_zip(out: BinaryIO, folder: str, parts: list[Part]) -> None:
    members: list[sealed_zip.Member] = []
    start = 0
    for part in sorted(parts, key=lambda part: part.path.encode()):
        member = sealed_zip.write_member(
            out,
            name=f"{folder}/{part.path}",
            size=part.size,
            crc=part.crc,
            start=start,
            pieces=part.content if isinstance(part.content, bytes) else _pieces(part.content),
        )
        members.append(member)
        start += sealed_zip.length_of(member)
    table = sealed_zip.table_of(members)
    for entry in table:
        out.write(entry)
    out.write(sealed_zip.end_of(table, start=start))
