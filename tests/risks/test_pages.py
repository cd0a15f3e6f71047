"""The pages of risks: what is refused in words, what a second person keeps, what is taken out and shown as at a day."""

from collections.abc import Awaitable, Callable
from datetime import date

from backend.risks import operations
from backend.risks.operations import Said
from backend.scope import Scope
from tests.risks.made import SAID, act, scored, seen
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


async def test_register_refuses_in_words_and_shows_any_day(demo_scope: Scope, visit: Visit) -> None:
    officer, browser = demo_scope, await visit()
    assert "Open the first" in (await browser.get("/risks")).text
    risk_id = await act(officer, operations.open_risk, said=SAID, on=date(2014, 8, 1))
    await scored(officer, risk_id, 4, 4, on=date(2014, 8, 10))
    at = f"/risks/{risk_id}"

    off = await browser.post(
        f"{at}/score", {"kind": "current", "likelihood": "6", "consequence": "3", "because": "My own words"}
    )
    assert off.status_code == 422 and "There is no likelihood of 6" in off.text and "My own words" in off.text
    twenty_six = {"falls_on-day": "1", "falls_on-month": "1", "falls_on-year": "2015", "score": "26"}
    planned = await browser.post(f"{at}/trajectory", twenty_six)
    assert planned.status_code == 422 and "There is no score of 26" in planned.text

    version = (await seen(officer, risk_id)).version
    mine = {**_fields(SAID), "title": "Mine", "version": str(version)}
    assert (await browser.post(f"{at}/change", mine)).status_code == 303
    theirs = await browser.post(f"{at}/change", {**mine, "title": "Theirs, typed at the same time"})
    assert theirs.status_code == 409 and "Somebody else changed this" in theirs.text
    assert (
        "Theirs, typed at the same time" in theirs.text
        and f'name="version" value="{version + 1}"' in theirs.text
    )

    then = (await browser.get(f"{at}?on=5/8/2014")).text
    assert SAID.title in then and "It was not scored yet" in then and "/score" not in then
    assert "is not a day that can be read" in (await browser.get("/baf?on=yesterday")).text
    narrowed = (await browser.get("/risks?text=nothing+like+it")).text
    assert "No risk matches" in narrowed
    sheet = (await browser.get("/risks.csv?text=mine")).text
    assert "R1,Mine,Corporate risk register,Open,Quality" in sheet and ",16,Extreme," in sheet
    assert "R1" not in (await browser.get("/risks.csv?level=baf")).text


def _fields(said: Said) -> dict[str, str]:
    return {
        name: getattr(said, name) for name in ("title", "cause", "event", "effect", "category", "directorate")
    }
