"""A sealed PDF says who sealed it and that nothing changed since, also to judges that are not ours."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from backend.kit import certificates
from backend.kit.certificates import ReportSigner
from backend.kit.pdf import sealed, walk
from backend.kit.pdf.sealed import SealRefused
from backend.kit.stamps import NOT_VOUCHED, StampRefused
from tests.kit.pdf.plain import plain_pdf
from tests.stamping import Authority, an_authority, answering

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def signer() -> ReportSigner:
    authority = certificates.make_authority(name="Probity sealing authority 0000", at=NOW)
    return certificates.report_signer(
        certificates.make_report_key(authority, organisation="NHS Invented CCG", at=NOW)
    )


@pytest.fixture(scope="module")
def stamping() -> Iterator[Authority]:
    with answering(an_authority()) as authority:
        yield authority


def sealed_with(signer: ReportSigner, pdf: bytes, stamping: Authority | None = None) -> sealed.Sealed:
    stamper = stamping.stamper() if stamping else None
    return sealed.seal_vouched(
        pdf, signer=signer, name="NHS Invented CCG", reason="As it left", stamper=stamper, at=NOW
    )


def judged(pdf: bytes, folder: Path, *trusted: bytes) -> subprocess.CompletedProcess[str]:
    """What pyHanko's own command says."""
    file = folder / "sealed.pdf"
    file.write_bytes(pdf)
    trust = []
    for number, certificate in enumerate(trusted):
        pem = folder / f"trusted-{number}.pem"
        pem.write_bytes(x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM))
        trust += ["--trust", str(pem)]
    return subprocess.run(
        [
            *(str(Path(sys.executable).with_name("pyhanko")), "sign", "validate", "--no-revocation-check"),
            *("--pretty-print", "--trust-replace", *trust, str(file)),
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_outside_judge_finds_the_seal_the_time_and_the_whole_file(
    signer: ReportSigner, stamping: Authority, tmp_path: Path
) -> None:
    asked = stamping.asked
    made = sealed_with(signer, plain_pdf("Words"), stamping)
    verdict = judged(made.pdf, tmp_path, signer.chain[0], stamping.root)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "The signature covers the entire file." in verdict.stdout
    assert "The TSA certificate is trusted." in verdict.stdout
    assert stamping.asked == asked + 1
    assert made.told == ""
    assert made.stamp is not None and made.stamp.rooted

    damaged = bytearray(made.pdf)
    damaged[damaged.index(b"842")] ^= 1
    assert judged(bytes(damaged), tmp_path, signer.chain[0], stamping.root).returncode != 0


def test_seal_adds_to_the_file_and_keeps_its_tags(
    signer: ReportSigner, stamping: Authority, papers: dict[str, bytes]
) -> None:
    before = papers["beta"]
    made = sealed_with(signer, before, stamping).pdf
    assert made.startswith(before)
    assert walk.structure_problems(made) == walk.structure_problems(before) == []
    with pikepdf.open(io.BytesIO(made)) as after:
        assert after.Root.MarkInfo.Marked
        (field,) = after.Root.AcroForm.Fields
        assert str(field.V.Reason) == "As it left"
        assert str(field.V.Name) == "NHS Invented CCG"


def test_without_an_authority_it_is_sealed_all_the_same_and_says_so(
    signer: ReportSigner, tmp_path: Path
) -> None:
    alone = sealed_with(signer, plain_pdf("Words"))
    assert (alone.stamp, alone.told) == (None, NOT_VOUCHED)
    with answering(an_authority()) as gone:
        pass
    down = sealed_with(signer, plain_pdf("Words"), gone)
    assert down.stamp is None
    assert down.told == f"{NOT_VOUCHED} The time-stamping authority can’t be reached."
    verdict = judged(down.pdf, tmp_path, signer.chain[0])
    assert verdict.returncode == 0, verdict.stdout
    with pytest.raises(StampRefused, match="can’t be reached"):
        sealed.seal(plain_pdf("Words"), signer=signer, name="N", reason="R", stamper=gone.stamper(), at=NOW)


async def test_seal_is_made_also_where_a_loop_already_runs(signer: ReportSigner) -> None:
    assert sealed_with(signer, plain_pdf("Words")).pdf.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a PDF at all"], ids=["empty", "head", "words"])
def test_what_is_no_pdf_is_refused_plainly(signer: ReportSigner, content: bytes) -> None:
    with pytest.raises(SealRefused, match="can’t be sealed"):
        sealed_with(signer, content)


@pytest.mark.parametrize("days", [-2, 4 * 366], ids=["not yet", "no longer"])
def test_certificate_out_of_its_time_seals_nothing(signer: ReportSigner, days: int) -> None:
    with pytest.raises(SealRefused, match="needs a new key"):
        sealed.seal(
            plain_pdf("Words"),
            signer=signer,
            name="N",
            reason="R",
            stamper=None,
            at=NOW + timedelta(days=days),
        )


def test_sealed_file_is_not_sealed_again(signer: ReportSigner) -> None:
    with pytest.raises(SealRefused):
        sealed_with(signer, sealed_with(signer, plain_pdf("Words")).pdf)


def other_question(authority: Authority, question: tsp.TimeStampReq, **changes: object) -> bytes:
    fields = {name: question[name].native for name in ("version", "message_imprint", "nonce", "cert_req")}
    return authority.answer(tsp.TimeStampReq({**fields, **changes}))


OTHER = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
FAULTS = {
    "another nonce": (lambda a, q: other_question(a, q, nonce=7), "another question"),
    "another digest": (lambda a, q: other_question(a, q, message_imprint=OTHER), "something else"),
    "no answer at all": (lambda a, q: b"", "can’t be read"),
    "noise": (lambda a, q: b"\x30\x82" + bytes(range(200)), "can’t be read"),
    "endless": (lambda a, q: bytes(300_000), "too long"),
    "refused": (lambda a, q: bytes.fromhex("30053003020102"), "refused to stamp"),
    "damaged": (lambda a, q: a.answer(q)[:-5] + b"12345", "does not hold"),
    "of an unknown root": (lambda a, q: an_authority(name="Other").answer(q), "does not lead"),
    "not for stamping": (lambda a, q: an_authority(for_stamping=False).answer(q), "certificate"),
    "of a certificate that has ended": (
        lambda a, q: an_authority(since=NOW - timedelta(days=9), until=NOW - timedelta(days=1)).answer(q),
        "certificate",
    ),
}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_bad_answer_of_the_authority_is_refused(stamping: Authority, fault: str) -> None:
    answer, words = FAULTS[fault]
    stamping.fault = answer
    try:
        with pytest.raises(StampRefused, match=words):
            stamping.stamper().stamp(bytes(range(32)))
    finally:
        stamping.fault = None


def test_authority_that_never_answers_is_given_up(stamping: Authority) -> None:
    waiting = Event()
    stamping.fault = lambda *_: b"late" * waiting.wait(5)
    try:
        with pytest.raises(StampRefused, match=r"did not answer within 0\.2 seconds"):
            stamping.stamper(seconds=0.2).stamp(bytes(32))
    finally:
        waiting.set()
        stamping.fault = None
