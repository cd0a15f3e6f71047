"""Looking for words in the register: in what was declared, in the names of people and of organisations.

Row-level security lets no full-text index be used, for the operator `@@` is not leakproof. Each row of the register
keeps its words ready (`interests_entry.words`), and only rows of the tenant are looked at.
"""

import re

PUNCTUATION = ".,;:/\\-_'’‘\"“”()[]&+%@#"
"""What parts words: the same signs as in the migration that made `interests_entry.words`."""

MOST_WORDS = 8
_SPACES = str.maketrans(PUNCTUATION, " " * len(PUNCTUATION))
_WORD = re.compile(r"\w+")


def _words_of(column: str) -> str:
    signs = PUNCTUATION.replace("'", "''")
    return f"to_tsvector('simple', translate({column}, '{signs}', '{' ' * len(PUNCTUATION)}'))"


_PERSONS = "FROM people_person sought WHERE sought.tenant_id = $1 AND " + _words_of(
    "sought.name || ' ' || coalesce(sought.job_title, '')"
)
_ORGANISATIONS = "FROM organisations_organisation sought WHERE sought.tenant_id = $1 AND " + _words_of(
    "array_to_string(sought.folded_names, ' ')"
)


def patterns(typed: str) -> list[str]:
    """What was typed as patterns for `to_tsquery`, one a word, each met by every word that it begins."""
    words = _WORD.findall(typed.lower().translate(_SPACES))
    return [f"{word}:*" for word in dict.fromkeys(words)][:MOST_WORDS]


def in_person(parameter: str, *, column: str = "e.person_id") -> str:
    """The condition that a word of a person's name or position begins so. The tenant is `$1`."""
    return f"{column} IN (SELECT sought.id {_PERSONS} @@ to_tsquery('simple', {parameter}))"


def in_organisation(parameter: str, *, column: str = "e.organisation_id") -> str:
    """The condition that a word of one of an organisation's names begins so. The tenant is `$1`."""
    return f"{column} IN (SELECT sought.id {_ORGANISATIONS} @@ to_tsquery('simple', {parameter}))"


def anywhere(parameter: str) -> str:
    """The condition that an entry `e`, its person or its organisation holds the word.

    A word that English leaves out of an index (“of”, “the”) is held by everything.
    """
    return (
        f"(numnode(to_tsquery('english', {parameter})) = 0 OR e.words @@ to_tsquery('english', {parameter}) "
        f"OR {in_person(parameter)} OR {in_organisation(parameter)})"
    )
