"""Whether a paper may go public by what its own cover sheet says. Pure.

A tenant's template asks whether a paper is confidential in a field that is answered with yes or no and whose id holds
the word `confidential`, and under which sections it is exempt in the field of the kind freedom-of-information.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.meetings.rules import UnableToSubmitPaper

CONFIDENTIAL = "confidential"
LONGEST = 1_000
"""Letters of a reason."""


class UnableToDisclose(UnableToSubmitPaper):
    """Why it can't be recorded that a paper goes public though its cover sheet says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Why exactly this version goes public all the same, and who says so."""

    reason: str
    name: str


def kept_back(answers: Mapping[str, Any]) -> str:
    """What a cover sheet says against the public, as in “it is …”; empty where it says nothing.

    It goes by the answers alone, so that a template that has changed since lets nothing through.
    """
    said = []
    if any(_yes(answer) for field_id, answer in answers.items() if CONFIDENTIAL in field_id):
        said.append("confidential")
    for answer in answers.values():
        if isinstance(answer, Mapping) and answer.get("exempt"):
            sections = list(map(str, answer.get("sections") or ()))
            named = f" under section {' and section '.join(sections)}" if sections else ""
            said.append(f"exempt from publication{named}")
    return ", and ".join(said)


def _yes(answer: Any) -> bool:
    if isinstance(answer, str):
        return answer.strip().casefold().startswith("yes")
    return isinstance(answer, Mapping) and bool(answer.get("yes"))


def check_can_disclose(*, title: str, kept_back: str, private: bool, reason: str) -> None:
    """Only a paper that its cover sheet keeps back, on an item in the public part, has anything to be recorded of."""
    if not kept_back:
        raise UnableToDisclose(f"The cover sheet of “{title}” says nothing against its being public.")
    if private:
        raise UnableToDisclose(f"“{title}” is for the private part, so it goes public in no case.")
    if not reason.strip():
        raise UnableToDisclose("Say why it goes public all the same.", field="disclosed")
