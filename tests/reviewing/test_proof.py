"""Who decides on a return proves who they are first, and finds their words and days again afterwards."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from backend.interests.operations import declaring
from backend.scope import Actor
from backend.tenancy import transactions
from tests.conftest import _settings
from tests.meetings.test_signing_pages import confirmed, some_time_later
from tests.reviewing.stage import a_body, a_submission, by_letter, commissioners
from tests.visitors import a_visitor


async def test_reviewer_proves_who_they_are_and_loses_no_word(found: Any, app: Any, home: Path) -> None:
    body = await a_body(found)
    made = await commissioners(body, "Amber Ford")
    return_id = await by_letter(body, made["Amber Ford"], a_submission())
    fresh = await a_visitor(
        app, _settings(home).cookie_name, body.officer, name="Vi Invented", roles=("reviewer",)
    )
    own = replace(body.officer, actor=Actor(name="Vi Invented", person_id=fresh.person_id))
    async with transactions.scope_tx(own):
        assert fresh.person_id is not None
        await declaring.make_nil_return(own, person_id=fresh.person_id)
    page = f"/reviewing/returns/{return_id}"
    assert (await fresh.post(f"{page}/claim", {})).status_code == 303
    reviewer = await some_time_later(fresh, body.officer)
    decided = {
        "verdict": "conditional",
        "outcome_words": "Well kept, but for one thing.",
        "issue": "1",
        "condition_1": "Say who counted.",
        "due_1-day": "30",
        "due_1-month": "11",
        "due_1-year": "2098",  # pages are read by the clock of the day on which this runs
    }

    asked = await reviewer.post(f"{page}/outcomes", decided)

    assert asked.status_code == 303, asked.text
    assert asked.headers["location"].startswith("/confirm?next=")
    assert "Well kept" not in (await reviewer.get(page)).text, "nothing was decided"
    reviewer, back = await confirmed(reviewer, asked.headers["location"])
    shown = (await reviewer.client.get(back)).text
    assert "Well kept, but for one thing." in shown and "Say who counted." in shown
    assert 'value="30"' in shown and 'value="2098"' in shown
    said = await reviewer.post(f"{page}/outcomes", decided)
    assert said.headers["location"].endswith("?said=decided#outcomes")
    assert "Say who counted." in (await reviewer.get(page)).text
