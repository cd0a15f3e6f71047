"""Letters by SMTP, sent at most once for each call, with failures that say whether to try again.

    receipt = await send(letter, "smtp://user:password@mail.example.nhs.uk:587?from=governance@example.nhs.uk")

`outbox:` sends nothing: the letter stays where the caller keeps it, for people to read in the app.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

ANSWER_SECONDS = 30.0
"""How long the server may take over each step of the conversation but the last."""

TAKING_SECONDS = 90.0
"""How long it may take to answer the whole letter: many look into it first, and who hangs up sends it twice."""

SENDER = "probity@localhost"
"""Who writes, where the address of the mail server doesn't say (`?from=`)."""

_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[A-Za-z0-9.-]{1,100}>")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9A-Fa-f:.]+\])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class MailRefused(Exception):
    """A letter wasn't taken; `sentence` is plain English without secrets.

    `permanent`: sending the same letter to the same address again will fail again.
    `uncertain`: the whole letter had been handed over when the line broke, so it may arrive all the same. Send it
    again, if at all, with the same message id. `recipient_alone`: the server takes letters, but not for this address.
    """

    def __init__(
        self, sentence: str, *, permanent: bool, uncertain: bool = False, recipient_alone: bool = False
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.permanent = permanent
        self.uncertain = uncertain
        self.recipient_alone = recipient_alone


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """Entries of a calendar beside a letter (RFC 5545); `cancels`: they are to be taken out."""

    data: bytes
    cancels: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one address. `message_id` is the caller's, so that a second sending bears the same id."""

    message_id: str
    """RFC 5322, in angle brackets; `message_id_for` makes one from a key."""
    to: str
    """One bare address: name@example.nhs.uk"""
    subject: str
    text: str
    html: str | None = None
    thread_id: str | None = None
    """The message id that all letters about one thing answer to, so that a mail client shows them together."""
    list_id: str | None = None
    """RFC 2919: what a rule of a mailbox can be told by, such as example-ccg.letters.probity.example"""
    list_name: str = ""
    reply_to: str | None = None
    calendar: CalendarFile | None = None
    return_path: str | None = None
    """Where the letter comes back to if nobody takes it; the sender's own address where none is given."""
    sender_name: str = ""
    """What stands beside the sender's address; the address itself is the mail server's alone to say."""


@dataclass(frozen=True, slots=True)
class Receipt:
    message_id: str
    answer: str
    """What the server said when it took the letter."""
    post_id: str = ""
    """The post's own name for the letter, by which it can be asked later what became of it."""
    known: bool = False
    """The post had the letter from an earlier attempt, so that there is no doubt: it has it once."""


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    user: str | None
    password: str | None
    tls: str
    sender: Address
    bounces: Address | None


def message_id_for(key: str, *, host: str) -> str:
    """The same id for the same key, always; the key itself doesn't show in it."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{host}>"


def check_mail_url(url: str) -> None:
    """Raises ValueError, without the password, for an address that `send` could not use."""
    _server_at(url)


def is_address(text: str) -> bool:
    """Whether `send` could write to it."""
    try:
        _address(text)
    except MailRefused:
        return False
    return True


def bounces_to(url: str) -> str | None:
    """The mailbox to which letters come back (`&bounces=returns@example.nhs.uk`), where the address names one."""
    server = _server_at(url)
    return server.bounces.addr_spec if server and server.bounces else None


def one_line(text: str) -> str:
    """What a stranger's server said, fit to be shown: one line, no control characters, not endless."""
    return _CONTROL.sub(" ", text).strip()[:200]


def check_address(text: str) -> None:
    """Raises MailRefused, with a sentence, for an address that `send` could not write to."""
    _address(text)


async def send(letter: Letter, url: str) -> Receipt:
    """Hand the letter to the server at `url`, or raise MailRefused; ValueError if the address can't be read.

    `smtp://user:password@host:port?tls=starttls|implicit|none&from=address&bounces=address`. Without `tls` the line
    must become secret by STARTTLS (port 465: from the start); a server whose certificate isn't trusted gets nothing.
    """
    server = _server_at(url)
    message = as_message(letter, sender=server.sender if server else Address(addr_spec=SENDER))
    if server is None:
        return Receipt(letter.message_id, "Kept in the outbox. Nothing was sent.")
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=ANSWER_SECONDS,
        use_tls=server.tls == "implicit",
        start_tls=server.tls == "starttls",
    )
    step = "connecting"
    try:
        await client.connect()
        step = "asking"
        if server.user is not None:
            await client.login(server.user, server.password or "")
        await client.mail(letter.return_path or server.sender.addr_spec)
        await client.rcpt(letter.to)
        step = "handing over"
        answer = await client.data(message.as_bytes(), timeout=TAKING_SECONDS)
        step = "leaving"
        with contextlib.suppress(
            aiosmtplib.SMTPException
        ):  # it has the letter; a rude goodbye changes nothing
            await client.quit()
        return Receipt(letter.message_id, f"{answer.code} {one_line(answer.message)}")
    except aiosmtplib.SMTPAuthenticationError as error:
        raise _refused(server, f"did not accept our user and password ({error.code})") from error
    except aiosmtplib.SMTPSenderRefused as error:
        raise _refused(server, f"does not let us write as {server.sender.addr_spec}", error) from error
    except aiosmtplib.SMTPRecipientRefused as error:
        raise _refused(
            server, f"did not take a letter for {letter.to}", error, permanent=True, recipient_alone=True
        ) from error
    except aiosmtplib.SMTPDataError as error:
        raise _refused(server, f"did not take the letter to {letter.to}", error, permanent=True) from error
    except aiosmtplib.SMTPResponseException as error:
        raise _refused(server, "did not let us begin", error) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _broken_off(server, step, error) from error
    finally:
        client.close()


def as_message(letter: Letter, *, sender: Address) -> EmailMessage:
    """The letter as it goes over the wire; raises MailRefused (permanent) for parts that no letter may have."""
    if not _MESSAGE_ID.fullmatch(letter.message_id):
        raise ValueError(f"A message id looks like <letters@host>, not {letter.message_id!r}.")
    if _CONTROL.search(letter.subject):
        raise MailRefused("The subject of a letter must be one line of plain text.", permanent=True)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = letter.message_id
    message["Date"] = formatdate(localtime=False)
    message["From"] = _named(sender, letter.sender_name)
    message["To"] = _address(letter.to)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes are not to answer us
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # the same to Exchange; bounces are wanted
    _add_headers(message, letter)
    try:
        message["Subject"] = letter.subject
        message.set_content(letter.text.replace("\0", ""))
        if letter.html is not None:
            message.add_alternative(letter.html.replace("\0", ""), subtype="html")
        if letter.calendar is not None:
            method = "CANCEL" if letter.calendar.cancels else "PUBLISH"
            message.add_attachment(
                letter.calendar.data,
                maintype="text",
                subtype="calendar",
                filename="due-dates.ics",
                params={"method": method, "charset": "utf-8"},
            )
        message.as_bytes()
    except UnicodeError as error:
        raise MailRefused("The letter holds characters that can't be sent.", permanent=True) from error
    return message


def _add_headers(message: EmailMessage, letter: Letter) -> None:
    """What holds a thread together, tells our letters from others, and says where an answer goes."""
    if letter.thread_id is not None:
        if not _MESSAGE_ID.fullmatch(letter.thread_id):
            raise ValueError(f"A thread's id looks like <letters@host>, not {letter.thread_id!r}.")
        message["In-Reply-To"] = letter.thread_id
        message["References"] = letter.thread_id
    if letter.list_id is not None:
        name = one_line(letter.list_name).replace('"', "").replace("\\", "")
        message["List-Id"] = f'"{name}" <{letter.list_id}>' if name else f"<{letter.list_id}>"
    if letter.reply_to is not None:
        message["Reply-To"] = _address(letter.reply_to)


def _named(sender: Address, name: str) -> Address:
    """The sender under a name of one line that holds no sign of an address."""
    plain = re.sub(r'[<>"@\\]', "", one_line(name)).strip()
    return Address(display_name=plain, username=sender.username, domain=sender.domain) if plain else sender


def _address(text: str) -> Address:
    """One bare address in ASCII: the form that every server takes and no quoting can bend."""
    if len(text) > 254 or not (match := _ADDRESS.fullmatch(text)) or len(match[1]) > 64:
        sentence = f"“{one_line(text)}” isn't an email address that we can write to."
        raise MailRefused(sentence, permanent=True)
    return Address(username=match[1], domain=match[2])


def _server_at(url: str) -> _Server | None:
    if url == "outbox:":
        return None
    shape = "MAIL_URL must be outbox: or look like smtp://user:password@host:port?tls=starttls&from=name@example.org"
    try:
        parts = urlsplit(url)
        port = parts.port
        options = {
            key: values[0] for key, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()
        }
        sender = _address(options.get("from", SENDER))
        bounces = _address(options["bounces"]) if "bounces" in options else None
    except (ValueError, MailRefused):
        raise ValueError(shape) from None  # what went wrong quotes the address, password and all
    tls = options.get("tls", "implicit" if port == 465 else "starttls")
    if (
        parts.scheme != "smtp"
        or not parts.hostname
        or parts.path.strip("/")
        or set(options) - {"tls", "from", "bounces"}
    ):
        raise ValueError(shape)
    if tls not in {"starttls", "implicit", "none"}:
        raise ValueError("The tls of MAIL_URL must be starttls, implicit or none.")
    return _Server(
        host=parts.hostname,
        port=port or 587,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
        sender=sender,
        bounces=bounces,
    )


def _refused(
    server: _Server,
    words: str,
    error: aiosmtplib.SMTPResponseException | aiosmtplib.SMTPRecipientRefused | None = None,
    *,
    permanent: bool = False,
    recipient_alone: bool = False,
) -> MailRefused:
    """The server said no. Its own words follow; `permanent` stands only where it said 5xx (RFC 5321, 4.2.1)."""
    said = f": {error.code} {one_line(error.message)}" if error else ""
    return MailRefused(
        f"The mail server {server.host} {words}{said}.",
        permanent=permanent and error is not None and 500 <= error.code < 600,
        recipient_alone=recipient_alone,
    )


def _broken_off(server: _Server, step: str, error: Exception) -> MailRefused:
    if step == "handing over":
        return MailRefused(
            f"The mail server {server.host} fell silent after the letter was handed over, so it may have gone.",
            permanent=False,
            uncertain=True,
        )
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        words = "has no certificate that we trust"
    elif isinstance(error, TimeoutError):
        words = "took too long to answer"
    elif not isinstance(error, OSError):
        words = f"can't be used ({one_line(str(error))})"  # no STARTTLS, no way to sign in that we know
    elif step == "connecting":
        words = "can't be reached"
    else:
        words = "broke the line off"
    return MailRefused(f"The mail server {server.host} {words}; nothing was sent.", permanent=False)
