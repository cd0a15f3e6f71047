"""Two bodies under an agreement: what passes is what is declared, through one module, and nothing else goes over."""

import ast
import re
from typing import Any
from uuid import UUID

from backend.catalogue.demonstrations import Part
from backend.meetings import operations as meetings
from backend.tenancy import transactions
from backend.together import operations, rules
from backend.together.rules import Shares
from tests.house.conftest import Worlds
from tests.house.footprint import VISITED, Footprint, changed
from tests.house.test_laws import python
from tests.house.world import MAKERS
from tests.house.world_together import _neighbour, _ours, _words
from tests.together.stage import a_meeting, a_pack, agreed

MAKE_A_SCOPE = {
    "backend/app.py": "of whoever reads a public page",
    "backend/desk/acting.py": "of whoever signed in, in the tenant of the address",
    "backend/desk/cast.py": "of the people of a demonstration that is being made",
    "backend/desk/stage.py": "of the command line, for the folder that it applies",
    "backend/desk/ledgers.py": "of the command line, for the tenants whose ledgers it reads; it only reads",
    "backend/desk/lives.py": "of the command line, for the tenant whose life, archive or keys it keeps, ended or not",
    "backend/desk/chasing/simulating.py": "of the command line, for the tenant whose chase it reckons; it only reads",
    "backend/desk/returned.py": "of the tenant whose seal is on the return path of a letter that came back",
    "backend/interests/chores.py": "of another body that a person serves, for their own copy of their declaration",
    "backend/people/operations/accounts.py": "of the tenant in which somebody takes their account up",
    "backend/setup/operations/founding.py": "of an organisation that its first officer founds, and of those they keep",
    "backend/worker/jobs.py": "of the tenant that a job names",
    "backend/together/door.py": "THE DOOR: of the receiver of a message",
    "backend/succession/operations/merging.py": "THE MERGER: of each predecessor, once its own life says it consented",
}
"""All code that says for which tenant something is done. Everything else hands on the scope that it was given."""

FIND_A_TENANT = {
    *("backend/app.py", "backend/desk/cast.py", "backend/desk/stage.py", "backend/worker/jobs.py"),
    "backend/desk/chasing/simulating.py",
    "backend/desk/ledgers.py",
    "backend/desk/lives.py",
    "backend/together/door.py",
    "backend/together/operations/agreements.py",
    "backend/setup/operations/founding.py",
}

GOES_FROM_ONE_TO_ANOTHER = {"backend/succession/operations/merging.py"}
"""The one module that opens a transaction over several tenants; see ADR 25."""

PASSES = {
    "proposal": "terms.kind terms.name terms.terms terms.shares terms.proposer.slug terms.proposer.name "
    "terms.invited.slug terms.invited.name terms.committee terms.from_on terms.until_on signature.committee "
    "signature.signed_by signature.authority signature.signed_on signature.terms_sha256",
    "acceptance": "signature.committee signature.signed_by signature.authority signature.signed_on "
    "signature.terms_sha256",
    "refusal": "reason refused_by terms_sha256",
    "ending": "reason ended_by ended_on",
    "taken-up": "meeting_id meeting edition",
    "agenda": "meeting_id committee title starts_at ends_at venue in_public cancelled_because edition items.number "
    "items.title items.purpose items.part items.private_reason items.thread_id",
    "pack": "meeting_id meeting variant issue name media_type pages size sha256",
    "powers": "edition stated_by lines.function lines.function_slug lines.authority lines.limit_pence "
    "lines.conditions lines.consent_from lines.clause lines.effective_from lines.effective_until",
    "decisions": "meeting_id committee meeting day decisions.item decisions.outcome decisions.words "
    "decisions.function decisions.value_pence decisions.decided_at decisions.standing decisions.sha256",
    "minutes": "meeting_id committee meeting day signed_by signed_at minutes_sha256 parts.heading parts.words",
    "submission": "submission_id subject subject_id issue title period from_on until_on due_on "
    "defined_by.framework defined_by.edition defined_by.title defined_by.rule_set defined_by.sha256 figures.key "
    "figures.section figures.label figures.kind figures.unit figures.definition figures.value figures.words "
    "figures.drawn figures.source figures.red figures.red_because milestone.programme milestone.number "
    "milestone.title milestone.planned milestone.expected milestone.accepted_by statement what_changed changes.key "
    "changes.label changes.before changes.after prepared_by approved_by approved_at enclosures.part enclosures.name "
    "enclosures.media_type enclosures.size enclosures.sha256",
    "question": "question_id submission_id number figure words asked_by asked_on due_on follows_id "
    "withdrawn_because",
    "answer": "answer_id question_id submission_id issue words prepared_by approved_by approved_at enclosures.part "
    "enclosures.name enclosures.media_type enclosures.size enclosures.sha256",
    "outcome": "outcome_id submission_id subject subject_id issue verdict words conditions.number conditions.words "
    "conditions.due_on decided_by second_by decided_on",
    "pack-release": "release_id pack_id definition definition_title period period_from period_until issue "
    "title as_at sealed_at key_name fingerprint name media_type size sha256 recipients.name "
    "recipients.address released_by released_at expires_at downloads words supersedes_id "
    "answers_request_id",
    "release-changed": "release_id change because expires_at superseded_by_id superseded_by_issue changed_by "
    "changed_at",
    "pack-receipt": "receipt_id release_id sha256 received_by address verified given_at",
    "evidence-request": "request_id release_id number place words asked_by asked_on due_on follows_id",
    "evidence-answer": "answer_id request_id release_id words prepared_by approved_by approved_at reissued_as "
    "enclosures.part enclosures.name enclosures.media_type enclosures.size enclosures.sha256",
    "evidence-closed": "request_id release_id satisfied words closed_by closed_on",
    "pack-handed-over": "release.release_id release.pack_id release.definition release.definition_title "
    "release.period release.period_from release.period_until release.issue release.title "
    "release.as_at release.sealed_at release.key_name release.fingerprint release.name "
    "release.media_type release.size release.sha256 release.recipients.name "
    "release.recipients.address release.released_by release.released_at release.expires_at "
    "release.downloads release.words release.supersedes_id release.answers_request_id "
    "commissioner.slug commissioner.name message_sha256 received_at changes.release_id "
    "changes.change changes.because changes.expires_at changes.superseded_by_id "
    "changes.superseded_by_issue changes.changed_by changes.changed_at receipts.receipt_id "
    "receipts.release_id receipts.sha256 receipts.received_by receipts.address "
    "receipts.verified receipts.given_at requests.request_id requests.release_id "
    "requests.number requests.place requests.words requests.asked_by requests.asked_on "
    "requests.due_on requests.follows_id answers.answer_id answers.request_id "
    "answers.release_id answers.words answers.prepared_by answers.approved_by "
    "answers.approved_at answers.reissued_as answers.enclosures.part answers.enclosures.name "
    "answers.enclosures.media_type answers.enclosures.size answers.enclosures.sha256 "
    "closed.request_id closed.release_id closed.satisfied closed.words closed.closed_by "
    "closed.closed_on handed_by handed_at enclosures.part enclosures.name "
    "enclosures.media_type enclosures.size enclosures.sha256",
    "body-replaced": "release_id successor.slug successor.name from_on said_by",
    "figures": "delivery_id key as_at threshold threshold_from figures lines.figure lines.label lines.number "
    "lines.words lines.hidden lines.troubled",
    "offices": "edition stated_by source offices.office offices.holder offices.since",
}
"""Every field that may pass from one organisation to another. One more is a decision, to be taken here as well."""


def test_one_module_acts_for_another_tenant_than_its_callers() -> None:
    makes, finds = set(), set()
    for path, source in python().items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = {each.arg for each in node.keywords}
                if (name == "Scope" and given) or (name == "replace" and "tenant" in given):
                    makes.add(path)
                if name in {"tenant_by_slug", "tenants_due"}:
                    finds.add(path)
    assert makes == set(MAKE_A_SCOPE), "Only these may say for which tenant they act; see ADR 11."
    assert finds == FIND_A_TENANT, "Only these may look for a tenant; see ADR 11."
    several = {path for path, source in python().items() if "several_tx(" in source}
    assert several == {*GOES_FROM_ONE_TO_ANOTHER, "backend/tenancy/transactions.py"}


def test_every_field_that_may_pass_is_listed_here() -> None:
    declared = {kind.value: " ".join(_fields(model)) for kind, model in rules.MODELS.items()}
    assert declared == PASSES


def _fields(model: Any, lead: str = "") -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        inner = next(
            (
                each
                for each in (field.annotation, *getattr(field.annotation, "__args__", ()))
                if isinstance(each, type) and issubclass(each, rules.Declared)
            ),
            None,
        )
        found += _fields(inner, f"{lead}{name}.") if inner else [f"{lead}{name}"]
    return found


async def test_under_an_agreement_only_what_is_declared_passes(
    worlds: Worlds, footprint: Footprint, superuser: Any
) -> None:
    """Ours is full of words of its own; the neighbour then holds those of the declared fields, and theirs none."""
    ours = worlds.ours
    for thing in ("interest", "paper", "held_item", "organisation", "letter", "second_item"):
        await MAKERS[thing](ours)
    side, _ = await _ours(ours)
    neighbour = await _neighbour(ours)
    already = await _words_of(superuser, neighbour.scope.tenant.id, ours.canary)
    theirs = await footprint.of_tenant(worlds.theirs.tenant.id)
    agreement_id = await agreed(side, neighbour, **_words(ours), shares=Shares.PUBLIC)
    meeting_id, (public_id, _) = await a_meeting(
        side, items=((ours.word("public item"), Part.PUBLIC), (ours.word("private item"), Part.PRIVATE))
    )
    async with transactions.scope_tx(ours.officer):
        await meetings.submit_paper(
            ours.officer,
            item_id=public_id,
            title=ours.word("secret title"),
            author_person_id=side.signer_id,
            filename=f"{ours.word('secret file')}.md",
            data=ours.word("secret sentence").encode(),
        )
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await side.act(operations.mark_in_common, **given)
    agenda_id = await side.act(operations.share_agenda, **given)
    pack_id = await a_pack(side, meeting_id, "public", word=ours.word("in the pack"))
    await side.act(operations.share_pack, **given, pack_id=pack_id)
    there = await footprint.of_tenant(neighbour.scope.tenant.id)
    await side.post()
    assert "together_received" in changed(there, await footprint.of_tenant(neighbour.scope.tenant.id))

    before = await footprint.of_tenant(ours.tenant.id)
    await neighbour.act(operations.take_up_agenda, received_id=agenda_id)
    assert changed(before, await footprint.of_tenant(ours.tenant.id), but=VISITED) == []
    passed = await _words_of(superuser, neighbour.scope.tenant.id, ours.canary) - already
    assert {re.sub(r" \d+$", "", word) for word in passed} == {
        "tenant",  # the body's name
        "committee",
        "agreement",
        "terms",
        "minute",  # on what authority
        "person",  # who authorised it, and as what
        "job",
        "officer",  # who sent it
        "public item",
    }
    assert changed(theirs, await footprint.of_tenant(worlds.theirs.tenant.id), but=VISITED) == []

    await neighbour.act(operations.end, agreement_id=agreement_id, because="The end")
    late = await footprint.of_tenant(neighbour.scope.tenant.id)
    again = await side.act(operations.share_agenda, **given)
    await side.post()
    assert changed(late, await footprint.of_tenant(neighbour.scope.tenant.id)) == []
    state = await superuser.fetchval("SELECT state FROM together_message WHERE id = $1", again)
    assert state == "refused"
    await neighbour.post()


async def _words_of(superuser: Any, tenant_id: UUID, canary: str) -> set[str]:
    """Every word with the canary in any row of the tenant, whichever table holds it."""
    names = await superuser.fetch(
        "SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relkind = 'r' AND a.attname = 'tenant_id' AND c.relnamespace = 'public'::regnamespace"
    )
    sql = " UNION ALL ".join(
        f"SELECT row_to_json(t)::text AS words FROM {row['name']} t WHERE tenant_id = '{tenant_id}'"
        for row in names
    )
    text = "\n".join(row["words"] for row in await superuser.fetch(sql))
    return set(re.findall(canary + r"([a-z ]+?(?: \d+|(?= CCG| Invented)))", text))
