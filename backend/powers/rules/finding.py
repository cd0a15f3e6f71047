"""May they decide this? One sentence and one of four answers; whatever is not certain is not “within”.

Read from the lowest limit up: of the entries that the decider holds, the one with the lowest limit that still reaches
the value governs; of two with the same limit the stricter one. What a scheme reserves to a body outside is beyond
everybody here, whatever else the scheme says. Conditions in words are quoted, since no machine can judge them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.kit.calendar import in_words
from backend.powers.rules.holding import Spell, not_ours
from backend.powers.rules.scheme import Decider, Entry, Function, Party, Scheme, and_words, pounds


class FindingKind(StrEnum):
    WITHIN = "within"
    BEYOND = "beyond"
    NEEDS_CONSENT = "needs-consent"
    NO_FUNCTION = "no-function"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer, in words and in parts.

    `clause` is the clause that the answer rests on, `conditions` its conditions. `consent_from` names who else must
    agree. `upward_to` names to whom a recommendation goes, with `upward_committee_id` where that is a committee here.
    `needs_value`: the scheme has limits for this, and no value was given.
    """

    kind: FindingKind
    words: str
    clause: str | None = None
    consent_from: str | None = None
    upward_to: str | None = None
    upward_committee_id: UUID | None = None
    conditions: str | None = None
    entry_id: UUID | None = None
    needs_value: bool = False

    @property
    def is_within(self) -> bool:
        return self.kind is FindingKind.WITHIN


def finding(
    scheme: Scheme, *, function_id: UUID, value: int | None, decider: Decider | None, on: date
) -> Finding:
    """May `decider` decide this function, of this value in pence, on this day? Pure; never raises."""
    function = scheme.functions.get(function_id)
    if function is None:
        return Finding(
            kind=FindingKind.NO_FUNCTION,
            words="The scheme holds no such function; nobody may be shown to hold it.",
        )
    standing = scheme.standing(function_id, on)
    if not function.there(on):
        return Finding(kind=FindingKind.NO_FUNCTION, words=_why_nobody(scheme, function, on))
    reserved = next((entry for entry in standing if entry.is_outside), None)
    if reserved is not None:
        return _reserved(function, reserved, standing, decider)
    elsewhere = not_ours(function.name, scheme.held.get(function_id, ()), on)
    if elsewhere is not None:
        return _held_elsewhere(elsewhere[1], elsewhere[2])
    if not standing:
        return Finding(kind=FindingKind.NO_FUNCTION, words=_why_nobody(scheme, function, on))
    mine = [entry for entry in standing if decider is not None and decider.is_among(entry.holders)]
    if decider is None:
        return _beyond(
            scheme, standing, mine, decider, value, on, words="Nobody is named who would decide this."
        )
    if not mine:
        words = _why_not_theirs(scheme, function, decider, on)
        return _beyond(scheme, standing, mine, decider, value, on, words=words)
    if value is not None and value < 0:
        return Finding(
            kind=FindingKind.BEYOND,
            words="A value below nothing can’t be held against the scheme.",
            needs_value=True,
        )
    covering = [entry for entry in mine if entry.reaches(value)]
    if not covering:
        return _above_limit(scheme, function, standing, mine, decider, value, on)
    return _governed(function, min(covering, key=lambda entry: _strictness(entry, decider)), decider)


def still_needed(entry: Entry, decider: Decider) -> tuple[Party, ...]:
    """Who else must agree: the joint holders beside the decider, and those whose consent the entry names.

    One decider stands for one holder alone, and nobody consents to what they decide themselves.
    """
    own = next((holder for holder in entry.holders if holder.key in decider.keys), None)
    joint = [holder for holder in entry.holders if holder is not own]
    return tuple(dict.fromkeys([*joint, *entry.consent]))


def _governed(function: Function, entry: Entry, decider: Decider) -> Finding:
    needed = still_needed(entry, decider)
    who = _capital(decider.name)
    given = f" Its conditions: {entry.conditions}" if entry.conditions else ""
    if needed:
        names = and_words([party.said for party in needed])
        may = f"{who} may decide “{function.name}” {entry.limit_in_words}"
        words = f"{may} only with the agreement of {names} ({entry.clause}).{given}"
        return Finding(
            kind=FindingKind.NEEDS_CONSENT,
            words=words,
            clause=entry.clause,
            consent_from=names,
            conditions=entry.conditions,
            entry_id=entry.id,
        )
    words = f"{who} may decide “{function.name}” {entry.limit_in_words} ({entry.clause}).{given}"
    return Finding(
        kind=FindingKind.WITHIN,
        words=words,
        clause=entry.clause,
        conditions=entry.conditions,
        entry_id=entry.id,
    )


def _strictness(entry: Entry, decider: Decider) -> tuple[bool, int, bool, date, str]:
    """The lowest limit first; of two alike the one that needs somebody else."""
    free = not still_needed(entry, decider)
    return (entry.limit is None, entry.limit or 0, free, entry.from_on, str(entry.id))


def _above_limit(
    scheme: Scheme,
    function: Function,
    standing: tuple[Entry, ...],
    mine: list[Entry],
    decider: Decider,
    value: int | None,
    on: date,
) -> Finding:
    most = max(mine, key=lambda entry: entry.limit or 0)
    may = f"{_capital(decider.name)} may decide “{function.name}” {most.limit_in_words} ({most.clause})"
    words = f"{may}, and no value is given." if value is None else f"{may}; {pounds(value)} is more."
    return _beyond(
        scheme, standing, mine, decider, value, on, words=words, clause=most.clause, needs_value=value is None
    )


def _beyond(
    scheme: Scheme,
    standing: tuple[Entry, ...],
    mine: list[Entry],
    decider: Decider | None,
    value: int | None,
    on: date,
    *,
    words: str,
    clause: str | None = None,
    needs_value: bool = False,
) -> Finding:
    """Beyond, with the recommendation upwards."""
    goes_to, why = _upward(scheme, standing, mine, decider, value, on)
    if needs_value:
        tail = "Give the value, and the scheme can be asked again."
    elif goes_to is None:
        tail = "Nobody in the scheme may decide it: the scheme must say first who does."
    else:
        tail = f"It can go as a recommendation to {goes_to.said}{why}."
    return Finding(
        kind=FindingKind.BEYOND,
        words=f"{words} {tail}",
        clause=clause,
        upward_to=None if goes_to is None else goes_to.said,
        upward_committee_id=goes_to.committee_id if goes_to and goes_to.kind == "committee" else None,
        needs_value=needs_value,
    )


def _held_elsewhere(spell: Spell | None, words: str) -> Finding:
    """The scheme shares out what we hold; what we don't hold on the day it can give to nobody."""
    if spell is None:
        return Finding(kind=FindingKind.NO_FUNCTION, words=words)
    return Finding(
        kind=FindingKind.BEYOND,
        words=f"{words} It can go as a recommendation to {spell.holder}.",
        upward_to=spell.holder,
    )


def _reserved(
    function: Function, reserved: Entry, standing: tuple[Entry, ...], decider: Decider | None
) -> Finding:
    keeper = reserved.holders[0]
    others = [entry for entry in standing if not entry.is_outside]
    words = f"“{function.name}” is reserved to {keeper.said} ({reserved.clause}); nobody here decides it."
    if others:
        words += f" The scheme also gives it to {others[0].held_in_words} ({others[0].clause}): it must say one thing."
    return Finding(
        kind=FindingKind.BEYOND,
        words=f"{words} It can go as a recommendation to {keeper.said}.",
        clause=reserved.clause,
        upward_to=keeper.said,
        entry_id=reserved.id,
    )


def _upward(
    scheme: Scheme,
    standing: tuple[Entry, ...],
    mine: list[Entry],
    decider: Decider | None,
    value: int | None,
    on: date,
) -> tuple[Party | None, str]:
    """To whom it goes, and why: whom the entry names, else along the reporting lines, else whoever reaches it."""
    reaching = [entry for entry in standing if entry.reaches(value) and entry not in mine]
    explicit = next(
        (
            e.upward
            for e in sorted(mine, key=lambda e: -(e.limit or 0))
            if e.upward and not scheme.gone([e.upward], on)
        ),
        None,
    )
    for party in _chain(scheme, standing, explicit, on):
        found = _held_by(reaching, party)
        if found is not None:
            return party, _reason(found)
    committee_id = decider.committee_id if decider else None
    for above in _all_above(scheme, committee_id):
        for entry in reaching:
            body = next((each for each in entry.holders if each.key == ("committee", str(above))), None)
            if body is not None:
                return body, _reason(entry)
    if explicit is not None:
        return explicit, ", though no entry of the scheme says that it may decide it"
    if reaching:
        lowest = min(reaching, key=lambda entry: (entry.limit is None, entry.limit or 0, str(entry.id)))
        return lowest.holders[0], _reason(lowest)
    return None, ""


def _chain(scheme: Scheme, standing: tuple[Entry, ...], start: Party | None, on: date) -> Iterable[Party]:
    """`start`, then to whom its own entries for the function go up, and so on; round in a circle only once."""
    seen: set[tuple[str, ...]] = set()
    party = start
    while party is not None and party.key not in seen and not scheme.gone([party], on):
        seen.add(party.key)
        yield party
        holder = party
        party = next((entry.upward for entry in standing if holder in entry.holders and entry.upward), None)


def _all_above(scheme: Scheme, committee_id: UUID | None) -> Iterable[UUID]:
    ahead = list(scheme.above.get(committee_id, ())) if committee_id else []
    seen: set[UUID] = set()
    while ahead:
        here = ahead.pop(0)
        if here not in seen:
            seen.add(here)
            yield here
            ahead.extend(scheme.above.get(here, ()))


def _held_by(entries: list[Entry], party: Party) -> Entry | None:
    return next((entry for entry in entries if party in entry.holders), None)


def _reason(entry: Entry) -> str:
    return f", which may decide it {entry.limit_in_words} ({entry.clause})"


def _why_nobody(scheme: Scheme, function: Function, on: date) -> str:
    lead = f"Nobody holds “{function.name}” on {in_words(on)}"
    if not function.there(on) and function.retired_on:
        return f"{lead}: it left the scheme on {in_words(function.retired_on)}."
    entries = scheme.of(function.id)
    gone = [(entry, scheme.gone(entry.holders, on)) for entry in entries if entry.in_force(on)]
    for entry, parties in gone:
        if parties:
            return f"{lead}: {parties[0].said}, which held it ({entry.clause}), is there no more."
    ended = [entry for entry in entries if entry.until_on is not None and entry.until_on < on]
    if ended:
        last = max(ended, key=lambda entry: (entry.until_on or date.min, str(entry.id)))
        assert last.until_on is not None, "it has ended"
        return f"{lead}: {last.held_in_words} held it until {in_words(last.until_on)} ({last.clause})."
    coming = sorted((entry for entry in entries if entry.from_on > on), key=lambda entry: entry.from_on)
    if coming:
        return f"{lead}: {coming[0].held_in_words} holds it from {in_words(coming[0].from_on)} ({coming[0].clause})."
    return f"{lead}: the scheme gives it to nobody."


def _why_not_theirs(scheme: Scheme, function: Function, decider: Decider, on: date) -> str:
    who = _capital(decider.name)
    ended = scheme.retired.get(decider.committee_id) if decider.committee_id else None
    if ended is not None and on >= ended:
        return f"{who} was retired on {in_words(ended)} and decides nothing since."
    own = [entry for entry in scheme.of(function.id) if decider.is_among(entry.holders)]
    past = [entry for entry in own if entry.until_on is not None and entry.until_on < on]
    if past:
        last = max(past, key=lambda entry: (entry.until_on or date.min, str(entry.id)))
        assert last.until_on is not None, "it has ended"
        return f"{who} held “{function.name}” until {in_words(last.until_on)} ({last.clause}) and holds it no more."
    coming = sorted((entry for entry in own if entry.from_on > on), key=lambda entry: entry.from_on)
    if coming:
        return f"{who} holds “{function.name}” only from {in_words(coming[0].from_on)} ({coming[0].clause})."
    return f"The scheme does not give “{function.name}” to {decider.name}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
