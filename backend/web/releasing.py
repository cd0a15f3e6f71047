"""The forms by which anything becomes public, whichever room publishes it: approve for an hour, or end it."""

from datetime import datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from backend.facts.publishing import UnableToPublish
from backend.scope import Scope
from backend.web import forms


class ApproveForm(forms.Form):
    """What was looked at, by its hash, and when it becomes public."""

    sha256: str = Field(min_length=64, max_length=64, description="what you approve")
    when: Literal["now", "later"] = Field(description="when it becomes public")
    release_on: forms.FormDate | None = Field(None, description="the day of release")
    release_time: str | None = Field(None, max_length=5, description="the hour of release")

    def release_at(self, scope: Scope) -> datetime | None:
        """The day and hour on the tenant's wall; nothing for now. Raises `UnableToPublish`."""
        if self.when == "now":
            return None
        if self.release_on is None:
            raise UnableToPublish("Enter the day of release.", field="release_on")
        try:
            hour = time.fromisoformat((self.release_time or "").strip().zfill(5))
        except ValueError:
            raise UnableToPublish("Enter the hour of release as in 09:30.", field="release_time") from None
        return datetime.combine(self.release_on, hour, ZoneInfo(scope.tenant.time_zone))


class EndForm(forms.Form):
    """Why it is dropped or recalled."""

    reason: str = Field(max_length=1_000, description="the reason")
