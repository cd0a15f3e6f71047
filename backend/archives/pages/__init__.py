"""The pages of an organisation's life."""

from typing import Any

from backend.archives.pages import exports, life

ROUTES: list[Any] = [*life.ROUTES, *exports.ROUTES]
