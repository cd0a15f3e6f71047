"""Laws of the house that no type and no linter holds: about time, SQL, raw text, the timetable, words and sizes."""

import ast
import enum
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import backend
from backend import piccolo_conf, timetable
from backend.desk import reference
from backend.worker import jobs

BACKEND = Path(backend.__file__).parent
ROOT = BACKEND.parent

ROOMS = [
    *(
        "kit",
        "catalogue",
        "radar",
        "scope",
        "tenancy",
        "ledger",
        "facts",
        "web",
        "organisations",
        "evidence",
        "notices",
    ),
    *(
        "people",
        "signoff",
        "committees",
        "powers",
        "chasing",
        "schedules",
        "actions",
        "challenge",
        "interests",
        "procurement",
        "concerns",
        "contracts",
        "meetings",
        "planning",
        "between",
        "sittings",
        "registers",
        "assurance",
        "measures",
        "audits",
        "risks",
        "delegation",
        "functions",
        "requests",
        "packs",
        "together",
        "reporting",
        "reviewing",
        "releases",
        "portal",
        "statements",
        "reading",
    ),
    *(
        "timetable",
        "provision",
        "setup",
        "succession",
        "systems",
        "archives",
        "desk",
        "piccolo_conf",
        "cli_services",
        "cli_keys",
        "cli_ledger",
        "cli_mail",
        "cli_tenants",
        "cli",
        "worker",
        "app",
    ),
]
"""The rooms of the house, lowest first; pyproject.toml holds the same order for imports."""

REAL_TIME = {
    "backend/ledger/migrations/ledger_0001_events.py": "recorded_at is when the row was truly written",
}
"""SQL that may ask the database for the time, each with the reason."""

TABLES_OF_OTHERS: dict[str, str] = {
    "tenancy_tenant": "every room's foreign key points at it",
    "tenancy_due": "its own functions keep it; a sweep names it",
}

MARKUP = {
    "backend/succession/report.py": "the printed report, each word of which is put in with format",
    "backend/risks/reports/written.py": "every word of a paper is escaped by Markup itself",
    "backend/kit/drawing/svg.py": "every word and value is escaped by Markup itself where it is set",
    "backend/kit/drawing/table.py": "every cell is escaped by Markup itself",
    "backend/web/templating.py": "the form's token, formatted by Markup itself",
    "backend/meetings/pages/shown.py": "a paper that nh3 let through before it was kept",
    "backend/packs/pages/papers.py": "a paper that nh3 let through before it was kept",
    "backend/meetings/pages/previewing.py": "a draft that nh3 let through just now",
    "backend/reading/pages/reader.py": "words escaped where they are set, or a paper that nh3 let through before",
    "backend/packs/board/leaves.py": "a paper that nh3 let through before it was kept",
}
"""Code that hands raw text to a template, each with the reason for which no user's markup is in it."""

LONG: dict[str, str] = {}
"""Files above 400 lines, each with the reason."""

EGRESS = {
    "backend/people/providers.py": "asks the identity provider that the settings name",
    "backend/desk/year/documents.py": "asks the application of its own process, over no network",
    "backend/desk/surroundings.py": "a mail server of the demonstration's own, on this machine",
    "backend/cli.py": "looks whether the service on this machine answers",
}
"""The only code that speaks HTTP to others."""

AMERICAN = re.compile(
    r"\b(?:organiz\w+|authoriz(?:e|ed|es|ing|er)\b|recogniz\w+|behavior\w*|favorite\w*|center(?:ed|s)?\b"
    r"|license[ds]?\b(?= the)"
    r"|catalog\b|dialog\b|fulfill\b|enroll\b|summariz\w+|finaliz\w+|normaliz\w+|serializ\w+"
    r"|initializ\w+|categoriz\w+|prioritiz\w+|minimiz\w+|canceled|canceling|labeled|modeling|traveling|defense)",
    re.IGNORECASE,
)
OTHERS_SPELLING = re.compile(
    r"authorization|serialization|Source-Organization|\"Organization\"|normalize\(|unicodedata|SerializationError|serialize|Sec-|text-align|align\w*:\s*center|center['\";)]"
    r"|initialize|finalize|SERIALIZABLE|\bcenter\b.*[:;{]|SESSION AUTHORIZATION|dialog\(|<dialog|role=\"dialog\"",
    re.IGNORECASE,
)
"""Names that a library, a protocol or CSS spells its own way."""
WORKSHOP = re.compile(
    re.escape(f"{ROOT}/")
    + r"|\bClaude\b|\bAnthropic\b|\bLLM\b|\bchatbot\b|\bas an AI\b|\bTODO\b|\bFIXME\b|\bXXX\b|\bHACK\b"
    r"|\bissue #?\d|\b(?:this|the|another|a) (?:sub)?agent\b|\bprompt\b engineering|lorem ipsum",
)
"""Words that belong to whoever builds, not to what is built."""


@cache
def python() -> dict[str, str]:
    """Every Python file of the house: its path from the root, and its text."""
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in sorted(BACKEND.rglob("*.py"))
        if "node_modules" not in path.parts
    }


def written() -> Iterator[tuple[str, str]]:
    """Every file that people read: code, templates, documents, configuration."""
    yield from python().items()
    for pattern in ("backend/**/*.html", "backend/**/*.txt", "docs/**/*.md", "*.md", "workflows/**/*.yaml"):
        for path in sorted(ROOT.glob(pattern)):
            if not {"node_modules", ".venv", "built"} & set(path.parts):
                yield str(path.relative_to(ROOT)), path.read_text()


@cache
def strings(source: str) -> tuple[str, ...]:
    """Every string of the code that is not a docstring, with the fixed parts of f-strings."""
    tree = ast.parse(source)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return tuple(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    )


_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN|WITH)\b")


def statements(source: str) -> Iterator[str]:
    return (text for text in strings(source) if _SQL.search(text))


def room_of(path: str) -> str:
    part = path.split("/")[1]
    return part.removesuffix(".py")


def test_there_is_code_to_look_at() -> None:
    assert len(python()) > 150
    assert any("tenancy_due" in sql for sql in statements(python()["backend/tenancy/dues.py"]))


def test_every_room_is_in_the_order_of_the_house() -> None:
    known = set(ROOMS)
    rooms = {room_of(path) for path in python()} - {"__init__"}
    assert rooms - known == set(), "Place the new room in ROOMS here and in pyproject.toml's layers."


def test_no_statement_asks_the_database_for_the_time() -> None:
    clock = re.compile(
        r"\b(now\s*\(\)|current_timestamp|clock_timestamp|statement_timestamp|localtimestamp|current_date|current_time\b)",
        re.IGNORECASE,
    )
    found = {path for path, source in python().items() for sql in strings(source) if clock.search(sql)}
    assert found - set(REAL_TIME) == set(), (
        "Take the moment from scope.now, so that a demonstration's clock holds."
    )
    assert set(REAL_TIME) - found == set(), "These no longer need an exception."


def test_no_code_reads_the_clock_beside_the_one_clock() -> None:
    reads = re.compile(r"\b(datetime\.(?:now|utcnow|today)\(|date\.today\(|time\.time\()")
    found = {path for path, source in python().items() if reads.search(source)}
    assert found <= {"backend/kit/clock.py"}, "Take the moment as an argument, or from backend.kit.clock."


def test_statements_name_tables_of_their_own_and_lower_rooms_alone() -> None:
    tables = {
        table._meta.tablename: app.split(".")[1]
        for app in piccolo_conf.APP_REGISTRY.apps
        for table in importlib.import_module(app).APP_CONFIG.table_classes
    }
    assert len(tables) > 30
    words = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|REFERENCES|ONLY)\s+(?:public\.)?([a-z_]+)", re.IGNORECASE)
    wrong = []
    for path, source in python().items():
        own = room_of(path)
        for sql in statements(source):
            for name in words.findall(sql):
                room = tables.get(name)
                if room and name not in TABLES_OF_OTHERS and ROOMS.index(room) > ROOMS.index(own):
                    wrong.append(f"{path} names {name}, a table of {room}, which stands above {own}")
    assert wrong == []


def test_no_statement_is_put_together_from_what_somebody_typed() -> None:
    """An f-string in a statement may hold our own fixed words; `form`, `request` and `values` are never ours."""
    wrong = []
    for path, source in python().items():
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.JoinedStr):
                continue
            fixed = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            if re.search(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b", fixed):
                named = {
                    inner.id
                    for part in node.values
                    if isinstance(part, ast.FormattedValue)
                    for inner in ast.walk(part.value)
                    if isinstance(inner, ast.Name)
                }
                if named & {"form", "request", "values", "text", "name_typed", "query", "search"}:
                    wrong.append(f"{path}:{node.lineno}")
    assert wrong == []


def test_raw_text_is_handed_over_by_those_on_the_list_alone() -> None:
    found = {path for path, source in python().items() if re.search(r"\bMarkup\(", source)}
    assert found - set(MARKUP) == set(), "Let Jinja escape it, or give the reason in MARKUP."
    assert set(MARKUP) - found == set(), "These no longer need an exception."


def test_only_those_on_the_list_speak_to_other_machines() -> None:
    speaks = re.compile(
        r"^\s*(?:import|from) (?:requests|urllib\.request|http\.client|httpx|aiohttp|urllib3|socket)\b", re.M
    )
    found = {path for path, source in python().items() if speaks.search(source)}
    unlisted = {path for path in found - set(EGRESS) if not path.startswith("backend/kit/")}
    assert unlisted == set(), "Only kit and those in EGRESS may, each for its reason."


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "package-lock.json"])
def test_lock_names_what_it_locks_and_no_address(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "sha512-" in lock or "--hash=sha256:" in lock
    assert re.findall(r"\w+://\S+", lock) == [], (
        "Make the lock files with `make lock`: it takes addresses out."
    )


def test_nobody_opens_a_transaction_beside_tenancy() -> None:
    allowed = {
        "backend/kit/database.py": "the engine",
        "backend/tenancy/transactions.py": "tenant_tx",
        "backend/web/gate.py": "a request, whose tenant is not known yet",
        "backend/worker/jobs.py": "finds the tenants in which a chore is due",
        "backend/desk/stage.py": "finds a tenant by its word",
        "backend/desk/cast.py": "finds a tenant by its word",
    }
    opens = re.compile(r"\.transaction_with\(|asyncpg\.connect\(|\.pool\.acquire\(")
    found = {path for path, source in python().items() if opens.search(source)}
    others = {
        path
        for path in found - set(allowed)
        if room_of(path)
        not in {"kit", "piccolo_conf", "cli", "cli_services", "cli_tenants", "worker", "desk"}
    }
    assert others == set(), "Use transactions.scope_tx(scope)."


def test_every_line_of_the_timetable_has_its_chore() -> None:
    for line in timetable.LINES:
        if line.each_tenant:
            assert callable(timetable.function_of(line))
        else:
            assert line.chore in jobs.UPKEEP, line.chore


def test_every_task_that_is_put_on_the_queue_is_a_chore() -> None:
    asked = set()
    for source in python().values():
        asked |= set(re.findall(r"queue\.defer\(\s*\"([\w.]+)\"", source))
    asked |= {
        text
        for source in python().values()
        for text in re.findall(r"^[A-Z_]+ = \"((?:\w+)\.\w+)\"$", source, re.M)
        if text.split(".")[0] in ROOMS and "defer(" in source
    }
    assert len(asked) > 1
    assert asked - set(jobs.chores()) == set(), "List these in CHORES of their room's chores.py."


def test_generated_pages_say_what_the_code_says() -> None:
    assert reference.out_of_step(ROOT) == [], "Run `probity docs`."


def _enums() -> Iterator[type[enum.StrEnum]]:
    for room in pkgutil.iter_modules(backend.__path__):
        name = f"backend.{room.name}.rules"
        if room.ispkg and importlib.util.find_spec(name):
            for found in vars(importlib.import_module(name)).values():
                if isinstance(found, type) and issubclass(found, enum.StrEnum) and found.__module__ == name:
                    yield found


def test_every_value_of_every_status_has_words() -> None:
    wordless = []
    for found in _enums():
        module = importlib.import_module(found.__module__)
        tables = [
            value
            for value in vars(module).values()
            if isinstance(value, Mapping) and value and all(isinstance(key, found) for key in value)
        ]
        if not any(set(table) == set(found) for table in tables) and not _says_words(found):
            wordless.append(f"{found.__module__}.{found.__name__}")
    assert wordless == [], "Give each value its words in a …_IN_WORDS mapping of rules.py."


def _says_words(found: type[enum.StrEnum]) -> bool:
    """Whether its values are words already, or it says them itself."""
    return "in_words" in vars(found) or found.__name__ in WORDS_ELSEWHERE


WORDS_ELSEWHERE = {
    "Timing": "delegation/_words.html says it in a sentence with its months",
    "Step": "what the sender of letters does next; no page shows it",
    "Kind": "each kind of pack has pages of its own",
    "Decision": "a run shows the words that were signed, kept with the decision",
}
"""Enums that no page shows by their own value, each with where its words are."""


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {path: source.count("\n") for path, source in python().items() if source.count("\n") > 400}
    assert set(long) - set(LONG) == set(), f"Split by noun, or give the reason in LONG: {long}"
    assert set(LONG) - set(long) == set(), "These no longer need an exception."


def test_browser_tests_read_no_page_that_is_still_on_its_way() -> None:
    """A press that does not wait, or a look that does not, says what a fast machine happens to show."""
    hasty = {"click", "dblclick", "tap", "count", "is_visible", "is_hidden", "is_checked", "input_value"}
    files = [*(ROOT / "tests/journeys").glob("*.py"), ROOT / "tests/people/test_in_browser.py"]
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno}: {call.func.attr}"
        for file in files
        if file.name != "reader.py"
        for awaited in ast.walk(ast.parse(file.read_text()))
        if isinstance(awaited, ast.Await) and isinstance(call := awaited.value, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in hasty
        if not (isinstance(call.func.value, ast.Name) and call.func.attr == "tap")
    ]
    assert len(files) > 10
    assert found == [], "Press by Reader.press, and look by expect(...) or Reader.offers."


def test_names_of_modules_say_what_they_do() -> None:
    empty = {"utils", "helpers", "manager", "base", "misc", "common", "data", "info", "core", "stuff"}
    assert {path for path in python() if Path(path).stem in empty} == set()


@pytest.mark.parametrize("kind", ["american", "workshop"])
def test_words_are_ours(kind: str) -> None:
    wrong = []
    for path, text in written():
        for number, line in enumerate(text.splitlines(), 1):
            found = (AMERICAN if kind == "american" else WORKSHOP).search(line)
            if found and not (kind == "american" and OTHERS_SPELLING.search(line)):
                wrong.append(f"{path}:{number}: {found[0]}")
    assert wrong == []
