"""What a process is told from outside: one frozen record, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadSetting(ValueError):
    """An environment variable holds something that Probity cannot use; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process.

    `home` holds what the embedded default keeps: database, files, keys. `database_url` of `None` means
    the embedded server. `clock` is `real`, or a moment in ISO 8601 that runs on from the start of the process.
    `tsa_url` is a time-stamping authority (RFC 3161), `tsa_roots` a PEM file with the certificates that its stamps
    must lead to; without the two nobody vouches for the time of a seal. `anchor_url` is a bucket with Object Lock, to
    which the ledgers' newest roots are taken. `private_hosts` are the identity providers that may lie in a private
    network: no other address that an officer types in is asked there. Sizes are in bytes.
    """

    home: Path
    database_url: str | None
    storage_url: str
    mail_url: str
    clock: str
    public_url: str
    port: int
    tsa_url: str | None = None
    tsa_roots: Path | None = None
    anchor_url: str | None = None
    upload_limit: int = 50 * 1024 * 1024
    unpacked_limit: int = 500 * 1024 * 1024
    page_limit: int = 2_000
    private_hosts: frozenset[str] = frozenset()

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def cookie_name(self) -> str:
        """Two homes on two ports share a browser's cookies, so the name carries the home's own id."""
        marker = self.home / "home-id"
        if not marker.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            marker.write_text(secrets.token_hex(4))
        prefix = "__Host-" if self.public_url.startswith("https://") else ""
        return f"{prefix}probity-{marker.read_text().strip()}"


def default_home() -> Path:
    """`/var/lib/probity` for root, whose own folder the database's user could not enter; else XDG's place."""
    if os.geteuid() == 0:
        return Path("/var/lib/probity")
    data_home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data_home) / "probity"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (the process's own by default); raises `BadSetting` with a sentence."""
    values = os.environ if environ is None else environ
    home = Path(values.get("PROBITY_HOME") or default_home()).expanduser().resolve()
    port = _port(values.get("PROBITY_PORT") or "8014")
    database_url = values.get("DATABASE_URL") or None
    if database_url and not database_url.startswith(("postgresql://", "postgres://")):
        raise BadSetting("DATABASE_URL must begin with postgresql://; Probity runs on PostgreSQL only.")
    return Settings(
        home=home,
        database_url=database_url,
        storage_url=values.get("STORAGE_URL") or f"file://{home / 'files'}",
        mail_url=values.get("MAIL_URL") or "outbox:",
        clock=values.get("PROBITY_CLOCK") or "real",
        public_url=(values.get("PROBITY_PUBLIC_URL") or f"http://localhost:{port}").rstrip("/"),
        port=port,
        tsa_url=_web_address(values, "TSA_URL"),
        tsa_roots=_file(values, "TSA_ROOTS"),
        anchor_url=values.get("ANCHOR_URL") or None,
        upload_limit=_megabytes(values, "PROBITY_UPLOAD_MB", 50),
        unpacked_limit=_megabytes(values, "PROBITY_UNPACKED_MB", 500),
        private_hosts=frozenset(values.get("PROBITY_PRIVATE_HOSTS", "").lower().replace(",", " ").split()),
    )


def _web_address(values: Mapping[str, str], name: str) -> str | None:
    text = values.get(name) or None
    if text is not None and not text.startswith(("http://", "https://")):
        raise BadSetting(f"{name} must begin with https:// or http://.")
    return text


def _file(values: Mapping[str, str], name: str) -> Path | None:
    text = values.get(name)
    return Path(text).expanduser() if text else None


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSetting(f"PROBITY_PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def _megabytes(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdigit() or int(text) == 0:
        raise BadSetting(f"{name} is {text!r}; it must be a whole number of megabytes.")
    return int(text) * 1024 * 1024
