"""What a copy holds, kept with each issue, and what the next issue has changed. Pure: values in, answers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.packs.board.copies import Copy, CopyItem
from backend.packs.board.leaves import paper_key

Manifest = dict[str, Any]
"""{"items": [{"key", "label", "title", "standing", "state", "papers": [{"key", "title", "version"}]}]}, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of what changed: `key` names the part that it links to, `None` where that is no more."""

    label: str
    title: str
    words: str
    key: str | None


def manifest_of(copy: Copy) -> Manifest:
    """What a copy holds: nothing is named here that the copy does not name."""
    return {"items": [_told(item) for item in copy.items]}


def _told(item: CopyItem) -> dict[str, Any]:
    return {
        "key": item.key,
        "label": item.item.label,
        "title": item.item.title,
        "standing": item.standing,
        "withheld": item.withheld,
        "state": item.item.paper_state.value,
        "papers": [
            {"key": paper_key(paper), "title": paper.title, "version": paper.version}
            for paper in (item.item.papers if item.standing else ())
        ],
    }


def changes_between(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference, in the order of the agenda as it is now.

    `before` may be of another copy of the issue before: whatever the copy of now does not name is not named. An item
    that has become private has gone from a public copy without a word; a paper that has been withheld, likewise.
    """
    was = {item["key"]: item for item in before["items"]}
    moved = _moved([item["key"] for item in before["items"]], [item["key"] for item in now["items"]])
    found: list[Change] = []
    for item in now["items"]:
        found += _of_item(was.get(item["key"]), item, moved=item["key"] in moved)
    return tuple(found)


def _of_item(was: Mapping[str, Any] | None, item: Mapping[str, Any], *, moved: bool) -> list[Change]:
    key = item["key"] if item["standing"] else None
    words: list[str] = []
    if was is None:
        words.append("Added" if item["standing"] else "Added, and withdrawn again")
    elif was["standing"] and not item["standing"]:
        words.append("Withdrawn")
    else:
        if was["label"] != item["label"]:
            words.append(f"Was item {was['label']}")
        if was["title"] != item["title"]:
            words.append("Has another title")
        if moved:
            words.append("Taken at another place on the agenda")
        if item["withheld"] and not was.get("withheld"):
            words.append("Its papers are withheld from you")
        elif was.get("withheld") and not item["withheld"]:
            words.append("Its papers are no longer withheld from you")
    found = []
    if words:
        found.append(Change(label=item["label"], title=item["title"], words=". ".join(words), key=key))
    if not item["withheld"]:
        found += _of_papers(was, item)
    return found


def _of_papers(was: Mapping[str, Any] | None, item: Mapping[str, Any]) -> list[Change]:
    label = item["label"]
    before = {} if was is None or was.get("withheld") else {paper["key"]: paper for paper in was["papers"]}
    found = []
    for paper in item["papers"]:
        old = before.pop(paper["key"], None)
        words = ""
        if old is None:
            words = "Paper added"
        elif old["version"] != paper["version"]:
            words = f"Paper replaced: version {old['version']} by version {paper['version']}"
        elif old["title"] != paper["title"]:
            words = "Paper has another title"
        if words:
            found.append(Change(label=label, title=paper["title"], words=words, key=paper["key"]))
    if item["standing"]:
        gone = (
            Change(label=label, title=old["title"], words="Paper withdrawn", key=None)
            for old in before.values()
        )
        found += gone
    return found


def _moved(before: list[str], now: list[str]) -> set[str]:
    """The fewest items whose moving explains the new order: all but a longest run that kept its order."""
    place = {key: number for number, key in enumerate(before)}
    kept = [key for key in now if key in place]
    runs: list[list[str]] = []
    for key in kept:
        runs.append([*_longest([run for run in runs if place[run[-1]] < place[key]]), key])
    return set(kept) - set(_longest(runs))


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=len) if runs else []
