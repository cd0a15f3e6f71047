"""What a daily letter says: what is late first, then what is due, then what its person wanted to be told in it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from backend.chasing.rules.ladders import NEWS
from backend.chasing.rules.lettering import Line, digest_subject
from backend.chasing.sources import Said
from backend.kit.calendar import in_words
from backend.notices import calendars

KIND = "chasing.digest"

_TITLES = {"late": "Late", "due": "Due", "news": "Notices"}


def content_of(line: Line, said: Said, *, brings_entry: bool) -> dict[str, Any]:
    """One line as it is kept, so that the letter can be made anew without another."""
    notes = list(said.notes)
    if line.meant_on < line.day:
        notes.append(f"This was meant for {in_words(line.meant_on)}.")
    content: dict[str, Any] = {
        "subject": line.subject,
        "words": line.words,
        "notes": notes,
        "links": [list(link) for link in said.links],
        "group": "news" if line.thing.ladder == NEWS else "late" if line.due_on < line.day else "due",
    }
    if brings_entry and said.entry is not None:
        content["entry"] = calendars.kept((said.entry,))[0]
    return content


def context_of(contents: Sequence[dict[str, Any]], dues: Sequence[date], *, day: date) -> dict[str, Any]:
    """The context of the letter: its lines in groups, numbered through, and the due days for a calendar."""
    owed = [due for content, due in zip(contents, dues, strict=True) if content.get("group") != "news"]
    groups, number = [], 1
    for group, title in _TITLES.items():
        lines = [content for content in contents if content.get("group", "due") == group]
        if lines:
            plain = [{key: line[key] for key in ("subject", "words", "notes", "links")} for line in lines]
            groups.append({"title": title, "first": number, "lines": plain})
            number += len(lines)
    return {
        "subject": digest_subject(owed, day, news=len(contents) - len(owed)),
        "groups": groups,
        "calendar": [content["entry"] for content in contents if "entry" in content],
    }
