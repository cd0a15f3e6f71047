"""One case for each file of the shipped catalogue, and the facts that must hold in it."""

import hashlib
import re
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from backend.catalogue import drafts, loader, quorum
from backend.catalogue.demonstrations import Part, TenantRole
from backend.catalogue.drafts import sources_in
from backend.catalogue.frameworks import OutcomesFramework
from backend.catalogue.gates import locking
from backend.catalogue.gates.sense.casts import seats_held
from backend.catalogue.loader import Catalogue
from backend.catalogue.problems import CatalogueProblems, Problem
from backend.catalogue.programmes import InScope
from backend.catalogue.rulesets import InterestRuleSet
from backend.catalogue.shapes import Mark
from tests.catalogue import examples

_FILES = sorted(
    path.relative_to(examples.ROOT).as_posix()
    for pattern in ("tenants/**/*.toml", "frameworks/**/*.yaml", "workflows/**/*.yaml")
    for path in examples.ROOT.glob(pattern)
)


@pytest.fixture(scope="module")
def draft() -> drafts.Draft:
    return loader.read(examples.ROOT)


@pytest.fixture(scope="module")
def problems() -> tuple[Problem, ...]:
    try:
        loader.load_catalogue(examples.ROOT)
    except CatalogueProblems as refusal:
        return refusal.problems
    return ()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return loader.load_catalogue(examples.ROOT)


def test_there_are_files() -> None:
    assert len(_FILES) >= 20


@pytest.mark.parametrize("file", _FILES)
def test_file_has_no_problem(file: str, draft: drafts.Draft, problems: tuple[Problem, ...]) -> None:
    assert [str(problem) for problem in problems if problem.file == file] == []
    assert file not in draft.broken


@pytest.mark.parametrize("file", _FILES)
def test_file_was_read_and_not_passed_over(file: str, draft: drafts.Draft) -> None:
    read = {f"tenants/_kinds/{kind}.toml" for kind in draft.kinds}
    read |= {draft.framework_file(key) for key in draft.frameworks}
    read |= {draft.plan_file(key) for key in draft.plans}
    read |= {draft.workflow_file(key) for key in draft.workflows}
    read |= {draft.mapping_file(key) for key in draft.mappings}
    read |= {draft.return_file(key) for key in draft.returns}
    read |= {draft.pack_file(key) for key in draft.packs}
    read |= {draft.contract_forms_file(key) for key in draft.contract_forms}
    read |= {draft.functions_file(key) for key in draft.functions}
    read |= {name for folder in draft.every_folder() for name, _ in folder.parts()}
    assert file in read


def test_dudley_holds_what_its_source_holds(catalogue: Catalogue) -> None:
    dudley = catalogue.tenants["dudley-ccg"]
    assert dudley.demonstration
    programme = dudley.delegation
    assert programme is not None
    assert [len(programme.scope), len(programme.commitments), len(programme.milestones)] == [8, 12, 21]
    assert [len(gate.conditions) for gate in programme.gates] == [2, 5]
    settled = {row.n: row.in_scope for row in programme.scope if row.in_scope is not InScope.UNKNOWN}
    assert settled == {6: InScope.NO, 8: InScope.NO}, "the other ticks are lost"
    assert all(milestone.reconstructed for milestone in programme.milestones)
    april = programme.milestone("M20")
    assert april is not None
    assert april.due_on == date(2015, 4, 30)
    practices = [each for each in dudley.organisations if each.type == "practice"]
    per_locality = [sum(p.locality == locality.id for p in practices) for locality in dudley.localities]
    assert per_locality == [9, 13, 11, 6, 10]
    assert sum(per_locality) == 49


def test_dudley_reporting_lines_that_were_read(catalogue: Catalogue) -> None:
    lines = {
        (committee.id, line.to)
        for committee in catalogue.tenants["dudley-ccg"].committees
        for line in committee.reports_to
        if line.mark is Mark.READ
    }
    assert lines == {
        ("primary-care-commissioning", "governing-body"),
        ("interface-group", "primary-care-development"),
        ("interface-group", "quality-and-safety"),
        ("interface-group", "area-team-primary-care-commissioning"),
        ("integrated-services-working-group", "health-and-social-care-leadership-group"),
        ("urgent-care-working-group", "health-and-social-care-leadership-group"),
        ("health-and-social-care-leadership-group", "health-and-wellbeing-board"),
    }


def test_dudley_list_sizes_add_up_to_its_stated_population(catalogue: Catalogue) -> None:
    """Lost figures keep their first digit in the source; with them the total must straddle 314,500 (page 63)."""
    sizes = [
        each.list_size.patients for each in catalogue.tenants["dudley-ccg"].organisations if each.list_size
    ]
    lost_thousands, branch_apart = [5, 8, 4, 5, 7, 1, 6, 7, 2, 5, 6], 2295
    assert len(sizes) + len(lost_thousands) == 49
    least = sum(sizes) + 1000 * sum(lost_thousands) + branch_apart
    assert least <= 314_500 <= least + 999 * len(lost_thousands)


def test_no_practice_carries_a_personal_name(catalogue: Catalogue) -> None:
    for organisation in catalogue.tenants["dudley-ccg"].organisations:
        assert not re.search(r"\b(Dr|Drs|Doctor|Mr|Mrs|Ms|Prof)\b", organisation.name)


def test_every_page_of_dudley_lies_within_the_document(draft: drafts.Draft) -> None:
    pages = [
        page
        for _, part in draft.tenants["dudley-ccg"].parts()
        for _, source in sources_in(part)
        if source.document == "eoi"
        for page in source.pages
    ]
    assert len(pages) > 150
    assert set(pages) <= set(range(1, 82))


def test_outcomes_framework_is_complete(catalogue: Catalogue) -> None:
    framework = catalogue.frameworks["nhs-outcomes-framework/2011-12"]
    assert isinstance(framework, OutcomesFramework)
    assert len(framework.indicators) == 51
    placeholders = [each.ref for each in framework.indicators if each.placeholder]
    assert placeholders == ["3.3", "3.4", "4.6", "4.8"]


def test_guardian_exists_from_june_2016_only(catalogue: Catalogue) -> None:
    found = {}
    for framework in catalogue.frameworks.values():
        if isinstance(framework, InterestRuleSet) and framework.id == "managing-conflicts-of-interest":
            found[framework.edition] = framework.role("coi-guardian") is not None
    assert found.pop("2013-03") is found.pop("2014-12") is False
    assert found == dict.fromkeys(["2016-06", "2017-06", "2022-07", "2024-09"], True)


@pytest.mark.parametrize("slug", ["dudley-ccg", "example-icb"])
def test_cast_can_live_the_journey(slug: str, catalogue: Catalogue) -> None:
    cast, tenant = catalogue.demonstrations[slug], catalogue.tenants[slug]
    roles = {role for person in cast.people for role in person.roles}
    assert {TenantRole.GOVERNANCE_OFFICER, TenantRole.REGULATOR} <= roles
    meeting = cast.meetings[0]
    committee = tenant.committee(meeting.committee)
    assert committee is not None
    assert committee.kind == "primary-care-commissioning"
    assert committee.quorum is not None
    seats = seats_held(cast, committee)
    assert {"chair", "vice-chair"} <= {seat.office for seat in seats}
    assert quorum.is_met(committee.quorum, seats).met
    interested = {
        interest.organisation for interest in cast.interests if interest.person in {s.holder for s in seats}
    }
    assert any(interested & set(item.organisations) for item in meeting.items)
    assert any(item.part is Part.PRIVATE for item in meeting.items)
    assert cast.nil_returns


def test_one_person_serves_both_tenants(catalogue: Catalogue) -> None:
    both = [
        {person.email for person in catalogue.demonstrations[slug].people if person.serves_also}
        for slug in ("dudley-ccg", "example-icb")
    ]
    assert both[0] == both[1] == {"gray.mythical@example.invalid"}


def test_every_paper_says_demonstration(catalogue: Catalogue) -> None:
    kinds = set()
    for slug, cast in catalogue.demonstrations.items():
        for item in (item for meeting in cast.meetings for item in meeting.items if item.paper):
            assert item.paper is not None
            path = catalogue.demonstration_folder(slug) / item.paper.file
            kinds.add(path.suffix)
            assert "DEMONSTRATION" in _first_words(path), path
    assert kinds == {".md", ".docx", ".pdf"}


def _first_words(path: Path) -> str:
    if path.suffix == ".md":
        return "\n".join(path.read_text(encoding="utf-8").splitlines()[:4])
    if path.suffix == ".docx":
        document = Document(str(path))
        assert {"Heading 1", "Heading 2", "List Bullet", "List Number"} <= {
            p.style.name for p in document.paragraphs
        }
        assert document.tables
        return document.sections[0].header.paragraphs[0].text + document.core_properties.title[:13]
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked, "the PDF is tagged"
        assert "/StructTreeRoot" in pdf.Root
        return str(pdf.docinfo["/Title"])


def test_lock_holds_every_edition() -> None:
    lines = (examples.ROOT / locking.LOCK_FILE).read_text(encoding="utf-8").splitlines()
    assert {line.split("  ")[1] for line in lines} == set(locking.published(examples.ROOT))


def test_lock_adds_and_never_rewrites(tmp_path: Path) -> None:
    root = examples.sound_root(tmp_path)
    before = (root / locking.LOCK_FILE).read_text(encoding="utf-8")
    assert locking.write_lock(root) == ()
    workflow = root / "workflows/example-flow/v1.yaml"
    workflow.write_text(workflow.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    second = root / "workflows/example-flow/v2.yaml"
    second.write_text(
        workflow.read_text(encoding="utf-8").replace("version: v1", "version: v2"), encoding="utf-8"
    )
    assert locking.write_lock(root) == ("workflows/example-flow/v2.yaml",)
    after = (root / locking.LOCK_FILE).read_text(encoding="utf-8")
    assert set(before.splitlines()) < set(after.splitlines())
    assert hashlib.sha256(workflow.read_bytes()).hexdigest() not in after
