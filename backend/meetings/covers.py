"""The cover sheet of a paper: what the tenant's template asks, what its author answered, how it is printed. Pure.

Answers are kept by the field's id: text as text; a choice or the purpose as its value; yes or no as `{"yes": bool,
"words": str}`; milestones as a list of `{"id", "title"}`; previous consideration as `{"decisions": [{"id", "words"}],
"written": str}`; freedom of information as `{"exempt": bool, "sections": [str]}`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.catalogue.covers import CoverField, CoverTemplate, FieldKind
from backend.ledger.records import content_hash
from backend.meetings import rules

LONGEST = 8_000
"""Letters of one answer."""
_SECTION = re.compile(r"(2[1-9]|3[0-9]|4[0-4])(\([0-9a-z]{1,3}\))*")
_SEAM = re.compile(r"[,;]|\band\b|\s+", re.IGNORECASE)

Answers = Mapping[str, Any]


class UnableToKeepCover(rules.UnableToSubmitPaper):
    """A cover sheet that can't be kept as it was filled in; the sentence names the field."""


class UnableToPassCheck(rules.UnableToSubmitPaper):
    """A paper whose cover sheet is not complete enough for the governance check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    """One line of a cover sheet as it is read and printed; `words` may hold several lines of text."""

    label: str
    words: str


def lines_of(template: CoverTemplate, answers: Answers) -> tuple[CoverLine, ...]:
    """What is printed, in the order of the template; a field without an answer has no line."""
    found = ((field, _words(field, answers[field.id])) for field in template.fields if field.id in answers)
    return tuple(CoverLine(label=field.label, words=words) for field, words in found if words)


def lacking(template: CoverTemplate, answers: Answers) -> tuple[str, ...]:
    """The labels of the fields that a complete cover sheet needs and that have no answer yet."""
    return tuple(field.label for field in empty(template, answers))


def empty(template: CoverTemplate, answers: Answers) -> tuple[CoverField, ...]:
    """The fields that a complete cover sheet needs and that have no answer yet."""
    return tuple(
        field
        for field in template.fields
        if field.needed and not (field.id in answers and _words(field, answers[field.id]))
    )


def check_may_pass(*, title: str, missing: Sequence[str]) -> None:
    """A cover sheet passes the governance check with every needed field, or with an officer's reason for the rest."""
    if missing:
        named = [f"“{label}”" for label in missing]
        listed = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
        raise UnableToPassCheck(
            f"“{title}” can’t pass the governance check yet: its cover sheet says nothing in {listed}. Its author "
            "fills that in, or a governance officer says on the paper’s page why it may stay empty."
        )


def kept(template: CoverTemplate, answers: Answers, *, before: Answers = {}) -> dict[str, Any]:  # noqa: B006 - never changed
    """The answers that are kept: only those of the template's own fields, and none that says nothing.

    What a paper said `before` may stand as it was, though the template has changed. Raises UnableToKeepCover for the
    first that can't be.
    """
    known = {field.id: field for field in template.fields}
    for field_id in answers:
        if field_id not in known:
            raise UnableToKeepCover(f"The cover sheet has no field “{field_id}”.")
    found = {}
    for field in template.fields:
        if field.id in answers:
            if answers[field.id] != before.get(field.id):
                _check(field, answers[field.id])
            if _words(field, answers[field.id]):
                found[field.id] = answers[field.id]
    return found


def bound_sha256(paper_sha256: str, lines: Sequence[CoverLine]) -> str:
    """What a sign-off binds to: the paper alone, or with what its cover sheet says where it has one."""
    if not lines:
        return paper_sha256
    return content_hash({"cover": [[line.label, line.words] for line in lines], "paper": paper_sha256})


def sections_in(text: str) -> tuple[str, ...]:
    """The sections of the Freedom of Information Act 2000 that were typed: “36, 43” or “s36(2)(b) and s43”."""
    found = []
    for piece in _SEAM.split(text):
        bare = re.sub(r"^(sections?|ss?\.?)", "", piece.strip(), flags=re.IGNORECASE)
        if bare:
            found.append(bare)
    return tuple(dict.fromkeys(found))


def _words(field: CoverField, answer: Any) -> str:
    """An answer as it is read; empty where it says nothing."""
    if field.kind is FieldKind.PURPOSE:
        return rules.PURPOSE_IN_WORDS[rules.Purpose(answer)]
    if field.kind is FieldKind.YES_NO:
        if not answer["yes"]:
            return field.none or "No"
        words = answer["words"].strip()
        return words if field.none else f"Yes. {words}"
    if field.kind is FieldKind.MILESTONES:
        return "\n".join(each["title"] for each in answer)
    if field.kind is FieldKind.CONSIDERED:
        lines = [each["words"] for each in answer["decisions"]]
        return "\n".join([*lines, *filter(None, [answer["written"].strip()])])
    if field.kind is FieldKind.FREEDOM_OF_INFORMATION:
        if not answer["exempt"]:
            return "Public"
        sections = [f"section {section}" for section in answer["sections"]]
        several = sections[0] if len(sections) == 1 else f"{', '.join(sections[:-1])} and {sections[-1]}"
        return f"Exempt from publication under {several}"
    return str(answer).strip()


def _check(field: CoverField, answer: Any) -> None:
    if field.kind is FieldKind.YES_NO and answer["yes"] and not answer["words"].strip():
        raise UnableToKeepCover(f"“{field.label}”: say more, or choose no.", field=field_name(field, "words"))
    if field.kind is FieldKind.FREEDOM_OF_INFORMATION and answer["exempt"]:
        _check_sections(field, answer["sections"])
    if field.kind is FieldKind.CHOICE and answer not in field.choices:
        raise UnableToKeepCover(f"“{field.label}”: choose one of the answers.", field=field_name(field))
    if field.kind is FieldKind.PURPOSE and answer not in set(rules.Purpose):
        raise UnableToKeepCover(f"“{field.label}”: choose one of the answers.", field=field_name(field))


def _check_sections(field: CoverField, sections: Sequence[str]) -> None:
    """Exemptions stand in Part II of the Act: sections 21 to 44."""
    name = field_name(field, "sections")
    if not sections:
        raise UnableToKeepCover(
            "Name the section of the Freedom of Information Act 2000 under which the paper is exempt, such as 36.",
            field=name,
        )
    for section in sections:
        if not _SECTION.fullmatch(section):
            raise UnableToKeepCover(
                f"“{section}” is no exemption of the Freedom of Information Act 2000: those are sections 21 to 44, "
                "written like 36 or 36(2)(b).",
                field=name,
            )


def field_name(field: CoverField, part: str = "") -> str:
    """The name of a field in the form."""
    return f"cover_{field.id}{f'_{part}' if part else ''}".replace("-", "_")
