"""Minutes and extracts of decisions on paper: tagged PDFs, made for a reader, or kept when minutes become public."""

import asyncio
from dataclasses import replace
from uuid import UUID

from backend.evidence import operations as evidence
from backend.kit import calendar
from backend.kit.database import fetch
from backend.kit.pdf import merge, render
from backend.kit.pdf.render import Pages
from backend.packs import printing
from backend.scope import Scope
from backend.sittings import operations as sittings
from backend.sittings import queries, rules
from backend.sittings.queries import publishing

_CSS = "h1 { font-size: 1.6rem } h2 { font-size: 1.2rem } h3 { font-size: 1.02rem } .signed { break-inside: avoid }"


async def publish_minutes(scope: Scope, *, meeting_id: UUID, sha256: str) -> None:
    """Make the public part of signed minutes public, with its PDF. `sha256` is of the words that were looked at.

    Raises rules.UnableToMinute, OvertakenByAnother (409), NotPermitted, NotFound.
    """
    view = await queries.minutes_of(scope, meeting_id=meeting_id)
    rules.check_can_take_step(rules.Step.PUBLISHED, last=view.last)
    rules.check_same_words(seen=sha256, now=view.sha256)
    scope.check_may("packs.publish", "Your role doesn’t make minutes public.")
    found = await _to_publish(scope, view)
    if not any(part.item_id and not part.private for part in view.parts):
        raise rules.UnableToMinute(
            "Every item of this meeting was private, so there is nothing in its minutes that the public may read."
        )
    pages = minutes_page(scope, found, standing="", private=False)
    data = await asyncio.to_thread(_laid_out, pages, f"{found.committee}, {calendar.in_words(found.day)}")
    file_id = await evidence.keep_file(
        scope, name=file_name(scope, found), media_type="application/pdf", data=data
    )
    await sittings.take_step(
        scope, meeting_id=meeting_id, step=rules.Step.PUBLISHED, sha256=sha256, file_id=file_id
    )


async def minutes_for_reader(scope: Scope, *, meeting_id: UUID) -> tuple[str, bytes]:
    """The minutes as this reader may see them, as a PDF: its file's name and its bytes. Raises NotFound."""
    view = await queries.minutes_of(scope, meeting_id=meeting_id)
    found = await _to_publish(scope, view)
    found = replace(
        found,
        parts=tuple(
            publishing.PublicPart(
                heading=f"{part.heading} (private)" if part.private else part.heading, words=part.words
            )
            for part in view.parts
        ),
        corrections="\n".join((*view.corrections, *view.private_corrections)) or None,
    )
    private = any(part.private for part in view.parts)
    standing = (
        "Signed; the public part is public" if view.last is rules.Step.PUBLISHED else view.state_in_words
    )
    pages = minutes_page(scope, found, standing=standing, private=private)
    # the page number stands in the same line: a longer foot would run into it
    said = f"PRIVATE: for {scope.actor.name}" if private else standing
    foot = f"{found.committee}, {calendar.in_words(found.day)}. {said}"
    return file_name(scope, found), await asyncio.to_thread(_laid_out, pages, foot)


async def extract_on_paper(scope: Scope, *, decision_id: UUID) -> tuple[str, bytes]:
    """One decision as a PDF: its file's name and its bytes. Raises NotFound."""
    found = await queries.extract_of(scope, decision_id=decision_id)
    page = printing.page(
        "extract.html",
        title=f"Extract of a decision: {found.item}",
        extract=found,
        decision=found.decision,
        tenant=scope.tenant.name,
        demonstration=scope.tenant.demonstration,
    )
    foot = f"Extract, {found.committee}, {calendar.in_words(found.day)}"
    if found.private:
        foot = f"{foot}. PRIVATE: for {scope.actor.name}"
    data = await asyncio.to_thread(_laid_out, _styled(page), foot)
    return f"{_mark(scope)}decision-{found.day.isoformat()}-{str(decision_id)[-8:]}.pdf", data


def minutes_page(scope: Scope, found: publishing.PublicMinutes, *, standing: str, private: bool) -> Pages:
    """The words of the minutes, ready to be laid out. `standing` is said of minutes that are not those made public."""
    return _styled(
        printing.page(
            "minutes.html",
            title=f"Minutes: {found.meeting}",
            minutes=found,
            standing=standing,
            private=private,
            tenant=scope.tenant.name,
            demonstration=scope.tenant.demonstration,
        )
    )


def file_name(scope: Scope, found: publishing.PublicMinutes) -> str:
    return f"{_mark(scope)}{scope.tenant.slug}-minutes-{found.day.isoformat()}.pdf"


async def _to_publish(scope: Scope, view: queries.MinutesView) -> publishing.PublicMinutes:
    (row,) = await fetch(
        "SELECT venue, ends_at FROM meetings_meeting WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        view.situation.meeting_id,
    )
    return publishing.to_publish(view, venue=row["venue"], ends_at=row["ends_at"])


def _mark(scope: Scope) -> str:
    return "DEMONSTRATION-" if scope.tenant.demonstration else ""


def _styled(page: Pages) -> Pages:
    return replace(page, extra_css=page.extra_css + _CSS)


def _laid_out(pages: Pages, foot: str) -> bytes:
    (made,) = render.render_many([pages])
    if not isinstance(made, bytes):
        raise made
    part = merge.Part(key="minutes", pdf=made, title=pages.title)
    return merge.merge([part], title=pages.title, foot_left=foot).pdf
