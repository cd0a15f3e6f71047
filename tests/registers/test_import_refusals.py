"""What is no register, or is made to do harm, is refused in one sentence, and nothing of it is kept."""

import re
from collections.abc import Callable

import pytest

from backend.registers.queries import imports
from backend.registers.rules.importing import UnableToImport
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.registers import sheets
from tests.registers.test_importing import an_officer, surveyed


@pytest.fixture
async def officer(tenant: Tenant) -> Scope:
    """The governance officer of a tenant of this test's own."""
    return await an_officer(tenant)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("bomb.xlsx", sheets.bomb, "unpacks to 60 MB"),
        ("long.xlsx", sheets.very_long, "has more than 20,000 rows"),
        ("empty.xlsx", lambda: sheets.xlsx(("Empty", [])), "has nothing in it"),
        ("empty.csv", lambda: b"", "is empty"),
        ("word.xlsx", lambda: b"PK\x03\x04 but nothing more", "is damaged"),
        ("picture.xlsx", lambda: b"\x89PNG", "is not a spreadsheet, although"),
        ("old.xls", lambda: b"\xd0\xcf\x11\xe0", "Save it as .xlsx"),
        ("locked.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked with a password"),
        ("paper.docx", lambda: b"PK\x03\x04", "is not a spreadsheet"),
        ("bytes.csv", lambda: b"Name,\x00\x01", "is not a text file"),
        ("wide.csv", lambda: sheets.text([[f"Heading {n}" for n in range(200)]]), "more than 100 columns"),
        (
            "long.csv",
            lambda: sheets.text([["Name", "Interest"], *[["A", "B"]] * 20_200]),
            "more than 20,000 rows",
        ),
        ("words.csv", lambda: b"only,two\n", "has no row of headings"),
    ],
)
async def test_what_is_no_register_is_refused_in_a_sentence(
    officer: Scope, name: str, make: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(UnableToImport, match=re.escape(words)) as refused:
        await surveyed(officer, name, make())
    assert refused.value.sentence.startswith(f"“{name}”")
    assert refused.value.field == "file"
    async with transactions.scope_tx(officer):
        assert await imports.imports_of(officer) == ()
