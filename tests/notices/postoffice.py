"""A real SMTP server that keeps what it takes and answers as it is told to."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from tests.ports import free_port


class PostOffice:
    """`taken` holds every letter that the server has read whole, whatever it answered afterwards.

    `answer` is what it says then; `refuses` holds what it says of an address before any letter. With `hangs_up` it
    says nothing and breaks the line; with `holds` it waits, letter in hand, until `holds` is set, so that a test can
    kill the sender between the letter and the answer.
    """

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.return_paths: list[str] = []
        self.answer = "250 2.0.0 taken"
        self.refuses: dict[str, str] = {}
        self.hangs_up = False
        self.holds: threading.Event | None = None
        self.holding = threading.Event()
        self.url = ""

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.taken]

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, _: Any
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.taken.append(letter)
        self.return_paths.append(str(envelope.mail_from))
        if self.holds is not None:
            self.holding.set()
            await asyncio.to_thread(self.holds.wait)
        if self.hangs_up:
            server.transport.abort()
        return self.answer


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    office = PostOffice()
    port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    office.url = f"smtp://127.0.0.1:{port}?tls=none&from=governance@north.example"
    try:
        yield office
    finally:
        controller.stop(no_assert=True)
