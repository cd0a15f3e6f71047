"""Words that look as if they told who a patient is. Pure rules over lines of text; what is found is never repeated.

An NHS number is ten digits of which the last is a check digit by modulus 11 (NHS Data Dictionary, “NHS NUMBER”). The
others are ways of writing: a hospital number behind its name, a date of birth behind its name or beside a person, a
postcode beside the word “patient”. One ten-digit number in eleven passes the check by chance: hence “looks like”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_TEN = re.compile(r"(?<![\d.,+-])(\d{3})([ \u00a0-]?)(\d{3})\2(\d{4})(?![\d]|[.,]\d)")
_DAY = (
    r"(?:[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d\d|[0-3]?\d(?:st|nd|rd|th)? "
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6},? (?:19|20)\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d)"
)
_DATE = re.compile(rf"(?<!\d){_DAY}(?!\d)", re.IGNORECASE)
_BORN = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born(?: on)?)\W{{0,8}}{_DAY}(?!\d)", re.IGNORECASE
)
_BESIDE_NAME = re.compile(
    r"\b(?:mr|mrs|ms|miss|master|patient)\.? [a-z][\w'’-]{0,30}(?: [a-z][\w'’-]{0,30}){0,2},? ?"
    r"[(\[,:;–-]? ?(?:b\.|born )? ?(?:[0-3]?\d[./-][01]?\d[./-]19\d\d)(?!\d)",
    re.IGNORECASE,
)
_HOSPITAL = re.compile(
    r"\b(?:(?:hospital|patient|unit|case ?note|district|pas)\s{0,2}(?:number|no\.?|id|ref(?:erence)?)|mrn)"
    r"\s{0,2}[:#]?\s{0,2}[a-z]{0,3}-?\d{5,9}\b",
    re.IGNORECASE,
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}"
_PATIENT_AT = re.compile(
    rf"\b[Pp]atient(?:’s|'s)?\b([^\n]{{0,60}}?)\b{_POSTCODE}\b|\bPATIENT\b([^\n]{{0,60}}?)\b{_POSTCODE}\b"
)
_NO_PERSON = re.compile(
    r"practice|hospital|surgery|centre|clinic|group|service|trust|experience|safety|participation|transport|"
    r"house|record|care",
    re.IGNORECASE,
)
_BIRTH_COLUMN = re.compile(r"\W{0,3}(?:d\.?o\.?b\.?|date of birth|birth ?date)\W{0,3}", re.IGNORECASE)
_NUMBER_COLUMN = re.compile(
    r"\W{0,3}(?:hospital|patient|mrn|nhs|pas|case ?note)\s{0,2}(?:number|no\.?|id)?\W{0,3}", re.IGNORECASE
)
_LONGEST = 20_000

NHS_NUMBER = "looks like an NHS number"
HOSPITAL_NUMBER = "looks like a hospital number"
BIRTH = "looks like a date of birth"
ADDRESS = "looks like a patient’s postcode"
_MANY = {
    NHS_NUMBER: "look like NHS numbers",
    HOSPITAL_NUMBER: "look like hospital numbers",
    BIRTH: "look like dates of birth",
    ADDRESS: "look like patients’ postcodes",
}


def checks_out(ten: str) -> bool:
    """Whether ten digits end in the check digit of an NHS number: weights 10 to 2, modulus 11."""
    if len(ten) != 10 or len(set(ten)) == 1:
        return False
    left = 11 - sum(int(digit) * weight for digit, weight in zip(ten, range(10, 1, -1), strict=False)) % 11
    return left != 10 and left % 11 == int(ten[9])


def found_in(text: str) -> tuple[str, ...]:
    """What a stretch of text holds that looks like an identifier, as predicates, one for each place in it."""
    text = text[:_LONGEST]
    found = [NHS_NUMBER for ten in _TEN.finditer(text) if checks_out(ten[1] + ten[3] + ten[4])]
    if any(letter.isdigit() for letter in text):
        found += [HOSPITAL_NUMBER for one in _HOSPITAL.finditer(text) if not _TEN.search(one[0])]
        found += [BIRTH for _ in _BORN.finditer(text)] or [BIRTH for _ in _BESIDE_NAME.finditer(text)]
        found += [
            ADDRESS for one in _PATIENT_AT.finditer(text) if not _NO_PERSON.search(one[1] or one[2] or "")
        ]
    return tuple(found)


def in_table(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, str, int]]:
    """What a table holds by its headings: (column from 0, predicate, how many cells)."""
    for number, row in enumerate(rows[:20]):
        for column, heading in enumerate(row):
            if _BIRTH_COLUMN.fullmatch(heading):
                below = [each[column] for each in rows[number + 1 :] if column < len(each)]
                if many := sum(1 for cell in below if _DATE.search(cell)):
                    yield column, BIRTH, many
            elif _NUMBER_COLUMN.fullmatch(heading):
                below = [each[column] for each in rows[number + 1 :] if column < len(each)]
                cells = [
                    cell for cell in below if re.fullmatch(r"\W{0,2}[A-Za-z]{0,3}-?\d{5,9}\W{0,2}", cell)
                ]
                if cells:
                    yield column, HOSPITAL_NUMBER, len(cells)


def sentence(predicates: Iterable[str]) -> str:
    """What was found at one place, as one sentence."""
    counts: dict[str, int] = {}
    for each in predicates:
        counts[each] = counts.get(each, 0) + 1
    told = [
        f"something that {what}" if many == 1 else f"{many} things that {_MANY[what]}"
        for what, many in counts.items()
    ]
    return f"Holds {', and '.join(told)}."
