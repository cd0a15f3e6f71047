"""Settings in the app: looked at first, carried out with a reason, put back; two officers at once; folders."""

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest_asyncio

from backend import provision
from backend.actions import operations as actions
from backend.actions.rules import Source, SourceKind
from backend.catalogue import shelf
from backend.committees import queries as committee_queries
from backend.kit import database
from backend.kit.clock import real_now
from backend.setup.pages import settling
from backend.setup.queries import settings as queries
from backend.setup.rules import places, typed
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions
from tests.test_provision import provisioned
from tests.visitors import Visitor, a_visitor


@pytest_asyncio.fixture(scope="module")
async def lived(app: Any, home: Any, db: database.Database) -> tuple[Any, Visitor, Visitor]:
    """A tenant that lives as the example board says, and two of its officers."""
    from tests.conftest import _settings

    scope, _ = await provisioned(shelf.catalogue(), "example-icb")
    cookie = _settings(home).cookie_name
    one = await a_visitor(app, cookie, scope, name="Robin Invented")
    other = await a_visitor(app, cookie, scope, name="Sam Imagined")
    return scope, one, other


async def a_form(officer: Visitor, group: str, at: str) -> dict[str, Any]:
    """The fields of a form as a browser would send them back."""
    page = await officer.get(f"/settings/{group}/change", params={"at": at})
    assert page.status_code == 200, page.text[:2000]
    return fields_in(page.text)


def fields_in(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    form = text[text.index(" novalidate") :]
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = _attribute(tag, "name"), _attribute(tag, "value") or ""
        kind = _attribute(tag, "type")
        if name and (kind not in {"checkbox", "radio"} or " checked" in tag):
            found.setdefault(name, []).append(value)
    for tag, inner in re.findall(r"(<textarea [^>]*>)(.*?)</textarea>", form, re.DOTALL):
        found[_attribute(tag, "name") or ""] = [html.unescape(inner).removeprefix("\n")]
    for tag, inner in re.findall(r"(<select [^>]*>)(.*?)</select>", form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', inner)
        found[_attribute(tag, "name") or ""] = [html.unescape(chosen[1]) if chosen else ""]
    found.pop("_token", None)
    return found


def _attribute(tag: str, name: str) -> str | None:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(match[1]) if match else None


async def send(officer: Visitor, group: str, form: dict[str, Any], act: str, **changes: str) -> Any:
    return await officer.post(f"/settings/{group}/change", {**form, **changes, "act": act})


async def document(scope: Any) -> Any:
    async with transactions.tenant_tx(scope.tenant.id, readonly=True):
        found = await tenancy.tenant_by_id(scope.tenant.id)
        assert found is not None
        now = replace(scope, tenant=found.tenant, now=real_now())
        return await provision.document_of(now, shelf.catalogue())


async def test_change_is_looked_at_then_carried_out_and_put_back(lived: Any) -> None:
    scope, officer, _ = lived
    board = (await document(scope)).committees[0]
    at = f"committees/{board.id}"
    form = await a_form(officer, "committees", at)
    untouched = await send(officer, "committees", form, "preview")
    assert untouched.status_code == 422 and "Nothing would change" in untouched.text
    preview = await send(officer, "committees", form, "preview", **{"v.purpose": "Decides (altered)."})
    assert preview.status_code == 200, preview.text[:3000]
    assert "The purpose of the committee" in preview.text and "meetings to come" in preview.text
    assert (await document(scope)).committees[0].purpose == board.purpose, "a look writes nothing"
    held = fields_in(preview.text)
    nameless = await send(officer, "committees", held, "apply")
    assert nameless.status_code == 422 and "Say why the settings change" in nameless.text
    assert "Decides (altered)." in nameless.text, "what was typed comes back"
    done = await send(officer, "committees", held, "apply", reason="Agreed on 1 May, item 3")
    assert done.status_code == 303, done.text[:2000]
    assert (await document(scope)).committees[0].purpose == "Decides (altered)."
    page = await officer.get(done.headers["location"].removeprefix(f"/t/{officer.slug}"))
    assert "Agreed on 1 May, item 3" in page.text and "Put the former value back" in page.text
    undo = re.search(r"/change\?undo=([0-9a-f-]+)&amp;at=([^\"]+)", page.text)
    assert undo is not None
    former = await officer.get(f"/settings/committees/change?undo={undo[1]}&at={at}")
    back = fields_in((await send(officer, "committees", fields_in(former.text), "preview")).text)
    undone = await send(officer, "committees", back, "apply")
    assert undone.status_code == 303, undone.text[:2000]
    assert (await document(scope)).committees[0].purpose == board.purpose
    async with transactions.scope_tx(scope, readonly=True):
        lines = await queries.changes_of(scope, place=at)
    assert [line.origin for line in lines] == ["undone", "form"]


async def test_everything_wrong_is_said_at_once_beside_its_field(lived: Any) -> None:
    scope, officer, _ = lived
    at = f"committees/{(await document(scope)).committees[0].id}"
    form = await a_form(officer, "committees", at)
    wrong = {
        "v.name": "",
        "v.meets_every_months": "often",
        "v.quorum": "at_least: none",
        "v.seats.0.count": "0",
    }
    page = await send(officer, "committees", form, "preview", **wrong)
    assert page.status_code == 422
    for field in ("v.name", "v.meets_every_months", "v.quorum", "v.seats.0.count"):
        assert f'href="#{field}"' in page.text, field
    assert 'value="often"' in page.text and "at_least: none" in page.text
    more = await send(officer, "committees", form, "add:v.seats", **wrong)
    rows = len(re.findall(r'name="v\.seats\.\d+\.id"', form and more.text))
    assert rows == int(form["v.seats.@rows"][0]) + 1 and 'value="often"' in more.text
    lost = await send(officer, "committees", form, "preview", **{"v.reports_to.0.to": "nowhere"})
    assert lost.status_code in {200, 422}
    odd = await officer.post("/settings/committees/change", {"at": at, "typed": "[", "act": "preview"})
    assert odd.status_code == 400
    assert (await officer.get("/settings/committees", params={"at": "committees/nowhere"})).status_code == 404
    assert (await officer.get("/settings/nothing")).status_code == 404


async def test_second_officer_is_told_who_changed_what_and_loses_nothing(lived: Any) -> None:
    scope, one, other = lived
    at = f"committees/{(await document(scope)).committees[0].id}"
    first, second = await a_form(one, "committees", at), await a_form(other, "committees", at)
    mine = await send(one, "committees", first, "preview", **{"v.purpose": "As Robin says."})
    assert (await send(one, "committees", fields_in(mine.text), "apply", reason="R")).status_code == 303
    typed_by_other = {"v.meets_every_months": "5", "v.note": "Sam was here"}
    told = await send(other, "committees", second, "preview", **typed_by_other)
    assert told.status_code == 409
    assert "Robin Invented changed the same settings" in told.text and "As Robin says." in told.text
    again = fields_in(told.text)
    assert (again["v.meets_every_months"], again["v.note"]) == (["5"], ["Sam was here"])
    assert again["v.purpose"] == ["As Robin says."], "what Sam left alone is as Robin made it"
    preview = await send(other, "committees", again, "preview")
    done = await send(other, "committees", fields_in(preview.text), "apply", reason="S")
    assert done.status_code == 303, done.text[:2000]
    board = (await document(scope)).committees[0]
    assert (board.purpose, board.meets_every_months, board.note) == ("As Robin says.", 5, "Sam was here")


async def test_committee_with_open_actions_is_not_retired_by_form_or_folder(lived: Any) -> None:
    scope, officer, _ = lived
    now = await document(scope)
    gone = next(each for each in reversed(now.committees) if _is_leaf(now, each.id))
    async with transactions.scope_tx(scope):
        lines = await committee_queries.committees_of(scope)
        committee_id = next(line.id for line in lines if line.slug == gone.id)
        await _an_action(scope, committee_id)
    form = await a_form(officer, "committees", f"committees/{gone.id}")
    page = await send(officer, "committees", form, "retire")
    assert page.status_code == 200, re.findall(r"error-summary.*?</div>", page.text, re.DOTALL)
    assert "while it has 1 open action" in page.text
    assert "Carry it out" not in page.text
    forced = await send(officer, "committees", fields_in(page.text), "apply-retire", reason="Forced")
    assert forced.status_code == 422 and "1 open action" in forced.text
    smaller = now.model_copy(
        update={"committees": tuple(each for each in now.committees if each.id != gone.id)}
    )
    brought = await _bring_in(officer, provision.texts_of(smaller))
    assert brought.status_code == 200 and "while it has 1 open action" in brought.text
    assert (await document(scope)).committee(gone.id) is not None


def _is_leaf(document: Any, committee_id: str) -> bool:
    """Whether nothing else of the document speaks of a committee."""
    return json.dumps(typed.said(document)).count(f'"{committee_id}"') == 1


async def _an_action(scope: Any, committee_id: Any) -> None:
    source = Source(kind=SourceKind.HAND, title="A test", committee_id=committee_id)
    await actions.undertake(scope, source=source, words="Count the chairs", owner_name="Morgan Invented")


async def _bring_in(officer: Visitor, texts: dict[str, str]) -> Any:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"folder/{name}", text)
    files = {"file": ("folder.zip", made.getvalue(), "application/zip")}
    return await officer.post("/settings/folder", {"act": "preview"}, files=files)


async def test_folder_is_taken_out_changed_and_brought_in(lived: Any) -> None:
    scope, officer, _ = lived
    out = await officer.get("/settings/drift/folder.zip")
    with zipfile.ZipFile(io.BytesIO(out.content)) as archive:
        texts = {name.split("/", 1)[1]: archive.read(name).decode() for name in archive.namelist()}
    same = await _bring_in(officer, texts)
    assert same.status_code == 422 and "Nothing would change" in same.text
    broken = {
        **texts,
        "interests.toml": "rule_set = ",
        "between.toml": texts["between.toml"] + "\nnonsense = 1\n",
        "tenant.toml": texts["tenant.toml"].replace("Europe/London", "Mars/Olympus"),
    }
    told = await _bring_in(officer, broken)
    assert told.status_code == 422
    for words in ("interests.toml", "not sound TOML", "nonsense", "Europe/London"):
        assert words in told.text, words
    not_a_zip = await officer.post(
        "/settings/folder", {"act": "preview"}, files={"file": ("a.zip", b"PK\x03\x04 no", "application/zip")}
    )
    assert not_a_zip.status_code == 422 and "damaged" in not_a_zip.text
    assert "[words]\n" in texts["papers.toml"], "written also where it says nothing else than the kind"
    longer = texts["papers.toml"].replace("[words]\n", "[words]\npaper = 1234\n")
    preview = await _bring_in(officer, {"papers.toml": longer})
    assert preview.status_code == 200 and "most words of a paper" in preview.text, preview.text[:3000]
    data = {name: each[0] for name, each in fields_in(preview.text).items() if name != "reason"}
    done = await officer.post("/settings/folder", {**data, "act": "apply", "reason": "The board agreed"})
    assert done.status_code == 303, done.text[:2000]
    assert (await document(scope)).papers.words.paper != 2_000


async def test_each_group_opens_and_a_change_of_each_kind_is_lived_and_exported(lived: Any) -> None:
    scope, officer, _ = lived
    for path in ("/settings", "/settings/drift", "/settings/folder"):
        assert (await officer.get(path)).status_code == 200, path
    data = typed.said(await document(scope))
    samples = {
        ("planning", "planning"): {"v.questions.minutes": "25", "v.standing.0.title": "Welcome (altered)"},
        ("organisation", ""): {"v.about": "Altered.", "v.found_by_others": "no"},
        ("schedules", "schedules/board_packs"): {"v.days": "7", "v.at": "05:30"},
        ("interests", "interests"): {
            "v.contact": "Ask Robin",
            "v.nil_returns": "no",
            "v.review_by": "1/2/2030",
        },
    }
    for (group, at), changes in samples.items():
        assert (await officer.get(f"/settings/{group}")).status_code == 200
        form = await a_form(officer, group, at)
        preview = await send(officer, group, form, "preview", **changes)
        assert preview.status_code == 200, (group, re.findall("error.*", preview.text)[:5])
        done = await send(officer, group, fields_in(preview.text), "apply", reason="A sample")
        assert done.status_code == 303, (group, done.text[:3000])
        living = typed.said(await document(scope))
        place = places.find(living, tuple(each for each in at.split("/") if each))
        assert place is not None
        now = typed.typed_of(places.asked(place.field) if at else places.root().parts, place.value)
        for name, text in changes.items():
            here: Any = now
            for step in name.split(".")[1:]:
                here = here[int(step)] if isinstance(here, list) else here[step]
            # what is as by default is not said, in a file or in a form
            expected = {"1/2/2030": "1 February 2030"}.get(text, text)
            assert here == expected or (name, here) == ("v.found_by_others", ""), name
    assert typed.said(await document(scope)) != data


async def test_reader_sees_settings_and_changes_none(lived: Any, app: Any, home: Any) -> None:
    from tests.conftest import _settings

    scope, officer, _ = lived
    auditor = await a_visitor(
        app, _settings(home).cookie_name, scope, name="Ari Imagined", roles=("internal-audit",)
    )
    page = await auditor.get("/settings/committees")
    assert page.status_code == 200
    assert "Add a committee" not in page.text
    form = await a_form(officer, "committees", "committees/+")
    assert (await send(auditor, "committees", form, "preview")).status_code == 403
    assert settling.NEW == "+" and json.loads(form["base"][0]) == {}
