"""The outbox and its letters, for officers, and each person's own notices."""

from typing import Any

from backend.notices.pages import letters, mailing, mine, outbox

ROUTES: list[Any] = [*outbox.ROUTES, *letters.ROUTES, *mine.ROUTES, *mailing.ROUTES]
