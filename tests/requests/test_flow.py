"""A request from receipt to the disclosure log, over HTTP, by the people who may; and who may not know who asked."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import httpx
import pikepdf

from backend.kit.pdf import render
from backend.people import permissions
from backend.requests import chores
from backend.requests.queries import answer_for_pack, bytes_of, request_of, summary_for_pack
from backend.scope import Scope
from backend.tenancy import transactions
from tests.requests.stage import CONTACT, NAME
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
SECRET = "Fezzwick"


def a_day(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


async def done(visitor: Visitor, path: str, form: dict[str, object], **options: object) -> str:
    answer = await visitor.post(path, form, **options)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("?")[0].split("#")[0].removeprefix(f"/t/{visitor.slug}")


def words_in(pdf: bytes) -> bytes:
    found = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for each in opened.objects:
            found.append(each.unparse())
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes())
                except pikepdf.PdfError:
                    found.append(each.read_raw_bytes())
    return b"\n".join(found)


async def test_a_request_is_searched_redacted_checked_answered_reviewed_and_published(
    visit: Visit, demo_scope: Scope, files: Path
) -> None:
    today = demo_scope.today
    officer = await visit(name="Olive Invented")
    checker = await visit(name="Chuck Invented")
    executive = await visit(name="Edda Invented", roles=(permissions.EXECUTIVE,))
    auditor = await visit(name="Aud Invented", roles=(permissions.AUDIT,))
    reviewer = await visit(name="Rey Invented")
    member = await visit(name="Mo Invented", roles=(permissions.FINANCE,))
    assert "No request is logged yet" in (await officer.get("/requests")).text

    new: dict[str, object] = {
        "kind": "foi",
        "came": "mail",
        "subject": "Taxis <and> cars",
        "asked": "How much was paid for taxis?",
        "name": NAME,
        "contact": CONTACT,
        "handler_person_id": str(officer.person_id),
    }
    ahead = await officer.post("/requests", {**new, **a_day("received_on", date(today.year + 1, 1, 5))})
    assert ahead.status_code == 422 and "can’t be in the future" in ahead.text and NAME in ahead.text
    one = await done(officer, "/requests", {**new, **a_day("received_on", today)})
    request_id = UUID(one.rsplit("/", 1)[1])
    page = (await officer.get(one)).text
    assert "Taxis &lt;and&gt; cars" in page and "Working day 0 of 20" in page and NAME in page
    assert "from memory, not verified" in page.lower()

    for other in (executive, auditor):
        for path in (one, "/requests", "/requests.csv", "/requests/figures", "/activity"):
            told = await other.get(path)
            assert told.status_code in {200, 403}, path
            assert NAME not in told.text and CONTACT not in told.text, path
    assert "Requester" not in (await auditor.get("/requests.csv")).text
    assert NAME in (await officer.get("/requests.csv")).text
    assert (await auditor.post(f"{one}/end", {"because": "x"})).status_code == 403
    assert (await member.get("/requests")).status_code == 403

    await done(officer, f"{one}/acknowledgement", a_day("acknowledged_on", today))
    stop = {"stop_id": "clarification", "stop_words": "Which year?", **a_day("stopped_on", today)}
    await done(officer, f"{one}/stops", stop)
    assert "Stopped on working day 0" in (await officer.get(one)).text
    again = await officer.post(f"{one}/stops", stop)
    assert again.status_code == 422 and "stands still already" in again.text
    await done(officer, f"{one}/start", {"came_words": "2013", **a_day("came_on", today)})
    too_long = await officer.post(f"{one}/extension", {"extended_by": "21", "extended_because": "x"})
    assert too_long.status_code == 422 and "20 working days at the most" in too_long.text

    await done(
        officer,
        f"{one}/searches",
        {
            "search_person_id": str(member.person_id),
            "search_words": "Invoices of taxis",
            **a_day("search_due_on", today),
        },
    )
    async with transactions.scope_tx(demo_scope, readonly=True):
        search_id = (await request_of(demo_scope, request_id=request_id)).searches[0].id
    search = f"/requests/searches/{search_id}"
    assert "Invoices of taxis" in (await member.get(search)).text
    assert search in (await member.get("")).text, "it stands on their list of work"
    assert (await auditor.get(search)).status_code == 404
    early = await officer.post(f"{one}/answer", {"outcome": "full", "answer_words": "Here"})
    assert early.status_code == 422 and "1 search waits" in early.text and "Here" in early.text
    await done(member, search, {"found": "yes", "answer_words": "One invoice"})

    pdf = render.render(f"<h1>Invoice</h1><p>Paid to {SECRET} Cars: £70.</p>", title=SECRET)
    await done(officer, f"{one}/documents", {}, files={"file": ("invoice.pdf", pdf, "application/pdf")})
    wrong = await officer.post(f"{one}/documents", {}, files={"file": ("x.exe", b"MZ", "application/pdf")})
    assert wrong.status_code == 422 and "can’t be kept with a request" in wrong.text
    async with transactions.scope_tx(demo_scope, readonly=True):
        document = (await request_of(demo_scope, request_id=request_id)).found[0]
    doc = f"{one}/documents/{document.id}"
    assert (await auditor.get(doc)).status_code == 403
    assert (await auditor.get(f"{doc}/file")).status_code == 404
    bare = await officer.post(
        f"{one}/exemptions", {"exemption_id": "s36", "covers": "The name", "reason": "It would hinder"}
    )
    assert bare.status_code == 422 and "speaks for disclosing" in bare.text
    await done(
        officer,
        f"{one}/exemptions",
        {
            "exemption_id": "s36",
            "covers": "The name",
            "reason": "It would hinder",
            "interest_for": "Openness",
            "interest_against": "Candour",
        },
    )
    async with transactions.scope_tx(demo_scope, readonly=True):
        applied_id = str((await request_of(demo_scope, request_id=request_id)).applied[0].id)
    nowhere = {"applied_id": applied_id, "mark_words": "Nosuchword"}
    await done(officer, f"{doc}/marks", nowhere)
    refused = await officer.post(f"{doc}/copy", {})
    assert refused.status_code == 422 and "stands nowhere" in refused.text
    async with transactions.scope_tx(demo_scope, readonly=True):
        mark_id = (await request_of(demo_scope, request_id=request_id)).marks[0].id
    await done(officer, f"{doc}/marks/{mark_id}/withdrawal", {})
    await done(officer, f"{doc}/marks", {"applied_id": applied_id, "mark_words": SECRET.lower()})
    await done(officer, f"{doc}/copy", {})
    page = (await officer.get(doc)).text
    assert "Page 1 of 1" in page and "1 time" in page
    picture = await officer.get(f"{doc}/pages/1")
    assert picture.headers["content-type"] == "image/png"
    assert (await officer.get(f"{doc}/pages/9")).status_code == 404

    answer: dict[str, object] = {"outcome": "part", "answer_words": "£70, to one firm."}
    waits = await officer.post(f"{one}/answer", answer)
    assert waits.status_code == 422 and "opinion of the qualified person" in waits.text
    opinion = {"applied_id": applied_id, "office": "Accountable officer", "opinion_words": "It would inhibit"}
    assert (await officer.post(f"{one}/opinion", opinion)).status_code == 403
    assert "Give your opinion on request" in (await executive.get("")).text
    await done(executive, f"{one}/opinion", opinion)
    await done(officer, f"{one}/answer", answer)
    async with transactions.scope_tx(demo_scope, readonly=True):
        sha256 = (await request_of(demo_scope, request_id=request_id)).answers[0].sha256
    own = await officer.post(f"{one}/answer/approval", {"seen": sha256})
    assert own.status_code == 422 and "somebody else checks it" in own.text
    changed = await checker.post(f"{one}/answer/approval", {"seen": "0" * 64})
    assert changed.status_code == 409
    frozen = await officer.post(f"{doc}/marks", {"applied_id": applied_id, "mark_words": "Cars"})
    assert frozen.status_code == 422 and "Take it back first" in frozen.text
    await done(checker, f"{one}/answer/sending-back", {"seen": sha256, "check_words": "Say which year"})
    assert "Say which year" in (await officer.get(one)).text
    await done(officer, f"{one}/answer", {**answer, "answer_words": "£70 in 2013, to one firm."})
    async with transactions.scope_tx(demo_scope, readonly=True):
        sha256 = (await request_of(demo_scope, request_id=request_id)).answers[1].sha256
    await done(checker, f"{one}/answer/approval", {"seen": sha256})
    await chores.print_letter(replace(demo_scope, request_id="print"), request_id=request_id)
    async with transactions.scope_tx(demo_scope, readonly=True):
        view = await request_of(demo_scope, request_id=request_id)
        packed = await answer_for_pack(demo_scope, request_id=request_id)
        out = await bytes_of(packed.files[0])
    assert view.answer is not None and view.answer.letter_id is not None
    assert (await officer.get(f"{one}/documents/{view.answer.letter_id}/file")).content[:5] == b"%PDF-"
    assert (await executive.get(f"{one}/documents/{view.answer.letter_id}/file")).status_code == 404
    assert packed.files[0].taken_out == {"section 36": 1} and packed.withheld == 0
    assert SECRET.encode() not in words_in(out) and NAME not in str(packed.content)
    await done(officer, f"{one}/answer/sent", a_day("sent_on", today))
    assert "Disclosed in part" in (await officer.get("/requests?show=answered")).text

    entry: dict[str, object] = {
        "log_title": "Taxis",
        "log_asked": f"{NAME} asked what was paid",
        "log_answered": "£70",
        "with_documents": ["yes"],
    }
    named = await officer.post(f"{one}/disclosure", entry)
    assert named.status_code == 422 and "may name the requester" in named.text
    await done(officer, f"{one}/disclosure", {**entry, "log_asked": "What was paid for taxis?"})
    own = await officer.post(f"{one}/disclosure/approval", {})
    assert own.status_code == 422 and "somebody else approves it" in own.text
    anybody = httpx.AsyncClient(
        transport=officer.client._transport,  # the same application, without a session
        base_url="http://127.0.0.1:8014",
    )
    log = f"/t/{officer.slug}/disclosures"
    assert "No answer has been published yet" in (await anybody.get(log)).text
    await done(checker, f"{one}/disclosure/approval", {})
    async with transactions.scope_tx(demo_scope, readonly=True):
        view = await request_of(demo_scope, request_id=request_id)
    assert view.disclosure is not None
    public = await anybody.get(f"{log}/{view.disclosure.id}")
    assert "What was paid for taxis?" in public.text and NAME not in public.text
    copy = view.redacted_of(document.id)
    assert copy is not None
    assert (await anybody.get(f"{log}/{view.disclosure.id}/files/{copy.id}")).content == out
    for hidden in (document.id, view.answer.letter_id if view.answer else None):
        assert (await anybody.get(f"{log}/{view.disclosure.id}/files/{hidden}")).status_code == 404
    await done(officer, f"{one}/disclosure/end", {"because": "A test"})
    assert (await anybody.get(f"{log}/{view.disclosure.id}")).status_code == 404

    review: dict[str, object] = {"review_words": "Too little", **a_day("review_asked_on", today)}
    theirs = await officer.post(f"{one}/review", {**review, "reviewer_person_id": str(checker.person_id)})
    assert theirs.status_code == 422 and "took part in the answer" in theirs.text
    await done(officer, f"{one}/review", {**review, "reviewer_person_id": str(reviewer.person_id)})
    verdict = {"verdict": "upheld", "reasons": "It stands", **a_day("decided_on", today)}
    own = await checker.post(f"{one}/review/outcome", verdict)
    assert own.status_code == 422 and "somebody else reviews it" in own.text
    await done(reviewer, f"{one}/review/outcome", verdict)
    page = (await auditor.get(one)).text
    assert "The answer stands" in page and NAME not in page
    figures = (await auditor.get("/requests/figures")).text
    assert "Section 36" in figures and "1 of 1 answers went out in time" in figures
    async with transactions.scope_tx(demo_scope, readonly=True):
        told = await summary_for_pack(demo_scope, since=date(today.year - 1, 1, 1), until=today)
    assert told.figures.received == 1 and told.figures.in_time == 1 and told.figures.reviews == 1


async def test_anybody_asks_by_the_form_and_a_subject_access_request_stays_among_those_who_work_on_it(
    visit: Visit, demo_scope: Scope, files: Path
) -> None:
    officer = await visit(name="Olive Invented")
    auditor = await visit(name="Aud Invented", roles=(permissions.AUDIT,))
    anybody = httpx.AsyncClient(transport=officer.client._transport, base_url="http://127.0.0.1:8014")
    form = f"/t/{officer.slug}/public/requests"
    assert "within 20 working days" in (await anybody.get(form)).text
    asked = await anybody.post(
        form, data={"subject": "Parking", "asked": "Who parks?", "name": NAME, "contact": CONTACT}
    )
    assert asked.status_code in {200, 201}, asked.text
    assert "FOI-2014-001" in asked.text or "Its reference is" in asked.text
    listed = (await officer.get("/requests")).text
    assert "Parking" in listed and "Nobody yet" in listed and NAME not in listed
    own = "My own <file>"
    one = await done(
        officer,
        "/requests",
        {
            "kind": "sar",
            "came": "letter",
            "subject": own,
            "asked": "All that you hold of me",
            "name": NAME,
            "contact": CONTACT,
            **a_day("received_on", demo_scope.today),
        },
    )
    assert "My own &lt;file&gt;" in (await officer.get(one)).text
    page = (await auditor.get(one)).text
    assert "All that you hold" not in page and "My own" not in page and "Subject access request" in page
    assert "My own" not in (await auditor.get("/requests")).text
    assert "My own" not in (await auditor.get("/requests.csv")).text
    await done(officer, f"{one}/end", {"because": "They wrote", **a_day("closed_on", demo_scope.today)})
    await done(officer, f"{one}/reopening", {"because": "A mistake"})
    put_right = {
        "kind": "foi",
        "came": "letter",
        "subject": "A file",
        "asked": "All that you hold",
        "name": NAME,
        "contact": CONTACT,
        "because": "It is of the other kind",
        **a_day("received_on", demo_scope.today),
    }
    await done(officer, one, put_right)
    stale = await officer.post(one, {**put_right, "version": "1"})
    assert stale.status_code == 409 and "Somebody else has changed" in stale.text
