"""The frameworks that are shipped: what each holds, where it comes from, what followed, and which rules it reads."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.catalogue import framework_pages
from backend.catalogue.assurance import AssuranceFramework, Became, LicenceKind
from backend.catalogue.condition_checks import readings_of
from backend.catalogue.frameworks import AskingFramework
from backend.catalogue.loader import Catalogue, load_catalogue
from backend.catalogue.mappings import Relation, contradictions
from backend.catalogue.requirements import Answering, Standing
from backend.catalogue.shapes import Mark
from tests.catalogue import examples

_SHIPPED = {
    "new-models-of-care-lessons/2016-11": 35,
    "place-based-systems-of-care/2015-11": 10,
    "evaluating-community-based-care/2013-06": 12,
    "primary-care-in-three-phases/2015-09": 12,
    "clinically-integrated-systems/2007-12": 19,
    "integrated-provider-organisations/2007-09": 20,
    "contract-assurance-gates/2017-08": 35,
    "primary-medical-services-quality/2013-06": 18,
    "conflicts-of-interest-assurance/2013-03": 4,
    "conflicts-of-interest-assurance/2014-12": 5,
    "conflicts-of-interest-assurance/2016-06": 23,
    "conflicts-of-interest-assurance/2017-06": 26,
    "conflicts-of-interest-assurance/2022-07": 21,
    "conflicts-of-interest-assurance/2024-09": 23,
    "delegated-commissioning-assurance/2014-11": 19,
    "delegated-commissioning-assurance/2018-04": 23,
    "delegated-commissioning-assurance/2022-07": 11,
    "co-commissioning-in-dudley/2014-06": 28,
    "meetings-in-order/2013-04": 13,
    "risks-in-order/2013-04": 14,
    "ccg-assurance/2013-11": 9,
    "ccg-assurance/2015-04": 5,
    "ccg-assurance/2016-04": 24,
    "icb-annual-assessment/2022-07": 10,
    "pre-delegation-assessment/2022": 16,
    "nhs-oversight-framework/2021-06": 10,
    "nhs-oversight-framework/2022-07": 10,
    "nhs-oversight-framework/2025-06": 7,
    "nhs-outcomes-framework/2011-12": 51,
    "delegated-commissioning/2014-11": 17,
    "delegated-commissioning/2022-07": 3,
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(examples.ROOT)


def _frameworks(catalogue: Catalogue) -> list[AssuranceFramework]:
    return [each for each in catalogue.frameworks.values() if isinstance(each, AssuranceFramework)]


def test_every_framework_is_read_in_one_way(catalogue: Catalogue) -> None:
    found = {}
    for key, framework in catalogue.frameworks.items():
        if isinstance(framework, AskingFramework):
            reading = catalogue.reading_of(key)
            assert reading is not None
            found[key] = len(reading.requirements)
            assert [each.position for each in reading.requirements] == list(range(1, found[key] + 1))
            for each in reading.requirements:
                assert reading.scale(each.scale) is not None, (key, each.ref)
                assert reading.requirement(each.ref) is each
    assert found == _SHIPPED
    assert catalogue.reading_of("managing-conflicts-of-interest/2017-06") is None, "a rule set asks nothing"


def test_indicators_are_requirements_that_are_measured(catalogue: Catalogue) -> None:
    reading = catalogue.reading_of("nhs-outcomes-framework/2011-12")
    assert reading is not None
    assert {each.answered for each in reading.requirements} == {Answering.MEASURED}
    developed = reading.requirement("3.4")
    assert developed is not None
    assert developed.title == "Improving recovery from stroke: An indicator needs to be developed"
    assert developed.source is not None
    assert developed.source.page == 73
    duties = catalogue.reading_of("delegated-commissioning/2014-11")
    assert duties is not None
    assert duties.requirements[0].ref == "step.early-talk"
    assert [each.ref for each in duties.domains] == ["step", "duty"]


def test_nothing_is_stated_without_its_source(catalogue: Catalogue) -> None:
    """What is read names a document; of a source with pages, what is quoted names its page."""
    paged = {"review", "blueprint", "ham", "specialists", "eoi"}
    marks = set()
    for framework in _frameworks(catalogue):
        assert framework.licence.kind in LicenceKind
        quoted = [each for each in framework.requirements if each.quoted]
        assert not quoted or framework.licence.kind is LicenceKind.QUOTED, framework.key
        for each in framework.requirements:
            marks.add(each.mark)
            if each.source is not None and each.source.document in paged:
                assert each.source.page is not None, (framework.key, each.ref)
            if each.quoted:
                assert each.mark is Mark.READ, (framework.key, each.ref)
    assert marks == {Mark.READ, Mark.MEMORY, Mark.INFERRED, Mark.OURS}


def test_memory_is_marked_where_nothing_was_read(catalogue: Catalogue) -> None:
    five = catalogue.frameworks["ccg-assurance/2015-04"]
    assert isinstance(five, AssuranceFramework)
    assert {each.mark for each in five.requirements} == {Mark.MEMORY}
    themes = catalogue.reading_of("nhs-oversight-framework/2022-07")
    assert themes is not None
    assert {each.mark for each in themes.domains[0].requirements} == {Mark.MEMORY}


def test_a_split_comes_together_again(catalogue: Catalogue) -> None:
    def steps(edition: str, how: Became) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        framework = catalogue.frameworks[f"delegated-commissioning-assurance/{edition}"]
        assert isinstance(framework, AssuranceFramework)
        assert framework.succeeds is not None
        return [(step.before, step.after) for step in framework.succeeds.steps if step.how is how]

    areas = ("D8a", "D8b", "D8c", "D8d")
    assert steps("2018-04", Became.SPLIT) == [(("D8",), areas)]
    assert steps("2022-07", Became.MERGED) == [((areas), ("D8",))]
    assert (("A2",), ()) in steps("2022-07", Became.DROPPED), "boards have no members to vote"


@pytest.mark.parametrize(
    ("framework", "on", "edition"),
    [
        ("conflicts-of-interest-assurance", date(2014, 6, 1), "2013-03"),
        ("conflicts-of-interest-assurance", date(2016, 6, 28), "2016-06"),
        ("conflicts-of-interest-assurance", date(2026, 1, 1), "2024-09"),
        ("ccg-assurance", date(2016, 3, 31), "2015-04"),
        ("nhs-oversight-framework", date(2025, 6, 26), "2025-06"),
    ],
    ids=str,
)
def test_edition_of_a_day(framework: str, on: date, edition: str, catalogue: Catalogue) -> None:
    assert catalogue.rule_set_in_force(framework, on).edition == edition


def test_guardian_is_asked_for_from_june_2016_only(catalogue: Catalogue) -> None:
    asked = {
        each.edition: "G3" in {shape.ref for shape in each.requirements}
        for each in _frameworks(catalogue)
        if each.id == "conflicts-of-interest-assurance"
    }
    assert asked.pop("2013-03") is asked.pop("2014-12") is False
    assert set(asked.values()) == {True}


def test_failed_contract_gives_eleven_criteria_and_its_cost_is_not_settled(catalogue: Catalogue) -> None:
    gates = catalogue.reading_of("contract-assurance-gates/2017-08")
    assert gates is not None
    assert [domain.ref for domain in gates.domains] == ["EE", "CP1", "CP2", "CP3", "criteria"]
    assert [each.ref for each in gates.domains[-1].requirements] == [f"U{n}" for n in range(1, 12)]
    cost = gates.requirement("U11")
    assert cost is not None
    assert cost.guidance is not None
    assert "£8.9m" in cost.guidance
    assert "1m" in cost.guidance
    assert "wasted" not in cost.guidance


def test_an_outlier_is_no_finding_until_a_person_has_read_it(catalogue: Catalogue) -> None:
    reading = catalogue.reading_of("primary-medical-services-quality/2013-06")
    assert reading is not None
    scale = reading.scale("outlier")
    assert scale is not None
    standing = {level.id: level.counts_as for level in scale.levels}
    assert (standing["worse"], standing["unread"], standing["better"]) == (
        Standing.NOT_MET, Standing.PARTLY, Standing.MET,
    )  # fmt: skip


def test_rules_name_milestones_that_a_programme_has(catalogue: Catalogue) -> None:
    known = {
        f"{programme.id}.{milestone.id.lower()}"
        for tenant in catalogue.tenants.values()
        if (programme := tenant.delegation) is not None
        for milestone in programme.milestones
    }
    named = {
        reading.subject
        for framework in _frameworks(catalogue)
        for each in framework.requirements
        if each.rule is not None
        for reading in readings_of(each.rule)
        if reading.fact.startswith("milestone.")
    }
    assert named
    assert named <= known


def test_pages_say_rule_licence_and_what_became(catalogue: Catalogue) -> None:
    pages = framework_pages.pages(catalogue)
    assert len(pages) == len(_SHIPPED) + 1
    page = pages["reference/frameworks/conflicts-of-interest-assurance-2017-06.md"]
    assert (
        "- Rule over facts: The chair of the audit committee is also the Conflicts of Interest Guardian."
        in page
    )
    assert "- Licence: Crown copyright, Open Government Licence." in page
    assert "| Reworded | D2 | D2 | The guidance of 16 June 2017. |" in page
    assert "From memory, not verified." in page
    quoting = pages["reference/frameworks/place-based-systems-of-care-2015-11.md"]
    assert "> “Identify the right partners and services that need to be involved”" in quoting
    assert (
        "D2 Finance is reported in the ledger | holds the whole of | duty.ledger"
        in (pages["reference/frameworks/mappings.md"])
    )


def test_equal_requirements_are_one_when_circles_are_looked_for() -> None:
    edges = [
        ("a", Relation.SUBSET, "b"),
        ("b", Relation.EQUAL, "c"),
        ("d", Relation.SUPERSET, "c"),
        ("d", Relation.SUBSET, "a"),
    ]
    (found,) = contradictions(edges)
    assert found.relation is Relation.SUBSET
    assert found.names == ("a", "c", "d", "a")
    assert list(contradictions(edges[:3])) == []
    (within,) = contradictions([("a", Relation.SUBSET, "b"), ("b", Relation.EQUAL, "a")])
    assert set(within.names) == {"a", "b"}


_EDGES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(list(Relation)), st.integers(0, 5)).filter(
        lambda edge: edge[0] != edge[2]
    ),
    max_size=8,
)


@given(_EDGES)
@settings(max_examples=150, deadline=None)
def test_contradictions_are_found_exactly_when_there_are_some(edges: list[tuple[int, Relation, int]]) -> None:
    """Against the closure of everything that follows, reckoned by brute force."""
    weak = {(n, n) for n in range(6)}
    strict = set()
    for a, relation, b in edges:
        if relation in (Relation.SUBSET, Relation.EQUAL):
            weak.add((a, b))
        if relation in (Relation.SUPERSET, Relation.EQUAL):
            weak.add((b, a))
        if relation is Relation.SUBSET:
            strict.add((a, b))
        if relation is Relation.SUPERSET:
            strict.add((b, a))
    for middle in range(6):
        weak |= {(a, b) for a in range(6) for b in range(6) if (a, middle) in weak and (middle, b) in weak}
    circle = any((b, a) in weak for a, b in strict)
    shared = any(
        relation is Relation.INTERSECTS and ((a, b) in weak or (b, a) in weak) for a, relation, b in edges
    )
    found = {each.relation for each in contradictions(edges)}
    assert (Relation.SUBSET in found, Relation.INTERSECTS in found) == (circle, shared)
