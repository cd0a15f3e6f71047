"""Judges from outside look at an untouched pack, each with its own program: bagit, openssl and sha512sum, pyHanko."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from backend.kit import keys
from backend.packs import bag
from tests.packs import signing
from tests.packs.proving import good_pack
from tests.packs.sealed import KEY, files_in
from tests.packs.test_bag import by_hand, unpacked


def pyhanko(report: Path, trusted: Path) -> tuple[bool, str]:
    """The word of pyHanko's own command line on a PDF, with the one certificate that the reader trusts."""
    program = "from pyhanko.cli import launch; launch()"
    command = [sys.executable, "-c", program, "sign", "validate", "--pretty-print", "--no-revocation-check"]
    done = subprocess.run(
        [*command, "--validation-time", "claimed", "--trust", str(trusted), "--trust-replace", str(report)],
        cwd=report.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout + done.stderr


def test_bagit_and_the_commands_of_how_to_check_agree(tmp_path: Path) -> None:
    folder = unpacked(good_pack(), tmp_path)
    command = [sys.executable, bagit.__file__, "--validate", str(folder)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert bagit.Bag(str(folder)).info["Probity-Pack-Format"] == "2"
    holds, said = by_hand(folder)
    assert holds
    assert "Signature Verified Successfully" in said
    assert said.splitlines()[-1].split()[0] == keys.plain_fingerprint(KEY.fingerprint)
    (folder / bag.KEYS).write_bytes((folder / bag.KEYS).read_bytes() + b"\n")
    assert not by_hand(folder)[0]


@pytest.mark.parametrize(
    "touched", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["untouched", "touched"]
)
def test_pyhanko_agrees_on_the_report(tmp_path: Path, touched: bool) -> None:
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(
        b"".join(
            each.public_bytes(Encoding.PEM)
            for each in (
                signing.certificate_of("Example CCG reports", signing.FROM, signing.UNTIL),
                signing.certificate_of("Example time", signing.FROM, signing.UNTIL, True),
            )
        )
    )
    report = files_in(good_pack())[bag.REPORT]
    if touched:
        report = report.replace(b"An invented report", b"An untouched thing", 1)
    (tmp_path / "report.pdf").write_bytes(report)
    sound, said = pyhanko(tmp_path / "report.pdf", trusted)
    assert sound is not touched, said
