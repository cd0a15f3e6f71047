"""A time-stamping authority of a test's own: real RFC 3161 tokens over HTTP on 127.0.0.1, and its faults on demand."""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from backend.kit.stamps import HttpStamper, Stamp, read_stamp

Fault = Callable[["Authority", tsp.TimeStampReq], bytes]
_BITS = 2048  # a test's authority need not last


@dataclass
class Authority:
    """Its certificate leads to its own root; `now` answers the moment that its stamps name."""

    key: rsa.RSAPrivateKey
    certificate: bytes
    root: bytes
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    url: str = ""
    fault: Fault | None = None
    asked: int = 0

    def answer(self, question: tsp.TimeStampReq) -> bytes:
        """The reply's bytes to a question."""
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register(asn1_x509.Certificate.load(self.root))
        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(self.certificate),
            keys.PrivateKeyInfo.load(
                self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            ),
            certs_to_embed=store,
            fixed_dt=self.now().replace(microsecond=0),
        )
        return bytes(stamper.request_tsa_response(question).dump())

    def stamper(self, *, seconds: float = 5.0) -> HttpStamper:
        """A client that trusts this authority."""
        return HttpStamper(url=self.url, roots=(self.root,), seconds=seconds)


@dataclass(frozen=True)
class AtHand:
    """The same authority without the way over HTTP."""

    authority: Authority

    def stamp(self, digest: bytes) -> Stamp:
        question = tsp.TimeStampReq(
            {
                "version": 1,
                "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest},
                "cert_req": True,
            }
        )
        answer = tsp.TimeStampResp.load(self.authority.answer(question))
        token = answer["time_stamp_token"].dump()
        return read_stamp(token, digest=digest, roots=(self.authority.root,))


@functools.cache
def _key(number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_BITS)


def an_authority(
    *,
    name: str = "Invented Time Authority",
    since: datetime | None = None,
    until: datetime | None = None,
    for_stamping: bool = True,
) -> Authority:
    """A root and under it a certificate for stamping, or one that is not for it or not for these days."""
    begin = since or datetime.now(UTC) - timedelta(days=1)
    end = until or datetime.now(UTC) + timedelta(days=3650)
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} root")])
    own_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    use = ExtendedKeyUsageOID.TIME_STAMPING if for_stamping else ExtendedKeyUsageOID.CODE_SIGNING
    root = (
        _begun(root_name, root_name, _key(0), begin, end)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(_key(0), SHA256())
    )
    own = (
        _begun(own_name, root_name, _key(1), begin, end)
        .add_extension(x509.ExtendedKeyUsage([use]), critical=True)
        .sign(_key(0), SHA256())
    )
    return Authority(_key(1), own.public_bytes(Encoding.DER), root.public_bytes(Encoding.DER))


def _begun(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
    )


@contextlib.contextmanager
def answering(authority: Authority) -> Iterator[Authority]:
    """The authority at an address of 127.0.0.1 until the block ends."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            authority.asked += 1
            question = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            with contextlib.suppress(ConnectionError):
                content = (
                    authority.fault(authority, question) if authority.fault else authority.answer(question)
                )
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
