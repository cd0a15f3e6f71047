"""A catalogue that is read but not yet judged: what parsed, and which files did not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from backend.catalogue.agreed_contracts import ContractsFile
from backend.catalogue.assurance import AssuranceFramework
from backend.catalogue.between import BetweenSettings
from backend.catalogue.chasing import ChasingSettings
from backend.catalogue.committees import CommitteesFile
from backend.catalogue.contract_forms import ContractFormsFile
from backend.catalogue.covers import PapersSettings
from backend.catalogue.demonstrations import DemonstrationDocument
from backend.catalogue.frameworks import DelegationFramework, OutcomesFramework
from backend.catalogue.functions import FunctionsFile, ShippedFunctions
from backend.catalogue.in_use import AssuranceSettings
from backend.catalogue.information import InformationRules
from backend.catalogue.invented_contracts import InventedContracts
from backend.catalogue.invented_requests import InventedRequests
from backend.catalogue.invented_returns import InventedReturns
from backend.catalogue.invented_risks import InventedRisks
from backend.catalogue.kinds import KindFile
from backend.catalogue.mappings import MappingFile
from backend.catalogue.measures import MeasuresFile
from backend.catalogue.organisations import OrganisationsFile
from backend.catalogue.packs import PackDefinition
from backend.catalogue.planning import PlanningSettings
from backend.catalogue.plans import PlanDocument
from backend.catalogue.powers import SchemeFile
from backend.catalogue.problems import Problem
from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.retention import RetentionSchedule
from backend.catalogue.returns import ReturnDefinition
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.schedules import SchedulesSettings
from backend.catalogue.shapes import Source, SourceDocument, Strict
from backend.catalogue.statements import AuditStandards, StatementTemplate
from backend.catalogue.tenants import InterestsSettings, TenantFile
from backend.catalogue.workflows import WorkflowDocument
from backend.catalogue.years import YearDocument

AnyFramework = (
    AssuranceFramework
    | OutcomesFramework
    | DelegationFramework
    | InterestRuleSet
    | RetentionSchedule
    | StatementTemplate
    | AuditStandards
    | InformationRules
)


@dataclass
class TenantDraft:
    """A tenant's folder. A part is None where its file is absent or does not fit."""

    folder: str
    """Relative to the root, such as `tenants/dudley-ccg`."""
    tenant: TenantFile | None = None
    committees: CommitteesFile | None = None
    organisations: OrganisationsFile | None = None
    interests: InterestsSettings | None = None
    papers: PapersSettings | None = None
    planning: PlanningSettings | None = None
    between: BetweenSettings | None = None
    schedules: SchedulesSettings | None = None
    chasing: ChasingSettings | None = None
    scheme: SchemeFile | None = None
    delegation: DelegationProgramme | None = None
    functions: FunctionsFile | None = None
    programmes: list[DelegationProgramme] = field(default_factory=list)
    """Further programmes: one file each in `programmes/`."""
    measures: MeasuresFile | None = None
    contracts: ContractsFile | None = None
    assurance: AssuranceSettings | None = None
    cast: DemonstrationDocument | None = None
    year: YearDocument | None = None
    invented_risks: InventedRisks | None = None
    invented_contracts: InventedContracts | None = None
    invented_requests: InventedRequests | None = None
    invented_returns: InventedReturns | None = None

    def parts(self) -> Iterator[tuple[str, Strict]]:
        """Each part that parsed, with its file."""
        named = {
            "tenant.toml": self.tenant,
            "committees.toml": self.committees,
            "organisations.toml": self.organisations,
            "interests.toml": self.interests,
            "papers.toml": self.papers,
            "planning.toml": self.planning,
            "between.toml": self.between,
            "schedules.toml": self.schedules,
            "chasing.toml": self.chasing,
            "scheme.toml": self.scheme,
            "delegation.toml": self.delegation,
            "functions.toml": self.functions,
            "measures.toml": self.measures,
            "contracts.toml": self.contracts,
            "assurance.toml": self.assurance,
            "demonstration/cast.toml": self.cast,
            "demonstration/year.toml": self.year,
            "demonstration/risks.toml": self.invented_risks,
            "demonstration/contracts.toml": self.invented_contracts,
            "demonstration/requests.toml": self.invented_requests,
            "demonstration/returns.toml": self.invented_returns,
        }
        for name, part in named.items():
            if part is not None:
                yield f"{self.folder}/{name}", part
        for programme in self.programmes:
            yield f"{self.folder}/programmes/{programme.id}.toml", programme

    def every_programme(self) -> Iterator[tuple[str, DelegationProgramme]]:
        """Each programme with its file."""
        if self.delegation is not None:
            yield f"{self.folder}/delegation.toml", self.delegation
        for programme in self.programmes:
            yield f"{self.folder}/programmes/{programme.id}.toml", programme

    @property
    def documents(self) -> tuple[SourceDocument, ...]:
        return self.tenant.documents if self.tenant else ()

    @property
    def complete(self) -> bool:
        return None not in (self.tenant, self.committees, self.interests)


@dataclass
class Draft:
    root: Path
    kinds: dict[str, KindFile] = field(default_factory=dict)
    tenants: dict[str, TenantDraft] = field(default_factory=dict)
    templates: dict[str, TenantDraft] = field(default_factory=dict)
    """Folders under `tenants/_kinds`, from which a tenant may start."""
    frameworks: dict[str, AnyFramework] = field(default_factory=dict)
    mappings: dict[str, MappingFile] = field(default_factory=dict)
    contract_forms: dict[str, ContractFormsFile] = field(default_factory=dict)
    returns: dict[str, ReturnDefinition] = field(default_factory=dict)
    packs: dict[str, PackDefinition] = field(default_factory=dict)
    functions: dict[str, ShippedFunctions] = field(default_factory=dict)
    workflows: dict[str, WorkflowDocument] = field(default_factory=dict)
    plans: dict[str, PlanDocument] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Files that exist but could not be read or do not fit; names in them can't be checked."""
    problems: list[Problem] = field(default_factory=list)

    def every_folder(self) -> tuple[TenantDraft, ...]:
        """Tenants and templates: what is judged alike."""
        return (*self.tenants.values(), *self.templates.values())

    def framework_file(self, key: str) -> str:
        return f"frameworks/{key}/framework.yaml"

    def contract_forms_file(self, key: str) -> str:
        return f"frameworks/{key}/forms.yaml"

    def return_file(self, key: str) -> str:
        return f"frameworks/{key}/return.yaml"

    def pack_file(self, key: str) -> str:
        return f"frameworks/{key}/pack.yaml"

    def functions_file(self, key: str) -> str:
        return f"frameworks/{key}/functions.yaml"

    def plan_file(self, key: str) -> str:
        return f"frameworks/{key}/programme.yaml"

    def mapping_file(self, mapping_id: str) -> str:
        return f"frameworks/_mappings/{mapping_id}.yaml"

    def workflow_file(self, key: str) -> str:
        return f"workflows/{key}.yaml"


def sources_in(model: Strict, key: str = "") -> Iterator[tuple[str, Source]]:
    """Every source that a model names, with its key path."""
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, Strict | tuple):
            yield from _sources_of(value, f"{key}.{info.alias or name}" if key else name)


def _sources_of(value: object, key: str) -> Iterator[tuple[str, Source]]:
    if isinstance(value, Source):
        yield key, value
    elif isinstance(value, Strict):
        yield from sources_in(value, key)
    elif isinstance(value, tuple):
        for index, each in enumerate(value, start=1):
            if isinstance(each, Strict | tuple):
                label = next(
                    (getattr(each, k) for k in ("id", "code", "n", "ref") if hasattr(each, k)), index
                )
                yield from _sources_of(each, f"{key}[{label}]")
