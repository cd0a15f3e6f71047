"""Generated reference: schemas, a page for each framework and each tenant, and one of what the catalogue holds."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from backend.catalogue import framework_pages, tenant_pages
from backend.catalogue.assurance import AssuranceFramework
from backend.catalogue.contract_forms import ContractFormsFile
from backend.catalogue.drafts import AnyFramework
from backend.catalogue.frameworks import AskingFramework, DelegationFramework, OutcomesFramework
from backend.catalogue.information import InformationRules
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.overriding import overridable
from backend.catalogue.packs import PackDefinition
from backend.catalogue.retention import RetentionSchedule
from backend.catalogue.returns import ReturnDefinition
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.schemas import json_schemas
from backend.catalogue.statements import AuditStandards, StatementTemplate
from backend.catalogue.workflows import Chaser, WorkflowDocument


def write_docs(root: Path, docs_dir: Path) -> tuple[str, ...]:
    """Write every generated page under `docs_dir`; returns the paths that changed, relative to it."""
    changed = docs_out_of_step(root, docs_dir)
    pages = _pages(root)
    for name in changed:
        path = docs_dir / name
        if name in pages:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[name], encoding="utf-8")
        else:
            path.unlink()
    return tuple(changed)


def docs_out_of_step(root: Path, docs_dir: Path) -> list[str]:
    """Generated pages that are missing, stale, or left over, relative to `docs_dir`."""
    pages = _pages(root)
    generated = (
        "reference/schemas/*.json",
        f"{framework_pages.FOLDER}/*.md",
        f"{tenant_pages.FOLDER}/*.md",
    )
    there = {path.relative_to(docs_dir).as_posix() for glob in generated for path in docs_dir.glob(glob)}
    stale = [name for name, text in pages.items() if _text_of(docs_dir / name) != text]
    return sorted({*stale, *(there - set(pages))})


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _pages(root: Path) -> dict[str, str]:
    schemas = {
        f"reference/schemas/{name}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in json_schemas().items()
    }
    catalogue = load_catalogue(root)
    return {
        **schemas,
        **framework_pages.pages(catalogue),
        **tenant_pages.pages(catalogue),
        "reference/catalogue.md": "\n".join(_catalogue_page(catalogue)) + "\n",
    }


def _catalogue_page(catalogue: Catalogue) -> Iterator[str]:
    yield "# The catalogue"
    yield ""
    yield "Generated from `tenants/`, `frameworks/` and `workflows/`; do not edit. Marks: **read** in a source that"
    yield "is named, **inferred** from a source, from **memory**, or a demonstration **setting**."
    yield ""
    yield "## Tenants"
    yield ""
    yield from tenant_pages.index(catalogue)
    yield ""
    yield "## Frameworks"
    for framework_id in sorted({framework.id for framework in catalogue.frameworks.values()}):
        yield ""
        yield f"### {framework_id}"
        yield ""
        yield "| Edition | In force | Holds |"
        yield "| --- | --- | --- |"
        editions = catalogue.editions_of(framework_id)
        for edition in editions:
            yield f"| {_edition(edition)} | {_in_force(edition)} | {_holds(edition)} |"
        for edition in editions:
            if isinstance(edition, InterestRuleSet):
                yield from _rule_set(edition)
    yield ""
    yield "## Forms of contract"
    for forms in catalogue.contract_forms.values():
        yield from _contract_forms(forms)
    yield ""
    yield "## Returns"
    for definition in catalogue.returns.values():
        yield from _return(definition)
    yield ""
    yield "## Assurance packs"
    for pack in catalogue.packs.values():
        yield from _pack(pack)
    yield ""
    yield "## Workflows"
    for workflow in catalogue.workflows.values():
        yield from _workflow(workflow)


def _edition(edition: AnyFramework) -> str:
    """With a link where the edition has a page of its own."""
    if isinstance(edition, AskingFramework):
        return f"[{edition.edition}](frameworks/{framework_pages.page_name(edition.key)})"
    return edition.edition


def _in_force(edition: AnyFramework) -> str:
    ends = edition.effective_to
    begins = f"{_day(edition.effective_from.value)} ({edition.effective_from.mark.value})"
    return f"{begins} to {_day(ends.value)} ({ends.mark.value})" if ends else f"from {begins}"


def _holds(edition: AnyFramework) -> str:
    if isinstance(edition, AssuranceFramework):
        domains = _count(len(edition.domains), "domain")
        return f"{domains}, {_count(len(edition.requirements), 'requirement')}"
    if isinstance(edition, OutcomesFramework):
        areas = sum(len(domain.areas) for domain in edition.domains)
        return f"{len(edition.domains)} domains, {areas} areas, {len(edition.indicators)} indicators"
    if isinstance(edition, DelegationFramework):
        functions = (
            f"{len(edition.delegated_functions)} delegated, {len(edition.reserved_functions)} reserved"
        )
        return f"{_count(len(edition.models), 'model')}; functions: {functions}"
    if isinstance(edition, RetentionSchedule):
        return "; ".join(f"{each.name}: {each.keep_years.value} years" for each in edition.records)
    if isinstance(edition, InformationRules):
        withheld = _count(len(edition.exemptions), "exemption")
        return f"{_count(len(edition.kinds), 'kind of request', 'kinds of request')}, {withheld}"
    if isinstance(edition, StatementTemplate):
        places = sum(each.place is not None for each in edition.sections)
        return f"{_count(len(edition.sections), 'section')}, {_count(places, 'place')} for judgement"
    if isinstance(edition, AuditStandards):
        return "; ".join(level.name for level in edition.levels)
    roles = ", ".join(role.name for role in edition.roles) or "none named"
    return f"{len(edition.interest_types)} types, {len(edition.gifts.bands)} limits; roles: {roles}"


def _contract_forms(forms: ContractFormsFile) -> Iterator[str]:
    yield ""
    yield f"### {forms.title} (`{forms.key}`)"
    yield ""
    yield " ".join(forms.about.split())
    yield ""
    yield "| Form | Means | Usual roles | Mark |"
    yield "| --- | --- | --- | --- |"
    names = {role.id: role.name.lower() for role in forms.roles}
    for form in forms.forms:
        usual = ", ".join(names[role] for role in form.roles)
        yield f"| {form.name} | {' '.join(form.meaning.split())} | {usual} | {form.provenance_in_words} |"
    yield ""
    yield "| Example | Place | Form | Stage | Mark |"
    yield "| --- | --- | --- | --- | --- |"
    called = {form.id: form.name for form in forms.forms}
    for each in forms.examples:
        form_name = called[each.form] if each.form else "Not said"
        stage = " ".join(each.stage.split())
        yield f"| {each.title} | {each.place} | {form_name} | {stage} | {each.provenance_in_words} |"


def _return(definition: ReturnDefinition) -> Iterator[str]:
    yield ""
    yield f"### {definition.title} (`{definition.key}`)"
    yield ""
    yield " ".join(definition.about.split())
    yield ""
    yield f"By the rules of {definition.rule_set}."
    yield ""
    yield "| Section | Figure | Kind | Definition | Filled in from facts | Mark |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for section, figure in definition.placed():
        said = " ".join(figure.definition.split())
        drawn = "yes" if figure.draw else "no"
        kind = figure.kind.value + (f" ({figure.unit})" if figure.unit else "")
        yield f"| {section.title} | {figure.label} | {kind} | {said} | {drawn} | {figure.provenance_in_words} |"


def _pack(pack: PackDefinition) -> Iterator[str]:
    yield ""
    yield f"### {pack.title} (`{pack.key}`)"
    yield ""
    yield " ".join(pack.purpose.split())
    yield ""
    yield f"Of {pack.period_in_words}."
    yield ""
    yield "| In it | Why | Mark |"
    yield "| --- | --- | --- |"
    for section in pack.sections:
        yield f"| {section.id.value} | {section.why} | {section.provenance_in_words} |"
    for signer in pack.signers:
        when = ", where the edition in force names that role" if signer.if_edition_names else ""
        yield f"| signature | {signer.name}{when} | {signer.provenance_in_words} |"
    for rule in pack.redactions:
        yield f"| left out: {rule.kind.value} | {rule.why} ({rule.basis}) | {rule.provenance_in_words} |"


def _rule_set(rules: InterestRuleSet) -> Iterator[str]:
    yield ""
    yield f"Values of {rules.key}:"
    yield ""
    yield "| Value | Is | Mark |"
    yield "| --- | --- | --- |"
    for key, known in overridable(rules).items():
        source = f" ({known.source.document})" if known.source else ""
        yield f"| `{key}` | {_shown(known.value)} | {known.mark.value}{source} |"


def _workflow(workflow: WorkflowDocument) -> Iterator[str]:
    yield ""
    yield f"### {workflow.title} (`{workflow.key}`)"
    yield ""
    yield workflow.purpose
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    names = {state.id: state.id.replace("-", "_") for state in workflow.states}
    for state in workflow.states:
        yield f'  state "{state.name}" as {names[state.id]}'
    yield f"  [*] --> {names[workflow.start]}"
    for step in workflow.steps:
        yield f"  {names[step.from_state]} --> {names[step.to_state]}: {step.name}"
    for state in workflow.states:
        if state.final:
            yield f"  {names[state.id]} --> [*]"
    yield "```"
    yield ""
    yield "| Step | By | Never by | From | To |"
    yield "| --- | --- | --- | --- | --- |"
    for step in workflow.steps:
        who = f"{', '.join(step.by)} | {', '.join(step.not_by) or '–'}"
        yield f"| {step.name} | {who} | {step.from_state} | {step.to_state} |"
    yield ""
    yield "| Notice | When | To |"
    yield "| --- | --- | --- |"
    for rung in workflow.rungs:
        yield f"| {rung.id} | {_when(rung)} | {', '.join(rung.to)} |"


def _when(rung: Chaser) -> str:
    if not rung.offset_days:
        return "on the day"
    days = _count(abs(rung.offset_days), "working day" if rung.working else "day")
    return f"{days} {'before' if rung.offset_days < 0 else 'after'}"


def _count(number: int, thing: str, many: str = "") -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {many or f'{thing}s'}"


def _shown(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
