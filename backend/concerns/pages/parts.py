"""What the pages of the room share."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from litestar import Request, Response
from litestar.response import Template

from backend.scope import Scope
from backend.web import forms, views

FormModel = TypeVar("FormModel", bound=forms.Form)


def crumbs(scope: Scope, *more: views.Crumb) -> list[views.Crumb]:
    return [views.Crumb("Concerns", views.address(scope, "/concerns")), *more]


async def show(
    request: Request[Any, Any, Any],
    model: type[FormModel],
    *,
    act: Callable[[FormModel], Awaitable[Template]],
    again: Callable[[forms.FormState], Awaitable[Template]],
) -> Response[Any] | Template:
    """`forms.submit` for what is answered with a page: a secret that is shown once can't stand in an address."""
    shown: list[Template] = []

    async def keep(form: FormModel) -> str:
        shown.append(await act(form))
        return "/"

    answer = await forms.submit(request, model, act=keep, again=again)
    return shown[0] if shown else answer
