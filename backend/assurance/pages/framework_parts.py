"""What the pages of frameworks share."""

from typing import Any
from uuid import UUID

from backend.assurance.queries.editions import EditionView
from backend.assurance.rules.editions import Origin, State
from backend.scope import Scope
from backend.web import forms, views


def at(scope: Scope, edition_id: UUID | None = None, rest: str = "") -> str:
    """The address of the frameworks, of one edition, or of what lies below it."""
    return views.address(scope, f"/assurance/frameworks{f'/{edition_id}' if edition_id else ''}{rest}")


def crumbs(scope: Scope, view: EditionView | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Editions", at(scope))]
    if view is not None:
        found.append(views.Crumb(view.title, at(scope, view.id)))
    return found


def about(scope: Scope, view: EditionView) -> dict[str, Any]:
    """What every page of an edition shows and may offer."""
    may = scope.may("assurance.keep")
    return {
        "view": view,
        "base": f"/assurance/frameworks/{view.id}",
        "may_keep": may,
        "may_write": may and view.editable,
        "is_draft": view.state is State.DRAFT,
        "is_running": view.state is State.IN_USE,
        "is_own": view.origin is Origin.OWN,
    }


def theirs(state: forms.FormState, version: int) -> bool:
    """Whether somebody else changed it since the form was opened: their words are then shown beside."""
    return bool(state.values) and str(state.value("version", version)) != str(version)
