"""The certificates with which reports are sealed, and the installation's authority that vouches for them.

A report's seal is an X.509 certificate of the organisation, because that is what readers of PDFs look for. Its key is
RSA with 3072 bits, which every such reader knows. Nobody outside has vouched for the installation's authority: what
makes a certificate good is its fingerprint, had from the organisation itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

RSA_BITS = 3072
REPORT_YEARS = 3
AUTHORITY_YEARS = 20

_DAY = timedelta(days=1)
_ORGANISATION = x509.ObjectIdentifier("2.5.4.10")
_LONGEST_NAME = 64  # of one part of an X.509 name
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


class CertificateRefused(Exception):
    """A key or certificate can't be used to seal; one plain sentence that never holds a key."""


@dataclass(frozen=True, slots=True)
class ReportSigner:
    """The key of an organisation's report seal with its certificate, and the certificates that vouch for that."""

    certificate: bytes
    """DER."""
    chain: tuple[bytes, ...]
    """DER, from the certificate's issuer upwards."""
    private_key: bytes = field(repr=False)
    """PKCS #8, DER."""

    @property
    def name(self) -> str:
        return name_of(self.certificate)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.certificate).hexdigest()

    @property
    def valid_from(self) -> datetime:
        return x509.load_der_x509_certificate(self.certificate).not_valid_before_utc

    @property
    def valid_until(self) -> datetime:
        return x509.load_der_x509_certificate(self.certificate).not_valid_after_utc


def name_of(certificate: bytes) -> str:
    """The common name in a certificate (DER), else the whole name."""
    subject = x509.load_der_x509_certificate(certificate).subject
    common = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else subject.rfc4514_string()


def life_of(certificate: bytes) -> tuple[datetime, datetime]:
    """From when until when a certificate (DER) says that it is good."""
    read = x509.load_der_x509_certificate(certificate)
    return read.not_valid_before_utc, read.not_valid_after_utc


def new_rsa_key() -> rsa.RSAPrivateKey:
    """A key of 3072 bits; takes up to a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def make_authority(*, name: str, at: datetime) -> str:
    """A new authority of one installation, as PEM: its key (P-384), then its own certificate."""
    key = ec.generate_private_key(ec.SECP384R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _fitting(name))])
    made = (
        _begun(subject, subject, key.public_key(), at=at, years=AUTHORITY_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, SHA384())
    )
    return _pem(key, [made])


def make_report_key(authority: str, *, organisation: str, at: datetime) -> str:
    """A new key for an organisation's reports, as PEM: key, certificate, and the authority's certificate."""
    issuer_key, (issuer, *_) = _read(authority)
    assert isinstance(issuer_key, ec.EllipticCurvePrivateKey)
    key = new_rsa_key()
    subject = x509.Name(
        [
            x509.NameAttribute(_ORGANISATION, _fitting(organisation)),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitting(organisation, "reports")),
        ]
    )
    made = (
        _begun(subject, issuer.subject, key.public_key(), at=at, years=REPORT_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, SHA384())
    )
    return _pem(key, [made, issuer])


def report_signer(pem: str) -> ReportSigner:
    """The signer in a PEM of key, certificate and chain, ours or an authority's; raises CertificateRefused."""
    key, certificates = _read(pem)
    own, *chain = certificates
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < RSA_BITS:
        raise CertificateRefused(f"The key of a report seal must be RSA with at least {RSA_BITS} bits.")
    if own.public_key() != key.public_key():
        raise CertificateRefused("The first certificate in the file doesn't belong to the key in the file.")
    try:
        usage = own.extensions.get_extension_for_class(x509.KeyUsage).value
        signs = usage.digital_signature or usage.content_commitment
    except x509.ExtensionNotFound:
        signs = True
    if not signs:
        raise CertificateRefused("The certificate in the file isn't one that may sign documents.")
    return ReportSigner(
        certificate=own.public_bytes(Encoding.DER),
        chain=tuple(each.public_bytes(Encoding.DER) for each in chain),
        private_key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    )


def certificates_in(pem: bytes) -> tuple[bytes, ...]:
    """The certificates (DER) in a PEM file, such as the authorities whose stamps are trusted."""
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise CertificateRefused(
            "The file holds no certificate in the PEM form, or a damaged one."
        ) from error
    return tuple(each.public_bytes(Encoding.DER) for each in found)


def _read(pem: str) -> tuple[object, list[x509.Certificate]]:
    try:
        key = load_pem_private_key(pem.encode("ascii"), password=None)
        certificates = x509.load_pem_x509_certificates(pem.encode("ascii"))
    except (ValueError, TypeError) as error:
        raise CertificateRefused(
            "The file must hold a private key without a pass phrase and its certificates, all in the PEM form."
        ) from error
    return key, certificates


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    *,
    at: datetime,
    years: int,
) -> x509.CertificateBuilder:
    since = at.astimezone(UTC).replace(microsecond=0) - timedelta(hours=1)  # clocks of readers differ
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + years * 365.25 * _DAY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _fitting(name: str, *last: str) -> str:
    """A name of at most 64 characters that keeps its last words."""
    end = "".join(f" {word}" for word in last)
    return name[: _LONGEST_NAME - len(end)].rstrip() + end


def _pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, certificates: Sequence[x509.Certificate]
) -> str:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return (private + b"".join(each.public_bytes(Encoding.PEM) for each in certificates)).decode()


__all__ = [
    "CertificateRefused",
    "ReportSigner",
    "certificates_in",
    "life_of",
    "make_authority",
    "make_report_key",
    "name_of",
    "report_signer",
]
