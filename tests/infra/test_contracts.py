"""The import contract that import-linter lacks can fail, and lets a room import what is its own."""

import grimp
import pytest

from infra.contracts import OnlyInContract


def broken(graph: grimp.ImportGraph, **options: list[str]) -> list[tuple[str, str]]:
    contract = OnlyInContract(name="test", session_options={}, contract_options=options)
    return [
        (importer, module) for importer, module, _ in contract.check(graph, verbose=False).metadata["broken"]
    ]


@pytest.fixture
def graph() -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    graph.add_module("litestar", is_squashed=True)
    for importer, imported in [
        ("backend.interests.pages", "litestar"),
        ("backend.interests.operations", "litestar"),
        ("backend.web.guards", "litestar"),
        ("backend.interests.operations", "backend.interests.tables"),
        ("backend.meetings.queries", "backend.interests.tables"),
        ("tests.interests.test_tables", "backend.interests.tables"),
    ]:
        graph.add_module(importer)
        graph.add_import(importer=importer, imported=imported)
    return graph


def test_library_is_named_where_the_list_says_alone(graph: grimp.ImportGraph) -> None:
    found = broken(
        graph, modules=["litestar"], importers=["backend.*.pages", "backend.web", "backend.not_yet"]
    )
    assert found == [("backend.interests.operations", "litestar")]


def test_room_may_not_read_the_tables_of_another(graph: grimp.ImportGraph) -> None:
    found = broken(graph, modules=["backend.*.tables"])
    assert found == [("backend.meetings.queries", "backend.interests.tables")]


def test_open_module_may_be_read_by_all(graph: grimp.ImportGraph) -> None:
    assert broken(graph, modules=["backend.*.tables"], open_modules=["backend.interests.tables"]) == []
