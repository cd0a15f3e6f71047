"""What is agreed in a contract, as people type it: one thing a line, what it is about, a colon, and what is agreed."""

from collections.abc import Iterable

from backend.catalogue.agreed_contracts import ContractTerm
from backend.catalogue.shapes import Mark
from backend.scope import Refusal

ABOUT_AT_MOST = 80


class UnableToReadTerms(Refusal):
    """A line that says nothing of what it is about."""


def terms_as_lines(terms: Iterable[ContractTerm]) -> str:
    """One a line, as a form shows them."""
    return "\n".join(f"{term.about}: {' '.join(term.text.split())}" for term in terms)


def terms_in(lines: str, *, known: Iterable[ContractTerm]) -> tuple[ContractTerm, ...]:
    """The terms that somebody typed. One that stands already keeps where it was read.

    Raises UnableToReadTerms, naming every line that can't be read.
    """
    standing = {(term.about, " ".join(term.text.split())): term for term in known}
    found, lost = [], []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        about, colon, text = (part.strip() for part in line.partition(":"))
        if not (about and colon and text) or len(about) > ABOUT_AT_MOST:
            lost.append(str(number))
            continue
        stands = standing.get((about, " ".join(text.split())))
        try:
            found.append(stands or ContractTerm(about=about, text=text, mark=Mark.OURS))
        except ValueError:  # a character that hides
            lost.append(str(number))
    if lost:
        which = f"line {lost[0]}" if len(lost) == 1 else f"lines {', '.join(lost[:-1])} and {lost[-1]}"
        raise UnableToReadTerms(
            f"Write what it is about, a colon, and what is agreed, such as “Management: 2.5%”; look at {which}.",
            field="terms",
        )
    return tuple(found)
