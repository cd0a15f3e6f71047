"""What is wrong with the catalogue: every problem at once, each with its file, key and a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class GateName(StrEnum):
    SHAPE = "shape"
    REFERENCE = "reference"
    SENSE = "sense"
    RENDER = "render"
    LOCK = "lock"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong. `file` is relative to the root; `key` is the path inside it, or empty."""

    gate: GateName
    file: str
    key: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}: " if self.key else f"{self.file}: "
        return f"{where}{self.sentence} ({self.gate})"


class CatalogueProblems(ValueError):
    """The catalogue can't be loaded. Holds every problem, in the order of the gates."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        order = list(GateName)
        self.problems = tuple(
            sorted(
                set(problems), key=lambda each: (order.index(each.gate), each.file, each.key, each.sentence)
            )
        )
        count = len(self.problems)
        head = "The catalogue has one problem:" if count == 1 else f"The catalogue has {count} problems:"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class UnableToFindRuleSet(LookupError):
    """No edition of a framework was in force on a day; the sentence names the editions on either side."""

    def __init__(self, framework_id: str, on: date, sentence: str) -> None:
        self.framework_id = framework_id
        self.on = on
        super().__init__(sentence)
