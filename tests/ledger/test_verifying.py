"""`probity ledger verify`: what it says, and with what it leaves."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.cli_ledger import ledger
from backend.desk import ledgers
from backend.kit.keys import KeyRing
from backend.kit.notes import verifier_of
from backend.ledger import sealing, tree
from backend.ledger.rules import checkpoints
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.ledger.test_sealing import own_keys, recorded

pytestmark = pytest.mark.usefixtures("own_keys")
__all__ = ["own_keys"]


async def _said(
    scope: Scope, earlier: tuple[Path, ...] = (), trust: Path | None = None, *, slug: str | None = None
) -> tuple[bool, str]:
    said: list[str] = []
    holds = await ledgers.verify_ledgers(
        None,
        slug or scope.tenant.slug,
        ledgers.read_earlier(earlier),
        ledgers.read_trusted(trust),
        said.append,
        lambda *_: None,
    )
    return holds, "\n".join(said)


async def _kept(scope: Scope, folder: Path, name: str) -> Path:
    """The newest checkpoint, as somebody outside would keep it."""
    async with transactions.scope_tx(scope, readonly=True):
        newest = await tree.newest_checkpoint(scope)
    assert newest is not None
    file = folder / name
    file.write_bytes(newest.note)
    return file


async def test_sound_ledger_is_said_to_hold_with_what_that_shows(scope: Scope, tmp_path: Path) -> None:
    assert "nothing was sealed yet" in (await _said(scope))[1]
    await recorded(scope, 3)
    await sealing.seal_now(scope)
    kept = await _kept(scope, tmp_path, "march.txt")
    await recorded(scope, 3)
    await sealing.seal_now(scope)
    await recorded(scope)
    holds, words = await _said(scope, (kept,))
    assert holds
    assert "the ledger holds" in words and "2 checkpoints" in words
    assert "It begins with everything that march.txt vouches for." in words
    assert "It does not show that what was recorded is true." in words


async def test_trusted_keys_alone_count_where_they_are_given(
    scope: Scope, ring: KeyRing, tmp_path: Path
) -> None:
    await recorded(scope)
    await sealing.seal_now(scope)
    key = checkpoints.log_key(ring, scope.tenant.id, demonstration=False)
    file = tmp_path / "keys.txt"
    file.write_text(f"# by telephone\n{verifier_of(key).vkey}\n")
    assert (await _said(scope, trust=file))[0]
    another = checkpoints.log_key(ring, scope.tenant.id, demonstration=False, generation=9)
    file.write_text(verifier_of(another).vkey + "\n")
    holds, words = await _said(scope, trust=file)
    assert not holds and "No key that is known here" in words and "1 thing is WRONG" in words


async def test_checkpoints_of_others_and_of_nobody_are_refused_in_words(
    scope: Scope, found: Any, tmp_path: Path
) -> None:
    await recorded(scope)
    await sealing.seal_now(scope)
    theirs = Scope(tenant=await found(), actor=scope.actor, now=scope.now, request_id="x")
    await sealing.seal_now(theirs)
    with pytest.raises(ledgers.UnableToVerify, match=r"theirs\.txt is a checkpoint of another ledger"):
        await _said(scope, (await _kept(theirs, tmp_path, "theirs.txt"),))
    forged = await _kept(scope, tmp_path, "forged.txt")
    head, mark, tail = forged.read_text().rpartition(" ")
    forged.write_text(head + mark + tail[:20] + ("A" if tail[20] != "A" else "B") + tail[21:])
    holds, words = await _said(scope, (forged,))
    assert not holds and "forged.txt is not one that this ledger signed" in words
    with pytest.raises(NotFound):
        await _said(scope, slug="no-such-place")


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"not a note\n", b"a\n1\nb\n\n\xe2\x80\x94 a AAAA\n"])
def test_command_leaves_with_two_where_it_is_given_nonsense(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "nonsense.txt"
    file.write_bytes(content)
    for option in ("--earlier", "--trust"):
        answer = CliRunner().invoke(ledger, ["verify", option, str(file)])
        assert answer.exit_code == 2
        assert "nonsense.txt holds" in answer.output
