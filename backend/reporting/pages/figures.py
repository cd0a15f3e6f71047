"""The figures of a draft, typed on one form whose fields are those of its definition."""

from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, create_model

from backend.catalogue import shelf
from backend.reporting import operations, queries
from backend.reporting.operations.writing import field_of
from backend.reporting.pages.issues import ONE, PREPARES, page_of
from backend.reporting.rules import Said
from backend.scope import NotFound
from backend.web import access, forms, views


@lru_cache(maxsize=64)
def form_of(definition_key: str) -> type[forms.Form]:
    """The form of a definition: for each figure its value, words, and whether it is red. Raises NotFound."""
    definition = shelf.catalogue().returns.get(definition_key)
    if definition is None:
        raise NotFound("definition")
    fields: dict[str, Any] = {"version": (int, Field(ge=1))}
    for figure in definition.figures:
        name, label = field_of(figure.key), figure.label[:1].lower() + figure.label[1:]
        fields[f"{name}_value"] = (str | None, Field(None, max_length=60, description=label))
        fields[f"{name}_words"] = (str | None, Field(None, max_length=4_000, description=f"words to {label}"))
        fields[f"{name}_red"] = (Literal["yes"] | None, Field(None, description=f"whether {label} is red"))
    found: type[forms.Form] = create_model("FiguresForm", __base__=forms.Form, **fields)
    return found


def said_in(form: forms.Form, keys: tuple[str, ...]) -> dict[str, Said]:
    """What the form says of each figure."""
    typed = form.model_dump()
    return {
        key: Said(
            value=typed[f"{field_of(key)}_value"],
            words=typed[f"{field_of(key)}_words"],
            red=typed[f"{field_of(key)}_red"] == "yes",
        )
        for key in keys
    }


async def _figures(request: Request[Any, Any, Any], issue_id: FromPath[UUID]) -> Response[Any] | Template:
    """Keep the figures as they were typed."""
    scope = access.scope_of(request)
    view = await queries.issue_of(scope, issue_id=issue_id)
    if view.parent.definition_key is None:
        raise NotFound("figure")

    async def act(form: forms.Form) -> str:
        said = said_in(form, tuple(each.key for each in view.figures))
        version = int(form.model_dump()["version"])
        await operations.set_figures(scope, issue_id=issue_id, version=version, said=said)
        return views.address(scope, f"/reporting/issues/{issue_id}?said=figures#figures")

    async def again(state: forms.FormState) -> Template:
        return await page_of(request, state, issue_id)

    return await forms.submit(request, form_of(view.parent.definition_key), act=act, again=again)


_figures.gives_words_back = True  # type: ignore[attr-defined]  # the gate asks for it, as of every form that forms.taking makes
ROUTES: list[Any] = [post(f"{ONE}/figures", opt=PREPARES, name="reporting.figures")(_figures)]
