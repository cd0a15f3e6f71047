"""The seal on a bag: whose key, which signature, and the page that says how to check both by hand.

Each paper here is read back only if it is byte for byte what we'd write, so that none has room for a change.
"""

from __future__ import annotations

import base64
import re
from typing import Protocol

from backend.kit import keys

WORDS = b"probity pack seal v1\n"
"""Stands before the tag manifest in what is signed, so that no signature of anything else can serve as a seal."""


class Signer(Protocol):
    """Whose key seals: `backend.kit.keys.SigningKey` is one."""

    @property
    def name(self) -> str: ...
    @property
    def public_key(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


def public_key_text(name: str, public_key: bytes) -> bytes:
    """The key that came with the pack, for people and for openssl."""
    return (
        "This pack says that it was sealed with this key. Anybody can write that: before you rely on it, compare\n"
        "the fingerprint with one that you had from the organisation itself and not from this pack.\n"
        "\n"
        f"key-name: {name}\n"
        f"fingerprint: {keys.fingerprint_of(public_key)}\n"
        f"public-key: {base64.b64encode(public_key).decode()}\n"
        "\n"
        f"{keys.public_key_pem(public_key)}"
    ).encode()


def public_key_in(content: bytes) -> tuple[str, bytes | None]:
    """Name and key, if the file is byte for byte as we write it for that name and key."""
    name = re.search(rb"^key-name: (.+)$", content, re.MULTILINE)
    key = re.search(rb"^public-key: (\S+)$", content, re.MULTILINE)
    if name and key:
        try:
            name_text, public_key = name[1].decode(), base64.b64decode(key[1], validate=True)
            if content == public_key_text(name_text, public_key):
                return name_text, public_key
        except ValueError:  # neither text, nor base64, nor a key
            pass
    return "", None


def signature_text(name: str, public_key: bytes, signature: bytes) -> bytes:
    return (
        f"key-name: {name}\n"
        f"fingerprint: {keys.fingerprint_of(public_key)}\n"
        f"signature: {base64.b64encode(signature).decode()}\n"
    ).encode()


def signature_in(content: bytes) -> bytes:
    """The signature, or nothing: the caller compares the whole file with what we'd write for it."""
    found = re.search(rb"^signature: (\S+)$", content, re.MULTILINE)
    try:
        return base64.b64decode(found[1], validate=True) if found else b""
    except ValueError:
        return b""


def how_to_check(signer: Signer) -> bytes:
    """The page that tells a person without our software what to do."""
    return _HOW_TO_CHECK.format(
        name=signer.name,
        fingerprint=keys.fingerprint_of(signer.public_key),
        words=WORDS.decode().strip(),
    ).encode()


_HOW_TO_CHECK = """\
How to check this pack
======================

This pack was sealed with the key

    {name}
    {fingerprint}

A seal shows that nothing changed since it was sealed. It does not show that what was recorded is true.

1. Check whose key it is. Compare the fingerprint above with one that you had from the organisation itself: from
   its website, from a letter, or by telephone on a number that you already know. Do not use anything in this
   pack to find it out. Whoever can make a false pack can write a false fingerprint into it.

2. Check the pack with a verifier that did not come with it. If there is a file verify.html in this pack, it is
   here for convenience: whoever can make a false pack can put a false verifier into it. The organisation's
   website, or the regulator's portal, says where to get the real one and by which fingerprint to know it.
   Open verify.html from your disk, without a network, and drop the pack on it; or, with a copy of Probity:

       probity verify THE-PACK.zip --trust THE-KEYS-YOU-TRUST.txt --earlier AN-EARLIER-PACK.zip

   It says what it checked and what holds, and names the first thing that is wrong. An earlier pack of the same
   organisation is not needed. If you kept one, give it: only so can you see that the ledger behind both has
   grown, and that nothing which was in it then was taken out or altered since.

3. Or check by hand. You need a terminal with openssl (version 3 or later) and sha512sum, such as any Linux has.
   Unzip the pack, go into its one folder, and give these commands. Each must answer with OK or with
   "Signature Verified Successfully"; if one of them does not, do not rely on the pack.

       sed -n 's/^signature: //p' signature/tagmanifest-sha512.txt.sig | base64 -d > ../seal.bin
       sed -n '/BEGIN/,$p' signature/public-key.txt > ../key.pem
       {{ echo '{words}'; cat tagmanifest-sha512.txt; }} > ../sealed.txt
       openssl pkeyutl -verify -pubin -inkey ../key.pem -rawin -in ../sealed.txt -sigfile ../seal.bin
       sha512sum --check --strict tagmanifest-sha512.txt
       sha512sum --check --strict manifest-sha512.txt

   The last two do not notice files that were added. The files that belong here are those in the two lists,
   tagmanifest-sha512.txt itself, and signature/tagmanifest-sha512.txt.sig; no others. Then compare this:

       sed -n '/BEGIN/,$p' signature/public-key.txt | openssl pkey -pubin -outform DER | tail -c 32 | sha256sum

   It prints the fingerprint without the spaces.

4. What else is in it. Where there is a file signature/keys.json, the seal also vouches for the certificate that
   signed data/report.pdf, for the authority that stamped its time, and for the key of the ledger. Any reader of
   PDFs that knows PAdES shows the first two; it will call the certificate unknown until you compare its SHA-256
   with the one in signature/keys.json. data/ledger/proofs.jsonl leads each line of the ledger in this pack to
   the signed checkpoint in data/ledger/checkpoint.txt, by RFC 6962 and in the C2SP form of checkpoints. Keep
   that small file: it is what lets you hold a later pack against this one. A line that has no words had them
   left out or erased; that it was there, when, and by whom still proves.
"""
