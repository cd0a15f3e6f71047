"""One-time codes: RFC 6238's own answers, one step of drift, each once."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.people import codes
from backend.people.seals import Seal, Unsealed

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238's ASCII 12345678901234567890
AT_59 = datetime.fromtimestamp(59, UTC)


def test_code_is_the_one_of_the_standard() -> None:
    # appendix B gives eight digits, 94287082; six are its last six
    assert codes.code_at(SECRET, 1) == "287082"
    assert codes.step_of(SECRET, "287082", now=AT_59, last_step=None) == 1
    assert codes.step_of(SECRET, "287 082", now=AT_59, last_step=None) == 1


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_code_is_taken_within_one_step_of_drift(seconds: int, taken: bool) -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    step = int(now.timestamp()) // 30
    late = now + timedelta(seconds=seconds)
    assert codes.step_of(SECRET, codes.code_at(SECRET, step), now=late, last_step=None) == (
        step if taken else None
    )


def test_code_is_not_taken_twice_nor_one_before_it() -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    step = int(now.timestamp()) // 30
    assert codes.step_of(SECRET, codes.code_at(SECRET, step), now=now, last_step=step) is None
    assert codes.step_of(SECRET, codes.code_at(SECRET, step - 1), now=now, last_step=step) is None
    assert codes.step_of(SECRET, codes.code_at(SECRET, step + 1), now=now, last_step=step) == step + 1


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "２８７０８２", "287082287082"])
def test_other_codes_are_refused(code: str) -> None:
    assert codes.step_of(SECRET, code, now=AT_59, last_step=None) is None


def test_square_code_is_a_drawing_without_script_or_style() -> None:
    drawing = codes.square_code(SECRET, email="robin@demonstration.example")
    assert drawing.startswith("<svg")
    assert SECRET not in drawing
    assert "style=" not in drawing and "<script" not in drawing


def test_sealed_secret_opens_with_the_same_key_and_purpose_alone() -> None:
    seal = Seal(b"k" * 32)
    sealed = seal.close(b"secret", purpose="totp/1")
    assert b"secret" not in sealed
    assert seal.open(sealed, purpose="totp/1") == b"secret"
    with pytest.raises(Unsealed):
        seal.open(sealed, purpose="totp/2")
    with pytest.raises(Unsealed):
        Seal(b"x" * 32).open(sealed, purpose="totp/1")
    with pytest.raises(Unsealed):
        seal.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), purpose="totp/1")
    with pytest.raises(Unsealed):
        seal.open(b"", purpose="totp/1")
