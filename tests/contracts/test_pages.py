"""Contracts over HTTP: kept by an officer, read as at a day, taken out, and answered by a partner of a practice."""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from backend.interests.operations import declaring
from backend.interests.rules.declaring import InterestType
from backend.scope import Scope
from backend.tenancy import transactions
from tests.contracts.made import an_organisation
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]


def day(name: str, on: date) -> dict[str, str]:
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def within(answer: Any, visitor: Visitor) -> str:
    """Where a form led to, within the tenant and without its saying."""
    assert answer.status_code == 303, answer.text
    where: str = answer.headers["location"]
    return re.split("[?#]", where.split(f"/t/{visitor.slug}")[1])[0]


async def test_officer_keeps_a_contract_and_its_partner_answers_what_is_suggested(
    demo_scope: Scope, visit: Visit
) -> None:
    officer = await visit()
    begun = date(2014, 4, 1)
    async with transactions.scope_tx(demo_scope):
        practice = await an_organisation(demo_scope, "Heron Lane Surgery")
        await declaring.declare_interest(
            demo_scope,
            person_id=officer.person_id,
            organisation_id=practice,
            interest_type=InterestType.FINANCIAL,
            nature="Partner in the practice",
            since=begun,
        )
    assert "Enter the first" in (await officer.get("/contracts")).text
    forms = (await officer.get("/contracts/forms")).text
    assert "UnitingCare" in forms and "page 18" in forms and "our own reading" in forms
    refused = await officer.post("/contracts", {"title": "A pathway", "value_pounds": "lots"})
    assert (
        refused.status_code == 422 and "A pathway" in refused.text and "one amount in pounds" in refused.text
    )
    unread = await officer.post(
        "/contracts", {"title": "A pathway", "form": "alliance", "terms": "Paid: monthly\n95 per cent"}
    )
    assert unread.status_code == 422 and "look at line 2" in unread.text and "95 per cent" in unread.text
    a_term = {**day("begins_on", begun), **day("ends_on", date(2040, 3, 31))}
    at = within(
        await officer.post(
            "/contracts",
            {"title": "Joint and Bone Pathway", "form": "prime-provider", "value_pounds": "£26.5m", **a_term}
            | {"terms": "Paid in advance: 95 per cent of the value: at the contractor’s risk"},
        ),
        officer,
    )
    found = await officer.post(f"{at}/partners", {"find": "heron", "look": "yes"})
    assert "Heron Lane Surgery" in found.text
    unpicked = await officer.post(f"{at}/partners", {"role": "partner"})
    assert unpicked.status_code == 422 and "the organisation" in unpicked.text
    entered = {"organisation_id": str(practice), "role": "partner", **day("since", begun)}
    assert within(await officer.post(f"{at}/partners", entered), officer) == at
    page = (await officer.get(at)).text
    (partner,) = set(re.findall(r"/contract-partners/[0-9a-f-]{36}", page))
    share = {"percent": "12%", "basis": "of savings", **day("since", begun)}
    assert within(await officer.post(f"{partner}/shares", share), officer) == at
    page = (await officer.get(at)).text
    assert "Paid in advance" in page and "95 per cent of the value: at the contractor’s risk" in page
    assert "£26,500,000" in page and "Gain-share: 12%" in page and "Not answered" in page
    assert "has declared a financial interest in Heron Lane Surgery: Partner in the practice" in page
    before = (await officer.get(f"{at}?on=31/3/2014")).text
    assert "As it stood on 31 March 2014" in before and "No gain-share holds on 31 March 2014" in before
    assert "Enter a partner" not in before, "an earlier day is read, not written"
    sheet = (await officer.get("/contracts.csv")).text
    assert "C1,Joint and Bone Pathway,,Prime provider,Running" in sheet and "12% (of savings)" in sheet
    assert "Heron Lane Surgery,Partner" in (await officer.get(f"{at}/structure.csv")).text
    assert "No contract matches" in (await officer.get("/contracts?form=virtual")).text

    assert "Is this an interest of yours?" in (await officer.get("/interests/mine")).text
    mine = (await officer.get("/contracts/mine")).text
    (prefilled,) = re.findall(r'href="/t/[^/]+(/interests/declaration\?[^"]+)"', mine)
    assert "holds 12% of the gain-share" in (await officer.get(prefilled.replace("&amp;", "&"))).text
    (share_at,) = re.findall(r'action="/t/[^/]+(/contracts/mine/[^"]+)"', mine)
    empty = await officer.post(share_at, {"answer": "nothing"})
    assert empty.status_code == 422 and "Say why it is no interest of yours" in empty.text
    assert (
        await officer.post(share_at, {"answer": "nothing", "words": "I left the list"})
    ).status_code == 303
    assert "I left the list" in (await officer.get(at)).text
    assert "Is this an interest of yours?" not in (await officer.get("/interests/mine")).text

    (step,) = re.findall(rf"{at}/steps/[0-9a-f-]{{36}}/undoing", (await officer.get(at)).text)
    assert within(await officer.post(step, {"undo_because": "Another practice"}), officer) == at
    undone = (await officer.get(at)).text
    assert "Another practice" in undone and "Gain-share: 12%" not in undone
    assert (await officer.post(f"{at}/retirement", {})).status_code == 422
    assert within(await officer.post(f"{at}/retirement", {"retire_because": "Twice"}), officer) == at
    assert "No longer followed from" in (await officer.get(at)).text
    assert "Joint and Bone" not in (await officer.get("/contracts")).text
    outsider = await visit(name="Ines Invented", roles=())
    assert (await outsider.get("/contracts")).status_code == 403
