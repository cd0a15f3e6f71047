"""The programme as at a day, to keep: on paper (a tagged PDF) and for a spreadsheet."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from litestar import Request, Response, get

from backend.delegation import picture
from backend.delegation.pages.programme import On, Section, State, Stream, Which, chosen_of, shown
from backend.delegation.queries import MilestoneView, ProgrammeView, following
from backend.delegation.rules.dates import when_in_words
from backend.delegation.rules.following import clashes
from backend.kit.calendar import in_words
from backend.kit.pdf import merge, render
from backend.scope import NotFound, Scope
from backend.web import access, sheets, templating, views

_DRAWING = "timeline.svg"
_SUBJECT = "Milestones of a programme, their dates, states and acceptances, and its gates"
_CSS = (
    "@page { size: A4 landscape; margin: 14mm 12mm 18mm 12mm } html { font-size: 9pt } "
    "th[scope=row] { width: 24%; font-weight: normal } .drawn { break-inside: avoid; break-before: page } "
    ".drawn img { max-width: 100%; max-height: 140mm } .drawn h2 { margin-top: 0 } "
    ".drawn .key img { height: 9pt; vertical-align: -2pt }"
)
COLUMNS = (
    "Milestone", "Phase", "Stream", "Activity", "Comes after", "Due at first", "Due now", "Expected", "State",
    "In time?", "At risk", "Owner", "Delivered on", "Accepted by the commissioner on",
    "Accepted for the commissioner by", "Answer of the reviewing body", "Conditions of the reviewing body",
    "Pieces of evidence", "Evidence asked for", "Read where",
)  # fmt: skip


@get("/t/{slug:str}/delegation/print", opt=access.needs("delegation.read"), name="delegation.print")
async def on_paper(
    request: Request[Any, Any, Any],
    which: Which = "",
    on: On = "",
    state_: State = "",
    section: Section = "",
    stream: Stream = "",
) -> Response[bytes]:
    """Timeline and table on paper, as at any day, with the filters of the page."""
    scope = access.scope_of(request)
    found, milestones = await _chosen(scope, which, on, state_, section, stream)
    data = await asyncio.to_thread(printed, scope, found, milestones)
    return views.download(data, name=f"{_name(scope, found)}.pdf", media_type="application/pdf")


@get(
    "/t/{slug:str}/delegation/milestones.csv",
    opt=access.needs("delegation.read"),
    name="delegation.milestones-file",
)
async def for_a_spreadsheet(
    request: Request[Any, Any, Any],
    which: Which = "",
    on: On = "",
    state_: State = "",
    section: Section = "",
    stream: Stream = "",
) -> Response[bytes]:
    """The milestones as at any day, one a row."""
    scope = access.scope_of(request)
    found, milestones = await _chosen(scope, which, on, state_, section, stream)
    data = sheets.as_csv(COLUMNS, rows_of(milestones))
    return views.download(data, name=f"{_name(scope, found)}.csv", media_type=sheets.CSV)


def printed(scope: Scope, programme: ProgrammeView, milestones: Sequence[MilestoneView]) -> bytes:
    """The PDF: who keeps it and reviews it, the timeline, the table, and the gates. Takes a second or two."""
    timeline = picture.timeline_of(programme, today=scope.today, shown=milestones)
    environment = templating.environment()
    assets = {}
    if timeline is not None:
        drawing = environment.get_template("delegation/_timeline.html").module.drawing(timeline)  # type: ignore[attr-defined]  # a macro
        assets[_DRAWING] = str(drawing).strip().encode()
        assets |= {f"{kind.value}.svg": _sign(kind) for kind in timeline.kinds}
    foot = "DEMONSTRATION" if scope.tenant.demonstration else scope.tenant.name
    title = f"{programme.line.name}, as at {in_words(programme.on)}: {scope.tenant.name}"
    page = environment.get_template("delegation/print/programme.html").render(
        scope=scope,
        programme=programme,
        milestones=milestones,
        timeline=timeline,
        drawing=_DRAWING,
        kinds=picture.MARK_IN_WORDS,
        kind_of=picture.kind_of,
        when_in_words=when_in_words,
        clashes=clashes(following.nodes_of(programme.milestones, kind="agreed")),
        undated=[each for each in milestones if each.due is None and each.expected is None],
    )
    title = f"DEMONSTRATION: {title}" if scope.tenant.demonstration else title
    pdf = render.render(page, title=title, subject=_SUBJECT, assets=assets, extra_css=_CSS)
    # The numbers of the pages are stamped: a page's own foot would stand outside the structure that is read aloud.
    part = merge.Part(key="programme", pdf=pdf, title=title)
    return merge.merge([part], title=title, subject=_SUBJECT, foot_left=foot).pdf


def _sign(kind: picture.MarkKind) -> bytes:
    """One sign of the key, drawn as on the timeline."""
    words = templating.environment().get_template("delegation/_words.html").module
    drawn = words.sign(kind.value, 12, 12)  # type: ignore[attr-defined]  # a macro
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" '
        f'font-family="Arial, sans-serif">{drawn}</svg>'
    ).encode()


def rows_of(milestones: Sequence[MilestoneView]) -> Iterator[list[str]]:
    """Each milestone under COLUMNS; a month stays a month."""
    for each in milestones:
        review = each.review
        yield [
            each.slug,
            each.section_name,
            each.stream_name or "",
            each.activity,
            ", ".join(each.after),
            each.baseline_in_words,
            each.due_in_words,
            in_words(each.expected) if each.expected else "",
            each.state_in_words,
            each.timing_in_words,
            "Yes" if each.at_risk else "",
            each.owner_name or "",
            in_words(each.delivered_on) if each.delivered_on else "",
            in_words(each.accepted_on) if each.accepted_on else "",
            each.accepted_by_name or "",
            review.told_in_words if review else "",
            "; ".join(review.conditions) if review else "",
            str(each.evidence),
            "; ".join(each.expects),
            each.provenance.provenance_in_words,
        ]


async def _chosen(
    scope: Scope, which: str, on: str, state: str, section: str, stream: str
) -> tuple[ProgrammeView, list[MilestoneView]]:
    found, _, problem = await shown(scope, which=which, on=on)
    if found is None or problem is not None:
        raise NotFound("programme")
    return found, chosen_of(found, state=state, section=section, stream=stream)


def _name(scope: Scope, programme: ProgrammeView) -> str:
    return f"{scope.tenant.slug}-{programme.line.slug}-{programme.on.isoformat()}"


ROUTES = [on_paper, for_a_spreadsheet]
