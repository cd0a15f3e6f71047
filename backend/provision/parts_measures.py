"""The measures of a tenant's folder, which the measures room keeps, and what people have stated of them since."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.catalogue.loader import Catalogue
from backend.catalogue.measures import Measure, Statement
from backend.catalogue.shapes import Mark, Source
from backend.catalogue.tenants import TenantDocument
from backend.kit.periods import Period
from backend.measures import operations, queries
from backend.measures.operations import Stated
from backend.measures.queries import MeasureView
from backend.measures.rules.values import Value
from backend.provision.changes import Listed, Part, Step
from backend.scope import Scope

_BECAUSE = "As the organisation’s folder says"


def _wanted(document: TenantDocument, _: Catalogue) -> Mapping[str, Any]:
    titles = {each.id: each.title for each in document.documents}
    return {each.id: _plain(each, titles) for each in document.measures}


def _plain(measure: Measure, titles: Mapping[str, str]) -> dict[str, Any]:
    plain = measure.model_dump(mode="json", exclude_none=True)
    plain["statements"] = [
        _line(each, titles.get(each.source.document, "") if each.source else "")
        for each in measure.statements
    ]
    return plain


def _line(statement: Statement, title: str) -> dict[str, Any]:
    """A statement under a name of its own, so that a plan can speak of it."""
    plain = statement.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    source = statement.source
    where = source.in_words if source else ""
    plain["words"] = f"{statement.said.value} for {statement.period}" + (f", {where}" if where else "")
    plain["key"] = "/".join((statement.said, statement.period, statement.unit or "", where, title))
    plain["title"] = title
    return plain


async def _living(scope: Scope) -> Mapping[str, Any]:
    return {each.slug: _of(each) for each in await queries.measures_of(scope)}


def _of(view: MeasureView) -> dict[str, Any]:
    measure = Measure(
        id=view.slug,
        title=view.title,
        definition=view.definition,
        unit=view.unit,
        better=view.better,
        statements=tuple(_statement(view, each) for each in view.whole),
    )
    titles = {
        str(each.provenance["source"]["document"]): str(each.provenance.get("title", ""))
        for each in view.whole
        if each.provenance and each.provenance.get("source")
    }
    return _plain(measure, titles)


def _statement(view: MeasureView, value: Value) -> Statement:
    kept = value.provenance or {}
    return Statement(
        said=value.said,
        period=value.period.text,
        value=value.value,
        unit=None if value.unit == view.unit else value.unit,
        source=Source.model_validate(kept["source"]) if kept.get("source") else None,
        mark=Mark(kept.get("mark", Mark.OURS)),
        note=value.note or (None if kept.get("source") else value.source),
    )


async def _put(scope: Scope, steps: Sequence[Step]) -> None:
    known = {each.slug: each for each in await queries.measures_of(scope, also_retired=True)}
    for step in steps:
        measure = _measure(step.after)
        traits = {name: getattr(measure, name) for name in ("title", "definition", "unit", "better")}
        living = known.get(step.key)
        if living is None:
            measure_id = await operations.add_measure(scope, slug=step.key, **traits)
        else:
            measure_id = living.id
            if living.retired_at is not None:
                await operations.bring_back(scope, measure_id=measure_id)
            await operations.change_measure(
                scope, measure_id=measure_id, owner_person_id=living.owner_person_id, **traits
            )
        await _put_statements(scope, measure, step.after["statements"], measure_id, living)


async def _put_statements(
    scope: Scope,
    measure: Measure,
    lines: Sequence[Mapping[str, Any]],
    measure_id: Any,
    living: MeasureView | None,
) -> None:
    there = {} if living is None else {_key(living, each): each for each in living.whole}
    wanted = {str(line["key"]): line for line in lines}
    for key, value in there.items():
        line = wanted.get(key)
        if line is None or _line_of(living, value) != line:
            await operations.strike(scope, value_id=value.id, because=_BECAUSE)
    stated = [
        _stated(measure, statement, line)
        for statement, line in zip(measure.statements, lines, strict=True)
        if line["key"] not in there or _line_of(living, there[str(line["key"])]) != line
    ]
    await operations.state(scope, measure_id=measure_id, stated=stated)


def _stated(measure: Measure, statement: Statement, line: Mapping[str, Any]) -> Stated:
    source = statement.source
    return Stated(
        said=statement.said,
        period=Period.read(statement.period),
        value=statement.value,
        unit=statement.unit or measure.unit,
        source=(source.in_words or str(line["title"])) if source else (statement.note or _BECAUSE),
        note=statement.note,
        provenance={
            **({"source": source.model_dump(mode="json"), "title": line["title"]} if source else {}),
            "mark": statement.mark.value,
        },
    )


def _key(view: MeasureView | None, value: Value) -> str:
    return str(_line_of(view, value)["key"])


def _line_of(view: MeasureView | None, value: Value) -> dict[str, Any]:
    assert view is not None, "a value that is there has its measure"
    title = str((value.provenance or {}).get("title", ""))
    return _line(_statement(view, value), title)


def _measure(plain: Mapping[str, Any]) -> Measure:
    statements = [
        {name: each for name, each in line.items() if name not in {"words", "key", "title"}}
        for line in plain["statements"]
    ]
    return Measure.model_validate({**plain, "statements": statements})


async def _retire(scope: Scope, steps: Sequence[Step]) -> None:
    ids = {each.slug: each.id for each in await queries.measures_of(scope)}
    for step in steps:
        await operations.retire_measure(scope, measure_id=ids[step.key], because=_BECAUSE)


MEASURES = Part(
    room="measures",
    noun="measure",
    wanted=_wanted,
    living=_living,
    put=_put,
    retire=_retire,
    exported=lambda _, living: {"measures": tuple(_measure(each) for each in living.values())},
    words={"better": "better direction"},
    listed={"statements": Listed(noun="statement", key="key", name="words")},
)
