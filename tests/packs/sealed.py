"""A small sealed pack, and a forger's bench: any list of files as a ZIP in the one form."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.kit.keys import SigningKey
from backend.packs import bag, seal, sealed_zip

FOLDER = "assurance-pack"
FILES: dict[str, bytes | Path] = {
    "front-sheet.pdf": b"%PDF-1.7 an invented front sheet\n" * 40,
    "registers/interests.csv": "Name,Interest\nAnne Example,Invented Care Ltd – director\n".encode(),
    "registers/interests.json": b'{"entries": []}\n',
    "meetings/2014-09-11/minutes.txt": b"",
    "très long/été.txt": b"accents",
}
INFO = {
    "Source-Organization": "Example CCG",
    "External-Description": "An invented pack",
    "Bagging-Date": "2014-10-01",
}


def a_key(name: str = "Example CCG packs", seed: int = 1) -> SigningKey:
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


KEY, OTHER_KEY = a_key(), a_key("Example CCG packs", seed=2)


def a_pack() -> bytes:
    return bag.write_bag(files=FILES, info=INFO, signer=KEY)


def files_in(pack: bytes) -> dict[str, bytes]:
    """By path within the bag, read by another program than ours."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name.removeprefix(f"{FOLDER}/"): archive.read(name) for name in archive.namelist()}


def forged(files: list[tuple[str, bytes]]) -> bytes:
    """These files in this order under these whole names, each with its right check sum."""
    out, members = io.BytesIO(), []
    for name, content in files:
        members.append(
            sealed_zip.write_member(
                out, name=name, size=len(content), crc=zlib.crc32(content), start=out.tell(), pieces=[content]
            )
        )
    start, table = out.tell(), sealed_zip.table_of(members)
    out.write(b"".join(table) + sealed_zip.end_of(table, start=start))
    return out.getvalue()


def in_folder(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return sorted(
        ((f"{FOLDER}/{path}", content) for path, content in files.items()), key=lambda it: it[0].encode()
    )


def relisted(files: dict[str, bytes]) -> dict[str, bytes]:
    """With both manifests (and the size) worked out anew, as any BagIt program would: valid BagIt, old seal."""

    def manifest(paths: list[str]) -> bytes:
        return b"".join(
            f"{hashlib.sha512(files[path]).hexdigest()}  {path}\n".encode()
            for path in sorted(paths, key=str.encode)
        )

    files = dict(files)
    data = [path for path in files if path.startswith("data/")]
    lines = [line for line in files["bag-info.txt"].splitlines(True) if not line.startswith(b"Payload-Oxum")]
    oxum = f"Payload-Oxum: {sum(len(files[path]) for path in data)}.{len(data)}\n".encode()
    files["bag-info.txt"] = b"".join(lines) + oxum
    files[bag.MANIFEST] = manifest(data)
    unlisted = {bag.TAG_MANIFEST, bag.SIGNATURE}
    files[bag.TAG_MANIFEST] = manifest([path for path in files if path not in unlisted and path not in data])
    return files


def resealed(files: dict[str, bytes], key: SigningKey) -> dict[str, bytes]:
    """As somebody with a key of their own would: everything in it agrees."""
    files = dict(files)
    files[bag.PUBLIC_KEY] = seal.public_key_text(key.name, key.public_key)
    files = relisted(files)
    signature = key.sign(seal.WORDS + files[bag.TAG_MANIFEST])
    files[bag.SIGNATURE] = seal.signature_text(key.name, key.public_key, signature)
    return files
