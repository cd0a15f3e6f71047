"""What the radar found, as a table for people."""

import textwrap

from backend.radar.files import Findings, Meeting

_WIDTH = 110


def printed(findings: Findings, meeting: Meeting) -> str:
    """The hits by rank, then the hints, then the items without either; every line at most 110 characters."""
    titles = {item.id: item.title for item in meeting.items}
    lines = [
        f"{meeting.committee or meeting.body.name}, {_day(findings)}: what the agenda touches of declared interests",
        "",
    ]
    hints = [hit for hit in findings.hits if hit.sureness < 0.5]
    for hit in findings.hits:
        if hit.sureness < 0.5:
            continue
        lines.append(f"{hit.rank:>3}. {hit.sureness:.2f}  Item {hit.item_id}: {titles[hit.item_id]}"[:_WIDTH])
        lines += textwrap.wrap(hit.sentence, _WIDTH, initial_indent=" " * 11, subsequent_indent=" " * 11)
        words = f"Suggested: {hit.suggestion.words}"
        lines += textwrap.wrap(words, _WIDTH, initial_indent=" " * 11, subsequent_indent=" " * 11)
    if hints:
        lines += ["", "Hints, too unsure to count as hits:"]
        for hit in hints:
            words = f"{hit.sureness:.2f}  Item {hit.item_id}: {hit.sentence}"
            lines += textwrap.wrap(words, _WIDTH, initial_indent="  ", subsequent_indent=" " * 8)
    if findings.nothing_found:
        lines.append("")
    for silent in findings.nothing_found:
        lines += textwrap.wrap(
            f"Item {silent.item_id}, {titles[silent.item_id]}: {silent.sentence}.",
            _WIDTH,
            subsequent_indent="  ",
        )
    lines += ["", "Nothing is decided by this search."]
    return "\n".join(lines) + "\n"


def _day(findings: Findings) -> str:
    return f"{findings.meeting_on.day} {findings.meeting_on:%B %Y}"
