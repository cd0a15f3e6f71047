"""What the words of a declaration mean: organisations of the directory, strangers to it, and people."""

# ruff: noqa: E501, SIM905 -- patterns, word lists and wide signatures read better on one line

import re
from dataclasses import dataclass

from backend.radar.files import Interest, Organisation
from backend.radar.matching import Matcher
from backend.radar.names import GENERIC, LEGAL, words_of
from backend.radar.people import Somebody, people_in

# Words with a capital that may stand beside an organisation's name in a declaration and leave it what it is.
_BESIDE = LEGAL | frozenset("nhs trust the site ward department hospital board".split())


@dataclass(frozen=True, slots=True)
class Declared:
    """An interest with what its words mean: organisations by id, and people whom it names."""

    interest: Interest
    organisations: tuple[tuple[str, float], ...]
    people: tuple[Somebody, ...]


class Declarations:
    """Understands declarations against one directory; names that it does not have become strangers."""

    _matcher: Matcher
    _strangers: dict[tuple[str, ...], Organisation]

    def _declared(self, interest: Interest) -> Declared:
        named: list[tuple[str, float]] = []
        if interest.organisation_id is not None:
            named.append((interest.organisation_id, 1.0))
        elif interest.organisation and interest.organisation.strip():
            named.extend(self._meant(interest.organisation))
        else:
            named.extend(self._in_words(interest.what))
        said = f"{interest.what}; {interest.with_whom or ''}"
        people = [somebody for somebody, _ in people_in(said) if not self._is_organisation(somebody)]
        return Declared(interest, tuple(named), tuple(people))

    def _meant(self, said: str) -> list[tuple[str, float]]:
        organisations = self._matcher.directory.organisations
        meaning = self._matcher.directory.resolve(said)
        if meaning is not None:
            share = 1.0 if len(meaning.places) == 1 else 0.56
            # Words in the place of an organisation's name are a name: what resolves to one alone is that one.
            return [
                (organisations[place].id, max(0.95, min(1.0, meaning.sureness + 0.05)) * share)
                for place in meaning.places
            ]
        described = self._in_words(said, whole=True)
        if described:
            return described
        words = words_of(said)
        if not any(word not in GENERIC for word in words):
            return []
        if words not in self._strangers:
            stranger = Organisation(
                id=f"declared-{len(self._strangers) + 1}", name=said.strip(), kind="other"
            )
            taken = {organisation.id for organisation in organisations}
            while stranger.id in taken:
                stranger = stranger.model_copy(update={"id": f"{stranger.id}-x"})
            self._strangers[words] = stranger
        return [(self._strangers[words].id, 1.0)]

    def _in_words(self, said: str, *, whole: bool = False) -> list[tuple[str, float]]:
        """Organisations of the directory that a declaration's prose names, or describes so that one alone fits."""
        directory = self._matcher.directory
        scan = self._matcher.scan(said)
        found = []
        for mention in scan.mentions:
            if mention.by_class is not None and not (mention.one and len(mention.places) == 1):
                continue
            if len(mention.places) != 1:
                continue
            if whole and any(
                (words_of(word)[:1] or ("the",))[0] not in _BESIDE and words_of(word) not in directory.towns
                for word in re.findall(r"(?<!^)\b[A-Z]\w+", f"- {said[: mention.start]} - {said[mention.end :]}")[bool(mention.start) :]
            ):  # fmt: skip
                continue
            # The prose of a declaration speaks of what the interest is in: a short name alone is as good as a full one.
            found.append(
                (
                    directory.organisations[mention.places[0]].id,
                    max(0.9, mention.sureness) if mention.by_class is None else mention.sureness,
                )
            )
        return found

    def _is_organisation(self, somebody: Somebody) -> bool:
        words = words_of(somebody.words)
        return words in self._matcher.directory.forms or any(
            word in GENERIC for word in words if word != "dr"
        )
