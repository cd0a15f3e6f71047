"""What differs: between two issues of a return, and between the definitions that returns were made under."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.together.rules import DefinedBy, FigureLine

YES_NO = {"1": "Yes", "0": "No"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One figure that differs from the issue before; none where it was not there."""

    key: str
    label: str
    before: str | None
    after: str | None

    @property
    def words(self) -> str:
        if self.before is None:
            return f"{self.label}: {self.after} (was not there)"
        if self.after is None:
            return f"{self.label}: left out (was {self.before})"
        return f"{self.label}: {self.after} (was {self.before})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Red:
    label: str
    because: str


def changes_between(before: Sequence[FigureLine], after: Sequence[FigureLine]) -> tuple[Change, ...]:
    """What differs, worked out here of both issues as they came: the figures in the order of the later one."""
    old, new = ({each.key: each for each in figures} for figures in (before, after))
    keys = [*new, *(key for key in old if key not in new)]
    return tuple(
        Change(
            key=key,
            label=(new.get(key) or old[key]).label,
            before=said(old[key]) if key in old else None,
            after=said(new[key]) if key in new else None,
        )
        for key in keys
        if key not in old or key not in new or _content(old[key]) != _content(new[key])
    )


def reds_of(figures: Iterable[FigureLine]) -> tuple[Red, ...]:
    """What the commissioner itself calls red, with its reason."""
    return tuple(
        Red(label=each.label, because=each.red_because or "No reason was given.")
        for each in figures
        if each.red
    )


def said(figure: FigureLine) -> str:
    """A figure as it is read: £1,200, 95%, Yes, 12 practices; its words, or that it is not known."""
    if figure.value is None:
        return figure.words or "Not known"
    if figure.kind == "yes-no":
        return YES_NO.get(figure.value, figure.value)
    number = f"{Decimal(figure.value):,f}"
    if figure.kind == "money":
        return f"-£{number[1:]}" if number.startswith("-") else f"£{number}"
    if figure.kind == "percent":
        return f"{number}%"
    return f"{number} {figure.unit}" if figure.unit else number


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """By what a return is made. Figures of two returns compare only where all of it is the same."""

    framework: str
    edition: str
    title: str
    rule_set: str
    sha256: str

    @classmethod
    def of(cls, by: DefinedBy) -> "Definition":
        return cls(
            framework=by.framework,
            edition=by.edition,
            title=by.title,
            rule_set=by.rule_set,
            sha256=by.sha256,
        )

    @property
    def words(self) -> str:
        return f"{self.title}, edition {self.edition}, rule set {self.rule_set}"


def usual_of(definitions: Iterable[Definition]) -> Definition | None:
    """The definition that most returns were made under; of two as many, the later edition."""
    counted = Counter(definitions)
    if not counted:
        return None
    return max(counted, key=lambda each: (counted[each], each.edition, each.rule_set, each.sha256))


def how_it_differs(own: Definition, usual: Definition) -> str | None:
    """In words, why figures under `own` are not set beside those under `usual`; nothing where they are the same."""
    if own == usual:
        return None
    if own.framework != usual.framework:
        return f"Another return: {own.title}, not {usual.title}. Its figures are not compared."
    parts = []
    if own.edition != usual.edition:
        parts.append(f"another definition: edition {own.edition}, not {usual.edition} as the others")
    if own.rule_set != usual.rule_set:
        parts.append(f"another rule set: {own.rule_set}, not {usual.rule_set}")
    if not parts:
        parts.append("a definition of the same name that says something else")
    return f"Made under {' and '.join(parts)}. Its figures are not compared."


def latest_words(changes: Sequence[Mapping[str, str | None]]) -> tuple[str, ...]:
    """Kept changes as sentences."""
    return tuple(
        Change(
            key=str(each["key"]), label=str(each["label"]), before=each["before"], after=each["after"]
        ).words
        for each in changes
    )


def _content(figure: FigureLine) -> tuple[object, ...]:
    value = Decimal(figure.value) if figure.value is not None else None
    return value, figure.words, figure.red
