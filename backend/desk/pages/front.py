"""The front pages: of the service, of a tenant; and the pages that anybody may read."""

from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from backend.catalogue import shelf
from backend.desk.queries import front
from backend.setup.queries import checklist as set_up
from backend.web import access, views


@get("/", opt=access.needs(access.ANYONE), name="desk.start")
async def start(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """To the visitor's tenant, to the choice of several, or to the sign-in."""
    visitor = request.state.visitor
    if visitor is None:
        return views.redirect("/sign-in")
    if len(visitor.tenants) == 1:
        return views.redirect(f"/t/{visitor.tenants[0].slug}")
    return views.redirect("/choose")


@get("/t/{slug:str}", opt=access.needs("tenant.enter"), name="desk.home")
async def home(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """My work, and the tenant at a glance; a regulator is shown to the packs that were released to them.

    Whoever reviews for a reviewing body is led to its commissioners.
    """
    scope = access.scope_of(request)
    if shelf.catalogue().reviews(scope.tenant.kind) and scope.may("reviewing.read"):
        return views.redirect(views.address(scope, "/reviewing"))
    if not scope.may("tenant.read"):
        return views.redirect(views.address(scope, "/assurance-packs"))
    # what is left is reckoned while the organisation is on trial, and not for each opening of a page afterwards
    setting_up = scope.tenant.state == "trial" and scope.may("setup.read")
    return views.page(
        request,
        "desk/home.html",
        tasks=await front.tasks_of(scope),
        tiles=await front.tiles_of(scope),
        checklist=await set_up.checklist_of(scope) if setting_up else None,
    )


@get("/how-to-check", opt=access.needs(access.ANYONE), name="desk.how-to-check")
async def how_to_check(request: Request[Any, Any, Any]) -> Template:
    """How anybody checks a pack without us."""
    return views.page(request, "desk/how-to-check.html")


@get("/accessibility", opt=access.needs(access.ANYONE), name="desk.accessibility")
async def accessibility(request: Request[Any, Any, Any]) -> Template:
    return views.page(request, "desk/accessibility.html")


@get("/privacy", opt=access.needs(access.ANYONE), name="desk.privacy")
async def privacy(request: Request[Any, Any, Any]) -> Template:
    return views.page(request, "desk/privacy.html")


@get("/health", opt=access.needs(access.ANYONE), name="desk.health")
async def health() -> dict[str, str]:
    """Answers when the web and its database do."""
    return {"status": "ok"}


ROUTES = [start, home, how_to_check, accessibility, privacy, health]
