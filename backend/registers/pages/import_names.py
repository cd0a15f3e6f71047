"""Bringing a spreadsheet in: the people and organisations that it names."""

import hashlib
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.registers.operations import imports as acts
from backend.registers.pages.imports import crumbs
from backend.registers.queries import imports, surveys
from backend.registers.rules.importing import UnableToImport
from backend.registers.rules.matching import Question
from backend.scope import Scope
from backend.web import access, forms, views

ASKED_AT_ONCE = 60
"""Questions on one page; the next ones come when these are answered."""


class NamesForm(forms.Form):
    """`choice`: `p` or `o`, the digest of a name, and what it means, with colons between."""

    choice: list[str] = Field(default_factory=list, max_length=5_000, description="the names")
    rest: Literal["new"] | None = Field(None, description="what the rest is")


@get(
    "/t/{slug:str}/imports/{import_id:uuid}/names",
    opt=access.needs("registers.import"),
    name="registers.import-names",
)
async def names_form(request: Request[Any, Any, Any], import_id: FromPath[UUID]) -> Template | Response[Any]:
    """Who and what the names mean; straight on where every name is known."""
    scope = access.scope_of(request)
    view = await imports.import_(scope, import_id=import_id)
    if not view.open:
        return views.redirect(views.address(scope, f"/imports/{import_id}"))
    if view.columns is None:
        return views.redirect(views.address(scope, f"/imports/{import_id}/columns"))
    survey = await surveys.survey(scope, import_id=import_id)
    asked = [*survey.people.questions, *survey.organisations.questions]
    if not any(each.must_be_answered for each in asked):
        return views.redirect(views.address(scope, f"/imports/{import_id}/preview"))
    return _names(request, scope, survey, forms.FormState())


@post(
    "/t/{slug:str}/imports/{import_id:uuid}/names",
    opt=access.needs("registers.import"),
    name="registers.settle-names",
)
async def settle_names(
    request: Request[Any, Any, Any], import_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Settle what the names mean, as far as they were asked."""
    scope = access.scope_of(request)
    survey = await surveys.survey(scope, import_id=import_id)

    async def act(form: NamesForm) -> str:
        people = _chosen_names("p", form.choice, survey.people.questions)
        organisations = _chosen_names("o", form.choice, survey.organisations.questions)
        if form.rest:
            people = {**dict.fromkeys(survey.people.open, "new"), **people}
            organisations = {**dict.fromkeys(survey.organisations.open, "new"), **organisations}
        await acts.settle_names(scope, import_id=import_id, people=people, organisations=organisations)
        now = await surveys.survey(scope, import_id=import_id)
        left = len(now.people.open) + len(now.organisations.open)
        if left and not people and not organisations:
            raise UnableToImport("Choose what each name means.", field="choice")
        return views.address(scope, f"/imports/{import_id}/{'names' if left else 'preview'}")

    async def again(state: forms.FormState) -> Template:
        return _names(request, scope, survey, state)

    return await forms.submit(request, NamesForm, act=act, again=again)


def _names(
    request: Request[Any, Any, Any], scope: Scope, survey: surveys.Survey, state: forms.FormState
) -> Template:
    chosen = {
        f"{kind}:{_digest(key)}": value
        for kind, answers in (("p", survey.view.people), ("o", survey.view.organisations))
        for key, value in answers.items()
    }
    for choice in state.value("choice", []):
        kind, digest, value = [*str(choice).split(":", 2), "", ""][:3]
        chosen[f"{kind}:{digest}"] = value
    parts = []
    for kind, matched in (("p", survey.people), ("o", survey.organisations)):
        doubtful = [each for each in matched.questions if each.must_be_answered]
        doubtful.sort(key=lambda each: each.wanted.key not in matched.open)
        parts.append(
            {
                "kind": kind,
                "questions": [_asked(kind, each, chosen) for each in doubtful[:ASKED_AT_ONCE]],
                "more": max(0, len(doubtful) - ASKED_AT_ONCE),
                "new": [each.wanted for each in matched.questions if not each.must_be_answered],
                "known": len(matched.ids),
            }
        )
    return views.page(
        request,
        "registers/import-names.html",
        state=state,
        view=survey.view,
        people=parts[0],
        organisations=parts[1],
        crumbs=crumbs(scope),
    )


def _asked(kind: str, question: Question, chosen: dict[str, str]) -> dict[str, Any]:
    digest = _digest(question.wanted.key)
    return {
        "id": f"choice-{kind}-{digest}",
        "place": f"{kind}:{digest}",
        "wanted": question.wanted,
        "rows": question.rows,
        "chosen": chosen.get(f"{kind}:{digest}", ""),
        "choices": question.choices,
    }


def _chosen_names(kind: str, texts: list[str], questions: tuple[Question, ...]) -> dict[str, str]:
    """The answers that fit a question; what does not was never on our page."""
    by_digest = {_digest(each.wanted.key): each for each in questions}
    found = {}
    for text in texts:
        of, _, rest = text.partition(":")
        digest, _, value = rest.partition(":")
        question = by_digest.get(digest)
        if of == kind and question and value in {"new", *(choice.value for choice in question.choices)}:
            found[question.wanted.key] = value
    return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


ROUTES = [names_form, settle_names]
