"""A mail server in a process of its own that writes down what it takes before it answers: `mailer.py PORT FOLDER`.

`FOLDER/kept.jsonl` has a line for each thing that happened to a letter, on the disk before the next one: `begun` with
its address once a recipient is named, `taken` once the letter was read whole, `answered` once it may be answered.
`FOLDER/mood.json` says how it behaves from now on: how long it takes, what it answers, whether it hangs up instead.
"""

import asyncio
import json
import os
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

CALM: dict[str, Any] = {"seconds": 0.3, "answer": "250 2.0.0 taken", "hangs_up": False}


class Keeper:
    """The handler of aiosmtpd."""

    def __init__(self, folder: Path) -> None:
        self._mood = folder / "mood.json"
        self._kept = os.open(folder / "kept.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, _: Any
    ) -> str:
        self._write(begun=address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
        what = {"id": str(letter["Message-ID"]), "to": envelope.rcpt_tos[0]}
        mood = {**CALM, **(json.loads(self._mood.read_text()) if self._mood.exists() else {})}
        await asyncio.sleep(mood["seconds"] / 2)
        if mood["answer"].startswith("2"):
            self._write(taken=what)
        await asyncio.sleep(mood["seconds"] / 2)
        if mood["hangs_up"]:
            self._write(hung_up=what)
            server.transport.abort()
        self._write(answered=what)
        return str(mood["answer"])

    def _write(self, **line: Any) -> None:
        os.write(self._kept, json.dumps(line).encode() + b"\n")


async def serve(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(folder), loop=loop), "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
