"""Where this process sends letters, and where their links lead: given once at start by composition."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.kit.mail import check_mail_url

KEPT_HERE = "outbox:"
"""The mail address of a house without a mail server: letters stay in the outbox, for people to read in the app."""


@dataclass(frozen=True, slots=True)
class _Post:
    mail_url: str = KEPT_HERE
    public_url: str = "http://localhost"


class _Office:
    post = _Post()


def use(*, mail_url: str, public_url: str) -> None:
    """Send by `mail_url` (`kit.mail`), with links to `public_url`. Raises ValueError for an unusable address."""
    check_mail_url(mail_url)
    _Office.post = _Post(mail_url, public_url.rstrip("/"))


def mail_url() -> str:
    return _Office.post.mail_url


def public_url() -> str:
    return _Office.post.public_url


def host() -> str:
    """The name of the house after the @ of its message ids."""
    return urlsplit(_Office.post.public_url).hostname or "localhost"
