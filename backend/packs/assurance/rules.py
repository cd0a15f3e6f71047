"""When an assurance pack may be asked for, what it needs before it may leave, and who gives that. Values in, answers
out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.catalogue.packs import PackDefinition, PackPeriod, PackSigner
from backend.catalogue.rulesets import InterestRuleSet
from backend.kit import calendar
from backend.packs.rules import UnableToAskForPack
from backend.scope import Refusal

SHORTEST_WORDS = 3
"""A reason or an opinion of fewer letters says nothing."""
LONGEST_WORDS = 4000


class UnableToSign(Refusal):
    """A pack that can't be signed, refused or let go as it was tried."""


class UnableToGiveOpinion(Refusal):
    """An opinion that can't be given."""


class UnableToRedact(Refusal):
    """A record that can't be struck, or a redaction that can't be lifted."""


class Decision(StrEnum):
    SIGNED = "signed"
    REFUSED = "refused"


class Standing(StrEnum):
    """Where a finished pack stands with its signers."""

    TO_SIGN = "to-sign"
    REFUSED = "refused"
    SIGNED = "signed"
    RELEASED = "released"


STANDING_IN_WORDS = {
    Standing.TO_SIGN: "To be signed",
    Standing.REFUSED: "Refused",
    Standing.SIGNED: "Signed",
    Standing.RELEASED: "Released",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a signer decided about the file of a pack."""

    role: str
    decision: Decision
    words: str
    sha256: str
    decided_at: datetime
    person_id: UUID
    person_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A named person's words on a period."""

    id: UUID
    words: str
    given_at: datetime
    given_by_name: str
    given_by_person_id: UUID
    office: str


def months_on(day: date, months: int) -> date:
    """The same day of a later month; only for the first of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


def check_period_of(definition: PackDefinition, *, since: date, until: date) -> None:
    """That the days are such as the definition tells of. Raises UnableToAskForPack, which says which would be."""
    match definition.period:
        case PackPeriod.QUARTER:
            months, starts = 3, {1, 4, 7, 10}
        case PackPeriod.YEAR:
            months, starts = 12, {4}
        case PackPeriod.DAY:
            if since != year_up_to(until):
                raise UnableToAskForPack(
                    f"“{definition.title}” tells of {definition.period_in_words}. "
                    f"For {calendar.in_words(until)} it begins on {calendar.in_words(year_up_to(until))}.",
                    field="since",
                )
            return
        case _:
            return
    if since.day != 1 or since.month not in starts:
        raise UnableToAskForPack(
            f"“{definition.title}” tells of {definition.period_in_words}. Choose the first day of one.",
            field="since",
        )
    last = months_on(since, months) - timedelta(days=1)
    if until != last:
        raise UnableToAskForPack(
            f"“{definition.title}” tells of {definition.period_in_words}. This one ends on {calendar.in_words(last)}.",
            field="until",
        )


def year_up_to(day: date) -> date:
    """The first day of the year that ends on a day."""
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year - 1, 3, 1)


def signers_of(definition: PackDefinition, rule_set: InterestRuleSet) -> tuple[PackSigner, ...]:
    """Whose signature is needed under the edition of the rules that was in force on the last day."""
    return tuple(
        each
        for each in definition.signers
        if each.if_edition_names is None or rule_set.role(each.if_edition_names) is not None
    )


def still_to_sign(
    signers: Sequence[PackSigner], signatures: Sequence[Signature], *, sha256: str
) -> tuple[PackSigner, ...]:
    """Signers who have not signed these very bytes."""
    signed = {each.role for each in signatures if each.decision is Decision.SIGNED and each.sha256 == sha256}
    return tuple(each for each in signers if each.role not in signed)


def standing_of(
    signers: Sequence[PackSigner], signatures: Sequence[Signature], *, sha256: str, left_at: datetime | None
) -> Standing:
    """Signed is what every signer signed, bound to these bytes; one refusal stands until it is taken back."""
    if left_at is not None:
        return Standing.RELEASED
    if any(each.decision is Decision.REFUSED for each in signatures):
        return Standing.REFUSED
    if still_to_sign(signers, signatures, sha256=sha256):
        return Standing.TO_SIGN
    return Standing.SIGNED


def check_words(words: str, *, field: str, refusal: type[Refusal], what: str) -> str:
    """Words that say something, and fit. Raises `refusal`."""
    told = words.strip()
    if len(told) < SHORTEST_WORDS:
        raise refusal(f"Write {what}.", field=field)
    if len(told) > LONGEST_WORDS:
        raise refusal(f"Write {what} in at most {LONGEST_WORDS:,} characters.", field=field)
    return told


def check_can_sign(
    *,
    roles: frozenset[str],
    person_id: UUID | None,
    signer: PackSigner,
    built_by: UUID | None,
    ready: bool,
    left_at: datetime | None,
    sha256: str | None,
    seen: str,
    others: Sequence[Signature],
) -> None:
    """Who holds the role signs what they saw, once, and nobody what they asked to be built. Raises UnableToSign."""
    if not ready or sha256 is None:
        raise UnableToSign("The pack is not ready, so there is nothing to sign yet.")
    if signer.role not in roles:
        raise UnableToSign(f"It is signed here by whoever is {signer.name} in this organisation.")
    if person_id is None:
        raise UnableToSign("Only a person signs a pack.")
    if built_by is not None and built_by == person_id:
        raise UnableToSign("You asked for this pack to be built, so somebody else must sign it.")
    if left_at is not None:
        raise UnableToSign("The pack has left already; what was signed stays as it is.")
    if seen != sha256:
        raise UnableToSign("This is not the file that you looked at. Open the pack again and read it first.")
    if any(each.role == signer.role for each in others):
        raise UnableToSign(f"The {signer.name} has decided about this pack already. Take that back first.")
    if any(each.person_id == person_id for each in others):
        raise UnableToSign("You have signed in another role already. Each signature is another person’s.")


def can_sign(**told: object) -> bool:
    """Whether `check_can_sign` would let them."""
    try:
        check_can_sign(**told)  # type: ignore[arg-type]
    except Refusal:
        return False
    return True
