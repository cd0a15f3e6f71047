"""Kinds of tenant: what an organisation is, and what it starts from where its own files are silent."""

from datetime import date

from backend.catalogue.between import BetweenSettings
from backend.catalogue.covers import PapersSettings
from backend.catalogue.planning import PlanningSettings
from backend.catalogue.schedules import SchedulesSettings
from backend.catalogue.shapes import Flag, Line, Strict, Text
from backend.catalogue.tenants import EditionKey, InterestsSettings, Pins, TenantDocument

CCG = "ccg"
ICS = "ics"
PARTNERSHIP = "partnership"
PROVIDER = "provider"
REVIEWING_BODY = "reviewing-body"


class TenantDefaults(Strict):
    """The `[tenant]` part of `_kinds/<kind>.toml`: used where the tenant's own file is silent."""

    time_zone: str | None = None
    pins: Pins | None = None


class InterestsDefaults(Strict):
    """The `[interests]` part of `_kinds/<kind>.toml`."""

    rule_set: EditionKey | None = None
    nil_returns: Flag | None = None
    decision_making_staff: tuple[Line, ...] | None = None


class KindFile(Strict):
    """`tenants/_kinds/<kind>.toml`. Defaults go one level deep: a key that the tenant writes replaces it."""

    name: Line
    meaning: Text
    """What an organisation of this kind is, in plain English."""
    usually: tuple[Line, ...] = ()
    """What such an organisation usually has, for whoever sets one up."""
    reviews: Flag = False
    """It reviews what others submit, and is shown the pages of a reviewer."""
    member_practices: Flag = False
    """Practices are its members, so that what touches general practice touches them."""
    readiness: Flag = False
    """It says once a year how ready it is to operate."""
    tenant: TenantDefaults = TenantDefaults()
    interests: InterestsDefaults = InterestsDefaults()
    papers: PapersSettings = PapersSettings()
    planning: PlanningSettings = PlanningSettings()
    between: BetweenSettings = BetweenSettings()
    schedules: SchedulesSettings = SchedulesSettings()

    def document(
        self, kind: str, *, slug: str, name: str, starts_on: date, rule_set: str, review_by: date
    ) -> TenantDocument:
        """An organisation of this kind that has said nothing yet."""
        interests = self.interests.model_dump(exclude_none=True)
        return TenantDocument(
            slug=slug,
            name=name,
            kind=kind,
            starts_on=starts_on,
            time_zone=self.tenant.time_zone or "Europe/London",
            pins=self.tenant.pins or Pins(),
            committees=(),
            interests=InterestsSettings(**{**interests, "rule_set": rule_set, "review_by": review_by}),
            papers=self.papers,
            planning=self.planning,
            between=self.between,
            schedules=self.schedules,
        )
