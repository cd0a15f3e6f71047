"""What the sense gate says in many places."""

from collections import Counter
from collections.abc import Iterator, Sequence

from backend.catalogue.problems import GateName, Problem


def nonsense(file: str, key: str, sentence: str) -> Problem:
    """A problem of this gate."""
    return Problem(GateName.SENSE, file, key, sentence)


def twice(file: str, key: str, names: Sequence[str]) -> Iterator[Problem]:
    """Names that must be different and are not."""
    for name, count in Counter(names).items():
        if count > 1:
            yield nonsense(
                file, key, f"“{name}” stands here {count} times; each must have a name of its own."
            )
