"""Signed notes: the published example, what we sign, and what is refused."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kit.keys import KeyRing
from backend.kit.notes import (
    Checkpoint,
    NoteRefused,
    open_checkpoint,
    read_checkpoint,
    read_note,
    read_vkey,
    sign_checkpoint,
    sign_note,
    verifier_of,
)

_EXAMPLE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
_NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
_TENANT = UUID("0198f2aa-0000-7000-8000-00000000000a")
_ORIGIN = f"probity-ledger/{_TENANT}"


def test_the_published_example_holds_and_no_altered_one() -> None:
    verifier = read_vkey(_NEUMANN)
    assert verifier.vkey == _NEUMANN
    assert read_note(_EXAMPLE).signed_by(verifier)
    assert not read_note(_EXAMPLE.replace(b"problem,", b"problem.")).signed_by(verifier)
    assert not read_note(_EXAMPLE.replace(b"PeterNeumann", b"PeterNewmann")).signed_by(verifier)


def _checkpoint() -> Checkpoint:
    return Checkpoint(
        origin=_ORIGIN, size=17, root=bytes(range(32)), extensions=("sealed-at 2026-11-23T01:00:00Z",)
    )


def test_a_checkpoint_is_signed_read_and_trusted_by_its_key_alone(ring: KeyRing) -> None:
    key, another = ring.log_key(_TENANT, name=_ORIGIN), ring.log_key(_TENANT, name=_ORIGIN, generation=2)
    note = sign_checkpoint(_checkpoint(), another, key)
    assert open_checkpoint(note, [verifier_of(key)]) == _checkpoint()
    assert _checkpoint().sealed_at == "2026-11-23T01:00:00Z"
    assert note.decode().splitlines()[:4] == [
        _ORIGIN,
        "17",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "sealed-at 2026-11-23T01:00:00Z",
    ]
    for stranger in (
        ring.log_key(_TENANT, name=_ORIGIN, demonstration=True),
        ring.log_key(_TENANT, name=_ORIGIN + "x"),
    ):
        with pytest.raises(NoteRefused, match="No key that is known here"):
            open_checkpoint(note, [verifier_of(stranger)])
    with pytest.raises(NoteRefused, match="No key that is known here"):
        open_checkpoint(note.replace(b"\n17\n", b"\n16\n"), [verifier_of(key)])


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(junk: bytes) -> None:
    for text in (junk, _EXAMPLE[:-20] + junk, b"a\n\n\xe2\x80\x94 " + junk + b"\n"):
        try:
            read_checkpoint(read_note(text).text)
        except NoteRefused as refusal:
            assert str(refusal).endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        f"{_ORIGIN}\n17\nAAAA\n",
        f"{_ORIGIN}\n017\n{'A' * 43}=\n",
        f"{_ORIGIN}\n-1\n{'A' * 43}=\n",
        f"{_ORIGIN}\n17\n{'A' * 43}=",
        f"{_ORIGIN}\n17\n",
        f"\n17\n{'A' * 43}=\n",
        f"{_ORIGIN}\n17\n{'A' * 42}B=\n",
    ],
)
def test_a_checkpoint_out_of_form_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "vkey", ["", "a+b", "a b+00000000+AAAA", _NEUMANN.replace("c74f", "c74e"), _NEUMANN[:-4]]
)
def test_a_key_out_of_form_is_refused(vkey: str) -> None:
    with pytest.raises(NoteRefused):
        read_vkey(vkey)


def test_no_text_is_signed_that_reads_as_two(ring: KeyRing) -> None:
    for text in ("no end", "two\n\nparts\n", "a\rb\n"):
        with pytest.raises(NoteRefused):
            sign_note(text, ring.log_key(_TENANT, name=_ORIGIN))
