"""What goes through the door to a regulator that is an organisation here: the release itself, and what became of it."""

from backend.releases.queries import ReleaseView, SealedPack
from backend.scope import Scope


async def send_release(scope: Scope, view: ReleaseView, pack: SealedPack) -> None:
    """Send the sealed pack under the release's agreement."""


async def send_change(scope: Scope, view: ReleaseView, change: str) -> None:
    """Say that a release was revoked or extended, or that a newer issue exists."""
