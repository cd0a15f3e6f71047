"""Generated reference stays in step, and its schemas judge the shipped files as the models do."""

import json
import shutil
import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backend.catalogue import documents, schemas
from backend.catalogue.__main__ import main
from backend.catalogue.reading import values_of_yaml
from backend.catalogue.wording import SAMPLES, rendered
from backend.catalogue.workflows import About
from tests.catalogue import examples


def test_reference_is_in_step() -> None:
    assert documents.docs_out_of_step(examples.ROOT, examples.ROOT / "docs") == []


def test_stale_missing_and_left_over_pages_are_told_and_mended(tmp_path: Path) -> None:
    root, docs = examples.sound_root(tmp_path), tmp_path / "docs"
    documents.write_docs(root, docs)
    assert documents.docs_out_of_step(root, docs) == []
    (docs / "reference/catalogue.md").write_text("old", encoding="utf-8")
    (docs / "reference/schemas/workflow.json").unlink()
    (docs / "reference/schemas/left-over.json").write_text("{}", encoding="utf-8")
    found = ["reference/catalogue.md", "reference/schemas/left-over.json", "reference/schemas/workflow.json"]
    assert documents.docs_out_of_step(root, docs) == found
    assert list(documents.write_docs(root, docs)) == found
    assert documents.docs_out_of_step(root, docs) == []


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _content(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return _plain(tomllib.loads(text) if path.suffix == ".toml" else values_of_yaml(text))


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("committees", "tenants/*/committees.toml"),
        ("organisations", "tenants/*/organisations.toml"),
        ("delegation", "tenants/*/delegation.toml"),
        ("assurance", "tenants/*/assurance.toml"),
        ("cast", "tenants/*/demonstration/cast.toml"),
        ("year", "tenants/*/demonstration/year.toml"),
        ("returns", "tenants/*/demonstration/returns.toml"),
        ("kind", "tenants/_kinds/*.toml"),
        ("framework", "frameworks/*/*/framework.yaml"),
        ("forms", "frameworks/*/*/forms.yaml"),
        ("contracts", "tenants/*/demonstration/contracts.toml"),
        ("return", "frameworks/*/*/return.yaml"),
        ("pack", "frameworks/*/*/pack.yaml"),
        ("plan", "frameworks/*/*/programme.yaml"),
        ("workflow", "workflows/*/*.yaml"),
    ],
)
def test_schema_accepts_shipped_files_and_refuses_an_unknown_key(name: str, pattern: str) -> None:
    schema = json.loads((examples.ROOT / f"docs/reference/schemas/{name}.json").read_text(encoding="utf-8"))
    judge = jsonschema.Draft202012Validator(schema)
    paths = list(examples.ROOT.glob(pattern))
    assert paths
    for path in paths:
        content = _content(path)
        assert [error.message for error in judge.iter_errors(_without_mark_rule(content))] == []
    assert not judge.is_valid({**content, "unknown_key": 1})


def _without_mark_rule(value: Any) -> Any:
    """A source stands for the mark `read`: the models fill it in, a schema can't."""
    if isinstance(value, dict):
        filled = {key: _without_mark_rule(each) for key, each in value.items()}
        return {"mark": "read", **filled} if "source" in filled else filled
    return [_without_mark_rule(each) for each in value] if isinstance(value, list) else value


def test_schemas_have_one_for_each_kind_of_file() -> None:
    assert set(schemas.json_schemas()) == {
        "tenant", "committees", "organisations", "interests", "papers", "delegation", "cast", "kind", "framework",
        "workflow", "scheme", "planning", "year", "between", "chasing", "schedules", "mapping", "measures", "assurance",
        "risks", "returns", "contracts", "agreed-contracts", "forms", "return", "functions", "shipped-functions",
        "programme", "plan", "pack", "requests",
    }  # fmt: skip


def test_sign_off_words_do_not_make_the_chair_agree() -> None:
    workflow = documents.load_catalogue(examples.ROOT).workflows["paper-sign-off/v1"]
    step = workflow.step("sign-off")
    assert step is not None
    assert step.words is not None
    words = " ".join(rendered(step.words, SAMPLES[About.PAPER]).split())
    assert "may go to the Example Committee" in words
    assert "does not mean that I agree" in words


def test_command_line_checks_locks_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = examples.sound_root(tmp_path)
    assert main(["check", str(root)]) == 1
    assert "Out of step" in capsys.readouterr().err
    assert main(["docs", str(root)]) == 0
    assert main(["check", str(root)]) == 0
    assert "The catalogue is sound. It holds tenants: 1;" in capsys.readouterr().out
    assert main(["lock", str(root)]) == 0
    assert "Nothing new to publish." in capsys.readouterr().out
    shutil.rmtree(root / "workflows")
    assert main(["check", str(root)]) == 1
    assert "The folder is missing." in capsys.readouterr().err
    assert main(["burn"]) == 2
