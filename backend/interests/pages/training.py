"""Training: where everybody stands, who is missing, recording what was done, and a person's own page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.response import Template

from backend.catalogue.rulesets import InterestRuleSet
from backend.interests import settings
from backend.interests.pages.parts import crumbs, me, page_number, pagination
from backend.interests.queries import rule_sets
from backend.interests.queries import training as queries
from backend.interests.rules import declarants
from backend.interests.rules import training as rules
from backend.scope import Scope
from backend.web import access, sheets, views

_A_PAGE = 50
_WIDTH = 600.0


@get("/t/{slug:str}/training", opt=access.needs("interests.read"), name="training.shown")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """Where everybody stands with each module; who may not see people sees their own lines alone."""
    scope = access.scope_of(request)
    rule_set = await settings.rule_set_of(scope)
    chosen = _chosen(request)
    lines = await _lines_for(scope, rule_set)
    found = [line for line in lines if _fits(line, chosen)]
    pages = max(1, -(-len(found) // _A_PAGE))
    number = min(max(page_number(request), 1), pages)
    sums = queries.sums_of(rule_set.training, lines)
    return views.page(
        request,
        "interests/training.html",
        rule_set=rule_set,
        training=rule_set.training,
        newer=await rule_sets.newer_edition_of(scope),
        everyone=scope.may("people.read"),
        sums=sums,
        bars=[_bar(each, place) for place, each in enumerate(each for each in sums if each.required)],
        target=rule_set.training.target_percent.value
        if rule_set.training and rule_set.training.target_percent
        else None,
        query=urlencode({name: value for name, value in chosen.items() if value}),
        lines=found[(number - 1) * _A_PAGE : number * _A_PAGE],
        total=len(found),
        chosen=chosen,
        states={state.value: words for state, words in rules.STATE_IN_WORDS.items()},
        groups=declarants.GROUPS,
        me=me(scope),
        turning=pagination(views.address(scope, "/training"), chosen, number=number, pages=pages),
    )


@get("/t/{slug:str}/training/file", opt=access.needs("people.read"), name="training.file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same lines as CSV; no cell that a spreadsheet would take for a formula."""
    scope = access.scope_of(request)
    rule_set = await settings.rule_set_of(scope)
    chosen = _chosen(request)
    lines = [line for line in await _lines_for(scope, rule_set) if _fits(line, chosen)]
    name = f"{scope.tenant.slug}-training-{scope.today.isoformat()}.csv"
    return views.download(_csv(lines), name=name, media_type="text/csv; charset=utf-8")


@get("/t/{slug:str}/training/mine", opt=access.needs("interests.read"), name="training.mine")
async def mine(request: Request[Any, Any, Any]) -> Template:
    """What I must do, and what I have done."""
    scope = access.scope_of(request)
    person_id = me(scope)
    rule_set = await settings.rule_set_of(scope)
    return views.page(
        request,
        "interests/training-mine.html",
        crumbs=[*crumbs(scope), views.Crumb("Training", views.address(scope, "/training"))],
        rule_set=rule_set,
        lines=await _of_person(scope, rule_set, person_id),
        completions=await queries.completions_of(scope, person_id=person_id),
    )


async def _lines_for(scope: Scope, rule_set: InterestRuleSet) -> tuple[queries.TrainingLine, ...]:
    lines = await queries.training_of(scope, rule_set=rule_set)
    if scope.may("people.read"):
        return lines
    return tuple(line for line in lines if line.person_id == me(scope))


async def _of_person(
    scope: Scope, rule_set: InterestRuleSet, person_id: UUID
) -> tuple[queries.TrainingLine, ...]:
    lines = await queries.training_of(scope, rule_set=rule_set)
    return tuple(line for line in lines if line.person_id == person_id)


def _chosen(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The filters, as they survive in links; what is not a choice of ours is let go."""
    given = request.query_params
    state = given.get("state", "")
    group = given.get("group", "")
    return {
        "module": given.get("module", "")[:80],
        "state": state if state in {*rules.TrainingState, "OWED"} else "",
        "group": group if group in declarants.GROUPS else "",
        "text": given.get("text", "").strip()[:80],
    }


def _fits(line: queries.TrainingLine, chosen: dict[str, str]) -> bool:
    owed = line.required and not line.counts
    return (
        (not chosen["module"] or line.module == chosen["module"])
        and (not chosen["state"] or line.state == chosen["state"] or (chosen["state"] == "OWED" and owed))
        and (not chosen["group"] or line.group == chosen["group"])
        and chosen["text"].lower() in f"{line.person_name}\n{line.position}".lower()
    )


def _bar(each: queries.ModuleSum, place: int) -> dict[str, Any]:
    """The parts of a bar, from left to right, in the width of the picture."""
    scale = _WIDTH / each.required if each.required else 0.0
    parts, at = [], 0.0
    for kind, count in (
        ("done", each.done),
        ("expiring", each.expiring),
        ("expired", each.expired),
        ("missing", each.missing),
    ):
        parts.append({"kind": kind, "x": round(at, 1), "width": round(count * scale, 1)})
        at += count * scale
    return {"module": each, "parts": parts, "y": 64 * place}


def _csv(lines: list[queries.TrainingLine]) -> bytes:
    heads = (
        "Name",
        "Position",
        "Group",
        "Module",
        "Must do it",
        "Because",
        "Done on",
        "Score",
        "Counts until",
        "State",
    )
    rows = []
    for line in lines:
        cells = (
            line.person_name,
            line.position,
            declarants.GROUPS.get(line.group, line.group),
            line.module_name,
            "Yes" if line.required else "No",
            line.because,
            line.done_on.isoformat() if line.done_on else "",
            "" if line.score is None else str(line.score),
            line.expires_on.isoformat() if line.expires_on else "",
            line.state_in_words,
        )
        rows.append(cells)
    return sheets.as_csv(heads, rows)


ROUTES = [shown, file, mine]
