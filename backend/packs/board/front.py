"""What stands in front of a board pack's items: its cover, what changed since the last issue, and the contents."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from backend.packs import rules
from backend.packs.board import layouts, leaves
from backend.packs.board.changes import Change
from backend.packs.board.copies import Copy
from backend.packs.printing import Sheet
from backend.scope import Tenant
from backend.tenancy.brands import branding_of, line_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What changed since the issue of that number."""

    issue: int
    changes: Sequence[Change]


def cover(tenant: Tenant, copy: Copy, *, issue: int, as_at: datetime | None) -> Sheet:
    """The first page."""
    return _sheet(
        copy,
        "cover.html",
        title=copy.agenda.committee,
        tenant=line_of(tenant),
        descriptor=branding_of(tenant).descriptor or "",
        demonstration=tenant.demonstration,
        committee=copy.agenda.committee,
        starts_at=copy.agenda.starts_at,
        ends_at=copy.agenda.ends_at,
        venue=copy.agenda.venue,
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


def contents(
    tenant: Tenant,
    copy: Copy,
    *,
    starts: Mapping[str, str],
    pages: Mapping[str, int],
    remarks: Mapping[str, str],
) -> Sheet:
    """The agenda with the page on which each item and paper begins."""
    return _sheet(
        copy,
        "contents.html",
        title="Agenda and contents",
        committee=copy.agenda.committee,
        day=copy.agenda.day,
        demonstration=tenant.demonstration,
        lines=leaves.lines_of(copy, starts=starts, pages=pages, remarks=remarks),
        single=copy.format.large,
    )


def changes(copy: Copy, *, since: Since, starts: Mapping[str, str]) -> Sheet:
    """What changed since the last issue, each line with its link."""
    return _sheet(
        copy,
        "changes.html",
        title=title_of_changes(since),
        committee=copy.agenda.committee,
        day=copy.agenda.day,
        since=since.issue,
        changes=[asdict(each) for each in since.changes],
        starts=starts,
    )


def title_of_changes(since: Since) -> str:
    return f"What changed since issue {since.issue}"


def blank(copy: Copy) -> Sheet:
    """A page without anything of its own, before an item that begins on a right-hand page."""
    return _sheet(copy, "blank.html", title="Blank page")


def _sheet(copy_: Copy, template: str, *, title: str, **values: object) -> Sheet:
    return Sheet(template=template, title=title, values=values, css=layouts.sheet_of(copy_.format))


def name_of(copy: Copy) -> str:
    """Committee and meeting, said once where the title of the meeting names its committee."""
    committee, title = copy.agenda.committee, copy.agenda.title
    return title if committee.casefold() in title.casefold() else f"{committee}: {title}"


def _what(copy: Copy) -> str:
    """The title of the meeting as it stands below the committee's name."""
    rest = copy.agenda.title.removeprefix(copy.agenda.committee).lstrip(" ,:–-")
    return f"{rest[:1].upper()}{rest[1:]}" or copy.agenda.title
