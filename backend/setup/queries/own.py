"""What an organisation settled for itself, and the facts about it that its impact assessment rests on."""

from dataclasses import dataclass
from typing import Any

from backend.catalogue.own import ASSESSMENT, PRIVACY, AssessmentKept, PrivacyKept
from backend.catalogue.retention import RecordType
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.people import arranged
from backend.registers.queries import retention
from backend.scope import Refusal, Scope
from backend.setup.rules import assessment
from backend.tenancy import settings

_PRIVACY = PrivacyKept()
_ASSESSMENT = AssessmentKept()


def privacy_kept(scope: Scope) -> PrivacyKept:
    return settings.kept(scope, PRIVACY, PrivacyKept, shipped=_PRIVACY)


def assessment_kept(scope: Scope) -> AssessmentKept:
    return settings.kept(scope, ASSESSMENT, AssessmentKept, shipped=_ASSESSMENT)


def periods_of(scope: Scope) -> tuple[RecordType, ...]:
    """How long each kind of record is kept; none before the first schedule."""
    try:
        return retention.schedule_of(scope).records
    except Refusal:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """The facts of this organisation, in words, and the hash of all that somebody would sign."""

    facts: tuple[tuple[str, str], ...]
    sha256: str


async def assessed(scope: Scope) -> Assessed:
    """The facts today. Numbers are rounded, so that a page that somebody read yesterday is still what they signed."""
    rows = await fetch(
        "SELECT (SELECT count(*) FROM people_person WHERE tenant_id = $1 AND (left_on IS NULL OR left_on > $2)) "
        "  AS people, "
        "(SELECT count(*) FROM people_person WHERE tenant_id = $1 AND account_id IS NOT NULL "
        "  AND (left_on IS NULL OR left_on > $2)) AS accounts, "
        "(SELECT count(*) FROM interests_entry WHERE tenant_id = $1 AND known_to IS NULL) AS interests, "
        "(SELECT count(*) FROM registers_publication WHERE tenant_id = $1 AND state = 'released') AS published, "
        "(SELECT count(*) FROM requests_correction WHERE tenant_id = $1 AND state IN ('open', 'answered')) "
        "  AS corrections",
        scope.tenant.id,
        scope.today,
    )
    own = await arranged.arrangement_of(scope)
    longer = retention.kept_longer(scope).longer
    facts = (
        ("Whose data: people on the list", _about(rows[0]["people"])),
        ("People with an account", _about(rows[0]["accounts"])),
        ("Interests in the registers", _about(rows[0]["interests"])),
        ("Public registers", "Published" if rows[0]["published"] else "Not published"),
        ("Corrections that were asked for", _about(rows[0]["corrections"])),
        ("Sign-in", _sign_in(own)),
        ("Kept for longer than the schedule", ", ".join(each.record for each in longer) or "Nothing"),
        ("Privacy notice", "With own words" if privacy_kept(scope) != _PRIVACY else "As it ships"),
    )
    signed: dict[str, Any] = {"facts": facts, "document": assessment.as_markdown()}
    return Assessed(facts=facts, sha256=content_hash(signed))


def _sign_in(own: Any) -> str:
    if own is None:
        return "Password and second factor, or passkey"
    return f"{own.name}{', or password and passkey' if own.passwords_allowed else ' alone'}"


def _about(count: int) -> str:
    """A number in words that stays the same from day to day."""
    for most, words in (
        (0, "none"),
        (9, "fewer than 10"),
        (49, "10 to 49"),
        (199, "50 to 199"),
        (999, "200 to 999"),
    ):
        if count <= most:
            return words
    return "1,000 or more"
