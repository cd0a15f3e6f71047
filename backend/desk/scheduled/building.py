"""What becomes of the packs that a schedule asked for."""

from collections.abc import Sequence
from uuid import UUID

from backend.packs import awaited
from backend.packs.rules import State
from backend.schedules.doings import Did
from backend.scope import Scope


async def follow_packs(scope: Scope, refs: Sequence[UUID], *, what: str) -> tuple[bool, Did]:
    """How far the packs are, and whether all have come to an end; one that failed says why."""
    found = await awaited.awaited(scope, refs)
    ended = all(each.ended for each in found)
    said = [_said(each, what) for each in found]
    return ended, Did(
        words=" ".join(said),
        failed=ended and any(each.state is State.FAILED for each in found),
        links=tuple((f"{each.title}, issue {each.issue}", each.path) for each in found),
        waits_for=() if ended else tuple(refs),
    )


def _said(pack: awaited.Awaited, what: str) -> str:
    named = f"{what} {pack.title}"
    match pack.state:
        case State.READY if pack.same_as is not None:
            return f"Nothing had changed since the last issue of {named}."
        case State.READY:
            pages = f", {pack.pages:,} page{'' if pack.pages == 1 else 's'}" if pack.pages else ""
            return f"Built {named}{pages}."
        case State.FAILED:
            return f"Could not build {named}. {pack.failure or ''}".strip()
        case State.CANCELLED:
            return f"Somebody cancelled {named}."
        case State.BUILDING:
            return f"Building {named}: {pack.words}"
        case _:
            return f"Waiting to build {named}."
