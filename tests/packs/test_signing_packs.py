"""Opinions and signatures: by whom, bound to which bytes, and what may leave."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio

from backend.catalogue import shelf
from backend.catalogue.rulesets import InterestRuleSet
from backend.ledger import queries as ledger
from backend.packs import builds, operations, queries, rules
from backend.packs.assurance import rules as assurance
from backend.packs.assurance import standing
from backend.scope import NotFound, NotPermitted, Refusal, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage, as_person
from tests.packs.agenda import as_worker, london

SINCE, UNTIL = date(2014, 7, 1), date(2014, 9, 30)
PROOF = "password and code"


@dataclass(frozen=True, kw_only=True)
class Signing:
    officer: Scope
    executive: Scope
    pack_id: UUID

    async def sign(self, who: Scope, **told: str) -> None:
        form = await self.form()
        async with transactions.scope_tx(who):
            await operations.sign(
                who,
                pack_id=self.pack_id,
                proved_by=PROOF,
                **{"role": "executive-owner", "seen": form.sha256, **told},
            )

    async def form(self) -> queries.SealedPack:
        async with transactions.scope_tx(self.officer, readonly=True):
            return await queries.released_form(self.officer, pack_id=self.pack_id)


async def a_ready_pack(officer: Scope, data: bytes, definition: str = "pack-quarterly") -> UUID:
    """A pack whose build is a few bytes: what is signed is a file, whatever it holds."""
    async with transactions.scope_tx(officer):
        pack_id = await operations.ask_for_assurance_pack(
            officer, since=SINCE, until=UNTIL, definition=definition
        )

    async def work(held: builds.Build) -> None:
        await held.finish(
            builds.Finished(
                name="pack.zip",
                media_type="application/zip",
                data=data,
                pages=1,
                as_at=officer.now,
                sealed_at=officer.now,
                key_name="a key",
                fingerprint="0000",
                verification=[],
            )
        )

    await builds.build(as_worker(officer), pack_id=pack_id, work=work)
    return pack_id


@pytest_asyncio.fixture
async def signing(stage: Stage) -> Signing:
    october = replace(stage.officer, now=london(2014, 10, 6, 9))
    assert stage.second_gp.actor.person_id
    executive = as_person(
        october, stage.second_gp.actor.person_id, "Ellis Invented", roles=("executive-owner",)
    )
    return Signing(
        officer=october, executive=executive, pack_id=await a_ready_pack(october, b"the first issue")
    )


async def test_pack_is_signed_by_the_accountable_officer_and_then_may_leave(signing: Signing) -> None:
    form = await signing.form()
    assert (form.signed, form.definition_id, form.issue) == (False, "pack-quarterly", 1)
    async with transactions.scope_tx(signing.officer):
        with pytest.raises(assurance.UnableToSign, match="Not everybody"):
            await operations.mark_as_left(signing.officer, pack_id=signing.pack_id)

    await signing.sign(signing.executive, words="I am content (invented).")

    assert (await signing.form()).signed
    async with transactions.scope_tx(signing.officer):
        found = await standing.standing_of(signing.officer, pack_id=signing.pack_id)
        lines = await ledger.history_of(
            signing.officer, room="packs", kind="assurance-pack", record_id=signing.pack_id
        )
    assert [each.name for each in found.signers] == ["Accountable officer"]
    assert [each.name for each in found.nobody_for] == ["Conflicts of Interest Guardian"], (
        "not before June 2016"
    )
    assert lines[-1].act == "packs.pack.signed"
    async with transactions.scope_tx(signing.officer):
        await operations.mark_as_left(signing.officer, pack_id=signing.pack_id)
    async with transactions.scope_tx(signing.executive):
        with pytest.raises(assurance.UnableToSign, match="has left already"):
            await operations.withdraw(signing.executive, pack_id=signing.pack_id, because="Second thoughts")
    async with transactions.scope_tx(signing.officer, readonly=True):
        stream = await queries.pack_stream(signing.officer, pack_id=signing.pack_id)
    with stream:
        assert stream.read() == b"the first issue"


async def test_signature_is_bound_to_what_was_seen_and_given_once(signing: Signing) -> None:
    with pytest.raises(assurance.UnableToSign, match="not the file that you looked at"):
        await signing.sign(signing.executive, seen="0" * 64)
    with pytest.raises(assurance.UnableToSign, match="Nobody signs this pack in that role"):
        await signing.sign(signing.executive, role="coi-guardian")
    with pytest.raises(NotPermitted):
        await signing.sign(signing.officer)
    await signing.sign(signing.executive)
    with pytest.raises(assurance.UnableToSign, match="has decided about this pack already"):
        await signing.sign(signing.executive)


async def test_nobody_signs_what_they_asked_to_be_built(signing: Signing) -> None:
    both = replace(
        signing.executive,
        actor=signing.officer.actor,
        permissions=signing.executive.permissions | signing.officer.permissions,
    )
    with pytest.raises(assurance.UnableToSign, match="somebody else must sign"):
        await signing.sign(both)


async def test_refusal_says_why_stands_and_can_be_taken_back(signing: Signing) -> None:
    form = await signing.form()
    async with transactions.scope_tx(signing.executive):
        with pytest.raises(assurance.UnableToSign, match="why you do not sign"):
            await operations.refuse(
                signing.executive, pack_id=signing.pack_id, role="executive-owner", seen=form.sha256, words=" ",
                proved_by=PROOF,
            )  # fmt: skip
        await operations.refuse(
            signing.executive, pack_id=signing.pack_id, role="executive-owner", seen=form.sha256,
            words="The register is not complete.", proved_by=PROOF,
        )  # fmt: skip
        found = await standing.standing_of(signing.executive, pack_id=signing.pack_id)
        assert found.standing is assurance.Standing.REFUSED
        await operations.withdraw(signing.executive, pack_id=signing.pack_id, because="It is complete now")
    await signing.sign(signing.executive)
    assert (await signing.form()).signed


async def test_newer_issue_supersedes_once_it_is_signed(signing: Signing) -> None:
    await signing.sign(signing.executive)
    newer = replace(signing, pack_id=await a_ready_pack(signing.officer, b"the second issue"))
    assert (await newer.form()).issue == 2
    assert (await signing.form()).superseded_by is None
    await newer.sign(signing.executive)
    assert (await signing.form()).superseded_by == newer.pack_id
    general = await a_ready_pack(signing.officer, b"another sort", "pack-general")
    async with transactions.scope_tx(signing.officer, readonly=True):
        assert (await queries.released_form(signing.officer, pack_id=general)).issue == 1


async def test_unfinished_pack_has_no_form(signing: Signing) -> None:
    async with transactions.scope_tx(signing.officer):
        asked = await operations.ask_for_assurance_pack(signing.officer, since=SINCE, until=UNTIL)
        with pytest.raises(NotFound):
            await queries.released_form(signing.officer, pack_id=asked)


async def test_opinion_is_needed_before_the_pack_that_opens_with_one(signing: Signing) -> None:
    until = date(2014, 9, 30)
    since = assurance.year_up_to(until)
    told = {"definition": "pack-delegation-gate", "since": since, "until": until}
    async with transactions.scope_tx(signing.officer):
        with pytest.raises(rules.UnableToAskForPack, match="opens with an opinion"):
            await operations.ask_for_assurance_pack(signing.officer, **told)
        with pytest.raises(NotPermitted):
            await _opine(signing.officer, since, until, "All is well.")
    async with transactions.scope_tx(signing.executive):
        with pytest.raises(assurance.UnableToGiveOpinion, match="Write your opinion"):
            await _opine(signing.executive, since, until, "  ")
        await _opine(signing.executive, since, until, "The plan is sound (invented).")
        await _opine(signing.executive, since, until, "The plan is sound but late (invented).")
        found = await standing.opinion_of(
            signing.executive, definition_id="pack-delegation-gate", since=since, until=until
        )
    assert found and (found.words, found.office) == (
        "The plan is sound but late (invented).",
        "Accountable officer",
    )
    async with transactions.scope_tx(signing.officer):
        assert await operations.ask_for_assurance_pack(signing.officer, **told)


async def _opine(scope: Scope, since: date, until: date, words: str) -> UUID:
    return await operations.give_opinion(
        scope, definition_id="pack-delegation-gate", since=since, until=until, words=words, proved_by=PROOF
    )


@pytest.mark.parametrize(
    ("definition", "since", "until", "words"),
    [
        ("pack-quarterly", date(2014, 7, 2), date(2014, 9, 30), "first day of one"),
        ("pack-quarterly", date(2014, 8, 1), date(2014, 10, 31), "first day of one"),
        ("pack-quarterly", date(2014, 10, 1), date(2015, 1, 1), "ends on 31 December 2014"),
        ("pack-annual-governance", date(2014, 4, 1), date(2014, 12, 31), "ends on 31 March 2015"),
        ("pack-hand-over", date(2014, 4, 2), date(2015, 3, 31), "begins on 1 April 2014"),
    ],
)
def test_period_that_is_not_the_definitions_is_refused_and_says_which_is(
    definition: str, since: date, until: date, words: str
) -> None:
    chosen = shelf.catalogue().packs[f"{definition}/2013"]
    with pytest.raises(Refusal, match=words):
        assurance.check_period_of(chosen, since=since, until=until)


def test_year_up_to_a_day_begins_the_day_after_a_year_before() -> None:
    assert assurance.year_up_to(date(2016, 2, 29)) == date(2015, 3, 1)
    assert assurance.year_up_to(date(2015, 3, 31)) == date(2014, 4, 1)


def test_guardian_signs_where_the_edition_in_force_names_one() -> None:
    catalogue = shelf.catalogue()
    chosen = catalogue.packs["pack-quarterly/2013"]
    roles = {}
    for day in (date(2015, 3, 31), date(2016, 9, 30)):
        edition = catalogue.rule_set_in_force("managing-conflicts-of-interest", day)
        assert isinstance(edition, InterestRuleSet)
        roles[day] = [each.role for each in assurance.signers_of(chosen, edition)]
    assert list(roles.values()) == [["executive-owner"], ["executive-owner", "coi-guardian"]]
