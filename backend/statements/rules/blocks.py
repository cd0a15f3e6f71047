"""What fills a section by itself: tables in words, made from the parts of a year. Values in, answers out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.catalogue.statements import FactBlock
from backend.statements.rules.parts import FIGURES, RISKS, Part, PartKind, PartRow

Block = dict[str, Any]
"""A table in words: `caption`, `lead`, `columns`, `rows`, and `none` for one without rows."""

_MOST_RISKS = 40
_FIGURE_COLUMNS = ("What", "Answer", "Rule kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What blocks are made from. `audit`: the areas of the year's audit of conflicts with their ratings.

    `standards` names the standards of internal audit in force on the last day, with where that was read. `opinion` is
    the level of the head of internal audit's opinion of the year, with its words and who gave it when; `audits` those
    that were reported in the year: title, kind, day and assurance.
    """

    parts: Sequence[Part]
    committee_id: UUID | None = None
    audit: Sequence[tuple[str, str]] = ()
    audit_state: str | None = None
    standards: str | None = None
    opinion: tuple[str, str] | None = None
    audits: Sequence[tuple[str, str, str, str]] = ()

    def of(self, kind: PartKind) -> tuple[Part, ...]:
        """The parts of a kind: of the committee that it is about, where it is about one."""
        return tuple(
            part
            for part in self.parts
            if part.kind is kind and self.committee_id in (None, part.committee_id)
        )

    @property
    def figures(self) -> Part | None:
        return next((part for part in self.parts if part.key == FIGURES), None)


def blocks_of(wanted: FactBlock, sources: Sources) -> list[Block]:
    """The tables of one kind of fact."""
    return _MAKERS[wanted](sources)


def table(part: Part, columns: Sequence[str], *, rows: Iterable[PartRow] | None = None) -> Block:
    """Some columns of a part, in words."""
    named = {column.key: number for number, column in enumerate(part.columns)}
    kept = [key for key in columns if key in named]
    return {
        "caption": part.title,
        "lead": part.about,
        "columns": [part.columns[named[key]].title for key in kept],
        "rows": [
            [part.words(row)[named[key]] or "–" for key in kept]
            for row in (part.rows if rows is None else rows)
        ],
        "none": part.none,
    }


def _tables(kind: PartKind, *columns: str) -> Callable[[Sources], list[Block]]:
    def made(sources: Sources) -> list[Block]:
        return [table(part, columns) for part in sources.of(kind)]

    return made


def _attendance(sources: Sources) -> list[Block]:
    """Who came to how many meetings; a committee without a meeting is named in the table of bodies alone."""
    alone = sources.committee_id is not None
    found = [
        table(part, ("name", "seats", "came", "possible", "share", "deputies"))
        for part in sources.of(PartKind.ATTENDANCE)
        if part.rows or alone
    ]
    # how it is counted is said once
    return [*found[:1], *({**block, "lead": ""} for block in found[1:])]


def _highlights(sources: Sources) -> list[Block]:
    found = []
    for part in sources.of(PartKind.DECISIONS):
        marked = [row for row in part.rows if row.cells.get("highlight")]
        if marked:
            block = table(part, ("day", "item", "decision", "note"), rows=marked)
            found.append({**block, "caption": part.title.replace("Decisions:", "Highlights:"), "lead": ""})
    return found or [_nothing("Highlights", "No decision of the year was marked as a highlight.")]


def _registers(sources: Sources) -> list[Block]:
    rows = [[part.title, str(len(part.rows))] for part in sources.of(PartKind.REGISTER)]
    kept: Block = {
        "caption": "Registers",
        "lead": "Lines of each register that belong to the year.",
        "columns": ["Register", "Lines"],
        "rows": rows,
        "none": "No register is kept.",
    }
    return [kept, *_figures("Publication", "conflicts:registers-published")(sources)]


def _risks(sources: Sources) -> list[Block]:
    part = next((each for each in sources.parts if each.key == RISKS), None)
    found = _figures("Risks", "risks")(sources)
    if part is not None and part.rows:
        shown = part.rows[:_MOST_RISKS]
        block = table(part, ("reference", "title", "level", "current", "target", "appetite"), rows=shown)
        more = len(part.rows) - len(shown)
        lead = f"{part.about} {more} more are on the register." if more else part.about
        found.append({**block, "caption": "Risks on the last day of the year", "lead": lead})
    return found


def _figures(caption: str, *keys: str) -> Callable[[Sources], list[Block]]:
    """Figures by the beginnings of their keys."""

    def made(sources: Sources) -> list[Block]:
        part = sources.figures
        rows = [row for row in part.rows if row.record.startswith(keys)] if part else []
        if part is None or not rows:
            return [_nothing(caption, "Nothing is on record of this.")]
        return [
            {
                "caption": caption,
                "lead": "",
                "columns": list(_FIGURE_COLUMNS),
                "rows": [_figure(row) for row in rows],
                "none": part.none,
            }
        ]

    return made


def _figure(row: PartRow) -> list[str]:
    met = row.cells.get("met")
    kept = "–" if met is None else "Yes" if met else "No"
    return [str(row.cells["question"]), str(row.cells["answer"]), kept]


def _audit(sources: Sources) -> list[Block]:
    none = sources.audit_state or "The yearly audit of conflicts of interest has not been begun here."
    return [
        {
            "caption": "Areas of the yearly audit",
            "lead": sources.audit_state if sources.audit else "",
            "columns": ["Area", "Rating"],
            "rows": [list(each) for each in sources.audit],
            "none": none,
        }
    ]


def _standards(sources: Sources) -> list[Block]:
    words = sources.standards or "No standards are known to have been in force on the last day of the year."
    level, said = sources.opinion or ("", "No opinion of the year is recorded under Audits.")
    return [
        _nothing("Standards of internal audit", words),
        _nothing("Opinion of the head of internal audit", f"{level}. {said}" if level else said),
        {
            "caption": "Audits reported in the year",
            "lead": "",
            "columns": ["Audit", "Kind", "Reported", "Assurance"],
            "rows": [list(each) for each in sources.audits],
            "none": "No report of an audit is recorded for the year.",
        },
    ]


def _nothing(caption: str, words: str) -> Block:
    return {"caption": caption, "lead": "", "columns": [], "rows": [], "none": words}


_MAKERS: Mapping[FactBlock, Callable[[Sources], list[Block]]] = {
    FactBlock.BODIES: _tables(PartKind.BODIES, "name", "kind", "purpose", "meetings", "people"),
    FactBlock.MEMBERSHIP: _tables(PartKind.MEMBERSHIP, "name", "seat", "office", "voting", "from", "to"),
    FactBlock.ATTENDANCE: _attendance,
    FactBlock.BUSINESS: _tables(PartKind.BUSINESS, "day", "title", "came", "items", "private"),
    FactBlock.HIGHLIGHTS: _highlights,
    FactBlock.DECISIONS: _tables(PartKind.DECISIONS, "day", "item", "outcome", "decision", "highlight"),
    FactBlock.REGISTERS: _registers,
    FactBlock.CONFLICTS_RULES: _figures(
        "Rules and roles",
        "conflicts:none",
        "conflicts:processes",
        "conflicts:policy",
        "conflicts:lay-members",
        "conflicts:audit-chair",
    ),
    FactBlock.DECLARATIONS: _figures("Declarations", "interests", "gifts"),
    FactBlock.TRAINING: _figures("Training", "conflicts:trained"),
    FactBlock.BREACHES: _figures("Breaches", "conflicts:breaches"),
    FactBlock.PROCUREMENT: _figures("Decisions and procurement", "decisions", "irregular", "procurement"),
    FactBlock.RISKS: _risks,
    FactBlock.DELEGATION: _figures("Delegated commissioning", "delegation:"),
    FactBlock.CONFLICTS_AUDIT: _audit,
    FactBlock.AUDIT_STANDARDS: _standards,
}
