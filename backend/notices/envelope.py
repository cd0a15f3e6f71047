"""A letter as it goes out: its words in lines that every mail client shows, its thread, and where answers go."""

import re
import textwrap
from collections.abc import Mapping
from typing import Any

from backend.kit import mail
from backend.notices import calendars, looks, post, rules
from backend.notices.wording import Wording
from backend.scope import Scope

WIDTH = 72
"""Columns of a plain letter."""

_STARTS_ANEW = re.compile(r"\s|https?://|[-•*] |\d+\. ")


def outgoing(
    scope: Scope, letter: Mapping[str, Any], words: Wording, *, entries: str | None, reply_to: str
) -> mail.Letter:
    """The letter of a row of `notices_letter`. Letters about one thing bear one thread, and lie together."""
    found = calendars.read(entries)
    calendar = None
    if found:
        data = calendars.as_file(scope, found, told_at=letter["queued_at"])
        calendar = mail.CalendarFile(data=data, cancels=all(entry.cancelled for entry in found))
    return mail.Letter(
        message_id=letter["message_id"],
        to=letter["recipient_address"],
        subject=letter["subject"],
        text=words.text if post.breaks_lines_itself() else in_lines(words.text),
        html=None if letter["plain_text"] else words.html,
        thread_id=thread_id_of(scope, letter["key"]),
        list_id=f"{scope.tenant.slug}.letters.{post.host()}",
        list_name=scope.tenant.name,
        reply_to=reply_to or None,
        sender_name=looks.kept(scope).sender_name or scope.tenant.name,
        calendar=calendar,
        return_path=post.return_path(scope.tenant.id, letter["message_id"]),
    )


def thread_id_of(scope: Scope, key: str) -> str:
    """The message id to which every letter about a thing answers; no letter has it itself."""
    return mail.message_id_for(f"{scope.tenant.id}/thread/{rules.thread_of(key)}", host=post.host())


def in_lines(text: str, width: int = WIDTH) -> str:
    """The text in lines of at most `width` columns; addresses stay whole, and lists and headings where they are."""
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))
        for line in unbroken(text).split("\n")
    )


def unbroken(text: str) -> str:
    """The text with each paragraph in one line, where somebody broke it by hand."""
    paragraphs: list[list[str]] = []
    for line in text.split("\n"):
        last = paragraphs[-1][-1] if paragraphs else ""
        goes_on = last.strip() and line.strip() and not _STARTS_ANEW.match(line) and not last.endswith(":")
        if goes_on and not last.startswith("http") and len(last) > WIDTH // 2:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return "\n".join(" ".join(few) for few in paragraphs)
