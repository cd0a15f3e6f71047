"""The outbox, for officers, and each person's own notices."""

from typing import Any

from backend.notices.pages import mine, outbox

ROUTES: list[Any] = [*outbox.ROUTES, *mine.ROUTES]
