"""From a row of an old register of interests to the interests in it, with a sentence for what can't be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from backend.facts.bringing_in import Known, Line, Wanted
from backend.facts.rows.cells import Cells
from backend.facts.rows.words import is_nil, short
from backend.interests.rules import declaring
from backend.interests.rules.declaring import InterestType, Relationship
from backend.interests.rules.rows import persons, splitting, wordings
from backend.kit.documents.sheets import Value
from backend.scope import Refusal

_ODS_CODE = re.compile(r"[A-Z0-9]{3,10}")
_SAYS_SOMETHING = frozenset({"organisation", "interest", "nature", "type", "since", "ods_code", "period"})
_SPLIT_WITH = (
    "nature", "type", "held_by", "relationship", "since", "until", "period", "mitigation", "ods_code",
)  # fmt: skip
_PARTNER = re.compile(r"\b(?:business |managing |senior |gp )?partners?(?:hip)?\b", re.IGNORECASE)
_TICKS = {
    "type_financial": InterestType.FINANCIAL,
    "type_professional": InterestType.NON_FINANCIAL_PROFESSIONAL,
    "type_personal": InterestType.NON_FINANCIAL_PERSONAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidInterest:
    """What a row says beside whom and what it names; `nil`: a nil return, with no interest."""

    nil: bool = False
    interest_type: InterestType = InterestType.FINANCIAL
    relationship: Relationship | None = None
    nature: str = ""
    since: date | None = None
    until: date | None = None
    mitigation: str | None = None
    declared_on: date | None = None
    late: bool = False


def read(cells: Cells, values: dict[str, Value], known: Known) -> Sequence[Line]:
    """The interests of one row, or the nil return that it is."""
    person = persons.read_person(cells, values)
    if person is None:
        return []
    base = Line(
        sheet=cells.sheet.name,
        row=cells.row,
        people={"person": person},
        said=SaidInterest(
            declared_on=cells.day(values, "declared_on", past="the declaration"),
            late=cells.ticked(values, "late"),
        ),
        reviewed=cells.ticked(values, "reviewed"),
    )
    if _says_nil(cells, values):
        return [replace(base, said=replace(base.said, nil=True))]
    if not values.keys() & _SAYS_SOMETHING:
        cells.problem(
            "", "This row names somebody and no interest. Write “Nil” where there is none, or delete the row."
        )
        return []
    parts = _parts(cells, values, known)
    return [
        line
        for number, part in enumerate(parts, start=1)
        if (line := _line(cells, base, part, number, len(parts))) is not None
    ]


def _says_nil(cells: Cells, values: Mapping[str, Value]) -> bool:
    said = [
        cells.text(values, key) for key in ("organisation", "interest", "nature", "type") if key in values
    ]
    return bool(said) and all(is_nil(text) for text in said)


def _parts(cells: Cells, values: dict[str, Value], known: Known) -> list[dict[str, Value]]:
    """The row once for each interest in it: a cell of several organisations, or of several lines of free text."""
    if "interest" in values and "organisation" not in values:
        return _from_free_text(cells, values, known)
    organisations = splitting.lines_of(cells.text(values, "organisation"))
    if len(organisations) < 2:
        return [values]
    parts: list[dict[str, Value]] = [{**values, "organisation": name} for name in organisations]
    for key in _SPLIT_WITH:
        value = values.get(key)
        if not isinstance(value, str) or "\n" not in value:
            continue
        lines = splitting.lines_of(value)
        if len(lines) == len(parts):
            for part, line in zip(parts, lines, strict=True):
                part[key] = line
        elif len(lines) > 1 and key != "mitigation":
            cells.problem(
                key,
                f"The cell has {len(lines)} lines, but there are {len(parts)} organisations in this row.",
            )
    return parts


def _from_free_text(cells: Cells, values: dict[str, Value], known: Known) -> list[dict[str, Value]]:
    parts: list[dict[str, Value]] = []
    for line in splitting.lines_of(cells.text(values, "interest")):
        if "nature" in values:
            parts.append({**values, "organisation": line})
            continue
        told = splitting.parts_of(line, known.organisations)
        if told is None or not told.nature:
            cells.problem(
                "interest",
                f"“{short(line)}” does not tell the organisation from the nature of the interest. Write it as "
                "“Partner at Castle Hill Surgery”, or give each a column.",
            )
            continue
        part: dict[str, Value] = {**values, "organisation": told.organisation, "nature": told.nature}
        if told.dates and not {"since", "period"} & values.keys():
            part["period"] = told.dates
        parts.append(part)
    return parts


def _line(cells: Cells, base: Line, values: dict[str, Value], part: int, parts: int) -> Line | None:
    before = len(cells.problems)
    code = cells.text(values, "ods_code").strip().upper()
    if code and not _ODS_CODE.fullmatch(code):
        cells.problem("ods_code", "An ODS code has 3 to 10 capital letters and figures, such as A81001.")
    organisation = Wanted(" ".join(cells.text(values, "organisation").split()) or code, code)
    if not organisation.name:
        cells.problem("organisation", "There is no organisation in this row.")
    elif len(organisation.name) > 200:
        cells.problem("organisation", "The name of an organisation must be 200 characters or fewer.")
    nature = cells.words(values, "nature", most=1_000, needed="nature of the interest") or ""
    mitigation = cells.words(values, "mitigation", most=1_000)
    kind = _kind(cells, values, nature)
    since, until = _period(cells, values, base.said.declared_on)
    if len(cells.problems) > before or kind is None or since is None:
        return None
    said = replace(
        base.said,
        interest_type=kind[0],
        relationship=kind[1],
        nature=nature,
        since=since,
        until=until,
        mitigation=mitigation,
    )
    return replace(base, part=part, parts=parts, organisations={"organisation": organisation}, said=said)


def _kind(
    cells: Cells, values: Mapping[str, Value], nature: str
) -> tuple[InterestType, Relationship | None] | None:
    """The type, and whose interest it is where it is indirect."""
    before = len(cells.problems)
    told = [
        cells.attempt(
            key,
            partial(wordings.read_type if key == "type" else wordings.read_held_by, cells.text(values, key)),
        )
        for key in ("type", "held_by", "relationship")
        if key in values
    ]
    ticked = [kind for key, kind in _TICKS.items() if cells.ticked(values, key)]
    if cells.ticked(values, "type_indirect"):
        told.append(wordings.Kind(indirect=True))
    if len(cells.problems) > before:
        return None
    kinds = {each.type for each in told if each and each.type} | set(ticked)
    says = {each.indirect for each in told if each and each.indirect is not None}
    whose = {each.relationship for each in told if each and each.relationship}
    if len(kinds) > 1:
        cells.problem("type", "The row names more than one type of interest. Give each a row of its own.")
    if len(says) > 1 or len(whose) > 1:
        cells.problem("held_by", "The cells of this row contradict each other about whose interest it is.")
    chosen = cells.choices.get("type")
    found = next(iter(kinds), InterestType(chosen) if chosen else None)
    if found is None:
        also = ", only that it is indirect" if True in says else ""
        cells.problem("type", f"The row does not say which type of interest it is{also}.")
    relationship = next(iter(whose), None)
    if True in says and relationship is None:
        relationship = _whose(cells, nature)
    if len(cells.problems) > before or found is None:
        return None
    return found, relationship


def _whose(cells: Cells, nature: str) -> Relationship | None:
    relationship = wordings.relationship_in(_PARTNER.sub("", nature))
    if relationship is not None:
        words = declaring.RELATIONSHIP_IN_WORDS[relationship].lower()
        cells.note("nature", f"By its words, the interest was read as that of: {words}.")
        return relationship
    chosen = cells.choices.get("whose")
    if not chosen:
        cells.problem("held_by", "The interest is indirect, but the row does not say whose it is.")
    return Relationship(chosen) if chosen else None


def _period(
    cells: Cells, values: Mapping[str, Value], declared_on: date | None
) -> tuple[date | None, date | None]:
    before = len(cells.problems)
    since, until = cells.day(values, "since"), cells.day(values, "until")
    if "period" in values and since is None:
        since, end = cells.days(values, "period")
        until = until or end
    if len(cells.problems) > before:
        return None, None
    if since is None and cells.choices.get("start_as_declared") and declared_on:
        since = declared_on
        cells.note("since", "No start is given, so the day of the declaration was taken.")
    if since is None:
        cells.problem("since", "There is no day on which the interest began.")
        return None, None
    try:
        declaring.check_period(declaring.Period(since=since, until=until), today=cells.today)
    except Refusal as refusal:
        cells.problem(refusal.field or "since", refusal.sentence)
    return since, until
