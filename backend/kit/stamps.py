"""Time stamps of an outside authority (RFC 3161): somebody else's word that these bytes existed at that moment.

What is asked is a digest, never the content. An answer counts only if it is of our digest, answers our own question
(its nonce), is signed by a certificate for time stamping, and leads to an authority that we were told to trust.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

from asn1crypto import algos, cms, core, tsp, x509

from backend.kit.certificates import CertificateRefused, certificates_in
from backend.kit.settings import BadSetting, Settings

SECONDS = 10.0
"""How long an authority may take, in all."""

_MOST_BYTES = 256 * 1024
_NONCE_BYTES = 16

NOT_VOUCHED = "Its time is not vouched for by anybody else."
"""What is said of anything that was sealed without a stamp."""


Made = TypeVar("Made")


# pyHanko writes a stack for each certificate that it can't place; what matters of that is in our sentences
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)


class StampRefused(Exception):
    """There is no stamp, or not one that counts; one plain sentence."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time-stamp token, read and checked."""

    token: bytes
    """DER: a CMS message, as it stands in a signed PDF or a `.tst` file."""
    at: datetime
    authority: str
    certificate: bytes
    """DER: whose key made the stamp."""
    certificate_until: datetime
    rooted: bool
    """Whether the certificate leads to an authority that the asker trusts; False also where none was named."""

    @property
    def certificate_sha256(self) -> str:
        return hashlib.sha256(self.certificate).hexdigest()


class Stamper(Protocol):
    """Whoever can vouch for the time."""

    def stamp(self, digest: bytes) -> Stamp:
        """A stamp over a SHA-256 digest; raises StampRefused. Blocks: call it from a thread."""


@dataclass(frozen=True, slots=True)
class HttpStamper:
    """An authority that answers over HTTP, and the certificates (DER) that its own must lead to."""

    url: str
    roots: tuple[bytes, ...]
    seconds: float = SECONDS

    def stamp(self, digest: bytes) -> Stamp:
        nonce = int.from_bytes(b"\x01" + secrets.token_bytes(_NONCE_BYTES - 1), "big")
        answer = _reply(self._ask(_request(digest, nonce)))
        stamp = read_stamp(_granted(answer), digest=digest, roots=self.roots)
        if _info(stamp.token)["nonce"].native != nonce:
            raise StampRefused("The time-stamping authority answered another question than ours.")
        return stamp

    def _ask(self, question: bytes) -> bytes:
        """The answer's bytes. A deadline for the whole, since a slow drip beats every limit on one read."""
        pool = ThreadPoolExecutor(1, thread_name_prefix="stamp")
        try:
            return pool.submit(self._post, question).result(timeout=self.seconds)
        except TimeoutError as error:
            raise StampRefused(
                f"The time-stamping authority did not answer within {self.seconds:g} seconds."
            ) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _post(self, question: bytes) -> bytes:
        import httpx  # a process that stamps nothing need not wait for it

        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        try:
            with (
                httpx.Client(timeout=self.seconds, follow_redirects=False) as client,
                client.stream("POST", self.url, content=question, headers=headers) as answer,
            ):
                if answer.status_code != httpx.codes.OK:
                    raise StampRefused(
                        f"The time-stamping authority turned us away (status {answer.status_code})."
                    )
                content = b""
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > _MOST_BYTES:
                        raise StampRefused("The time-stamping authority’s answer is too long to be one.")
                return content
        except httpx.TimeoutException as error:
            raise StampRefused(
                f"The time-stamping authority did not answer within {self.seconds:g} seconds."
            ) from error
        except httpx.HTTPError as error:
            raise StampRefused("The time-stamping authority can’t be reached.") from error


def stamper_of(settings: Settings) -> HttpStamper | None:
    """The authority that the settings name (`TSA_URL`, `TSA_ROOTS`), or None; raises BadSetting."""
    if settings.tsa_url is None:
        return None
    if settings.tsa_roots is None:
        raise BadSetting(
            "TSA_URL names a time-stamping authority; TSA_ROOTS must name a PEM file with the certificates that "
            "its stamps must lead to."
        )
    return HttpStamper(url=settings.tsa_url, roots=_roots_in(settings.tsa_roots))


def _roots_in(file: Path) -> tuple[bytes, ...]:
    try:
        return certificates_in(file.read_bytes())
    except OSError as error:
        raise BadSetting(f"TSA_ROOTS names {file}, which can't be read: {error.strerror}.") from error
    except CertificateRefused as error:
        raise BadSetting(f"TSA_ROOTS names {file}. {error}") from error


def read_stamp(token: bytes, *, digest: bytes, roots: Sequence[bytes] = ()) -> Stamp:
    """The stamp in a token, once it is known to be a sound one of this SHA-256 digest; raises StampRefused.

    With `roots` its certificate must lead to one of them, as at the stamp's own moment. Without, nobody has said whom
    to trust: `rooted` is False, and the certificate's fingerprint is all that there is to compare.
    """
    try:
        return _read(token, digest, roots)
    except StampRefused:
        raise
    except Exception as error:  # foreign bytes in a parser that raises whatever it meets
        logging.getLogger(__name__).info("a time stamp could not be read", exc_info=True)
        raise StampRefused("The time stamp can’t be read.") from error


def _read(token: bytes, digest: bytes, roots: Sequence[bytes]) -> Stamp:
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
    from pyhanko_certvalidator import ValidationContext

    if len(token) > _MOST_BYTES:
        raise StampRefused("The time stamp is too long to be one.")
    message = cms.ContentInfo.load(token, strict=True)
    info = _info(token)
    imprint = info["message_imprint"]
    if (
        imprint["hash_algorithm"]["algorithm"].native != "sha256"
        or imprint["hashed_message"].native != digest
    ):
        raise StampRefused("The time stamp is of something else.")
    at = info["gen_time"].native
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    try:
        status = _alone(
            validate_tst_signed_data(message["content"], context, expected_tst_imprint=lambda _: digest)
        )
    except SignatureValidationError as error:
        raise StampRefused("The signature of the time stamp does not hold.") from error
    if not status["intact"] or not status["valid"]:
        raise StampRefused("The signature of the time stamp does not hold.")
    certificate = status["signing_cert"]
    _check_for_stamping(certificate, at)
    rooted = status.get("validation_path") is not None and status.get("trust_problem_indic") is None
    if roots and not rooted:
        raise StampRefused("The time stamp’s certificate does not lead to an authority that we trust.")
    return Stamp(
        token=token,
        at=at.astimezone(UTC),
        authority=str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly),
        certificate=certificate.dump(),
        certificate_until=certificate.not_valid_after.astimezone(UTC),
        rooted=bool(roots) and rooted,
    )


def _check_for_stamping(certificate: x509.Certificate, at: datetime) -> None:
    uses = certificate.extended_key_usage_value
    if uses is None or "time_stamping" not in uses.native:
        raise StampRefused("The time stamp’s certificate is not one for time stamping.")
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        raise StampRefused("The time stamp’s certificate was not good at the moment that the stamp names.")


def _request(digest: bytes, nonce: int) -> bytes:
    question = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": tsp.MessageImprint(
                {
                    "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                    "hashed_message": digest,
                }
            ),
            "nonce": core.Integer(nonce),
            "cert_req": True,
        }
    )
    return bytes(question.dump())


class _Reply(core.Sequence):  # type: ignore[misc]
    """As in the RFC, where a refusal carries no token; `tsp.TimeStampResp` can't read one without."""

    _fields: ClassVar[list[Any]] = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def _reply(content: bytes) -> Any:
    try:
        answer = _Reply.load(content, strict=True)
        answer["status"]["status"].native  # noqa: B018  (parsed on first look)
    except (ValueError, TypeError, KeyError) as error:
        raise StampRefused("The time-stamping authority’s answer can’t be read.") from error
    return answer


def _granted(answer: Any) -> bytes:
    try:
        if answer["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise StampRefused("The time-stamping authority refused to stamp.")
        return bytes(answer["time_stamp_token"].dump())
    except (ValueError, TypeError, KeyError) as error:
        raise StampRefused("The time-stamping authority’s answer can’t be read.") from error


def _info(token: bytes) -> Any:
    info = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise StampRefused("The time stamp can’t be read.")
    return info


def _alone(work: Coroutine[Any, Any, Any]) -> Any:
    """The outcome of a coroutine that waits for nothing, whether or not this thread already runs a loop."""
    return run_apart(lambda: asyncio.run(work))


def run_apart(work: Callable[[], Made]) -> Made:
    """Run in a thread of its own if this one runs a loop, where a second can't be started."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
