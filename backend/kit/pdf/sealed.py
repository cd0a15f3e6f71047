"""Seal a finished PDF with an organisation's certificate (PAdES), and have an outside authority vouch for the time.

The seal is an addition to the file, never a rewrite: the bytes that were there stay, tags and all. It is made as a
certification that allows no change whatever, and shows nothing on the page.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, keys, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from backend.kit.certificates import ReportSigner
from backend.kit.stamps import NOT_VOUCHED, Stamp, Stamper, StampRefused, run_apart

FIELD = "Seal"
"""The name of the signature's field."""

_ROOM_BARE = 16 * 1024
_ROOM_STAMPED = 48 * 1024
"""Bytes kept for the signature in the file, in hexadecimal: a stamp brings its authority's certificates along."""


class SealRefused(Exception):
    """This file can't be sealed; one plain sentence."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed file, and how far its time is vouched for."""

    pdf: bytes
    stamp: Stamp | None
    told: str
    """Empty, or the plain words that nobody else vouches for the time, and why."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


def seal(
    pdf: bytes, *, signer: ReportSigner, name: str, reason: str, stamper: Stamper | None, at: datetime
) -> bytes:
    """The file with the seal added to its end: PAdES B-T with a stamper, B-B without.

    `at` is when we say that we sealed; only a stamp makes it more than our word. Raises SealRefused, and StampRefused
    if the authority doesn't answer well. Blocks: call it from a thread.
    """
    return _seal(pdf, signer, name, reason, None if stamper is None else _Asking(stamper), at)


def seal_vouched(
    pdf: bytes, *, signer: ReportSigner, name: str, reason: str, stamper: Stamper | None, at: datetime
) -> Sealed:
    """`seal`, but where the authority is down or refuses, sealed without a stamp, and saying so."""
    if stamper is None:
        return Sealed(_seal(pdf, signer, name, reason, None, at), None, NOT_VOUCHED)
    asking = _Asking(stamper)
    try:
        return Sealed(_seal(pdf, signer, name, reason, asking, at), asking.stamped, "")
    except StampRefused as refusal:
        bare = _seal(pdf, signer, name, reason, None, at)
        return Sealed(bare, None, f"{NOT_VOUCHED} {refusal}")


class _Asking(TimeStamper):
    """pyHanko's way to ask for a token, by way of ours."""

    def __init__(self, stamper: Stamper) -> None:
        super().__init__(include_nonce=True)  # type: ignore[no-untyped-call]
        self._stamper = stamper
        self.stamped: Stamp | None = None

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        assert md_algorithm == "sha256", md_algorithm
        self.stamped = self._stamper.stamp(message_digest)
        return cms.ContentInfo.load(self.stamped.token)


def _seal(
    pdf: bytes, signer: ReportSigner, name: str, reason: str, asking: _Asking | None, at: datetime
) -> bytes:
    if not signer.valid_from <= at <= signer.valid_until:
        raise SealRefused(
            "The certificate of this report seal is not good at this moment: it needs a new key."
        )
    try:
        return run_apart(lambda: asyncio.run(_added(pdf, signer, name, reason, asking, at)))
    except (PdfError, ValueError) as error:  # SigningError is a ValueError
        raise SealRefused("This PDF can’t be sealed: it isn’t one that we can add to.") from error


async def _added(
    pdf: bytes, signer: ReportSigner, name: str, reason: str, asking: _Asking | None, at: datetime
) -> bytes:
    """pyHanko's own `sign_pdf`, told the moment and the room, so that it asks the authority once and not twice."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    session = _signer(signer, name, reason, asking).init_signing_session(writer)
    session.system_time = at
    waiting = session.prepare_tbs_document(
        validation_info=None,
        bytes_reserved=_ROOM_BARE if asking is None else _ROOM_STAMPED,
        appearance_text_params=None,
    )
    prepared, output = waiting.digest_tbs_document()
    done = await waiting.perform_signature(
        document_digest=prepared.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes()
    )
    await done.post_signature_processing(output)
    whole: Any = output
    return bytes(whole.getvalue())


def _signer(signer: ReportSigner, name: str, reason: str, asking: _Asking | None) -> signers.PdfSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(x509.Certificate.load(each) for each in signer.chain)
    return signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            name=name,
            reason=reason,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        ),
        signer=signers.SimpleSigner(
            signing_cert=x509.Certificate.load(signer.certificate),
            signing_key=keys.PrivateKeyInfo.load(signer.private_key),
            cert_registry=store,
        ),
        timestamper=asking,
        # out of the page's bounds, so that a page with tags holds no annotation without one (PDF/UA)
        new_field_spec=fields.SigFieldSpec(
            FIELD, invis_sig_settings=fields.InvisSigSettings(box_out_of_bounds=True)
        ),
    )
