"""JSON Schemas of the catalogue's files, generated from the models, for editors and for whoever writes a file."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from backend.catalogue.agreed_contracts import ContractsFile
from backend.catalogue.between import BetweenSettings
from backend.catalogue.chasing import ChasingSettings
from backend.catalogue.committees import CommitteesFile
from backend.catalogue.contract_forms import ContractFormsFile
from backend.catalogue.covers import PapersSettings
from backend.catalogue.demonstrations import DemonstrationDocument
from backend.catalogue.frameworks import FrameworkDocument
from backend.catalogue.functions import FunctionsFile, ShippedFunctions
from backend.catalogue.in_use import AssuranceSettings
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
from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.returns import ReturnDefinition
from backend.catalogue.schedules import SchedulesSettings
from backend.catalogue.tenants import InterestsSettings, TenantFile
from backend.catalogue.workflows import WorkflowDocument
from backend.catalogue.years import YearDocument

_FILES: dict[str, tuple[Any, str]] = {
    "tenant": (TenantFile, "tenants/<slug>/tenant.toml"),
    "committees": (CommitteesFile, "tenants/<slug>/committees.toml"),
    "organisations": (OrganisationsFile, "tenants/<slug>/organisations.toml"),
    "interests": (InterestsSettings, "tenants/<slug>/interests.toml"),
    "papers": (PapersSettings, "tenants/<slug>/papers.toml"),
    "planning": (PlanningSettings, "tenants/<slug>/planning.toml"),
    "between": (BetweenSettings, "tenants/<slug>/between.toml"),
    "schedules": (SchedulesSettings, "tenants/<slug>/schedules.toml"),
    "measures": (MeasuresFile, "tenants/<slug>/measures.toml"),
    "agreed-contracts": (ContractsFile, "tenants/<slug>/contracts.toml"),
    "chasing": (ChasingSettings, "tenants/<slug>/chasing.toml"),
    "scheme": (SchemeFile, "tenants/<slug>/scheme.toml"),
    "delegation": (DelegationProgramme, "tenants/<slug>/delegation.toml"),
    "functions": (FunctionsFile, "tenants/<slug>/functions.toml"),
    "programme": (DelegationProgramme, "tenants/<slug>/programmes/<id>.toml"),
    "assurance": (AssuranceSettings, "tenants/<slug>/assurance.toml"),
    "cast": (DemonstrationDocument, "tenants/<slug>/demonstration/cast.toml"),
    "year": (YearDocument, "tenants/<slug>/demonstration/year.toml"),
    "risks": (InventedRisks, "tenants/<slug>/demonstration/risks.toml"),
    "contracts": (InventedContracts, "tenants/<slug>/demonstration/contracts.toml"),
    "requests": (InventedRequests, "tenants/<slug>/demonstration/requests.toml"),
    "returns": (InventedReturns, "tenants/<slug>/demonstration/returns.toml"),
    "kind": (KindFile, "tenants/_kinds/<kind>.toml"),
    "framework": (FrameworkDocument, "frameworks/<id>/<edition>/framework.yaml"),
    "forms": (ContractFormsFile, "frameworks/<id>/<edition>/forms.yaml"),
    "return": (ReturnDefinition, "frameworks/<id>/<edition>/return.yaml"),
    "pack": (PackDefinition, "frameworks/<id>/<edition>/pack.yaml"),
    "shipped-functions": (ShippedFunctions, "frameworks/<id>/<edition>/functions.yaml"),
    "plan": (PlanDocument, "frameworks/<id>/<edition>/programme.yaml"),
    "mapping": (MappingFile, "frameworks/_mappings/<id>.yaml"),
    "workflow": (WorkflowDocument, "workflows/<id>/v<n>.yaml"),
}


@cache
def json_schemas() -> dict[str, dict[str, Any]]:
    """One schema for each kind of file, by its short name. Made once; nobody changes it."""
    return {name: _schema(name, kind, path) for name, (kind, path) in _FILES.items()}


def _schema(name: str, kind: Any, path: str) -> dict[str, Any]:
    schema = TypeAdapter(kind).json_schema(mode="validation", by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **_without_title(schema),
        "x-file": path,
    }


def _without_title(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "title"}
