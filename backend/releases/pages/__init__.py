"""The pages of the room: an officer's, and those that a recipient's link opens."""

from typing import Any

from backend.releases.pages import evidence, forms_of_release, lists, one, opened

ROUTES: list[Any] = [*evidence.ROUTES, *lists.ROUTES, *forms_of_release.ROUTES, *one.ROUTES, *opened.ROUTES]
