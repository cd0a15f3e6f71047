"""The sections that are made of the others: the statement of compliance, and the index of evidence with the redaction
log. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from backend.catalogue.packs import PackDefinition, PackSection, PackSigner
from backend.kit.calendar import in_words
from backend.packs import rules
from backend.packs.assurance.rules import Opinion
from backend.packs.redactions import Hidden, Redactions
from backend.packs.sections.shapes import Section, Table, as_csv, as_json

REDACTIONS = "redactions.json"
STATEMENT = "statement.json"


def with_written(
    found: Mapping[PackSection, Section],
    definition: PackDefinition,
    redactions: Redactions,
    *,
    signers: Sequence[PackSigner],
    opinion: Opinion | None,
    period: rules.Period,
) -> tuple[Section, ...]:
    """Every section in the order of the definition, with those that are made of the others."""
    made = dict(found)
    if PackSection.COMPLIANCE in definition.order:
        made[PackSection.COMPLIANCE] = _compliance(
            [found[each] for each in definition.order if each in found],
            definition,
            signers=signers,
            opinion=opinion,
            period=period,
        )
    others = [made[each] for each in definition.order if each in made]
    made[PackSection.EVIDENCE] = _evidence(others, redactions)
    order = [each for each in definition.order if each is not PackSection.EVIDENCE]
    return tuple(made[each] for each in (*order, PackSection.EVIDENCE))


def _compliance(
    sections: Sequence[Section],
    definition: PackDefinition,
    *,
    signers: Sequence[PackSigner],
    opinion: Opinion | None,
    period: rules.Period,
) -> Section:
    """What was looked for and not found, whose opinion it opens with, and who signs. It rates nobody."""
    judged = (
        (f"“{opinion.words}” {opinion.given_by_name}, {opinion.office}, {in_words(opinion.given_at.date())}.")
        if opinion
        else "Nobody has given an opinion on this period, and Probity gives none."
    )
    nobody = [each for each in definition.signers if each not in signers]
    rows = [
        (section.title, sentence) for section in sections for sentence in (section.missing or ("Nothing.",))
    ]
    return Section(
        key="compliance",
        title="Statement of compliance",
        lead=(
            " ".join(definition.purpose.split()),
            judged,
            "Signatures are not in this file: each is bound to its SHA-256, and stands with its release.",
        ),
        tables=(
            Table(
                caption=f"What was missing, late or out of order, {period.in_words}",
                columns=("Section", "Found"),
                rows=rows,
            ),
            Table(
                caption="Who signs the pack before it leaves",
                columns=("Who", "When"),
                rows=[
                    *((each.name, "Before it leaves") for each in signers),
                    *(
                        (each.name, "Does not sign: the rules in force on the last day name no such role")
                        for each in nobody
                    ),
                ],
            ),
        ),
        files={
            STATEMENT: as_json(
                {
                    "definition": definition.key,
                    "since": period.since,
                    "until": period.until,
                    "opinion": None
                    if opinion is None
                    else {
                        "words": opinion.words,
                        "by": opinion.given_by_name,
                        "office": opinion.office,
                        "given_at": opinion.given_at,
                    },
                    "signers": [each.name for each in signers],
                    "not_signing": [each.name for each in nobody],
                    "found": [{"section": title, "sentence": sentence} for title, sentence in rows],
                }
            )
        },
    )


def _evidence(sections: Sequence[Section], redactions: Redactions) -> Section:
    """Every file with its hash and where it came from; and what was left out, by which line of which rule."""
    rows = [row for section in sections for row in _files(section)]
    log = list(_log(redactions))
    hand = [line for line in redactions.lines if line.by != RULE]
    return Section(
        key="evidence",
        title="Index of evidence and redaction log",
        lead=(
            "Every file of the pack but this report and index.json, with its SHA-256. A register is named by its CSV; "
            "the workbook beside it holds the same rows.",
            "The log says what was left out, why and by whom, and nothing of what it said.",
        ),
        numbers=(("Redactions by hand", str(len(hand))),) if hand else (),
        tables=(
            Table(
                caption="Redaction log",
                columns=("Line", "What was left out", "Why", "Basis", "By", "Places"),
                rows=log,
                empty="Nothing was left out.",
            ),
            Table(caption="Files", columns=("File", "Section", "SHA-256", "From"), rows=rows, empty="None."),
        ),
        files={
            REDACTIONS: as_json(
                [
                    {"line": n, "what": what, "why": why, "basis": basis, "by": by, "places": places}
                    for n, what, why, basis, by, places in log
                ]
            )
        },
    )


RULE = "A rule of the definition"


def _log(redactions: Redactions) -> Iterable[tuple[str, ...]]:
    for line in redactions.lines:
        yield (str(line.number), line.what, line.why, line.basis, line.by, _places(line, redactions))


def _places(line: Hidden, redactions: Redactions) -> str:
    return f"{redactions.taken[line.number]:,}" if line.counted else "Not told"


def _files(section: Section) -> Iterable[tuple[str, ...]]:
    for path, data in section.files.items():
        yield path, section.title, rules.in_groups(hashlib.sha256(data).hexdigest()), "Made from the records"
    for path, sheet in section.sheets.items():
        digest = rules.in_groups(hashlib.sha256(as_csv(sheet.columns, sheet.rows)).hexdigest())
        yield f"{path}.csv", section.title, digest, "Made from the records"
    for path, file in section.kept.items():
        origin = f"{file.added_by_name}, {in_words(file.added_at.date())}"
        yield path, section.title, rules.in_groups(file.sha256), origin
