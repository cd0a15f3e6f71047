"""Inviting people to their accounts: some or all, by letters that hold each person's own link."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend.kit import queue
from backend.kit.calendar import in_words
from backend.notices import operations as notices
from backend.notices import post
from backend.notices.rules import Recipient, Telling
from backend.people.operations import bringing_in
from backend.people.operations.bringing_in import InvitedPerson
from backend.scope import Refusal, Scope
from backend.setup.queries import people_lists

INVITE = "setup.invite_people"
KIND = "setup.person-invited"
AT_ONCE = 200


class UnableToInvite(Refusal):
    """Nobody who could be invited, or nobody chosen."""


def letters_go() -> bool:
    """Whether there is a mail server; without one each link is shown once, to be handed over."""
    return post.mail_url() != post.KEPT_HERE


async def invite(
    scope: Scope, *, person_ids: Sequence[UUID], everybody: bool, now: datetime
) -> tuple[InvitedPerson, ...] | None:
    """Invite those who were chosen, or everybody who was not invited yet. `now` is real time.

    Returns whom, or `None` where a job does it because they are many. Raises UnableToInvite.
    """
    scope.check_may("people.change", "Your role in this organisation does not include inviting people.")
    if everybody:
        person_ids = await not_yet_invited(scope, now=now)
    if not person_ids:
        sentence = (
            "Everybody who has an address was invited already." if everybody else "Tick who is to be invited."
        )
        raise UnableToInvite(sentence, field="person")
    if everybody and len(person_ids) > AT_ONCE and letters_go():
        await queue.defer(INVITE, tenant_id=scope.tenant.id, lock=f"{INVITE}/{scope.tenant.id}")
        return None
    invited = await invite_these(scope, person_ids=person_ids[:AT_ONCE], now=now)
    if not invited:
        raise UnableToInvite("None of them can be invited: they have an account already, or no address.")
    return invited


async def not_yet_invited(scope: Scope, *, now: datetime) -> list[UUID]:
    """Those who have an address, no account, and no invitation that is good."""
    lines = await people_lists.invited_of(scope, now=now)
    return [line.id for line in lines if line.state in {"not invited", "expired"}]


async def invite_these(
    scope: Scope, *, person_ids: Sequence[UUID], now: datetime
) -> tuple[InvitedPerson, ...]:
    """Make invitations and, where there is a mail server, their letters: in no outbox, since each holds a link."""
    invited = await bringing_in.invite_many(scope, person_ids=person_ids, now=now)
    if letters_go():
        await withdraw_letters(scope, person_ids=[each.person_id for each in invited])
        await notices.tell_all(
            scope,
            kind=KIND,
            confidential=True,
            tellings=[
                Telling(
                    key=f"{KIND}/{each.person_id}/{int(now.timestamp() * 1000)}",
                    to=Recipient(person_id=each.person_id, name=each.name, address=each.email),
                    context={
                        "address": f"{post.public_url()}/invitation/{each.token}",
                        "until": in_words(each.expires_at),
                        "by": scope.actor.name,
                    },
                )
                for each in invited
            ],
        )
    return invited


async def withdraw_letters(scope: Scope, *, person_ids: Sequence[UUID]) -> None:
    """Take back the letters of earlier invitations that still wait."""
    if letters_go():
        await notices.withdraw_all(scope, keys=[f"{KIND}/{person_id}" for person_id in person_ids])
