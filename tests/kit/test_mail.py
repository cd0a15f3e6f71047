"""Letters against a real SMTP server that takes, refuses, breaks off and dawdles."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from backend.kit import mail
from backend.kit.mail import Letter, MailRefused, Receipt
from tests.ports import free_port

LETTER = Letter(
    message_id=mail.message_id_for("tenant/action/recipient", host="probity.example.nhs.uk"),
    to="member@example.nhs.uk",
    subject="Your declaration of interests is due – 3 June 2014",
    text="Please declare by 3 June 2014.\n.\nA line that is only a dot stands above.\n",
    html="<p>Please declare by <b>3 June 2014</b>.</p>",
)


class Office:
    """The server's side: keeps what it takes, and answers as it's told to."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.says: dict[str, str] = {}
        self.breaks_at = ""
        self.dawdles_at = ""
        self.dawdles_for = 30.0

    async def _meet(self, step: str, server: Any) -> str:
        if self.dawdles_at == step:
            await asyncio.sleep(self.dawdles_for)
        if self.breaks_at == step:
            server.transport.abort()
        return self.says.get(step, "250 OK")

    async def handle_EHLO(  # aiosmtpd's names, here and below
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        await self._meet("ehlo", server)
        return responses

    async def handle_MAIL(
        self, server: Any, session: Session, envelope: Envelope, address: str, _: Any
    ) -> str:
        answer = await self._meet("mail", server)
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, _: Any
    ) -> str:
        answer = await self._meet("rcpt", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        answer = await self._meet("data", server)
        if answer.startswith("250") and not self.breaks_at:
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
            self.envelopes.append(envelope)
        return answer


@contextmanager
def serving(office: Office, **options: Any) -> Iterator[str]:
    port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop(no_assert=True)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def place(office: Office) -> Iterator[str]:
    with serving(office) as address:
        yield address


async def test_letter_arrives_once_and_whole(office: Office, place: str) -> None:
    receipt = await mail.send(LETTER, f"smtp://{place}?tls=none&from=governance@example.nhs.uk")
    assert receipt == Receipt(LETTER.message_id, "250 OK")
    [message] = office.taken
    assert message["Message-ID"] == LETTER.message_id
    assert message["From"] == "governance@example.nhs.uk"
    assert message["To"] == LETTER.to
    assert message["Subject"] == LETTER.subject
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert html.get_content().strip() == LETTER.html
    assert office.envelopes[0].mail_from == "governance@example.nhs.uk"
    assert office.envelopes[0].rcpt_tos == [LETTER.to]


async def test_letter_sent_again_bears_the_same_id(office: Office, place: str) -> None:
    for _ in range(2):
        await mail.send(LETTER, f"smtp://{place}?tls=none")
    assert len({message["Message-ID"] for message in office.taken}) == 1


async def test_letter_of_text_alone_has_one_part(office: Office, place: str) -> None:
    await mail.send(replace(LETTER, html=None), f"smtp://{place}?tls=none")
    assert office.taken[0].get_content_type() == "text/plain"


async def test_outbox_sends_nothing(office: Office) -> None:
    receipt = await mail.send(LETTER, "outbox:")
    assert receipt == Receipt(LETTER.message_id, "Kept in the outbox. Nothing was sent.")


@pytest.mark.parametrize(
    ("step", "says", "permanent", "words"),
    [
        (
            "rcpt",
            "550 No such user",
            True,
            "did not take a letter for member@example.nhs.uk: 550 No such user.",
        ),
        (
            "rcpt",
            "450 Mailbox busy",
            False,
            "did not take a letter for member@example.nhs.uk: 450 Mailbox busy.",
        ),
        ("data", "554 Looks like spam", True, "did not take the letter to member@example.nhs.uk: 554 Looks"),
        (
            "data",
            "452 Too many today",
            False,
            "did not take the letter to member@example.nhs.uk: 452 Too many",
        ),
        ("mail", "550 Not you", False, "does not let us write as probity@localhost: 550 Not you."),
        ("mail", "421 Going away", False, "does not let us write as probity@localhost: 421 Going away."),
    ],
)
async def test_refusal_says_whether_to_try_again(
    office: Office, place: str, step: str, says: str, permanent: bool, words: str
) -> None:
    """A sender that is refused is our own setting, which somebody will mend: never the letter's fault."""
    office.says[step] = says
    with pytest.raises(MailRefused) as refused:
        await mail.send(LETTER, f"smtp://{place}?tls=none")
    assert refused.value.sentence.startswith(f"The mail server 127.0.0.1 {words}")
    assert (refused.value.permanent, refused.value.uncertain) == (permanent, False)
    assert office.taken == []


@pytest.mark.parametrize("step", ["ehlo", "mail", "rcpt", "data"])
async def test_broken_line_is_uncertain_only_after_handing_over(
    office: Office, place: str, step: str
) -> None:
    office.breaks_at = step
    with pytest.raises(MailRefused) as refused:
        await mail.send(LETTER, f"smtp://{place}?tls=none")
    assert refused.value.permanent is False
    assert refused.value.uncertain is (step == "data")
    expected = "so it may have gone" if step == "data" else "nothing was sent"
    assert expected in refused.value.sentence


@pytest.mark.parametrize("step", ["ehlo", "rcpt", "data"])
async def test_slow_server_is_given_up(
    office: Office, place: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the answers before it may be slow ones of a busy machine
    monkeypatch.setattr(mail, "TAKING_SECONDS" if step == "data" else "ANSWER_SECONDS", 0.5)
    office.dawdles_at = step
    begun = time.monotonic()
    with pytest.raises(MailRefused) as refused:
        await mail.send(LETTER, f"smtp://{place}?tls=none")
    assert time.monotonic() - begun < office.dawdles_for - 5
    assert (refused.value.permanent, refused.value.uncertain) == (False, step == "data")


async def test_server_that_looks_long_into_a_letter_is_waited_for(
    office: Office, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mail.TAKING_SECONDS > 60, "some servers take a minute over a letter, and have it all the same"
    monkeypatch.setattr(mail, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(mail, "TAKING_SECONDS", 20.0)
    office.dawdles_at, office.dawdles_for = "data", 1.3
    assert (await mail.send(LETTER, f"smtp://{place}?tls=none")).answer == "250 OK"
    assert len(office.taken) == 1


async def test_server_that_is_down_sends_nothing() -> None:
    port = free_port()
    with pytest.raises(MailRefused, match=r"can't be reached; nothing was sent") as refused:
        await mail.send(LETTER, f"smtp://127.0.0.1:{port}?tls=none")
    assert (refused.value.permanent, refused.value.uncertain) == (False, False)


async def test_server_that_is_no_mail_server_sends_nothing() -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(nonsense, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(MailRefused, match="mail server 127") as refused:
            await mail.send(LETTER, f"smtp://127.0.0.1:{port}?tls=none")
    assert (refused.value.permanent, refused.value.uncertain) == (False, False)


# Secret lines


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file with key and certificate for 127.0.0.1, which nobody trusts unless told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
    )
    return file


@pytest.fixture
def secret_place(office: Office, certificate: Path) -> Iterator[str]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.login == b"us@host" and data.password == b"p:a/s s", handled=False)

    with serving(office, tls_context=context, authenticator=known, auth_required=True) as address:
        yield address


async def test_signed_in_letter_goes_over_a_secret_line(
    office: Office, secret_place: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await mail.send(LETTER, f"smtp://us%40host:p%3Aa%2Fs%20s@{secret_place}")
    assert len(office.taken) == 1


async def test_wrong_password_is_our_setting_and_is_not_shown(
    office: Office, secret_place: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(MailRefused, match="did not accept our user and password") as refused:
        await mail.send(LETTER, f"smtp://us%40host:guessed@{secret_place}")
    assert refused.value.permanent is False
    assert "guessed" not in refused.value.sentence
    assert office.taken == []


async def test_certificate_that_nobody_trusts_gets_nothing(office: Office, secret_place: str) -> None:
    with pytest.raises(MailRefused, match="has no certificate that we trust; nothing was sent"):
        await mail.send(LETTER, f"smtp://us%40host:p%3Aa%2Fs%20s@{secret_place}")
    assert office.taken == []


async def test_server_without_a_secret_line_gets_nothing_unless_told(office: Office, place: str) -> None:
    with pytest.raises(MailRefused, match=r"can't be used .*STARTTLS.*nothing was sent") as refused:
        await mail.send(LETTER, f"smtp://{place}")
    assert refused.value.permanent is False
    assert office.taken == []


# Parts that no letter may have


@pytest.mark.parametrize(
    "to",
    [
        "",
        "member",
        "@example.org",
        "member@",
        "a@example.org, b@example.org",
        "Name <a@example.org>",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r\nRCPT TO:<b@example.org>",
        "a@exa mple.org",
        "é@example.org",
        "a@example.org\0",
        "a" * 250 + "@example.org",
        "<a@example.org>",
        "a@b@c",
        '"a@example.org',
        "a@example.org>",
    ],
)
async def test_address_that_we_cannot_write_to_is_refused(office: Office, place: str, to: str) -> None:
    with pytest.raises(MailRefused, match="isn't an email address that we can write to") as refused:
        await mail.send(replace(LETTER, to=to), f"smtp://{place}?tls=none")
    assert refused.value.permanent is True
    assert "\n" not in refused.value.sentence
    assert office.taken == []


@pytest.mark.parametrize(
    "subject", ["one\ntwo", "one\rBcc: b@example.org", "one\0", "one\u2028two", "one\x85two"]
)
async def test_subject_of_two_lines_is_refused(subject: str) -> None:
    with pytest.raises(MailRefused, match="one line of plain text"):
        await mail.send(replace(LETTER, subject=subject), "outbox:")


@pytest.mark.parametrize("part", ["subject", "text", "html"])
async def test_half_a_character_is_refused(part: str) -> None:
    with pytest.raises(MailRefused, match="characters that can't be sent"):
        await mail.send(replace(LETTER, **{part: "a\ud800b"}), "outbox:")


@pytest.mark.parametrize(
    "message_id", ["", "plain", "<a b@c>", "<a@b>\nBcc: x@y", "<a@b", "<a@b@c>", "<é@b>"]
)
async def test_message_id_of_another_shape_is_our_own_mistake(message_id: str) -> None:
    with pytest.raises(ValueError, match="A message id looks like"):
        await mail.send(replace(LETTER, message_id=message_id), "outbox:")


@given(subject=st.text(max_size=300), text=st.text(max_size=300), to=st.text(max_size=40) | st.emails())
def test_no_letter_gains_a_header_or_a_reader(subject: str, text: str, to: str) -> None:
    try:
        message = mail.as_message(
            Letter(LETTER.message_id, to, subject, text, None), sender=Address(addr_spec="us@example.org")
        )
    except MailRefused:
        return
    read = message_from_bytes(message.as_bytes(), policy=default)
    allowed = {
        "Message-ID",
        "Date",
        "From",
        "To",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "Subject",
        "MIME-Version",
        "Content-Type",
    }
    assert set(read.keys()) - {"Content-Transfer-Encoding"} == allowed
    assert len(read.keys()) == len(set(read.keys()))
    assert len(read["To"].addresses) == 1
    assert read["To"].addresses[0].addr_spec == to


def test_message_ids_follow_the_key_and_do_not_show_it() -> None:
    one = mail.message_id_for("dudley/chase/7", host="example.nhs.uk")
    assert one == mail.message_id_for("dudley/chase/7", host="example.nhs.uk")
    assert one != mail.message_id_for("dudley/chase/8", host="example.nhs.uk")
    assert "dudley" not in one


@pytest.mark.parametrize(
    "url",
    [
        "",
        "outbox",
        "smtp://",
        "mailto:a@b",
        "http://user:hunter2@host",
        "smtp://user:hunter2@host:port",
        "smtp://user:hunter2@host?tls=maybe",
        "smtp://user:hunter2@host?colour=red",
        "smtp://user:hunter2@host?tls",
        "smtp://user:hunter2@host/path",
        "smtp://user:hunter2@host?from=two@a.org,three@a.org",
        "smtp://user:hunter2@[host",
    ],
)
def test_mail_address_that_cannot_be_read_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="MAIL_URL") as refused:
        mail.check_mail_url(url)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "url", ["outbox:", "smtp://host", "smtp://u:p@host:465", "smtp://host:25?tls=none&from=a@example.org"]
)
def test_mail_address_that_can_be_used_is_taken(url: str) -> None:
    mail.check_mail_url(url)
