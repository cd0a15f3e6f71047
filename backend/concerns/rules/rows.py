"""Rows of an old register of breaches: what a row says, and that it names nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from backend.concerns.rules.anonymity import names_in
from backend.concerns.rules.life import CATEGORY_IN_WORDS, LONGEST, Category
from backend.facts.bringing_in import Known, Line, field_of
from backend.facts.rows.cells import Cells
from backend.kit.documents.sheets import Value

TEXTS = ("what_happened", "action", "lessons")

FIELDS = (
    field_of(
        "found_on",
        "Found on",
        "found on; date found; date; date of breach; date of finding; date identified; date of decision; "
        "date breach found; date reported",
        ends=False,
    ),
    field_of(
        "category",
        "What it was about",
        "what it was about; category; type of breach; nature; subject; kind of breach; breach type; about",
    ),
    field_of(
        "what_happened",
        "What happened",
        "what happened; details of breach; details; description; description of breach; breach; nature of breach; "
        "summary; circumstances; anonymised details of breach; details of the breach",
    ),
    field_of(
        "action",
        "Sanction or action",
        "sanction or action; action; action taken; sanction; outcome; actions; actions taken; response; "
        "actions or sanctions",
    ),
    field_of(
        "lessons",
        "Lessons learnt",
        "lessons learnt; lessons learned; lessons; learning; lesson; lessons for others",
    ),
    field_of(
        "notified",
        "Notified to NHS England",
        "notified to nhs england; nhs england notified; reported to nhs england; notified; nhs england told; "
        "reported to nhse",
    ),
    field_of(
        "notified_on",
        "Notified on",
        "notified on; date notified; date of notification; date nhs england notified; date reported to nhs england",
        ends=False,
    ),
)
_WORDS = {
    "gift": Category.GIFT,
    "gifts": Category.GIFT,
    "hospitality": Category.GIFT,
    "sponsorship": Category.GIFT,
    "procurement": Category.PROCUREMENT,
    "contract": Category.PROCUREMENT,
    "tender": Category.PROCUREMENT,
    "confidential": Category.CONFIDENCE,
    "confidentiality": Category.CONFIDENCE,
    "meeting": Category.MEETING,
    "decision": Category.MEETING,
    "undeclared": Category.UNDECLARED,
    "declared": Category.UNDECLARED,
    "declare": Category.UNDECLARED,
    "declaration": Category.UNDECLARED,
    "late": Category.UNDECLARED,
    "other": Category.OTHER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBreach:
    """What a row says of a breach that was found."""

    found_on: date
    category: Category
    what_happened: str
    action: str
    lessons: str
    notified: bool
    notified_on: date | None


def missing(fields: Collection[str]) -> list[str]:
    """What a sheet's columns don't cover and the register can't do without, in words."""
    wanted = (("found_on", "the day on which it was found"), ("what_happened", "what happened"))
    return [words for key, words in wanted if key not in fields]


def read(cells: Cells, values: dict[str, Value], known: Known) -> Sequence[Line]:
    """The breach of one row. Whatever may name somebody of the organisation is a problem, unless an officer says not.

    `known.own` are the texts of the register as it is: they were agreed already.
    """
    before = len(cells.problems)
    found_on = cells.day(values, "found_on", past="the finding")
    if found_on is None and len(cells.problems) == before:
        cells.problem("found_on", "There is no day on which it was found in this row.")
    what_happened = cells.words(values, "what_happened", most=LONGEST, needed="description of what happened")
    action = cells.words(values, "action", most=LONGEST) or ""
    lessons = cells.words(values, "lessons", most=LONGEST) or ""
    notified_on = cells.day(values, "notified_on", past="the notification")
    notified = cells.ticked(values, "notified") or (notified_on is not None and "notified" not in values)
    if notified_on is not None and not notified:
        cells.problem("notified_on", "The row gives a day of notification, but says that there was none.")
    category = cells.code(values, "category", CATEGORY_IN_WORDS, _WORDS, what="a kind of breach")
    for key, text in (("what_happened", what_happened), ("action", action), ("lessons", lessons)):
        named = names_in(text, known.people_names) if text and text not in known.own else ()
        if named and cells.choices.get("names_nobody") != "yes":
            cells.problem(
                key,
                f"The text may name {', '.join(named[:3])}. Breaches are published without names: take the name out, "
                "or say with the columns that such words are no names.",
            )
    if len(cells.problems) > before or found_on is None or what_happened is None or category is None:
        return []
    said = SaidBreach(
        found_on=found_on,
        category=category,
        what_happened=what_happened,
        action=action,
        lessons=lessons,
        notified=notified,
        notified_on=notified_on,
    )
    return [Line(sheet=cells.sheet.name, row=cells.row, said=said)]
