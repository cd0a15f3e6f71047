"""Signed reports for tests of packs: a small PDF, a certificate, an authority for time. All made here and now.

The keys are made once in each process; nothing of them is kept.
"""

from __future__ import annotations

import functools
import io
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FROM, UNTIL = datetime(2014, 1, 1, tzinfo=UTC), datetime(2017, 1, 1, tzinfo=UTC)
AT = datetime(2014, 10, 6, 9, 0, 30, tzinfo=UTC)


@functools.cache
def key_of(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def certificate_of(
    name: str, since: datetime = FROM, until: datetime = UNTIL, stamps: bool = False
) -> x509.Certificate:
    """By itself, for its own key: the pack's seal vouches for it and no chain does."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key_of(name).public_key())
        .serial_number(20141006)
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(key_of(name), hashes.SHA256())


def sha256_of(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def plain_pdf() -> bytes:
    """One page, by hand: one whole revision with its table."""
    text = b"BT /F1 18 Tf 72 760 Td (An invented report) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def signed_pdf(
    pdf: bytes,
    *,
    reason: str,
    signer: str = "Example CCG reports",
    since: datetime = FROM,
    until: datetime = UNTIL,
    authority: str | None = "Example time",
    stamped_at: datetime = AT,
    authority_since: datetime = FROM,
    authority_until: datetime = UNTIL,
    authority_stamps: bool = True,
    field: str = "Seal",
) -> bytes:
    """Signed by pyHanko as PAdES with time, or without where there is no authority."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    stamper: Any = None
    if authority:
        from pyhanko.sign.timestamps import DummyTimeStamper

        stamper = DummyTimeStamper(
            tsa_cert=_for_pyhanko(
                certificate_of(authority, authority_since, authority_until, authority_stamps)
            ),
            tsa_key=_key_for_pyhanko(authority),
            fixed_dt=stamped_at,
        )
    out = io.BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)),
        signers.PdfSignatureMetadata(
            field_name=field, reason=reason, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
        ),
        signer=signers.SimpleSigner(
            signing_cert=_for_pyhanko(certificate_of(signer, since, until)),
            signing_key=_key_for_pyhanko(signer),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        ),
        timestamper=stamper,
        output=out,
    )
    return out.getvalue()


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _for_pyhanko(certificate: x509.Certificate) -> Any:
    from asn1crypto import x509 as asn1_x509

    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _key_for_pyhanko(name: str) -> Any:
    from asn1crypto import keys as asn1_keys

    der = key_of(name).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return asn1_keys.PrivateKeyInfo.load(der)
