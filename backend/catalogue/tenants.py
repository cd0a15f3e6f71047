"""A tenant's folder, merged into one document."""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, StringConstraints

from backend.catalogue.agreed_contracts import AgreedContract
from backend.catalogue.between import BetweenSettings
from backend.catalogue.bodies import ReviewingBody
from backend.catalogue.chasing import ChasingSettings
from backend.catalogue.committees import Committee
from backend.catalogue.covers import PapersSettings
from backend.catalogue.functions import FunctionsFile
from backend.catalogue.gaps import Evidence, Gap
from backend.catalogue.in_use import AssuranceSettings
from backend.catalogue.measures import Measure
from backend.catalogue.organisations import CountStated, Level, Locality, Organisation
from backend.catalogue.overriding import Override
from backend.catalogue.planning import PlanningSettings
from backend.catalogue.powers import SchemeFile
from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.schedules import SchedulesSettings
from backend.catalogue.shapes import Flag, Line, Slug, SourceDocument, Strict, Text

EditionKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[0-9]{4}(-[0-9]{2})?$")]
WorkflowKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/v[1-9][0-9]{0,2}$")]


def _a_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as refusal:
        raise ValueError("is not a time zone, such as Europe/London") from refusal
    return name


class Pins(Strict):
    """The editions and workflow versions that the tenant uses."""

    frameworks: tuple[EditionKey, ...] = ()
    packs: tuple[EditionKey, ...] = ()
    """Definitions of assurance packs; the edition in force on the last day of a pack's period where none is pinned."""
    workflows: tuple[WorkflowKey, ...] = ()


class TenantFile(Strict):
    """`tenant.toml`, after the defaults of its kind."""

    slug: Slug
    name: Line
    kind: Slug
    """A kind under `tenants/_kinds`."""
    demonstration: Flag = False
    found_by_others: Flag = False
    """Other organisations of this installation may choose it from a list, to propose that they meet together."""
    about: Text | None = None
    starts_on: date
    time_zone: Annotated[str, AfterValidator(_a_zone)]
    pins: Pins
    documents: tuple[SourceDocument, ...] = ()
    evidence: Evidence = Evidence.DESCRIBED
    gaps: tuple[Gap, ...] = ()
    """What the sources lack, in words."""
    body: ReviewingBody | None = None
    """Of a reviewing body alone: its type and name from day to day."""


class InterestsSettings(Strict):
    """`interests.toml`: which rule set, when the choice is looked at again, and the tenant's own values."""

    rule_set: EditionKey
    review_by: date
    """The day by which the officers decide whether to move to the next edition."""
    decision_making_staff: tuple[Line, ...] = ()
    nil_returns: Flag = True
    contact: Line | None = None
    overrides: tuple[Override, ...] = ()


class TenantDocument(TenantFile):
    """Everything that a tenant starts from."""

    committees: tuple[Committee, ...]
    levels: tuple[Level, ...] = ()
    localities: tuple[Locality, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    counts: tuple[CountStated, ...] = ()
    interests: InterestsSettings
    papers: PapersSettings = PapersSettings()
    planning: PlanningSettings = PlanningSettings()
    between: BetweenSettings = BetweenSettings()
    schedules: SchedulesSettings = SchedulesSettings()
    chasing: ChasingSettings = ChasingSettings()
    scheme: SchemeFile = SchemeFile()
    delegation: DelegationProgramme | None = None
    functions: FunctionsFile = FunctionsFile()
    programmes: tuple[DelegationProgramme, ...] = ()
    """Further programmes beside that of `delegation.toml`."""
    measures: tuple[Measure, ...] = ()
    contracts: tuple[AgreedContract, ...] = ()
    assurance: AssuranceSettings = AssuranceSettings()

    def committee(self, committee_id: str) -> Committee | None:
        return next((committee for committee in self.committees if committee.id == committee_id), None)

    def organisation(self, organisation_id: str) -> Organisation | None:
        return next((each for each in self.organisations if each.id == organisation_id), None)

    def document(self, document_id: str) -> SourceDocument | None:
        return next((document for document in self.documents if document.id == document_id), None)
