"""Agendas and cover sheets: what the folder says, what the tenant keeps, and what was settled in the app since."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from backend.catalogue.covers import CoverTemplate, PapersSettings
from backend.catalogue.loader import Catalogue
from backend.catalogue.planning import PlanningSettings, QuestionRules
from backend.catalogue.tenants import TenantDocument
from backend.meetings.operations import cover_editions
from backend.meetings.queries import covering
from backend.planning.operations import settings as settling
from backend.planning.queries.settings import every_setting
from backend.planning.rules import settings as planning_rules
from backend.provision import lifetime
from backend.provision.changes import Listed, Part, Step
from backend.provision.parts_kept import Plain, kept_of, never_retired, plain
from backend.scope import Scope

_BECAUSE = "Settled with the settings of the organisation"
_ASKING = "questions_"


def _flat(planning: PlanningSettings) -> dict[str, Any]:
    """Trait by trait, so that a plan says which one would change; `order` since lists are told apart by their keys."""
    asking = {f"{_ASKING}{name}": value for name, value in plain(planning.questions).items()}
    whole = {name: value for name, value in plain(planning).items() if name != "questions"}
    return {**whole, "standing_order": [each.id for each in planning.standing], **asking}


def _planning(flat: Plain) -> PlanningSettings:
    asking = {name.removeprefix(_ASKING): value for name, value in flat.items() if name.startswith(_ASKING)}
    whole = {
        name: value
        for name, value in flat.items()
        if not name.startswith(_ASKING) and name != "standing_order"
    }
    return PlanningSettings.model_validate({**whole, "questions": QuestionRules.model_validate(asking)})


async def _living_planning(scope: Scope) -> Mapping[str, Plain]:
    base = await _base_planning(scope)
    if base is None:
        return {}
    line = (await every_setting(scope)).line_on(scope.today)
    return {"planning": _flat(base if line is None else planning_rules.settled(base, line.values))}


async def _base_planning(scope: Scope) -> PlanningSettings | None:
    def shipped(_: TenantDocument | None, catalogue: Catalogue) -> BaseModel:
        return catalogue.planning_of(scope.tenant.slug, kind=scope.tenant.kind)

    kept = await kept_of(scope, "planning", shipped)
    return None if kept is None else PlanningSettings.model_validate(kept)


async def _put_planning(scope: Scope, steps: Sequence[Step]) -> None:
    """At first it is kept whole. Later a change counts from today on, where planning dates it: the past stays.

    What stands on each agenda has no days of its own, and is kept as it now is.
    """
    for step in steps:
        wanted = _planning(step.after)
        base = await _base_planning(scope)
        if step.before is None or base is None:
            await lifetime.keep(scope, "planning", wanted)
            continue
        marks = base.questions.model_copy(update={"mark": wanted.questions.mark})
        kept = base.model_copy(update={"standing": wanted.standing, "questions": marks})
        if kept != base:
            await lifetime.keep(scope, "planning", kept)
        values = planning_rules.values_of(wanted)
        if values != planning_rules.values_of(_planning(step.before)):
            await settling.settle(scope, effective_from=scope.today, values=values, source=_BECAUSE)


PLANNING = Part(
    room="planning",
    noun="planning of agendas",
    wanted=lambda document, _: {"planning": _flat(document.planning)},
    living=_living_planning,
    put=_put_planning,
    retire=never_retired,
    exported=lambda _, living: {"planning": _planning(living["planning"])} if living else {},
    listed={
        "standing": Listed(noun="standing item", key="id", name="title"),
        f"{_ASKING}grounds": Listed(noun="ground of refusal", key="id", name="words"),
    },
    words={
        "standing_order": "order of the standing items",
        **{
            f"{_ASKING}{name}": f"{name.replace('_', ' ')} of questions by the public"
            for name in QuestionRules.model_fields
        },
    },
)


def _sheet(papers: PapersSettings) -> dict[str, Any]:
    words = {f"words_{name}": value for name, value in plain(papers.words).items()}
    # no limit is said, so that it does not fall back to the one of the model
    words.update({f"words_{name}": value for name, value in papers.words if value is None})
    return {
        "fields": plain(papers.cover.fields),
        "field_order": [each.id for each in papers.cover.fields],
        **words,
    }


def _papers(sheet: Plain) -> PapersSettings:
    words = {name.removeprefix("words_"): value for name, value in sheet.items() if name.startswith("words_")}
    return PapersSettings.model_validate({"cover": {"fields": sheet["fields"]}, "words": words})


async def _living_papers(scope: Scope) -> Mapping[str, Plain]:
    base = await _base_papers(scope)
    if base is None:
        return {}
    editions = await covering.editions_of(scope)
    standing = next((each.template for each in editions if _in_force(scope, each)), base.cover)
    return {"papers": _sheet(base.model_copy(update={"cover": standing}))}


def _in_force(scope: Scope, edition: covering.CoverEditionLine) -> bool:
    return edition.undone_at is None and edition.in_force_from <= scope.today


async def _base_papers(scope: Scope) -> PapersSettings | None:
    def shipped(_: TenantDocument | None, catalogue: Catalogue) -> BaseModel:
        tenant = scope.tenant
        return PapersSettings(
            cover=catalogue.cover_template_of(tenant.slug, kind=tenant.kind),
            words=catalogue.word_budgets_of(tenant.slug, kind=tenant.kind),
        )

    kept = await kept_of(scope, "papers", shipped)
    return None if kept is None else PapersSettings.model_validate(kept)


async def _put_papers(scope: Scope, steps: Sequence[Step]) -> None:
    """At first it is kept whole. Later the sheet changes by an edition of its own, in force from today."""
    for step in steps:
        wanted = _papers(step.after)
        base = await _base_papers(scope)
        if step.before is None or base is None:
            await lifetime.keep(scope, "papers", wanted)
            continue
        if wanted.words != base.words:
            await lifetime.keep(scope, "papers", base.model_copy(update={"words": wanted.words}))
        if wanted.cover != _papers(step.before).cover:
            await _new_edition(scope, wanted.cover)


async def _new_edition(scope: Scope, cover: CoverTemplate) -> None:
    editions = await covering.editions_of(scope)
    await cover_editions.change_cover_sheet(
        scope,
        template=cover,
        source=_BECAUSE,
        in_force_from=scope.today,
        follows=editions[0].number if editions else 0,
    )


PAPERS = Part(
    room="meetings",
    noun="cover sheet and lengths of papers",
    wanted=lambda document, _: {"papers": _sheet(document.papers)},
    living=_living_papers,
    put=_put_papers,
    retire=never_retired,
    exported=lambda _, living: {"papers": _papers(living["papers"])} if living else {},
    listed={"fields": Listed(noun="field", key="id", name="label")},
    words={
        "field_order": "order of the fields",
        "words_paper": "most words of a paper",
        "words_appendix": "most words of an appendix",
        "words_presentation": "most words of a presentation",
        "words_minutes": "most words of minutes",
        "words_mark": "source of the lengths",
    },
)
