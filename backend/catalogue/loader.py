"""Load the catalogue through its five gates: shape, reference, sense, render, lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backend.catalogue import folders
from backend.catalogue.between import BetweenSettings
from backend.catalogue.bodies import ReviewingBody
from backend.catalogue.contract_forms import ContractFormsFile
from backend.catalogue.covers import CoverTemplate, WordBudgets
from backend.catalogue.demonstrations import DemonstrationDocument
from backend.catalogue.drafts import AnyFramework, Draft
from backend.catalogue.frameworks import AskingFramework, FrameworkDocument
from backend.catalogue.functions import ShippedFunctions
from backend.catalogue.gates import locking, references, rendering, sense
from backend.catalogue.invented_contracts import InventedContracts
from backend.catalogue.invented_requests import InventedRequests
from backend.catalogue.invented_returns import InventedReturns
from backend.catalogue.invented_risks import InventedRisks
from backend.catalogue.kinds import KindFile
from backend.catalogue.mappings import MappingFile
from backend.catalogue.overriding import overridden
from backend.catalogue.packs import PackDefinition
from backend.catalogue.planning import PlanningSettings
from backend.catalogue.plans import PlanDocument
from backend.catalogue.problems import CatalogueProblems, GateName, Problem, UnableToFindRuleSet
from backend.catalogue.requirements import FrameworkReading
from backend.catalogue.returns import ReturnDefinition
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.schedules import SchedulesSettings
from backend.catalogue.tenants import TenantDocument
from backend.catalogue.workflows import WorkflowDocument
from backend.catalogue.years import YearDocument


@dataclass(frozen=True)
class Catalogue:
    """Everything configured, judged and frozen."""

    root: Path
    kinds: Mapping[str, KindFile]
    tenants: Mapping[str, TenantDocument]
    templates: Mapping[str, TenantDocument]
    """By id, which stands in the place of the slug: what a tenant may start from."""
    demonstrations: Mapping[str, DemonstrationDocument]
    """By tenant slug, for tenants that have one."""
    years: Mapping[str, YearDocument]
    """By tenant slug, for demonstrations that play a whole year."""
    invented_risks: Mapping[str, InventedRisks]
    """By tenant slug, for demonstrations that have some."""
    invented_contracts: Mapping[str, InventedContracts]
    invented_requests: Mapping[str, InventedRequests]
    invented_returns: Mapping[str, InventedReturns]
    """By tenant slug, for demonstrations of reviewing bodies."""
    frameworks: Mapping[str, AnyFramework]
    """By `id/edition`."""
    functions: Mapping[str, ShippedFunctions]
    """By `id/edition`: lists of functions, terms of agreements and plans of transfer that may be taken up."""
    mappings: Mapping[str, MappingFile]
    """By id: how requirements of one edition relate to those of another."""
    contract_forms: Mapping[str, ContractFormsFile]
    """By `id/edition`: the forms in which care is contracted for."""
    returns: Mapping[str, ReturnDefinition]
    """By `id/edition`: what is reported to a reviewing body."""
    packs: Mapping[str, PackDefinition]
    """By `id/edition`: what assurance packs are put together by."""
    workflows: Mapping[str, WorkflowDocument]
    """By `id/v1`."""
    plans: Mapping[str, PlanDocument]
    """By `id/edition`: programmes that any tenant may take up."""

    def rule_set_in_force(self, framework_id: str, on: date) -> AnyFramework:
        """The edition of a framework in force on a day. Raises UnableToFindRuleSet, naming the neighbours."""
        editions = self.editions_of(framework_id)
        for edition in editions:
            if edition.in_force(on):
                return edition
        raise UnableToFindRuleSet(framework_id, on, _why_none(framework_id, on, editions))

    def interest_rules_in_force(self, tenant: str, on: date) -> InterestRuleSet:
        """The tenant's rule set for interests on a day: the edition in force, under the tenant's overrides.

        An override that the edition has no place for (it was written for another one) is left aside.
        """
        settings = self.tenants[tenant].interests
        rule_set = self.rule_set_in_force(settings.rule_set.split("/")[0], on)
        if not isinstance(rule_set, InterestRuleSet):
            raise UnableToFindRuleSet(rule_set.id, on, f"{rule_set.key} is not a rule set for interests.")
        known = [each for each in settings.overrides if _still_fits(rule_set, each)]
        return overridden(rule_set, known)

    def editions_of(self, framework_id: str) -> tuple[AnyFramework, ...]:
        """Every edition, oldest first."""
        editions = [each for each in self.frameworks.values() if each.id == framework_id]
        return tuple(sorted(editions, key=lambda each: each.effective_from.value))

    def reading_of(self, key: str) -> FrameworkReading | None:
        """What an edition (`id/edition`) asks; None where there is none, or where it asks nothing answerable."""
        framework = self.frameworks.get(key)
        return framework.reading if isinstance(framework, AskingFramework) else None

    def cover_template_of(self, tenant: str, *, kind: str) -> CoverTemplate:
        """The cover sheet of a tenant's papers: its own, or that of its kind where it has no folder here."""
        if tenant in self.tenants:
            return self.tenants[tenant].papers.cover
        return self.kinds[kind].papers.cover if kind in self.kinds else CoverTemplate(fields=())

    def word_budgets_of(self, tenant: str, *, kind: str) -> WordBudgets:
        """How long a tenant's papers should be at the most: its own budgets, or those of its kind."""
        if tenant in self.tenants:
            return self.tenants[tenant].papers.words
        return self.kinds[kind].papers.words if kind in self.kinds else WordBudgets()

    def planning_of(self, tenant: str, *, kind: str) -> PlanningSettings:
        """What a tenant's agendas always hold and how the public may ask: its own settings, or those of its kind."""
        if tenant in self.tenants:
            return self.tenants[tenant].planning
        return self.kinds[kind].planning if kind in self.kinds else PlanningSettings()

    def between_of(self, tenant: str, *, kind: str) -> BetweenSettings:
        """What a tenant's rules say of deciding between meetings: its own, or those of its kind."""
        if tenant in self.tenants:
            return self.tenants[tenant].between
        return self.kinds[kind].between if kind in self.kinds else BetweenSettings()

    def schedules_of(self, tenant: str, *, kind: str) -> SchedulesSettings:
        """When Probity does things by itself for a tenant: by its own settings, or those of its kind."""
        if tenant in self.tenants:
            return self.tenants[tenant].schedules
        return self.kinds[kind].schedules if kind in self.kinds else SchedulesSettings()

    def reviews(self, kind: str) -> bool:
        """Whether organisations of a kind review what others submit, instead of submitting themselves."""
        return kind in self.kinds and self.kinds[kind].reviews

    def has_member_practices(self, kind: str) -> bool:
        """Whether practices are the members of organisations of a kind."""
        return kind in self.kinds and self.kinds[kind].member_practices

    def says_readiness(self, kind: str) -> bool:
        """Whether organisations of a kind say once a year how ready they are to operate."""
        return kind in self.kinds and self.kinds[kind].readiness

    def from_kind(self, kind: str, *, slug: str, name: str, starts_on: date) -> TenantDocument:
        """What an organisation of a kind starts from that has no folder. Raises UnableToFindRuleSet."""
        found = self.kinds[kind]
        pinned = found.tenant.pins.frameworks if found.tenant.pins else ()
        rule_set = found.interests.rule_set or next(
            (key for key in pinned if isinstance(self.frameworks.get(key), InterestRuleSet)),
            "managing-conflicts-of-interest/2022-07",
        )
        document = found.document(
            kind, slug=slug, name=name, starts_on=starts_on, rule_set=rule_set, review_by=starts_on
        )
        return self.started(document)

    def from_template(self, template: str, *, slug: str, name: str, starts_on: date) -> TenantDocument:
        """What an organisation starts from that takes a template up. Raises UnableToFindRuleSet."""
        return self.started(
            self.templates[template].model_copy(update={"slug": slug, "name": name, "starts_on": starts_on})
        )

    def started(self, document: TenantDocument) -> TenantDocument:
        """A document whose rule set for interests is the one in force on the day it starts, looked at a year on."""
        was = document.interests.rule_set
        rule_set = self.rule_set_in_force(was.split("/")[0], document.starts_on)
        frameworks = tuple(rule_set.key if key == was else key for key in document.pins.frameworks)
        kept = (
            tuple(each for each in document.interests.overrides if _still_fits(rule_set, each))
            if isinstance(rule_set, InterestRuleSet)
            else ()
        )
        interests = document.interests.model_copy(
            update={
                "rule_set": rule_set.key,
                "review_by": document.starts_on + timedelta(days=365),
                "overrides": kept,
            }
        )
        pins = document.pins.model_copy(update={"frameworks": frameworks})
        return document.model_copy(update={"interests": interests, "pins": pins})

    def body_of(self, tenant: str) -> ReviewingBody | None:
        """What a reviewing body is called from day to day; nothing for others, and for one without a folder."""
        return self.tenants[tenant].body if tenant in self.tenants else None

    def demonstration_folder(self, slug: str) -> Path:
        """Where the paper files of a demonstration lie."""
        return self.root / "tenants" / slug / "demonstration"


def load_catalogue(root: Path) -> Catalogue:
    """Read and judge everything under `root`. Raises CatalogueProblems holding every problem at once."""
    draft = read(root)
    problems = [
        *draft.problems,
        *references.problems(draft),
        *sense.problems(draft),
        *rendering.problems(draft),
        *locking.problems(draft),
    ]
    if problems:
        raise CatalogueProblems(problems)
    return Catalogue(
        root=root,
        kinds=MappingProxyType(draft.kinds),
        tenants=MappingProxyType({slug: folders.merged(draft, each) for slug, each in draft.tenants.items()}),
        templates=MappingProxyType(
            {template: folders.merged(draft, each) for template, each in draft.templates.items()}
        ),
        demonstrations=MappingProxyType(
            {slug: each.cast for slug, each in draft.tenants.items() if each.cast is not None}
        ),
        years=MappingProxyType(
            {slug: each.year for slug, each in draft.tenants.items() if each.year is not None}
        ),
        invented_returns=MappingProxyType(
            {
                slug: each.invented_returns
                for slug, each in draft.tenants.items()
                if each.invented_returns is not None
            }
        ),
        invented_risks=MappingProxyType(
            {
                slug: each.invented_risks
                for slug, each in draft.tenants.items()
                if each.invented_risks is not None
            }
        ),
        invented_contracts=MappingProxyType(
            {
                slug: each.invented_contracts
                for slug, each in draft.tenants.items()
                if each.invented_contracts is not None
            }
        ),
        invented_requests=MappingProxyType(
            {
                slug: each.invented_requests
                for slug, each in draft.tenants.items()
                if each.invented_requests is not None
            }
        ),
        frameworks=MappingProxyType(draft.frameworks),
        functions=MappingProxyType(draft.functions),
        mappings=MappingProxyType(draft.mappings),
        contract_forms=MappingProxyType(draft.contract_forms),
        returns=MappingProxyType(draft.returns),
        packs=MappingProxyType(draft.packs),
        workflows=MappingProxyType(draft.workflows),
        plans=MappingProxyType(draft.plans),
    )


def read(root: Path) -> Draft:
    """Read every file and judge its shape; the other gates have not been passed."""
    draft = Draft(root=root)
    for part in ("tenants", "frameworks", "workflows"):
        if not (root / part).is_dir():
            draft.problems.append(Problem(GateName.SHAPE, part, "", "The folder is missing."))
    for path in sorted(root.glob("tenants/_kinds/*.toml")):
        kind = folders.read_one(draft, path, KindFile)
        if kind is not None:
            draft.kinds[path.stem] = kind
    for folder in sorted(root.glob("tenants/[!_.]*/")):
        draft.tenants[folder.name] = folders.read_folder(draft, folder)
    for folder in sorted(root.glob("tenants/_kinds/[!_.]*/")):
        draft.templates[folder.name] = folders.read_folder(draft, folder, template=True)
    for path in sorted(root.glob("frameworks/*/*/framework.yaml")):
        framework = folders.read_one(draft, path, FrameworkDocument)
        if framework is not None and _lies_right(draft, path, framework.key, path.parent):
            draft.frameworks[framework.key] = framework
    for path in sorted(root.glob("frameworks/*/*/forms.yaml")):
        forms = folders.read_one(draft, path, ContractFormsFile)
        if forms is not None and _lies_right(draft, path, forms.key, path.parent):
            draft.contract_forms[forms.key] = forms
    for path in sorted(root.glob("frameworks/*/*/return.yaml")):
        definition = folders.read_one(draft, path, ReturnDefinition)
        if definition is not None and _lies_right(draft, path, definition.key, path.parent):
            draft.returns[definition.key] = definition
    for path in sorted(root.glob("frameworks/*/*/pack.yaml")):
        pack = folders.read_one(draft, path, PackDefinition)
        if pack is not None and _lies_right(draft, path, pack.key, path.parent):
            draft.packs[pack.key] = pack
    for path in sorted(root.glob("frameworks/*/*/functions.yaml")):
        shipped = folders.read_one(draft, path, ShippedFunctions)
        if shipped is not None and _lies_right(draft, path, shipped.key, path.parent):
            draft.functions[shipped.key] = shipped
    for path in sorted(root.glob("frameworks/_mappings/*.yaml")):
        mapping = folders.read_one(draft, path, MappingFile)
        if mapping is not None and mapping.id != path.stem:
            folders.refuse(
                draft, path, f"The file says that it is {mapping.id}, but it is named {path.stem}."
            )
        elif mapping is not None:
            draft.mappings[mapping.id] = mapping
    for path in sorted(root.glob("frameworks/*/*/programme.yaml")):
        plan = folders.read_one(draft, path, PlanDocument)
        if plan is not None and _lies_right(draft, path, plan.key, path.parent):
            draft.plans[plan.key] = plan
    for path in sorted(root.glob("workflows/*/*.yaml")):
        workflow = folders.read_one(draft, path, WorkflowDocument)
        if workflow is not None and _lies_right(draft, path, workflow.key, path.with_suffix("")):
            draft.workflows[workflow.key] = workflow
    return draft


def _lies_right(draft: Draft, path: Path, key: str, place: Path) -> bool:
    where = f"{place.parent.name}/{place.name}"
    if key != where:
        sentence = f"The file says that it is {key}, but it lies in {where}; they must be the same."
        draft.problems.append(Problem(GateName.SHAPE, folders.relative(draft, path), "id", sentence))
        draft.broken.add(folders.relative(draft, path))
    return key == where


def _still_fits(rule_set: InterestRuleSet, override: Any) -> bool:
    try:
        overridden(rule_set, [override])
    except ValueError:
        return False
    return True


def _why_none(framework_id: str, on: date, editions: tuple[AnyFramework, ...]) -> str:
    said = f"No edition of {framework_id} in the catalogue was in force on {_day(on)}"
    before = [each for each in editions if each.effective_from.value <= on]
    after = [each for each in editions if each.effective_from.value > on]
    parts = []
    if before and before[-1].effective_to:
        parts.append(f"the edition {before[-1].edition} ended on {_day(before[-1].effective_to.value)}")
    if after:
        parts.append(f"the edition {after[0].edition} begins on {_day(after[0].effective_from.value)}")
    return f"{said}: {' and '.join(parts)}." if parts else f"{said}: the catalogue holds no such framework."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
