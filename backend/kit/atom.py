"""A feed for readers of feeds (RFC 4287). Pure: values in, bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; `href` is the whole address of what it tells of."""

    id: UUID
    title: str
    updated: datetime
    href: str
    summary: str


def feed(*, title: str, author: str, root: str, updated: datetime, entries: Sequence[Entry]) -> bytes:
    """The feed of the page at `root`, whose own address is that with `/feed.atom`."""
    told = "".join(
        f"<entry><id>urn:uuid:{entry.id}</id><title>{escape(entry.title)}</title>"
        f"<updated>{entry.updated.isoformat()}</updated>"
        f'<link rel="alternate" type="text/html" href={quoteattr(entry.href)}/>'
        f"<summary>{escape(entry.summary)}</summary></entry>\n"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">\n'
        f"<id>{escape(root)}</id><title>{escape(title)}</title>\n"
        f"<updated>{updated.isoformat()}</updated><author><name>{escape(author)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{root}/feed.atom")}/>\n'
        f"{told}</feed>\n"
    ).encode()
