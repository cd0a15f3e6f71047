"""What stands in front of a board pack's items: its cover, what changed since the last issue, and the contents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.kit.pdf.render import Pages
from backend.packs import printing, rules
from backend.packs.board import layouts, leaves
from backend.packs.board.changes import Change
from backend.packs.board.copies import Copy
from backend.scope import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since the issue of that number."""

    issue: int
    changes: Sequence[Change]


def cover(tenant: Tenant, copy: Copy, *, issue: int, as_at: datetime | None) -> Pages:
    """The first page."""
    page = printing.page(
        "cover.html",
        title=copy.agenda.committee,
        tenant=tenant.name,
        demonstration=tenant.demonstration,
        agenda=copy.agenda,
        what=_what(copy),
        copy=rules.copy_in_words(copy.variant, copy.format),
        reader=copy.reader,
        withheld=[item.item.label for item in copy.items if item.withheld],
        full=copy.variant is not rules.Variant.PUBLIC,
        private=copy.private,
        issue=issue,
        as_at=as_at,
        single=copy.format.large,
    )
    return layouts.dressed(page, copy.format)


def contents(
    tenant: Tenant,
    copy: Copy,
    *,
    starts: Mapping[str, str],
    pages: Mapping[str, int],
    remarks: Mapping[str, str],
) -> Pages:
    """The agenda with the page on which each item and paper begins."""
    page = printing.page(
        "contents.html",
        title="Agenda and contents",
        agenda=copy.agenda,
        demonstration=tenant.demonstration,
        lines=leaves.lines_of(copy, starts=starts, pages=pages, remarks=remarks),
        single=copy.format.large,
    )
    return layouts.dressed(page, copy.format)


def changes(copy: Copy, *, since: Since, starts: Mapping[str, str]) -> Pages:
    """What changed since the last issue, each line with its link."""
    page = printing.page(
        "changes.html",
        title=title_of_changes(since),
        agenda=copy.agenda,
        since=since.issue,
        changes=since.changes,
        starts=starts,
    )
    return layouts.dressed(page, copy.format)


def title_of_changes(since: Since) -> str:
    return f"What changed since issue {since.issue}"


def blank(copy: Copy) -> Pages:
    """A page without anything of its own, before an item that begins on a right-hand page."""
    return layouts.dressed(printing.page("blank.html", title="Blank page"), copy.format)


def name_of(copy: Copy) -> str:
    """Committee and meeting, said once where the title of the meeting names its committee."""
    committee, title = copy.agenda.committee, copy.agenda.title
    return title if committee.casefold() in title.casefold() else f"{committee}: {title}"


def _what(copy: Copy) -> str:
    """The title of the meeting as it stands below the committee's name."""
    rest = copy.agenda.title.removeprefix(copy.agenda.committee).lstrip(" ,:–-")
    return f"{rest[:1].upper()}{rest[1:]}" or copy.agenda.title
