"""A reviewing body bears one name a day, and only a reviewing body does."""

from datetime import date

import pytest
from pydantic import ValidationError

from backend.catalogue import shelf
from backend.catalogue.bodies import ReviewingBody

TEAM = {"name": "An Area Team (invented)", "type": "Area team", "from": date(2013, 4, 1), "mark": "setting"}
REGION = {"name": "A Region (invented)", "type": "Region", "from": date(2015, 4, 1), "mark": "setting"}


def test_successor_takes_over_on_the_day_after() -> None:
    body = ReviewingBody.model_validate({"known_as": [{**TEAM, "until": date(2015, 3, 31)}, REGION]})
    assert [
        getattr(body.on(day), "type", None)
        for day in (date(2013, 3, 31), date(2015, 3, 31), date(2015, 4, 1))
    ] == [
        None,
        "Area team",
        "Region",
    ]
    before, after = body.around(date(2014, 9, 1))
    assert before is None and after is not None and after.name == "A Region (invented)"


@pytest.mark.parametrize(
    "until",
    [None, date(2015, 3, 30), date(2015, 4, 1), date(2012, 1, 1)],
    ids=["none", "gap", "both", "before"],
)
def test_gap_overlap_and_end_before_its_beginning_are_refused(until: date | None) -> None:
    with pytest.raises(ValidationError):
        ReviewingBody.model_validate({"known_as": [{**TEAM, "until": until}, REGION]})


def test_shipped_body_is_one_thing_a_day_and_others_are_none() -> None:
    catalogue = shelf.catalogue()
    body = catalogue.body_of("marches-edge-area-team")
    assert body is not None and body.on(date(2014, 10, 27)) is not None
    assert catalogue.body_of("griffin-hill-ccg") is None
