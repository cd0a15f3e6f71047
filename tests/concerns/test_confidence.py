"""The walls around what is confidential hold by structure, not by each caller's memory."""

import re
from pathlib import Path

import backend

BACKEND = Path(backend.__file__).parent


def _code() -> dict[str, str]:
    return {str(path.relative_to(BACKEND)): path.read_text() for path in BACKEND.rglob("*.py")}


def test_only_the_ledger_reads_its_events() -> None:
    naming = {path for path, text in _code().items() if re.search(r"\bledger_event\b|ledger\.tables", text)}
    others = {path for path in naming if not path.startswith("ledger/")}
    assert (
        others
        == {
            "archives/queries/deletions.py",  # of copies taken along, proposals and the organisation's own state alone
            "archives/restoring.py",  # writes them back as they were, for nobody to read
            "archives/rules/leaving_out.py",  # names what of them goes into no export
            "succession/operations/merging.py",  # whether there is one of another hand since, and nothing of it
        }
    )


def test_only_concerns_ask_for_confidential_history() -> None:
    asking = {path for path, text in _code().items() if "confidential_history_of(" in text}
    assert asking == {"ledger/queries.py", "concerns/queries/handled.py"}


def test_only_concerns_and_those_above_in_the_open_read_their_tables() -> None:
    secret = re.compile(
        r"\bconcerns_(?:concern|handler|notice|message|referral|document|publication)\b|concerns\.tables"
    )
    naming = {path.split("/")[0] for path, text in _code().items() if secret.search(text)}
    assert naming == {"concerns"}
