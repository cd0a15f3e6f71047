"""The shelf loads once and gives what was put on it."""

from pathlib import Path

from backend.catalogue import shelf
from backend.catalogue.loader import load_catalogue
from tests.catalogue import examples


def test_process_reads_its_catalogue_once_and_takes_another(tmp_path: Path) -> None:
    first = shelf.catalogue()
    assert shelf.catalogue() is first
    assert "dudley-ccg" in first.tenants
    try:
        shelf.put(load_catalogue(examples.sound_root(tmp_path)))
        assert set(shelf.catalogue().tenants) == {"example-ccg"}
    finally:
        shelf.put(first)
