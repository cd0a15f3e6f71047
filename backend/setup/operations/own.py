"""Settling the privacy notice, and keeping the data protection officer's decision on the impact assessment."""

from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from backend.catalogue.own import ASSESSMENT, PRIVACY, AssessmentKept, PrivacyKept
from backend.kit.calendar import in_words
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.people.rules import OFFICER
from backend.scope import Scope
from backend.setup.queries import own
from backend.setup.rules import assessment
from backend.setup.rules.privacy import UnableToSettlePrivacy
from backend.tenancy import dues, settings

REMIND = "setup.remind_of_assessment"
_NOT_YOURS = "Only a governance officer settles this."


async def settle_privacy(scope: Scope, *, after: PrivacyKept, because: str) -> None:
    """Let the public notice say so from now on. Raises UnableToSettlePrivacy."""
    scope.check_may("setup.change", _NOT_YOURS)
    before = own.privacy_kept(scope)
    if before == after:
        raise UnableToSettlePrivacy("Nothing is different from what is settled already.")
    await settings.put(scope, PRIVACY, after, because=because.strip() or "No reason was given.")
    changed = [key for key, value in after.model_dump().items() if before.model_dump()[key] != value]
    await ledger.record(
        scope,
        "setup.privacy.settled",
        _record(scope, "privacy", "Privacy notice"),
        after={"changed": changed},
    )


async def sign_assessment(
    scope: Scope,
    *,
    officer: str,
    signed_on: date,
    review_on: date,
    outcome: Literal["accepted", "accepted-with-conditions"],
    conditions: str,
    residual: str,
    seen: str,
) -> None:
    """Keep what the data protection officer decided on what they read, whose hash is `seen`.

    Raises UnableToSignAssessment.
    """
    scope.check_may("setup.change", _NOT_YOURS)
    assessment.check_signature(signed_on=signed_on, review_on=review_on, today=scope.today)
    if seen != (await own.assessed(scope)).sha256:
        raise assessment.UnableToSignAssessment(
            "The facts have changed since this page was opened. Read them again, then have it signed."
        )
    if outcome == "accepted-with-conditions" and not conditions.strip():
        raise assessment.UnableToSignAssessment("Enter the conditions.", field="conditions")
    before = own.assessment_kept(scope)
    after = AssessmentKept(
        residual=residual.strip() or None,
        officer=" ".join(officer.split()),
        signed_on=signed_on,
        review_on=review_on,
        sha256=seen,
        outcome=outcome,
        conditions=conditions.strip() or None,
    )
    words = (
        f"Signed by {after.officer} on {in_words(signed_on)}; to be looked at again by {in_words(review_on)}."
    )
    await settings.put(scope, ASSESSMENT, after, because=words)
    await ledger.record(
        scope,
        "setup.assessment.signed",
        _record(scope, "assessment", "Data-protection impact assessment"),
        before={"signed_on": before.signed_on, "officer": before.officer},
        after={
            "signed_on": signed_on,
            "officer": after.officer,
            "review_on": review_on,
            "outcome": outcome,
            "sha256": seen,
        },
    )
    await notices.withdraw(scope, key="setup.assessment-review")
    await dues.set_due(scope, chore=REMIND, at=_morning(scope, review_on - assessment.REMIND_BEFORE))


async def remind_of_assessment(scope: Scope) -> int:
    """Write to officers that the assessment is to be looked at again: a month before, on the day, each month after."""
    review_on = own.assessment_kept(scope).review_on
    if review_on is None:
        await dues.clear_due(scope, chore=REMIND)
        return 0
    lines = await people.people_of(scope, role=OFFICER)
    told = await notices.tell_all(
        scope,
        kind="setup.assessment-review",
        tellings=[
            Telling(
                key=f"setup.assessment-review/{review_on}/{line.id}/{scope.today}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={"review_on": review_on, "late": scope.today > review_on},
            )
            for line in lines
        ],
    )
    following = review_on if scope.today < review_on else scope.today + assessment.REMIND_BEFORE
    await dues.set_due(scope, chore=REMIND, at=_morning(scope, following))
    return len(told)


def _morning(scope: Scope, day: date) -> datetime:
    return datetime.combine(day, time(7), ZoneInfo(scope.tenant.time_zone))


def _record(scope: Scope, kind: str, title: str) -> Record:
    return Record(room="setup", kind=kind, id=scope.tenant.id, title=title)
