"""What a reviewing body is and was: its type and name from day to day. An area team gives way to a region by a date."""

from datetime import date, timedelta

from pydantic import Field, model_validator

from backend.catalogue.shapes import Line, Sourced, Strict


class KnownAs(Sourced):
    """A name that the body bears for a time. `type` is a word for people: area team, region, department."""

    name: Line
    type: Line
    from_on: date = Field(alias="from")
    until_on: date | None = Field(None, alias="until")

    def on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class ReviewingBody(Strict):
    """`[body]` of `tenant.toml`: each of `known_as` is the successor of the one before it."""

    known_as: tuple[KnownAs, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_after_another(self) -> "ReviewingBody":
        for each in self.known_as:
            if each.until_on is not None and each.until_on < each.from_on:
                raise ValueError(f"“{each.name}” ends before it begins")
        for before, after in zip(self.known_as, self.known_as[1:], strict=False):
            if before.until_on is None or after.from_on != before.until_on + timedelta(days=1):
                raise ValueError(
                    f"“{after.name}” must begin on the day after “{before.name}” ends: a body has one name a day"
                )
        return self

    def on(self, day: date) -> KnownAs | None:
        """What it is called on a day; nothing before the first and after the last."""
        return next((each for each in self.known_as if each.on(day)), None)

    def around(self, day: date) -> tuple[KnownAs | None, KnownAs | None]:
        """Its last predecessor and its next successor, as seen from a day."""
        before = [each for each in self.known_as if each.until_on is not None and each.until_on < day]
        after = [each for each in self.known_as if each.from_on > day]
        return (before[-1] if before else None, after[0] if after else None)
