"""An installation of a test's own, in processes that can be killed, stopped and started again."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from backend.kit import embedded
from backend.kit.keys import KeyRing
from backend.tenancy import roles
from tests.ports import free_port

SQUARE = Path(__file__).resolve().parents[2]


class Installation:
    """A database cluster, a mail server and workers, under one home. What is asked to run is started when it ended."""

    def __init__(self, home: Path, *, workers: int = 2, everybody_leads: bool = False) -> None:
        self.home = home
        self.everybody_leads = everybody_leads
        self.ring = KeyRing.open(home / "keys")
        self.mail = home / "mail"
        self.mail.mkdir(exist_ok=True)
        self.port: int = free_port()
        self.mailer: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes] | None] = [None] * workers
        self.starts = 0
        self.deaths_by_itself = 0
        self._log = (home / "processes.log").open("ab")

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PROBITY_HOME": str(self.home),
            "DATABASE_URL": self.address("probity_app"),
            "MAIL_URL": f"smtp://127.0.0.1:{self.port}?tls=none&from=governance@north.example",
            "PROBITY_PUBLIC_URL": "https://probity.example",
            "EVERYBODY_LEADS": "yes" if self.everybody_leads else "",
        }

    def address(self, role: str) -> str:
        return roles.role_url(
            self._server.url(), role=role, password=self.ring.load_or_make_password(role), name="probity"
        )

    def admin_address(self) -> str:
        return self._server.url("probity")

    # The database

    def start_database(self) -> None:
        password = self.ring.load_or_make_password("superuser")
        for attempt in range(100):
            try:
                self._server = embedded.start(self.home, password=password, fsync=False)
                return
            except embedded.UnableToStartDatabase:
                if attempt == 99:
                    raise
                time.sleep(0.1)  # the dead server's last children still hold its memory

    def kill_database(self) -> None:
        """Every process of the server at once, as when the machine's memory runs out."""
        postmaster = embedded._postmaster(self.home / "database")
        if postmaster is None:
            return
        children = [
            int(folder.name)
            for folder in Path("/proc").iterdir()
            if folder.name.isdigit() and _parent(folder) == postmaster
        ]
        for pid in (postmaster, *children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while any(_lives(pid) for pid in (postmaster, *children)):
            time.sleep(0.01)

    # The mail server

    def start_mailer(self) -> None:
        command = [sys.executable, "-m", "tests.durable.mailer", str(self.port), str(self.mail)]
        self.mailer = subprocess.Popen(command, cwd=SQUARE, stdout=self._log, stderr=self._log)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.03)
        raise AssertionError("the mail server did not start")

    def kill_mailer(self) -> None:
        assert self.mailer is not None
        self.mailer.kill()
        self.mailer.wait()

    def mood(self, **mood: Any) -> None:
        """How the mail server behaves from now on; nothing said: calmly."""
        part = self.mail / "mood.part"
        part.write_text(json.dumps(mood))
        part.rename(self.mail / "mood.json")

    def kept(self) -> list[dict[str, Any]]:
        """What the mail server wrote down; a line that it died over is no line."""
        file = self.mail / "kept.jsonl"
        lines = file.read_text().split("\n") if file.exists() else []
        found = []
        for line in lines:
            with contextlib.suppress(ValueError):
                found.append(json.loads(line))
        return found

    # The workers, each with its clock

    def start_worker(self, number: int) -> None:
        command = [sys.executable, "-m", "tests.durable.hurried"]
        self.workers[number] = subprocess.Popen(
            command, cwd=SQUARE, env=self.environment, stdout=self._log, stderr=self._log
        )
        self.starts += 1

    def kill_worker(self, number: int) -> None:
        worker = self.workers[number]
        assert worker is not None
        worker.kill()
        worker.wait()
        self.workers[number] = None

    def signal_worker(self, number: int, what: signal.Signals) -> None:
        worker = self.workers[number]
        assert worker is not None
        worker.send_signal(what)

    async def look_after(self) -> None:
        """What a service manager does: a worker that ended by itself is started again."""
        while True:
            for number, worker in enumerate(self.workers):
                if worker is not None and worker.poll() is not None:
                    self.deaths_by_itself += 1
                    self.start_worker(number)
            await asyncio.sleep(0.3)

    def end(self) -> None:
        for process in (*self.workers, self.mailer):
            if process is not None:
                process.kill()
                process.wait()
        self.kill_database()
        self._log.close()
        shutil.rmtree(self.home / "database", ignore_errors=True)


def _parent(folder: Path) -> int | None:
    try:
        return int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return None


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False
