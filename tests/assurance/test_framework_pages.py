"""Frameworks over HTTP: written by an officer, brought in from a spreadsheet, changed over; bad input in sentences."""

import html
import re
from collections.abc import Awaitable, Callable
from io import BytesIO

import pytest_asyncio
import xlsxwriter

from backend.assurance.rules.sheets import HEADINGS
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
RULE = """share:
  of: person
  where: {fact: person.decision-making, is: true}
  test: {fact: person.last-declared-on, within_last: 12 months}
  at_least: 90"""


@pytest_asyncio.fixture
async def officer(visit: Visit) -> Visitor:
    return await visit(name="Olive Invented")


def _path(visitor: Visitor, location: str) -> str:
    return re.split("[?#]", location)[0].removeprefix(f"/t/{visitor.slug}")


async def _drafted(officer: Visitor, title: str) -> str:
    answer = await officer.post("/assurance/frameworks", {"title": title, "label": "2014"})
    assert answer.status_code == 303, answer.text
    path = _path(officer, answer.headers["location"])
    answer = await officer.post(f"{path}/domains", {"ref": "A", "name": "Invented things"})
    assert answer.status_code == 303, answer.text
    return path


def _sheet(*rows: tuple[str, ...]) -> dict[str, tuple[str, bytes, str]]:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("Our standards",), *rows)):
            sheet.write_row(number, 0, row)
    return {"file": ("ours.xlsx", out.getvalue(), "application/octet-stream")}


async def _form(officer: Visitor, path: str) -> dict[str, str]:
    text = (await officer.get(path)).text
    return {"version": re.findall(r'name="version" value="(\d+)"', text)[0]}


async def test_officer_writes_a_framework_and_two_of_them_lose_nothing(
    officer: Visitor, visit: Visit
) -> None:
    path = await _drafted(officer, "Our invented standards")
    page = (await officer.get(f"{path}/requirements/new")).text
    domain_id = re.findall(r'<option value="([0-9a-f-]{36})"', page)[0]
    asked = {"domain_id": domain_id, "ref": "A1", "words": "Staff declare.", "scale": "met"}
    looked = await officer.post(f"{path}/requirements", {**asked, "rule": RULE, "look": "yes"})
    assert "The rule reads:" in looked.text and "90%" in looked.text and "Staff declare." in looked.text
    chosen = {
        "rule_fact": "office.holder",
        "rule_over": "one",
        "rule_on": "coi-guardian",
        "rule_comparison": "given",
        "rule_value": "yes",
    }
    looked = await officer.post(f"{path}/requirements", {**asked, **chosen, "look": "yes"})
    assert "on: coi-guardian" in html.unescape(looked.text) and "The rule reads:" in looked.text
    wrong = await officer.post(
        f"{path}/requirements", {**asked, "rule": "fact: office.haircut\nis: true\non: a"}
    )
    assert wrong.status_code == 422 and "The rule can’t be used" in html.unescape(wrong.text)
    assert (await officer.post(f"{path}/requirements", {**asked, "rule": RULE})).status_code == 303
    shown = (await officer.get(path)).text
    assert "Rule: " in shown and "Staff declare." in shown
    one = _path(officer, re.findall(r'href="([^"]*/framework-requirements/[0-9a-f-]{36})"', shown)[0])
    version = await _form(officer, one)
    second = await visit(name="Petra Invented")
    assert (await second.post(one, {**asked, **version, "words": "Staff declare yearly."})).status_code == 303
    late = await officer.post(one, {**asked, **version, "words": "Staff declare at once."})
    told = html.unescape(late.text)
    assert late.status_code == 409 and "Petra Invented has changed this requirement" in told
    assert "Staff declare yearly." in told and "Staff declare at once." in told
    again = {"version": re.findall(r'name="version" value="(\d+)"', late.text)[0]}
    assert (await officer.post(one, {**asked, **again, "words": "Staff declare at once."})).status_code == 303
    bad = await officer.post(
        f"{path}/scale", {"name": "Ours", "levels": "Good\nBad | not met", "version": "1"}
    )
    assert bad.status_code == 422 and "needs a name, a stroke" in bad.text
    kept = {"name": "Ours", "levels": "Poor | not met\nGood | met | All of it", "version": "1"}
    assert (await officer.post(f"{path}/scale", kept)).status_code == 303
    assert (await officer.post(f"{path}/use", {})).status_code == 303
    refused = await officer.post(one, {**asked, "version": "4", "words": "Too late"})
    assert refused.status_code == 409 and "doesn’t change any more" in html.unescape(refused.text)
    member = await visit(name="Mia Invented", roles=("executive-owner",))
    assert (await member.get(path)).status_code == 200
    assert (await member.get(f"{path}/settle")).status_code == 403


async def test_spreadsheet_is_previewed_brought_in_taken_back_and_goes_round(officer: Visitor) -> None:
    path = await _drafted(officer, "Our invented sheet")
    heads = ("Section", "Reference", "Requirement", "Evidence", "Rule", "Page")
    nothing = await officer.post(f"{path}/sheet", {}, files=_sheet(("Only words",)))
    assert nothing.status_code == 422 and "has no row of headings" in nothing.text
    wrong = await officer.post(
        f"{path}/sheet",
        {},
        files=_sheet(heads, ("Care", "1", "", "", "", ""), ("Care", "1", "Twice", "", "fact: x", "n")),
    )
    at = _path(officer, wrong.headers["location"])
    told = html.unescape((await officer.get(at)).text)
    assert "Row 3, What it asks: It is empty." in told and "Row 4, Ref: 1 stands in row 3 already." in told
    assert "Row 4, Rule: The rule can’t be read" in told and "Row 4, Page: “n” is not a page." in told
    assert (await officer.post(f"{at}/bring-in", {})).status_code == 422
    assert (await officer.post(f"{at}/give-up", {})).status_code == 303
    good = _sheet(
        heads,
        ("Invented things", "A1", "A register is kept", "The register\nIts minutes", RULE, ""),
        ("Care", "2.1", "=Care is good", "", "", ""),
    )
    at = _path(officer, (await officer.post(f"{path}/sheet", {}, files=good)).headers["location"])
    assert "<strong>2</strong> are new" in (await officer.get(at)).text
    assert (await officer.post(f"{at}/bring-in", {})).status_code == 303
    shown = html.unescape((await officer.get(path)).text)
    assert "A register is kept" in shown and "Its minutes" in shown and "=Care is good" in shown
    for kind in ("xlsx", "csv"):
        taken = await officer.get(f"{path}/export.{kind}")
        assert all(head.encode() in taken.content for head in HEADINGS) or kind == "xlsx"
        round_trip = {"file": (f"out.{kind}", taken.content, "application/octet-stream")}
        again = await officer.post(f"{path}/sheet", {}, files=round_trip)
        told = (await officer.get(_path(officer, again.headers["location"]))).text
        assert "<strong>0</strong> are new, <strong>0</strong> change" in told, kind
    changed = _sheet(heads, ("Care", "2.1", "Care is better", "", "", ""))
    other = _path(officer, (await officer.post(f"{path}/sheet", {}, files=changed)).headers["location"])
    assert (await officer.post(f"{other}/bring-in", {"rest": "yes"})).status_code == 303
    shown = html.unescape((await officer.get(path)).text)
    assert "Care is better" in shown and "A register is kept" not in shown
    assert (await officer.post(f"{at}/undo", {})).status_code == 422, "what came later stands on it"
    assert (await officer.post(f"{other}/undo", {})).status_code == 303
    shown = html.unescape((await officer.get(path)).text)
    assert "=Care is good" in shown and "A register is kept" in shown and "Care is better" not in shown


async def test_next_shipped_edition_is_looked_at_before_it_is_used(officer: Visitor) -> None:
    shipped = "/assurance/frameworks/shipped/conflicts-of-interest-assurance"
    assert "Not taken" in (await officer.get("/assurance/frameworks/shipped")).text
    answer = await officer.post(f"{shipped}/2016-06", {})
    first = _path(officer, answer.headers["location"])
    assert "In use" in (await officer.get(first)).text
    answer = await officer.post(f"{shipped}/2017-06", {})
    change = _path(officer, answer.headers["location"])
    page = html.unescape((await officer.get(change)).text)
    assert change.endswith("/change") and "Nothing has changed yet." in page
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)[0]
    dropped = re.findall(r'name="acknowledged" type="checkbox" value="([0-9a-f-]{36})"', page)
    if dropped:
        assert (await officer.post(change, {"seen": seen})).status_code == 422
    stale = await officer.post(change, {"seen": "0" * 64, "acknowledged": dropped})
    assert stale.status_code == 409
    done = await officer.post(change, {"seen": seen, "acknowledged": dropped})
    assert done.status_code == 303, done.text
    assert "Superseded" in (await officer.get(first)).text
    again = await officer.post(change, {"seen": seen, "acknowledged": dropped})
    assert again.status_code == 409
