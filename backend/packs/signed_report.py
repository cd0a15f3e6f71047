"""The signature on a pack's report: over every byte of the file, by the certificate that the seal vouches for.

The PDF itself isn't interpreted. A sealed report is one whole revision: the signature's range begins at the first byte,
leaves out only its own hexadecimal digits, and ends at the last. So there is no room for a later revision, and what
any reader of PDFs makes of the file, it makes of what was signed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from backend.packs import cms
from backend.packs.vouching import Vouched

PAYLOAD_WORDS = "payload sha256 "
"""In the reason of the signature, before the hash of the list of the pack's other files."""

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_PAYLOAD = re.compile(PAYLOAD_WORDS.encode() + rb"([0-9a-f]{64})(?![0-9a-f])")


class ReportFails(Exception):
    """The report isn't as it was signed; one plain sentence."""


class StampFails(Exception):
    """The stamp on the report's signature doesn't hold; one plain sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReport:
    """A report whose signature holds."""

    signed: cms.Signed
    payload_digest: str | None


def reason_with(reason: str, payload_digest: str) -> str:
    """The reason for the signature, with what it says of the files beside the report."""
    return f"{reason} {PAYLOAD_WORDS}{payload_digest}"


def report_in(pdf: bytes, vouched: Vouched) -> SignedReport:
    """The signature on these bytes, once it holds; raises ReportFails. Its time is judged by `in_its_life`."""
    before, after, der = _ranges(pdf)

    def digest(name: str) -> bytes:
        made = hashlib.new(name, memoryview(pdf)[:before])
        made.update(memoryview(pdf)[after:])
        return made.digest()

    try:
        signed = cms.opened(
            der, kind="data", certificate_sha256=vouched.report.certificate_sha256, digest=digest
        )
    except cms.SignatureFails as error:
        raise ReportFails(f"The signature on “data/report.pdf” {error}.") from error
    life = vouched.report
    if (signed.valid_from, signed.valid_until) != (life.valid_from, life.valid_until):
        raise ReportFails(
            "The certificate of the report has another life than the seal of the pack vouches for."
        )
    said = _PAYLOAD.findall(pdf)
    return SignedReport(signed=signed, payload_digest=said[0].decode() if len(said) == 1 else None)


def stamp_on(report: SignedReport, certificate_sha256: str) -> cms.Stamp:
    """The time that the vouched authority gives; raises StampFails."""
    if report.signed.stamp is None:
        raise StampFails(
            "The signature on the report has no time stamp, and the seal of the pack says that it has."
        )
    try:
        return cms.stamped(
            report.signed.stamp, signature=report.signed.signature, certificate_sha256=certificate_sha256
        )
    except cms.SignatureFails as error:
        raise StampFails(f"The time stamp on the report {error}.") from error


def is_within_life(report: SignedReport, at: datetime) -> bool:
    return report.signed.valid_from <= at <= report.signed.valid_until


def _ranges(pdf: bytes) -> tuple[int, int, bytes]:
    """Where the signature's digits begin and end, and what they say."""
    if not pdf.startswith(b"%PDF-"):
        raise ReportFails("“data/report.pdf” isn't a PDF.")
    if pdf.count(b"/ByteRange") != 1:
        number = "no signature" if b"/ByteRange" not in pdf else "more than one signature"
        raise ReportFails(f"“data/report.pdf” has {number}.")
    found = _RANGE.search(pdf)
    if found is None:
        raise ReportFails("The signature on “data/report.pdf” doesn't say in the usual form what it is of.")
    start, before, after, rest = (int(number) for number in found.groups())
    if start != 0 or not 0 < before < after <= len(pdf):
        raise ReportFails("The signature on “data/report.pdf” doesn't cover the file from its beginning.")
    if after + rest != len(pdf):
        raise ReportFails(
            "Something was added to “data/report.pdf” after it was signed: the signature covers "
            f"{after + rest:,} of its {len(pdf):,} bytes."
        )
    digits = pdf[before:after]
    if not re.fullmatch(rb"<[0-9A-Fa-f]*>", digits) or len(digits) % 2:
        raise ReportFails("The signature on “data/report.pdf” leaves out more than itself.")
    return before, after, _without_padding(bytes.fromhex(digits[1:-1].decode()))


def _without_padding(filled: bytes) -> bytes:
    """The DER value at the beginning; what follows must be nothing but zeros."""
    length = _der_length(filled)
    if length is None or filled[length:].strip(b"\0"):
        raise ReportFails("The signature on “data/report.pdf” can't be read.")
    return filled[:length]


def _der_length(data: bytes) -> int | None:
    if len(data) < 2 or data[0] != 0x30:
        return None
    if data[1] < 0x80:
        return 2 + data[1]
    count = data[1] & 0x7F
    if not 1 <= count <= 4 or len(data) < 2 + count:
        return None
    whole = 2 + count + int.from_bytes(data[2 : 2 + count])
    return whole if whole <= len(data) else None
