"""Who is told: recipients of their link and of what became of it, officers where a link locked."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.ledger import operations as ledger
from backend.notices import operations as notices
from backend.notices.rules import Recipient as To
from backend.notices.rules import Telling
from backend.people import permissions
from backend.people import queries as people
from backend.releases import queries, rules
from backend.releases.operations import door, records
from backend.releases.queries import RecipientLine, ReleaseView
from backend.releases.tables import Release
from backend.scope import Scope
from backend.tenancy import dues

CHORE = "releases.look_after"
RELEASED = "releases.pack-released"
_AGAIN = timedelta(minutes=30)


async def tell_released(scope: Scope, view: ReleaseView, *, links: Mapping[UUID, str]) -> None:
    """Send each recipient their link, without their code; the letters wait a little, so that it can be undone."""
    await _tell(
        scope,
        view,
        RELEASED,
        window=view.version,
        not_before=scope.now + rules.HELD_FOR,
        more=lambda each: {"token": links[each.id], "words": view.words or "", "by": view.released_by_name},
        only=set(links),
    )


async def tell_link(scope: Scope, view: ReleaseView, recipient: RecipientLine, *, token: str) -> None:
    """Send one recipient a new link."""
    await _tell(
        scope,
        view,
        RELEASED,
        window=int(scope.now.timestamp()),
        more=lambda each: {"token": token, "words": view.words or "", "by": scope.actor.name},
        only={recipient.id},
    )


async def withdraw(scope: Scope, view: ReleaseView) -> None:
    """Take back what still waits of a release's letters."""
    for kind in (RELEASED, "releases.link-ending", "releases.pack-superseded"):
        await notices.withdraw(scope, key=f"{kind}/{view.id}")


async def tell_revoked(scope: Scope, view: ReleaseView) -> None:
    """Say that the links open no more; what was received stays with them."""
    await withdraw(scope, view)
    await _tell(
        scope,
        view,
        "releases.link-revoked",
        window=view.version,
        more=lambda each: {"because": view.revoked_because or "", "by": view.revoked_by_name or ""},
    )


async def tell_locked(scope: Scope, view: ReleaseView, recipient: RecipientLine) -> None:
    """Tell the officers, and whoever released it, that five wrong codes locked a link."""
    told = {each.id: each for each in await people.people_of(scope, role=permissions.OFFICER)}
    if view.released_by_person_id is not None:
        told |= await people.persons_by_id(scope, [view.released_by_person_id])
    await notices.tell_all(
        scope,
        kind="releases.link-locked",
        tellings=[
            Telling(
                key=f"releases.link-locked/{recipient.id}/{each.id}/{int(recipient.code_made_at.timestamp())}",
                to=To(person_id=each.id, name=each.name, address=each.email),
                context={
                    "who": recipient.name,
                    "post": recipient.post,
                    "regulator": view.regulator,
                    "title": view.title,
                    "called": view.called,
                    "release_id": view.id,
                },
            )
            for each in told.values()
        ],
    )


async def look_after(scope: Scope) -> None:
    """Say what time and newer issues do to releases: that a link ends soon, and that a pack is superseded.

    Each is told once. Run twice, the second does nothing.
    """
    views = await queries.releases_of(scope, wanted=queries.Wanted(standing=rules.Standing.LIVE))
    for line in views:
        warn = line.expires_at - rules.ENDS_SOON <= scope.now and line.warned_for != line.expires_at
        newer = line.newer_issue is not None and line.newer_issue != line.told_issue
        if not warn and not newer:
            continue
        view = await records.held_release(scope, line.id)
        if warn:
            await _warn(scope, view)
        if newer:
            await _say_superseded(scope, view)
    await _set_next(scope, views)


async def _warn(scope: Scope, view: ReleaseView) -> None:
    await Release.change(scope, warned_for=view.expires_at).where(Release.id == view.id)
    if view.expires_at - view.released_at <= rules.ENDS_SOON:
        return  # it was short from the first, and the letter with the link said when it ends
    if view.by_mail:
        await _tell(
            scope, view, "releases.link-ending", window=int(view.expires_at.timestamp()), more=lambda each: {}
        )
    await ledger.record(
        scope, "releases.release.warned", records.release_record(view), after={"expires_at": view.expires_at}
    )


async def _say_superseded(scope: Scope, view: ReleaseView) -> None:
    await Release.change(scope, told_issue=view.newer_issue).where(Release.id == view.id)
    if view.by_mail:
        assert view.newer_sealed_at is not None
        sealed_on = scope.day_of(view.newer_sealed_at)
        await _tell(
            scope,
            view,
            "releases.pack-superseded",
            window=view.newer_issue or 0,
            more=lambda each: {"newer": view.newer_issue, "sealed_on": sealed_on},
        )
    if view.agreement_id is not None:
        await door.send_change(scope, view, "superseded")
    await ledger.record(
        scope,
        "releases.release.superseded",
        records.release_record(view),
        after={"by_issue": view.newer_issue},
    )


async def _set_next(scope: Scope, views: tuple[ReleaseView, ...]) -> None:
    """Look again within the hour while anything is live: newer issues come without a word to this room."""
    if views:
        await dues.set_due(scope, chore=CHORE, at=scope.now + _AGAIN)
    else:
        await dues.clear_due(scope, chore=CHORE)


async def _tell(
    scope: Scope,
    view: ReleaseView,
    kind: str,
    *,
    window: int,
    more: Callable[[RecipientLine], dict[str, Any]],
    not_before: datetime | None = None,
    only: set[UUID] | None = None,
) -> None:
    """A letter to each recipient who has an address. Links are in them, so they stand in no list that others read."""
    shared = {
        "title": view.title,
        "issue": view.issue,
        "period": view.period,
        "regulator": view.regulator,
        "called": view.called,
        "ends": view.ends_in_words,
    }
    await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"{kind}/{view.id}/{each.id}/{window}",
                to=To(person_id=each.id, name=each.name, address=each.email),
                context={**shared, **more(each)},
                not_before=not_before,
            )
            for each in view.recipients
            if each.email and each.ended_at is None and (only is None or each.id in only)
        ],
        confidential=True,
    )
