"""What the pages of the room share."""

from uuid import UUID

from backend.scope import Scope
from backend.web import views


def me(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None, "a page is opened by a person"
    return scope.actor.person_id


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Register of interests", views.address(scope, "/interests"))]
