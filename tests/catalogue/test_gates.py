"""Each gate refuses what it must, with the right file, key and words, and says nothing else."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from backend.catalogue.loader import load_catalogue
from backend.catalogue.problems import CatalogueProblems, GateName, UnableToFindRuleSet
from tests.catalogue import examples


def test_sound_root_loads(tmp_path: Path) -> None:
    catalogue = load_catalogue(examples.sound_root(tmp_path))
    assert set(catalogue.tenants) == {"example-ccg"}
    tenant = catalogue.tenants["example-ccg"]
    assert tenant.time_zone == "Europe/London", "the kind's default fills what the tenant leaves out"
    assert tenant.interests.nil_returns is True


@pytest.mark.parametrize("name", examples.BROKEN)
def test_broken_example_is_refused_in_the_right_words(name: str, tmp_path: Path) -> None:
    root, expected = examples.broken_root(tmp_path, name)
    with pytest.raises(CatalogueProblems) as refusal:
        load_catalogue(root)
    found = list(refusal.value.problems)
    for want in expected:
        match = [
            each
            for each in found
            if (each.gate, each.file, each.key) == (want.gate, want.file, want.key)
            and want.words in each.sentence
        ]
        assert match, f"nobody said {want} but:\n{refusal.value}"
        found.remove(match[0])
    assert not found, f"said without cause: {found}"
    for problem in refusal.value.problems:
        assert problem.sentence[0].isupper() or problem.sentence[0] == "“", problem
        assert problem.sentence.endswith((".", "?")), problem
        assert str(tmp_path) not in str(problem)


def test_every_gate_has_broken_examples() -> None:
    spoken = {each.gate for name in examples.BROKEN for each in examples.expected_of(name)}
    assert spoken == {gate.value for gate in GateName}


def test_all_problems_come_at_once_in_the_order_of_the_gates(tmp_path: Path) -> None:
    root, _ = examples.broken_root(tmp_path, "every-kind-at-once")
    with pytest.raises(CatalogueProblems) as refusal:
        load_catalogue(root)
    gates = [problem.gate for problem in refusal.value.problems]
    assert set(gates) == set(GateName)
    assert gates == sorted(gates, key=list(GateName).index)
    for problem in refusal.value.problems:
        assert str(problem) in str(refusal.value)


def test_root_without_folders_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueProblems) as refusal:
        load_catalogue(tmp_path)
    assert [problem.file for problem in refusal.value.problems] == ["frameworks", "tenants", "workflows"]


def test_link_out_of_the_catalogue_is_refused(tmp_path: Path) -> None:
    root = examples.sound_root(tmp_path)
    target = root / "tenants/example-ccg/interests.toml"
    outside = tmp_path / "outside.toml"
    target.rename(outside)
    target.symlink_to(outside)
    with pytest.raises(CatalogueProblems, match="leads out of the catalogue by a link"):
        load_catalogue(root)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"x = 1\n" * 200_000, "is larger than 1 MB"),
        (b"rule_set = " + b"[" * 5_000, "is nested too deeply"),
    ],
)
def test_unreadable_file_is_one_problem(tmp_path: Path, content: bytes, words: str) -> None:
    root = examples.sound_root(tmp_path)
    (root / "tenants/example-ccg/interests.toml").write_bytes(content)
    with pytest.raises(CatalogueProblems, match=words) as refusal:
        load_catalogue(root)
    assert len(refusal.value.problems) == 1


def test_template_is_read_like_a_tenant_and_is_none(tmp_path: Path) -> None:
    root = examples.sound_root(tmp_path)
    folder = root / "tenants/_kinds/beginning"
    shutil.copytree(root / "tenants/example-ccg", folder, ignore=shutil.ignore_patterns("demonstration"))
    lines = (folder / "tenant.toml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("slug", "demonstration"))]
    (folder / "tenant.toml").write_text("\n".join(kept), encoding="utf-8")
    catalogue = load_catalogue(root)
    assert set(catalogue.tenants) == {"example-ccg"}
    assert catalogue.templates["beginning"].committees == catalogue.tenants["example-ccg"].committees
    started = catalogue.from_template(
        "beginning", slug="new-one", name="New one", starts_on=date(2014, 10, 1)
    )
    assert (started.slug, started.name, started.starts_on) == ("new-one", "New one", date(2014, 10, 1))
    assert started.interests.review_by == date(2015, 10, 1)


def test_every_kind_can_be_started_from_with_nothing_but_a_name() -> None:
    catalogue = load_catalogue(examples.ROOT)
    assert set(catalogue.kinds) == {"ccg", "ics", "partnership", "provider", "reviewing-body"}
    for kind in catalogue.kinds:
        document = catalogue.from_kind(kind, slug="new-one", name="New one", starts_on=date(2016, 10, 1))
        assert document.interests.rule_set == "managing-conflicts-of-interest/2016-06"
        assert "managing-conflicts-of-interest/2016-06" in document.pins.frameworks
    with pytest.raises(UnableToFindRuleSet):
        catalogue.from_kind("ccg", slug="new-one", name="New one", starts_on=date(1948, 7, 5))
