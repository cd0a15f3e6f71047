"""Signatures in the form that PDFs and time-stamping authorities use (CMS, RFC 5652), read with suspicion.

Only what a pack needs: one signer, whose certificate the reader already knows by its SHA-256. There is no chain to
walk and nothing to ask a network for: the seal of the pack vouches for the certificate, and nobody else does.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_LEAST_RSA_BITS = 2048


class SignatureFails(Exception):
    """The signature doesn't hold or can't be read; the text ends a sentence that begins with what was signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature that holds, by the certificate that was asked for."""

    name: str
    valid_from: datetime
    valid_until: datetime
    stamps_time: bool
    """Whether the certificate is one for stamping time."""
    signature: bytes
    content: bytes | None
    """What was signed, where the signature carries it."""
    stamp: bytes | None
    """The time-stamp token on this signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time-stamp token that holds: who says when."""

    at: datetime
    by: Signed


def opened(
    der: bytes, *, kind: str, certificate_sha256: str, digest: Callable[[str], bytes] | None = None
) -> Signed:
    """The signature in these bytes, once it holds; raises SignatureFails.

    `kind`: the type of content that must have been signed. `digest`: gives the hash of what was signed, by the name
    of the function; without it the content is in the signature.
    """
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(der, strict=True)
        if info["content_type"].native != "signed_data":
            raise SignatureFails("holds something else than a signature")
        data = info["content"]
        if len(data["signer_infos"]) != 1:
            raise SignatureFails("has not exactly one signer")
        signer = data["signer_infos"][0]
        certificate, parsed = _certificate(data, certificate_sha256)
        _is_of(signer, parsed)
        if data["encap_content_info"]["content_type"].native != kind:
            raise SignatureFails("signs content of another kind")
        content = None if digest else bytes(data["encap_content_info"]["content"].parsed.dump())
        hash_name = signer["digest_algorithm"]["algorithm"].native
        if hash_name not in _HASHES:
            raise SignatureFails(f"uses {hash_name}, which is not accepted")
        of_content = digest(hash_name) if digest else hashlib.new(hash_name, content or b"").digest()
        _signs(signer, kind=kind, of_content=of_content, certificate=certificate)
        _holds(signer, parsed, hash_name)
        return Signed(
            name=_name_of(parsed),
            valid_from=parsed.not_valid_before_utc,
            valid_until=parsed.not_valid_after_utc,
            stamps_time=_stamps_time(parsed),
            signature=bytes(signer["signature"].native),
            content=content,
            stamp=_stamp_on(signer),
        )
    except SignatureFails:
        raise
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise SignatureFails("does not hold: what was signed is something else") from error
    except Exception as error:  # the reader of DER raises what it likes at bytes made to hurt it
        raise SignatureFails("can't be read") from error


def stamped(token: bytes, *, signature: bytes, certificate_sha256: str) -> Stamp:
    """The time that the token gives for this signature (RFC 3161); raises SignatureFails."""
    from asn1crypto import tsp

    by = opened(token, kind="tst_info", certificate_sha256=certificate_sha256)
    try:
        told = tsp.TSTInfo.load(by.content or b"", strict=True)
        hash_name = told["message_imprint"]["hash_algorithm"]["algorithm"].native
        imprint = bytes(told["message_imprint"]["hashed_message"].native)
        at = told["gen_time"].native.astimezone(UTC)
    except Exception as error:  # as above
        raise SignatureFails("can't be read") from error
    if hash_name not in _HASHES:
        raise SignatureFails(f"uses {hash_name}, which is not accepted")
    if not hmac.compare_digest(hashlib.new(hash_name, signature).digest(), imprint):
        raise SignatureFails("is a stamp on something else than this signature")
    if not by.stamps_time:
        raise SignatureFails("is by a certificate that is not one for stamping time")
    if not by.valid_from <= at <= by.valid_until:
        raise SignatureFails("gives a time at which the authority's own certificate was not valid")
    return Stamp(at=at, by=by)


def _certificate(data: Any, sha256: str) -> tuple[bytes, x509.Certificate]:
    for choice in data["certificates"] or ():
        der = bytes(choice.chosen.dump())
        if hashlib.sha256(der).hexdigest() == sha256:
            return der, x509.load_der_x509_certificate(der)
    raise SignatureFails("is not by the certificate that the seal of the pack vouches for")


def _is_of(signer: Any, certificate: x509.Certificate) -> None:
    """The signer is named by its certificate's number, so that two in one signature can't be taken for each other."""
    chosen = signer["sid"]
    if chosen.name != "issuer_and_serial_number":
        raise SignatureFails("doesn't name its certificate by number")
    named = chosen.chosen
    if (
        named["serial_number"].native != certificate.serial_number
        or bytes(named["issuer"].dump()) != certificate.issuer.public_bytes()
    ):
        raise SignatureFails("is not by the certificate that the seal of the pack vouches for")


def _signs(signer: Any, *, kind: str, of_content: bytes, certificate: bytes) -> None:
    attributes = _attributes(signer["signed_attrs"])
    if attributes.get("content_type") is None or attributes["content_type"].native != kind:
        raise SignatureFails("signs content of another kind")
    said = attributes.get("message_digest")
    if said is None or not hmac.compare_digest(bytes(said.native), of_content):
        raise SignatureFails("does not hold: what was signed is something else")
    bound = attributes.get("signing_certificate_v2")
    if bound is not None:
        first = bound["certs"][0]
        name = first["hash_algorithm"]["algorithm"].native
        if name not in _HASHES or hashlib.new(name, certificate).digest() != first["cert_hash"].native:
            raise SignatureFails("was made for another certificate")


def _attributes(attributes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute in attributes or ():
        name = attribute["type"].native
        if name in found or len(attribute["values"]) != 1:
            raise SignatureFails("says something twice")
        found[name] = attribute["values"][0]
    return found


def _holds(signer: Any, certificate: x509.Certificate, hash_name: str) -> None:
    key, message = certificate.public_key(), bytes(signer["signed_attrs"].untag().dump())
    signature, algorithm = bytes(signer["signature"].native), signer["signature_algorithm"]
    chosen, kind = _HASHES[hash_name](), algorithm.signature_algo
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < _LEAST_RSA_BITS:
        raise SignatureFails("is by a key that is too short to be safe")
    if isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pkcs1v15":
        _check_hash(algorithm, hash_name)
        key.verify(signature, message, padding.PKCS1v15(), chosen)
    elif isinstance(key, rsa.RSAPublicKey) and kind == "rsassa_pss":
        parameters = algorithm["parameters"]
        if parameters["hash_algorithm"]["algorithm"].native != hash_name:
            raise SignatureFails("names two hash functions")
        salt = parameters["salt_length"].native
        key.verify(signature, message, padding.PSS(padding.MGF1(chosen), salt), chosen)
    elif isinstance(key, ec.EllipticCurvePublicKey) and kind == "ecdsa":
        _check_hash(algorithm, hash_name)
        key.verify(signature, message, ec.ECDSA(chosen))
    elif isinstance(key, ed25519.Ed25519PublicKey) and kind == "ed25519":
        key.verify(signature, message)
    else:
        raise SignatureFails("is of a kind that is not accepted")


def _check_hash(algorithm: Any, hash_name: str) -> None:
    named = algorithm["algorithm"].native
    if named not in {"rsassa_pkcs1v15", "ecdsa"} and algorithm.hash_algo != hash_name:
        raise SignatureFails("names two hash functions")


def _stamp_on(signer: Any) -> bytes | None:
    for attribute in signer["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            if len(attribute["values"]) != 1:
                raise SignatureFails("says something twice")
            return bytes(attribute["values"][0].dump())
    return None


def _stamps_time(certificate: x509.Certificate) -> bool:
    try:
        uses = certificate.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value
    except x509.ExtensionNotFound:
        return False
    return isinstance(uses, x509.ExtendedKeyUsage) and ExtendedKeyUsageOID.TIME_STAMPING in uses


def _name_of(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
