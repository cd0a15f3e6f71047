"""A folder under `tenants/`, read and merged with the defaults of its kind: of a tenant, or of a template."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backend.catalogue import misfits, reading
from backend.catalogue.agreed_contracts import ContractsFile
from backend.catalogue.between import BetweenSettings
from backend.catalogue.chasing import ChasingSettings
from backend.catalogue.committees import CommitteesFile
from backend.catalogue.covers import PapersSettings
from backend.catalogue.demonstrations import DemonstrationDocument
from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.functions import FunctionsFile
from backend.catalogue.gates.resolving import no_kind
from backend.catalogue.in_use import AssuranceSettings
from backend.catalogue.invented_contracts import InventedContracts
from backend.catalogue.invented_requests import InventedRequests
from backend.catalogue.invented_returns import InventedReturns
from backend.catalogue.invented_risks import InventedRisks
from backend.catalogue.measures import MeasuresFile
from backend.catalogue.organisations import OrganisationsFile
from backend.catalogue.planning import PlanningSettings
from backend.catalogue.powers import SchemeFile
from backend.catalogue.problems import GateName, Problem
from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.schedules import SchedulesSettings
from backend.catalogue.tenants import InterestsSettings, TenantDocument, TenantFile
from backend.catalogue.years import YearDocument

_PARTS: Mapping[str, tuple[str, Any]] = {
    "tenant.toml": ("tenant", TenantFile),
    "committees.toml": ("committees", CommitteesFile),
    "organisations.toml": ("organisations", OrganisationsFile),
    "interests.toml": ("interests", InterestsSettings),
    "papers.toml": ("papers", PapersSettings),
    "planning.toml": ("planning", PlanningSettings),
    "between.toml": ("between", BetweenSettings),
    "schedules.toml": ("schedules", SchedulesSettings),
    "chasing.toml": ("chasing", ChasingSettings),
    "scheme.toml": ("scheme", SchemeFile),
    "delegation.toml": ("delegation", DelegationProgramme),
    "functions.toml": ("functions", FunctionsFile),
    "measures.toml": ("measures", MeasuresFile),
    "contracts.toml": ("contracts", ContractsFile),
    "assurance.toml": ("assurance", AssuranceSettings),
    "demonstration/cast.toml": ("cast", DemonstrationDocument),
    "demonstration/year.toml": ("year", YearDocument),
    "demonstration/risks.toml": ("invented_risks", InventedRisks),
    "demonstration/contracts.toml": ("invented_contracts", InventedContracts),
    "demonstration/requests.toml": ("invented_requests", InventedRequests),
    "demonstration/returns.toml": ("invented_returns", InventedReturns),
}
_REQUIRED = ("tenant.toml", "committees.toml", "interests.toml")


def read_folder(draft: Draft, folder: Path, *, template: bool = False) -> TenantDraft:
    """Read every file of a folder and judge its shape. A template has no slug of its own, and nobody plays in it."""
    tenant = TenantDraft(folder=relative(draft, folder))
    said = _said_of_itself(draft, folder)
    defaults = _defaults_of(draft, said.get("kind"))
    if template:
        defaults["tenant"] = {**defaults.get("tenant", {}), "slug": folder.name}
        _check_template(draft, folder)
    for name, (part, kind) in _PARTS.items():
        path = folder / name
        if path.is_file():
            setattr(tenant, part, read_one(draft, path, kind, defaults.get(part, {})))
        elif name in _REQUIRED:
            refuse(draft, path, f"The tenant's folder has no {name}.")
    for path in sorted(folder.glob("programmes/*.toml")):
        programme = read_one(draft, path, DelegationProgramme)
        if programme is not None and programme.id != path.stem:
            refuse(draft, path, f"The file says that it is {programme.id}, but it is named {path.stem}.")
        elif programme is not None:
            tenant.programmes.append(programme)
    for path in sorted(folder.glob("*")):
        if path.name not in {*_PARTS, "programmes", "demonstration", "README.md"}:
            near = misfits.near(path.name, [name for name in _PARTS if "/" not in name])
            refuse(draft, path, f"A tenant's folder does not hold a file of this name.{near}")
    file = relative(draft, folder / "tenant.toml")
    slug, kind = said.get("slug"), said.get("kind")
    if isinstance(slug, str) and slug != folder.name:
        sentence = f"“slug” is {slug}, but the folder is {folder.name}; they must be the same."
        draft.problems.append(Problem(GateName.SHAPE, file, "slug", sentence))
    if tenant.tenant is None and isinstance(kind, str):  # where it fits, the gate of references says so
        draft.problems.extend(no_kind(draft, file, kind))
    return tenant


def parts() -> tuple[tuple[str, Any], ...]:
    """The parts of a folder that says who an organisation is: the name of each in a draft, and its model."""
    return tuple(part for name, part in _PARTS.items() if not name.startswith("demonstration/"))


def _check_template(draft: Draft, folder: Path) -> None:
    path = folder / "tenant.toml"
    try:
        content = reading.plain_values(path, within=draft.root)
    except reading.Unreadable:
        return  # said where the file is read
    for key in ("slug", "demonstration", "found_by_others"):
        if key in content:
            sentence = f"A template has no “{key}”: whoever starts from it says it."
            draft.problems.append(Problem(GateName.SHAPE, relative(draft, path), key, sentence))
    if (folder / "demonstration").exists():
        refuse(draft, folder / "demonstration", "A template has no demonstration: nobody plays in it.")


def _said_of_itself(draft: Draft, folder: Path) -> dict[str, Any]:
    """What tenant.toml says as it stands there, be it right or wrong: nothing else in it hides its slug and kind."""
    try:
        return reading.plain_values(folder / "tenant.toml", within=draft.root)
    except reading.Unreadable:
        return {}


def _defaults_of(draft: Draft, kind: Any) -> dict[str, dict[str, Any]]:
    """What the tenant's kind says where its own files are silent: one level, key by key.

    Of a kind that there is not it is another's, so that only the kind is called wrong and not what it leaves unsaid.
    """
    known = [kind] if isinstance(kind, str) and kind in draft.kinds else sorted(draft.kinds)
    if not known:
        return {}
    defaults = draft.kinds[known[0]]
    return {
        "tenant": defaults.tenant.model_dump(exclude_none=True),
        "interests": defaults.interests.model_dump(exclude_none=True),
        "papers": defaults.papers.model_dump(exclude_none=True),
        "planning": defaults.planning.model_dump(exclude_none=True),
        "between": defaults.between.model_dump(exclude_none=True),
        "schedules": defaults.schedules.model_dump(exclude_none=True),
    }


def read_one(draft: Draft, path: Path, kind: Any, defaults: Mapping[str, Any] | None = None) -> Any:
    """A file as a model; None, and its problems noted, where it does not fit."""
    file = relative(draft, path)
    try:
        content = reading.plain_values(path, within=draft.root)
    except reading.Unreadable as refusal:
        refuse(draft, path, f"The file {refusal}.")
        return None
    document, problems = reading.fitted(kind, {**(defaults or {}), **content}, file=file)
    draft.problems.extend(problems)
    if problems:
        draft.broken.add(file)
    return document


def refuse(draft: Draft, path: Path, sentence: str) -> None:
    """Note that a file can’t be used."""
    file = relative(draft, path)
    draft.broken.add(file)
    draft.problems.append(Problem(GateName.SHAPE, file, "", sentence))


def relative(draft: Draft, path: Path) -> str:
    """A path as it is told to people: from the root, with slashes."""
    return path.relative_to(draft.root).as_posix()


def merged(whole: Draft, draft: TenantDraft) -> TenantDocument:
    """A judged folder as one document: what its own files say over what its kind says."""
    if draft.tenant is None or draft.committees is None or draft.interests is None:
        raise AssertionError("a tenant without its required parts has problems and is never merged")
    organisations = draft.organisations or OrganisationsFile()
    return TenantDocument(
        **{name: getattr(draft.tenant, name) for name in TenantFile.model_fields},
        committees=draft.committees.committees,
        levels=organisations.levels,
        localities=organisations.localities,
        organisations=organisations.organisations,
        counts=organisations.counts,
        interests=draft.interests,
        papers=draft.papers or whole.kinds[draft.tenant.kind].papers,
        planning=draft.planning or whole.kinds[draft.tenant.kind].planning,
        between=draft.between or whole.kinds[draft.tenant.kind].between,
        schedules=draft.schedules or whole.kinds[draft.tenant.kind].schedules,
        chasing=draft.chasing or ChasingSettings(),
        scheme=draft.scheme or SchemeFile(),
        delegation=draft.delegation,
        functions=draft.functions or FunctionsFile(),
        programmes=tuple(draft.programmes),
        measures=draft.measures.measures if draft.measures else (),
        contracts=draft.contracts.contracts if draft.contracts else (),
        assurance=draft.assurance or AssuranceSettings(),
    )
