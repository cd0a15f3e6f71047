"""What a walk stands in: a mail server that keeps what arrives, and a worker process of its own."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email import policy as email_policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from backend.kit.settings import Settings


def check_port(port: int) -> None:
    """Another Probity, or anything else, may have our port already. Raises OSError with a sentence."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sentence = (
                f"Port {port} is taken. Stop what uses it, or choose another: PROBITY_PORT=8015 make run"
            )
            raise OSError(sentence) from error


def free_port() -> int:
    """A port that nobody listens on; aiosmtpd wants to be told one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Letterbox:
    """The mail server's handler: keeps what arrives."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.original_content or b"", policy=email_policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        return "250 Kept"


@asynccontextmanager
async def worker(settings: Settings, environment: dict[str, str]) -> AsyncIterator[None]:
    """A worker process of its own, as in production; what it says goes to a file in the home."""
    with (settings.home / "worker.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend.cli", "worker", env=environment, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(process.wait(), 30)
            except TimeoutError:
                process.kill()
