"""What the pages of the room share."""

from backend.scope import Scope
from backend.web import views


def crumbs(scope: Scope, *more: views.Crumb) -> list[views.Crumb]:
    return [views.Crumb("Concerns", views.address(scope, "/concerns")), *more]
