"""Taking frameworks into use, writing one's own, changing edition, mapping; on the real database."""

from datetime import date
from uuid import UUID

import pytest
import pytest_asyncio

from backend.assurance.operations import (
    answering,
    assessments,
    changing,
    domains,
    drafting,
    editions,
    mappings,
    requirements,
    scales,
    succeeding,
)
from backend.assurance.operations.drafting import Head
from backend.assurance.operations.requirements import Asking
from backend.assurance.queries import editions as read
from backend.assurance.queries import mappings as mapped
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.succession import preview_of
from backend.assurance.rules.conditions import rule_from_text, rule_in_words
from backend.assurance.rules.editions import MET_OR_NOT, State, UnableToKeepFramework
from backend.assurance.rules.mapping import Relation
from backend.assurance.rules.succession import Became
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.tenancy import transactions

HEAD = Head(title="Our invented checks", about="What we look at each quarter.")


@pytest_asyncio.fixture
async def own(scope: Scope) -> UUID:
    """An own draft of one domain and three requirements."""
    async with transactions.scope_tx(scope):
        edition_id = await drafting.start_own(scope, label="2014", head=HEAD)
        domain_id = await domains.add_domain(scope, edition_id=edition_id, ref="A", name="Registers")
        for ref, text in (
            ("A1", "A register is kept."),
            ("A2", "Gifts are declared."),
            ("A3", "Post is opened."),
        ):
            await requirements.add_requirement(
                scope, edition_id=edition_id, asking=_asking(domain_id, ref, text)
            )
    return edition_id


def _asking(domain_id: UUID, ref: str, text: str, **traits: object) -> Asking:
    return Asking(domain_id=domain_id, ref=ref, text=text, scale="met", **traits)  # type: ignore[arg-type]  # a test's own


async def test_officer_takes_shipped_frameworks_into_use(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        for framework, label, count in (
            ("nhs-outcomes-framework", "2011-12", 51),
            ("delegated-commissioning", "2014-11", None),
            ("place-based-systems-of-care", "2015-11", 10),
        ):
            edition_id = await editions.take_into_use(scope, framework=framework, edition=label)
            view = await read.edition_of(scope, edition_id=edition_id)
            found = await asked.requirements_of(scope, edition_id=edition_id)
            assert view.state is State.IN_USE and view.in_use_on(scope.today)
            assert found and count in (len(found), None)
            assert all(view.scale(each.scale) for each in found)
        assert "page 10" in found[0].provenance_in_words
        assert [each.ref for each in found][:3] == ["1", "2", "3"]
        assert len(await read.in_use(scope)) == 3
        with pytest.raises(OvertakenByAnother, match="is here already: in use since 1 September 2014"):
            await editions.take_into_use(scope, framework="nhs-outcomes-framework", edition="2011-12")
        with pytest.raises(UnableToKeepFramework, match="Change it to the new edition instead"):
            await editions.take_into_use(scope, framework="delegated-commissioning", edition="2022-07")
        with pytest.raises(NotFound):
            await editions.take_into_use(scope, framework="records-retention", edition="2013-04")
        with pytest.raises(UnableToKeepFramework, match="is not changed here"):
            await drafting.held_draft(scope, edition_id)
        await editions.retire(scope, edition_id=edition_id, because="The work is over")
        assert len(await read.in_use(scope)) == 2


async def test_two_write_one_draft_and_nothing_is_lost(scope: Scope, own: UUID) -> None:
    async with transactions.scope_tx(scope):
        first, *_ = found = await asked.requirements_of(scope, edition_id=own)
        [domain] = await asked.domains_of(scope, edition_id=own)
        better = _asking(domain.id, "A1", "A register is kept and read.", document="Our constitution", page=4)
        await requirements.change_requirement(scope, requirement_id=first.id, version=1, asking=better)
        with pytest.raises(OvertakenByAnother, match="What you wrote is here"):
            await requirements.change_requirement(scope, requirement_id=first.id, version=1, asking=better)
        # another requirement is another's to write, and the first stays as it is
        await requirements.change_requirement(
            scope,
            requirement_id=found[1].id,
            version=1,
            asking=_asking(domain.id, "A2", "Gifts are declared at once."),
        )
        with pytest.raises(UnableToKeepFramework, match="A2 is taken already"):
            await requirements.add_requirement(
                scope, edition_id=own, asking=_asking(domain.id, "a2", "Twice")
            )
        with pytest.raises(UnableToKeepFramework, match="still asks A1, A2, A3"):
            await domains.leave_out_domain(scope, domain_id=domain.id, version=1)
        await requirements.leave_out(scope, requirement_id=found[2].id, version=1)
        with pytest.raises(OvertakenByAnother, match="left this requirement out"):
            await requirements.leave_out(scope, requirement_id=found[2].id, version=1)
        after = await asked.requirements_of(scope, edition_id=own)
        assert [each.text for each in after] == [
            "A register is kept and read.",
            "Gifts are declared at once.",
        ]
        assert after[0].provenance_in_words == "read in the source, page 4"
        assert (await read.edition_of(scope, edition_id=own)).documents[0]["title"] == "Our constitution"


async def test_next_edition_carries_exactly_what_its_succession_says(scope: Scope, own: UUID) -> None:
    async with transactions.scope_tx(scope):
        with pytest.raises(UnableToKeepFramework, match="The domain “Empty” has no requirement"):
            spare = await domains.add_domain(scope, edition_id=own, ref="Z", name="Empty")
            await editions.put_into_use(scope, edition_id=own)
        await domains.leave_out_domain(scope, domain_id=spare, version=1)
        await editions.put_into_use(scope, edition_id=own)
        place = await editions.take_into_use(
            scope, framework="place-based-systems-of-care", edition="2015-11"
        )
        one, two, three = await asked.requirements_of(scope, edition_id=own)
        other, *_ = await asked.requirements_of(scope, edition_id=place)
        await mappings.map_requirement(scope, from_id=one.id, to_id=other.id, relation=Relation.SUBSET)

        after = await succeeding.begin_next(scope, edition_id=own, label="2015")
        new_one, new_two, new_three = await asked.requirements_of(scope, edition_id=after)
        [domain] = await asked.domains_of(scope, edition_id=after)
        await requirements.change_requirement(
            scope,
            requirement_id=new_one.id,
            version=1,
            asking=_asking(domain.id, "B1", "A register is kept."),
        )
        await requirements.change_requirement(
            scope,
            requirement_id=new_two.id,
            version=1,
            asking=_asking(domain.id, "A2", "Gifts are declared at once."),
        )
        await requirements.leave_out(scope, requirement_id=new_three.id, version=1)
        await requirements.add_requirement(
            scope, edition_id=after, asking=_asking(domain.id, "A4", "Post is opened by two.")
        )
        assessment_id = await assessments.open_assessment(
            scope,
            edition_id=own,
            title="This year",
            period_from=date(2014, 4, 1),
            period_until=date(2015, 3, 31),
        )
        for each in (one, two, three):
            await answering.answer(
                scope,
                assessment_id=assessment_id,
                requirement_id=each.id,
                level="met",
                words="As the record shows",
                version=1,
            )
        with pytest.raises(UnableToKeepFramework, match=r"3 answers stand on it\. Begin its next edition"):
            await scales.settle_scales(scope, edition_id=own, version=2, scales=[MET_OR_NOT])
        told = [line.became for line in (await preview_of(scope, to_edition_id=after)).lines]
        assert told == [Became.SAME, Became.CHANGED, Became.DROPPED, Became.NEW]
        with pytest.raises(UnableToKeepFramework, match="drops A3"):
            await changing.change_edition(scope, to_edition_id=after)
        with pytest.raises(UnableToKeepFramework, match="has no requirement A9"):
            await succeeding.say_became(scope, to_edition_id=after, from_requirement_id=three.id, refs=["A9"])
        await succeeding.say_became(scope, to_edition_id=after, from_requirement_id=two.id, refs=["A2", "A4"])
        seen = await preview_of(scope, to_edition_id=after)
        assert [line.became for line in seen.lines] == [
            Became.SAME,
            Became.SPLIT,
            Became.SPLIT,
            Became.DROPPED,
        ]
        with pytest.raises(OvertakenByAnother, match="Look at what is carried over again"):
            await changing.change_edition(scope, to_edition_id=after, acknowledged={three.id}, seen="before")
        done_so = await changing.change_edition(
            scope, to_edition_id=after, acknowledged={three.id}, seen=seen.digest
        )
        [carried] = done_so.carried
        assert (carried.carried, carried.waiting) == (1, 2)
        assert [each.ref for each in carried.not_carried] == ["A3"]

        assert (await read.edition_of(scope, edition_id=own)).state is State.SUPERSEDED
        assert {each.id for each in await read.in_use(scope)} == {after, place}
        done = await preview_of(scope, to_edition_id=after)
        assert [line.became for line in done.lines] == [line.became for line in seen.lines]
        links = await mapped.mapped_of(scope, requirement_ids=[one.id, new_one.id, other.id])
        assert not links[one.id] and links[new_one.id][0].requirement_id == other.id
        assert [each.relation for each in links[other.id]] == [Relation.SUPERSET]


async def test_mappings_that_would_close_a_circle_are_refused_by_name(scope: Scope, own: UUID) -> None:
    async with transactions.scope_tx(scope):
        second = await drafting.start_own(scope, label="2014", head=Head(title="Second", about=""))
        domain_id = await domains.add_domain(scope, edition_id=second, ref="B", name="Things")
        b1 = await requirements.add_requirement(
            scope, edition_id=second, asking=_asking(domain_id, "B1", "One")
        )
        a1, a2, _ = [each.id for each in await asked.requirements_of(scope, edition_id=own)]
        first = await mappings.map_requirement(scope, from_id=a1, to_id=b1, relation=Relation.SUBSET)
        with pytest.raises(UnableToKeepFramework, match="are mapped already"):
            await mappings.map_requirement(scope, from_id=b1, to_id=a1, relation=Relation.EQUAL)
        with pytest.raises(UnableToKeepFramework, match="of the same framework"):
            await mappings.map_requirement(scope, from_id=a1, to_id=a2, relation=Relation.EQUAL)
        third = await drafting.start_own(scope, label="2014", head=Head(title="Third", about=""))
        domain_id = await domains.add_domain(scope, edition_id=third, ref="C", name="Things")
        c1 = await requirements.add_requirement(
            scope, edition_id=third, asking=_asking(domain_id, "C1", "One")
        )
        await mappings.map_requirement(scope, from_id=b1, to_id=c1, relation=Relation.SUBSET)
        circle = (
            "A1 of Our invented checks (2014), which is a part of B1 of Second (2014), which is a part of C1"
        )
        with pytest.raises(UnableToKeepFramework, match="would close a circle") as refused:
            await mappings.map_requirement(scope, from_id=c1, to_id=a1, relation=Relation.SUBSET)
        assert circle in refused.value.sentence
        await mappings.end_mapping(scope, mapping_id=first, because="It was a mistake")
        await mappings.map_requirement(scope, from_id=c1, to_id=a1, relation=Relation.SUBSET)


async def test_scale_of_a_framework_in_use_stays_while_answers_stand(scope: Scope, own: UUID) -> None:
    async with transactions.scope_tx(scope):
        await scales.settle_scales(scope, edition_id=own, version=1, scales=[MET_OR_NOT])
        with pytest.raises(OvertakenByAnother):
            await scales.settle_scales(scope, edition_id=own, version=1, scales=[MET_OR_NOT])
        with pytest.raises(UnableToKeepFramework, match="A1, A2, A3 would be left without a scale"):
            other = type(MET_OR_NOT)(key="other", name="Other", levels=MET_OR_NOT.levels)
            await scales.settle_scales(scope, edition_id=own, version=2, scales=[other])
        place = await editions.take_into_use(
            scope, framework="place-based-systems-of-care", edition="2015-11"
        )
        with pytest.raises(UnableToKeepFramework, match="come with it"):
            await scales.settle_scales(scope, edition_id=place, version=2, scales=[MET_OR_NOT])


def test_rules_are_read_from_text_and_told_in_english() -> None:
    rule = rule_from_text(
        "fact: office.holder\non: audit.chair\nsame_as: {fact: office.holder, on: coi-guardian}"
    )
    assert "audit" in (rule_in_words(rule) or "")
    for text, words in (
        ("fact: office.haircut\non: audit.chair\nis: true", "can’t be used"),
        ("fact: [", "not sound YAML"),
        ("nothing: at all", "can’t be read"),
        ("- a list", "does not hold keys"),
    ):
        with pytest.raises(UnableToKeepFramework, match=words):
            rule_from_text(text)
