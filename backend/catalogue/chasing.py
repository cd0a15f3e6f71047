"""A tenant's own chase: its hours, its closed days, its rule of colours, and ladders that it climbs for the shipped."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from backend.catalogue.shapes import Flag, Line, Slug, Strict
from backend.catalogue.workflows import Chaser

MOST_RUNGS = 24
"""A ladder ends. One with more rungs than this is a nightly mail under another name."""

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Days = Annotated[int, Field(strict=True, ge=0, le=60)]


class OwnRung(Chaser):
    """A rung of a tenant's own ladder."""

    escalates: Flag = False


class OwnLadder(Strict):
    """A ladder that a tenant climbs in the place of the shipped one. `id` is the workflow's, without its edition."""

    id: Slug
    rungs: Annotated[tuple[OwnRung, ...], Field(max_length=MOST_RUNGS)]


class OwnClosedDay(Strict):
    day: date
    name: Line


class ColourRule(Strict):
    """The rule of colours and of closing for actions from a day on, for all of them or for one committee's."""

    effective_from: date
    committee: Slug | None = None
    amber_within: _Days = 5
    red_after: _Days = 0
    moves_to_amber: Annotated[int, Field(strict=True, ge=1, le=20)] = 2
    closed_by_committee: Flag = False
    source: Line


class ChasingSettings(Strict):
    """`chasing.toml`. Silent, it says what a tenant has that never settled anything."""

    letters_at: Clock = "07:30"
    quiet_from: Clock = "20:00"
    quiet_until: Clock = "07:00"
    every_day: Flag = False
    """Letters go at weekends and on holidays too."""
    cap: Annotated[int, Field(strict=True, ge=1, le=500)] = 25
    """The most reminders to one person on one day."""
    switched_off: tuple[Slug, ...] = ()
    """The ladders that are not climbed."""
    closed_days: tuple[OwnClosedDay, ...] = ()
    colours: tuple[ColourRule, ...] = ()
    ladders: tuple[OwnLadder, ...] = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        for name, keys in (
            ("ladder", [each.id for each in self.ladders]),
            ("closed day", [each.day for each in self.closed_days]),
            ("rule of colours", [(each.committee, each.effective_from) for each in self.colours]),
        ):
            if len(set(keys)) < len(keys):
                raise ValueError(f"names one {name} twice")
        return self
