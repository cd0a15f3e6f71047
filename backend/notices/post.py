"""Where this process sends letters, and where their links lead: given once at start by composition."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from backend.kit import mail, notify

KEPT_HERE = "outbox:"
"""The mail address of a house without a mail server: letters stay in the outbox, for people to read in the app."""

_USE_OF_KEY = "return-path/v1"
_SEAL_BYTES = 9
_MARK = re.compile(r"\+([a-z2-7]{40})@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Post:
    mail_url: str = KEPT_HERE
    public_url: str = "http://localhost"
    key_of: Callable[[UUID, str], bytes] | None = None


class _Office:
    post = _Post()


def use(*, mail_url: str, public_url: str, key_of: Callable[[UUID, str], bytes] | None = None) -> None:
    """Send by `mail_url` (`kit.mail`, `kit.notify`), with links to `public_url`.

    `key_of` derives a tenant's key for a use; without one, letters come back to their sender alone. Raises ValueError
    for an unusable address.
    """
    if mail_url.startswith("notify:"):
        notify.service_at(mail_url)
    else:
        mail.check_mail_url(mail_url)
    _Office.post = _Post(mail_url, public_url.rstrip("/"), key_of)


def mail_url() -> str:
    return _Office.post.mail_url


def public_url() -> str:
    return _Office.post.public_url


def host() -> str:
    """The name of the house after the @ of its message ids."""
    return urlsplit(_Office.post.public_url).hostname or "localhost"


def breaks_lines_itself() -> bool:
    """Whether the post sets the text: GOV.UK Notify makes a page of it, and shows each of our breaks as one."""
    return _Office.post.mail_url.startswith("notify:")


async def send(letter: mail.Letter, *, again: bool) -> mail.Receipt:
    """Hand the letter over, or raise MailRefused; `again`: an earlier attempt may have arrived."""
    url = _Office.post.mail_url
    if url.startswith("notify:"):
        return await notify.send(letter, notify.service_at(url), again=again)
    return await mail.send(letter, url)


async def status_of(post_id: str) -> notify.Status | None:
    """What became of a letter that the post knows by this name; `None` where the post can't be asked."""
    url = _Office.post.mail_url
    return await notify.status_of(notify.service_at(url), post_id) if url.startswith("notify:") else None


def return_path(tenant_id: UUID, message_id: str) -> str | None:
    """Where this letter comes back to: a mark after a plus, which says whose it is and that we wrote it.

    `None` where the mail server's address names no mailbox for it.
    """
    url = _Office.post.mail_url
    mailbox = None if url.startswith("notify:") else mail.bounces_to(url)
    if mailbox is None or _Office.post.key_of is None:
        return None
    name, _, domain = mailbox.rpartition("@")
    mark = base64.b32encode(tenant_id.bytes + _seal(tenant_id, message_id)).decode().lower()
    return f"{name}+{mark}@{domain}"


def tenant_of_return(address: str, message_id: str) -> UUID | None:
    """Whose letter of this id came back to the address; `None` if it is not a return path of ours for it."""
    found = _MARK.search(address)
    if found is None or _Office.post.key_of is None:
        return None
    data = base64.b32decode(found[1].upper())
    tenant_id, seal = UUID(bytes=data[:16]), data[16:]
    return tenant_id if hmac.compare_digest(seal, _seal(tenant_id, message_id)) else None


def _seal(tenant_id: UUID, message_id: str) -> bytes:
    assert _Office.post.key_of is not None
    key = _Office.post.key_of(tenant_id, _USE_OF_KEY)
    return hmac.new(key, message_id.encode(), hashlib.sha256).digest()[:_SEAL_BYTES]
