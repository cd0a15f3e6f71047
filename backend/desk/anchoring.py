"""Anchoring a tenant's ledger: the chore, the letter to the auditor, and what the page of anchors shows."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, timedelta

from backend.kit.calendar import in_words
from backend.kit.clock import real_now
from backend.ledger import anchoring, anchors, keeping, places, tree
from backend.ledger.rules.anchors import PLACES, AnchorLine, Auditor, Often, Place, window_of
from backend.ledger.sealing import ANCHOR
from backend.ledger.tree import SignedCheckpoint
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.scope import Scope
from backend.tenancy import dues, transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlace:
    """One place, what it holds, and what has failed since."""

    place: Place
    title: str
    there: bool
    last: AnchorLine | None
    failures: tuple[AnchorLine, ...]
    without: str
    """What is said where there is no such place."""


_WITHOUT = {
    Place.BUCKET: "This installation has none. Whoever looks after it can name one in ANCHOR_URL.",
    Place.STAMP: "This installation asks none. Whoever looks after it can name one in TSA_URL.",
    Place.MAIL: "Nobody is written to.",
}


async def anchor_ledger(scope: Scope, *, at_once: bool = False) -> None:
    """The chore: the newest root goes to each place that is due, and to the auditor once a month or quarter."""
    next_look = await anchoring.anchor_newest(scope, at_once=at_once)
    async with transactions.scope_tx(scope, after_end=True):
        await _write_to_auditor(scope)
        await keeping.renew_ending(scope)
        wait = max(next_look - real_now(), timedelta(minutes=1))
        await dues.set_due(scope, chore=ANCHOR, at=scope.now + wait)


async def _write_to_auditor(scope: Scope) -> None:
    auditor, newest = await anchors.auditor_of(scope), await tree.newest_checkpoint(scope)
    if auditor is None or newest is None or auditor.often is Often.NEVER:
        return
    telling = Telling(
        key=f"desk.ledger-root/{auditor.id}/{window_of(scope.now, auditor.often)}",
        to=Recipient(person_id=auditor.id, name=auditor.name, address=auditor.address),
        context=_words(scope, auditor, newest),
    )
    if await notices.tell_all(scope, kind="desk.ledger-root", tellings=(telling,)):
        await anchoring.note_mailed(scope, newest, auditor=auditor)


def _words(scope: Scope, auditor: Auditor, newest: SignedCheckpoint) -> dict[str, str]:
    digits = newest.root.hex()
    sealed = newest.sealed_at.astimezone(UTC)
    return {
        "name": auditor.name,
        "tenant": scope.tenant.name,
        "on": in_words(scope.day_of(newest.sealed_at)),
        "size": f"{newest.size:,}",
        "sealed": f"{in_words(sealed.date())}, {sealed:%H:%M:%S} (UTC)",
        "first": digits[:32],
        "second": digits[32:],
        "third_line": b64encode(newest.root).decode(),
    }


async def ask_to_anchor(scope: Scope) -> None:
    """Let the worker look again soon, before its hour."""
    scope.check_may("ledger.keep", "Only a governance officer can have the ledger anchored before its hour.")
    await dues.set_due(scope, chore=ANCHOR, at=scope.now)


async def places_shown(scope: Scope) -> tuple[ShownPlace, ...]:
    """Each place with the newest root that it holds, and the vain attempts since."""
    there, auditor = places.places(), await anchors.auditor_of(scope)
    is_there = {
        Place.BUCKET: there.bucket is not None,
        Place.STAMP: there.stamper is not None,
        Place.MAIL: auditor is not None and auditor.often is not Often.NEVER,
    }
    shown = []
    for place, title in PLACES.items():
        last = await anchors.last_held(scope, place)
        failures = await anchors.failures_since(scope, place, since=last.at if last else None)
        shown.append(
            ShownPlace(
                place=place,
                title=title,
                there=is_there[place],
                last=last,
                failures=failures,
                without=_WITHOUT[place],
            )
        )
    return tuple(shown)


def name_of_file(scope: Scope, size: int, ending: str) -> str:
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    return f"{mark}{scope.tenant.slug}-root-{size}.{ending}"
