"""A scale as officers type it: one level a line, `Met | met | Records show all of it`."""

from backend.assurance.rules.editions import (
    STANDING_IN_WORDS,
    Level,
    Scale,
    Standing,
    UnableToKeepFramework,
    check_scales,
    slug_of,
)

_COUNTS_AS = {words.casefold(): standing for standing, words in STANDING_IN_WORDS.items()} | {
    "partly": Standing.PARTLY,
    "not applicable": Standing.NOT_APPLICABLE,
}


def scale_from_lines(scale: Scale, *, name: str, text: str) -> Scale:
    """`scale` with the levels of `text`; a level whose name stays keeps its key. Raises UnableToKeepFramework."""
    keys = {level.words.casefold(): level.key for level in scale.levels}
    levels = []
    for number, line in enumerate((each for each in text.splitlines() if each.strip()), start=1):
        parts = [part.strip() for part in line.split("|", maxsplit=2)]
        if len(parts) < 2 or not parts[0]:
            raise UnableToKeepFramework(
                f"Line {number}, “{line.strip()[:60]}”, needs a name, a stroke and what it counts as, such as "
                "“Met | met”.",
                field="levels",
            )
        counts_as = _COUNTS_AS.get(parts[1].casefold())
        if counts_as is None:
            raise UnableToKeepFramework(
                f"Line {number}: “{parts[1][:40]}” is not what a level can count as. Write met, partly met, not met or "
                "does not apply.",
                field="levels",
            )
        levels.append(
            Level(
                key=keys.get(parts[0].casefold()) or slug_of(parts[0]) or f"level-{number}",
                words=parts[0][:200],
                meaning=(parts[2] if len(parts) > 2 else "")[:1_000] or "Nothing more is said of it.",
                counts_as=counts_as,
            )
        )
    made = Scale(key=scale.key, name=name, levels=tuple(levels))
    check_scales([made])
    return made


def lines_of_scale(scale: Scale) -> str:
    """The scale as it is typed."""
    return "\n".join(
        f"{level.words} | {STANDING_IN_WORDS[level.counts_as]} | {level.meaning}" for level in scale.levels
    )
