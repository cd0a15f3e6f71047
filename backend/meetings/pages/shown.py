"""A paper as it is read and signed, for every page that shows one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request
from markupsafe import Markup

from backend.committees import queries as committees
from backend.meetings import queries
from backend.meetings.pages.drafted import drafted_of
from backend.people.pages import step_up
from backend.scope import Scope
from backend.signoff.shown import LIKENESS_IN_WORDS, likeness
from backend.web import forms


async def signing_context(
    request: Request[Any, Any, Any], scope: Scope, view: queries.PaperView, state: forms.FormState
) -> dict[str, Any]:
    """What the parts `_shown.html` and `_signing.html` need."""
    run = view.line.run
    bar = await queries.bar_of(scope, paper_id=view.line.id, item_id=view.item_id, run=run)
    if bar.sentence is not None:
        run = run.barred(bar.sentence)
        view = queries.with_run(view, run)
    rendition = await queries.rendition_of(scope, view)
    likenesses = {
        each.id: LIKENESS_IN_WORDS[likeness(rendition.shown, approved=each.shown)] for each in run.approvals
    }
    arranges = scope.may("meetings.arrange") and view.open and not run.finished and not bar.free
    return {
        "state": _state(state, view, rendition),
        "kept": bool(request.query_params.get("kept")) and bool(state.values),
        "paper": view,
        "run": run,
        "rendition": rendition,
        "drafted": drafted_of(request, view, rendition),
        "html": Markup(rendition.html),  # noqa: S704 - kit.documents let it through nh3's allow-list before it was kept
        "likeness": likenesses,
        "sits_in_office": bool(scope.offices_on(view.committee_id) & {"chair", "vice-chair"}),
        "in_sitting": step_up.is_in_sitting(request),
        "can_name_deputy": arranges,
        "deputies": await _voting(scope, view.committee_id) if arranges else [],
    }


def _state(state: forms.FormState, view: queries.PaperView, rendition: queries.Rendition) -> forms.FormState:
    """The person's words; those of a sign-off of another version, or of another form of it, than now are told so."""
    values: Mapping[str, Any] = state.values
    if values.get("common"):
        question = "\n\n".join(filter(None, (values["common"], values.get("question"))))
        values = {**values, "question": question}
    sha256, shown = view.line.sha256, rendition.shown.sha256
    if state.errors or (values.get("sha256", sha256), values.get("rendition", shown)) == (sha256, shown):
        return forms.FormState(values, state.errors)
    if values["sha256"] == sha256:
        sentence = "The paper is shown in another form since you opened it. Read it as it is now first."
    else:
        there = f"version {view.line.version} lies there now"
        sentence = f"The paper has changed since you opened it: {there}. Read that version first."
    left = {name: value for name, value in values.items() if name != "agreed"}
    return forms.FormState(left, (forms.FieldError("", sentence),))


async def _voting(scope: Scope, committee_id: UUID) -> list[tuple[str, str]]:
    members = await committees.members_on(scope, committee_id=committee_id, on=scope.today)
    return list(dict.fromkeys((str(each.person_id), each.name) for each in members if each.voting))
