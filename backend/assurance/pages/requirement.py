"""One requirement in an assessment: what it asks, what the rule works out, what a person judged, what it rests on."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from backend.actions import queries as actions
from backend.actions.pages import elsewhere
from backend.actions.rules import SourceKind
from backend.assurance.pages import parts, walking
from backend.assurance.queries import answer as queries
from backend.assurance.queries import evidence as kept_evidence
from backend.assurance.queries.answer import AnswerView, VersionLine
from backend.assurance.queries.mappings import mapped_of
from backend.assurance.queries.standings import standings_of
from backend.assurance.queries.verdicts import verdicts_of
from backend.assurance.rules.standing import OUTCOME_IN_WORDS
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, views

AT = "/t/{slug:str}/assurance/assessments/{assessment_id:uuid}/requirements/{requirement_id:uuid}"


async def requirement_page(
    request: Request[Any, Any, Any], state: forms.FormState, assessment_id: UUID, requirement_id: UUID
) -> Template:
    """The page, with the forms of whoever may use them; `state` brings one of them back as it was typed."""
    scope = access.scope_of(request)
    on, typed, problem = parts.asked_day(request, scope)
    view = await queries.answer_of(scope, assessment_id=assessment_id, requirement_id=requirement_id, on=on)
    history = queries.in_words(
        await queries.history_of(scope, answer_id=view.line.id, until=scope.end_of(on)), view.scale
    )
    verdict = (await verdicts_of(scope, requirement_ids=[requirement_id], on=on)).get(requirement_id)
    relied = (await kept_evidence.relied_on_by(scope, records=[view.line.id], on=on))[view.line.id]
    mapped = (await mapped_of(scope, requirement_ids=[requirement_id], at=scope.end_of(on)))[requirement_id]
    standings = await standings_of(scope, requirement_ids=[each.requirement_id for each in mapped], on=on)
    now = on == scope.today
    open_ = now and view.assessment.open
    may_answer = open_ and scope.may("assurance.answer")
    may_keep = open_ and scope.may("assurance.keep")
    return views.page(
        request,
        "assurance/requirement.html",
        state=state,
        answer=view,
        line=view.line,
        requirement=view.requirement,
        verdict=verdict,
        verdict_words=OUTCOME_IN_WORDS,
        path_of=walking.path_of,
        relied=relied,
        mapped=[(each, standings.get(each.requirement_id)) for each in mapped],
        history=history,
        tags=parts.TAGS,
        on=on,
        problem=problem,
        chosen={"on": typed},
        at_day=parts.query(on=typed),
        here=view.path,
        now=now,
        may_answer=may_answer,
        may_review=may_answer and view.reviewable_by(scope.actor.person_id),
        may_take_back=may_answer and _may_take_back(scope, history),
        may_keep=may_keep,
        levels=_levels(view),
        evidence=await _to_rely_on(scope, relied) if may_answer else [],
        people=[(each.id, each.name) for each in await people.people_of(scope)] if may_keep else [],
        owners=await elsewhere.offer(scope) if now and view.line.is_gap else (),
        actions=(await actions.actions_from(scope, kind=SourceKind.ASSURANCE, source_ids=[view.line.id])).get(
            view.line.id, ()
        )
        if scope.may("actions.read")
        else (),
        crumbs=parts.crumbs(scope, view.assessment),
    )


@get(AT, opt=access.needs("assurance.read"), name="assurance.requirement")
async def page(
    request: Request[Any, Any, Any], assessment_id: FromPath[UUID], requirement_id: FromPath[UUID]
) -> Template:
    """A requirement in an assessment, as at a day."""
    return await requirement_page(request, forms.FormState(), assessment_id, requirement_id)


def _levels(view: AnswerView) -> list[tuple[str, str, str]]:
    if view.scale is None:
        return []
    return [(each.key, each.words, each.meaning) for each in view.scale.levels]


def _may_take_back(scope: Scope, history: tuple[VersionLine, ...]) -> bool:
    if not history or history[0].back_to is None:
        return False
    return history[0].made_by_person_id == scope.actor.person_id or scope.may("assurance.keep")


async def _to_rely_on(scope: Scope, relied: tuple[kept_evidence.EvidenceView, ...]) -> list[tuple[UUID, str]]:
    known = {each.id for each in relied}
    return [
        (each.id, f"{each.reference} {each.title}")
        for each in await kept_evidence.all_evidence(scope)
        if each.counts and each.id not in known
    ]


ROUTES: list[Any] = [page]
