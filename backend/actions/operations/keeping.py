"""Keeping an action as it goes on: updates, evidence, due day, owner, deputy, words."""

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from backend.actions import rules
from backend.actions.operations import steps
from backend.actions.operations.undertaking import check_deputy, check_owner
from backend.kit.calendar import in_words
from backend.people import queries as people
from backend.scope import NotPermitted, Scope


async def report(scope: Scope, *, action_id: UUID, words: str) -> UUID:
    """Say how an action goes on; returns the step's id. Raises rules.UnableToStep, NotPermitted, NotFound."""
    action = await steps.hold(scope, action_id=action_id)
    plain = rules.check_reason(words, sentence="Write how it goes on.")
    check_theirs(scope, action["committee_id"], steps.holders_of(action))
    return await steps.take(scope, action, "updated", words=plain)


async def show_evidence(
    scope: Scope, *, action_id: UUID, words: str = "", file_id: UUID | None = None, link: str | None = None
) -> UUID:
    """Show a kept file or a link to a record as evidence; returns the step's id.

    A link is an address of https, or a path within this organisation. Raises rules.UnableToStep, NotPermitted,
    NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    check_theirs(scope, action["committee_id"], steps.holders_of(action))
    address = _checked_link(scope, link)
    if (file_id is None) == (address is None):
        raise rules.UnableToStep(
            "Choose a file, or give the address of the record that shows it.", field="link"
        )
    return await steps.take(
        scope, action, "evidence-shown", words=words.strip(), file_id=file_id, link=address
    )


async def move_due_day(
    scope: Scope, *, action_id: UUID, due_on: date, agreed_by: str, words: str = ""
) -> UUID:
    """Set another due day, with who agreed to it; answers a request for more time. Returns the step's id.

    Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    if action["due_on"] == due_on:
        raise rules.UnableToStep(f"It is due on {in_words(due_on)} already.", field="due_on")
    agreed = rules.check_reason(agreed_by, sentence="Say who agreed to the new date.", field="agreed_by")
    before = action["due_on"]
    answered = {"asked": None, "asked_until": None} if action["asked"] == rules.Asked.MORE_TIME else {}
    return await steps.take(
        scope,
        action,
        "due-moved",
        values={
            "due_on": due_on,
            "moves": action["moves"] + (before is not None and due_on > before),
            **answered,
        },
        words=words.strip(),
        was=in_words(before) if before else "no date",
        came=in_words(due_on),
        agreed_by=agreed,
    )


async def hand_over(
    scope: Scope,
    *,
    action_id: UUID,
    owner_person_id: UUID | None = None,
    owner_name: str | None = None,
    words: str = "",
) -> UUID:
    """Give an action another owner, whom the chase then follows; answers “not mine”. Returns the step's id.

    Raises rules.UnableToStep, rules.UnableToUndertake, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    outside = (owner_name or "").strip() or None
    came = await check_owner(scope, owner_person_id, outside)
    values = {"owner_person_id": owner_person_id, "owner_name": outside, "asked": None, "asked_until": None}
    if (action["owner_person_id"], action["owner_name"]) == (owner_person_id, outside):
        raise rules.UnableToStep(f"{came} owns it already.", field="owner_person_id")
    if owner_person_id is not None and owner_person_id == action["deputy_person_id"]:
        values["deputy_person_id"] = None
    was = (
        action["owner_name"] or (await people.person_line_of(scope, person_id=action["owner_person_id"])).name
    )
    return await steps.take(
        scope, action, "handed-over", values=values, words=words.strip(), was=was, came=came
    )


async def name_deputy(scope: Scope, *, action_id: UUID, deputy_person_id: UUID | None) -> UUID:
    """Say who does it while the owner is away, or nobody; returns the step's id.

    The owner may say so too. Raises rules.UnableToStep, rules.UnableToUndertake, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    check_theirs(scope, action["committee_id"], frozenset({action["owner_person_id"]}))
    came = await check_deputy(scope, deputy_person_id, owner_person_id=action["owner_person_id"])
    before = action["deputy_person_id"]
    if before == deputy_person_id:
        raise rules.UnableToStep("That is how it stands already.", field="deputy_person_id")
    was = (await people.person_line_of(scope, person_id=before)).name if before else "nobody"
    return await steps.take(
        scope,
        action,
        "deputy-named",
        values={"deputy_person_id": deputy_person_id},
        was=was,
        came=came or "nobody",
    )


async def reword(scope: Scope, *, action_id: UUID, words: str) -> UUID:
    """Put the words of an action right; the earlier ones stay in its timeline. Returns the step's id.

    Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    plain = rules.check_reason(words, sentence="Write what is to be done.")
    if plain == action["words"]:
        raise rules.UnableToStep("These are the words already.", field="words")
    return await steps.take(
        scope, action, "reworded", values={"words": plain}, was=action["words"], came=plain
    )


def check_theirs(scope: Scope, committee_id: UUID | None, holders: frozenset[UUID | None]) -> None:
    """Owner, deputy, whoever answers for the action, or one from outside by a link. Raises NotPermitted."""
    by_link = scope.actor.chore == rules.BY_LINK
    theirs = by_link or rules.is_theirs(scope, holders=holders)
    if not (theirs or rules.may_settle(scope, committee_id=committee_id)):
        raise NotPermitted(
            "This is for the owner, the deputy, a governance officer or the committee’s chair."
        )


def _checked_link(scope: Scope, link: str | None) -> str | None:
    text = (link or "").strip()
    if not text:
        return None
    own = f"/t/{scope.tenant.slug}/"
    parts = urlsplit(text)
    clean = not any(ord(letter) < 33 or letter == "\\" for letter in text) and len(text) <= 1_000
    if clean and (text.startswith(own) or (parts.scheme == "https" and parts.hostname)):
        return text
    raise rules.UnableToStep(
        f"Give the address of a record: it begins with {own} or with https://.", field="link"
    )
