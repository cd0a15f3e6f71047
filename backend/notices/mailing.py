"""How letters of the organisation name their sender, what stands under them, and a reply address that is proved."""

import hashlib
import hmac
from datetime import date, timedelta
from uuid import UUID

from backend.catalogue.own import MAIL, MailKept
from backend.kit import mail
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import looks, operations, post, rules
from backend.notices.rules import Recipient
from backend.scope import Refusal, Scope
from backend.tenancy import settings

LONGEST_NAME = 80
LONGEST_FOOTER = 600
_GOOD_FOR = timedelta(days=1)


class UnableToSettleMail(Refusal):
    """Words or an address that letters can't bear."""


def checked(*, sender_name: str, footer: str) -> MailKept:
    """What would be kept. Raises UnableToSettleMail."""
    name = rules.one_line(sender_name)
    if len(name) > LONGEST_NAME or any(sign in name for sign in '<>"@\\'):
        raise UnableToSettleMail(
            f"The name is one line of {LONGEST_NAME} characters at most, without an address in it: people would take "
            "it for the one that the letter comes from.",
            field="sender_name",
        )
    words = "\n".join(" ".join(line.split()) for line in footer.strip().splitlines())
    if len(words) > LONGEST_FOOTER:
        raise UnableToSettleMail(f"The words are {LONGEST_FOOTER} characters at most.", field="footer")
    if "http://" in words.lower():
        raise UnableToSettleMail("An address in the words must begin with https://.", field="footer")
    return MailKept(sender_name=name or None, footer=words or None)


def changes(before: MailKept, after: MailKept, *, tenant: str) -> tuple[str, ...]:
    """What would be otherwise, a sentence each."""
    said = []
    if before.sender_name != after.sender_name:
        said.append(
            f"Letters name “{after.sender_name or tenant}” as their sender (now “{before.sender_name or tenant}”). The "
            "address that they come from stays."
        )
    if before.footer != after.footer:
        said.append(
            f"Under each letter stands: “{after.footer}”" if after.footer else "No words stand under letters."
        )
    return (*said, "Letters that wait to be sent go out with the new words too.") if said else ()


async def settle(scope: Scope, *, sender_name: str, footer: str, because: str) -> None:
    """Keep how letters look from now on. Raises UnableToSettleMail."""
    scope.check_may("setup.change", "Only a governance officer settles how letters look.")
    after = checked(sender_name=sender_name, footer=footer)
    before = looks.kept(scope)
    if after == before:
        raise UnableToSettleMail("Nothing is different from what is settled already.")
    await settings.put(scope, MAIL, after, because=because)
    await ledger.record(
        scope,
        "notices.mail.settled",
        Record(room="notices", kind="mail", id=scope.tenant.id, title="How letters look"),
        before=before.model_dump(),
        after=after.model_dump(),
    )


async def ask_for_proof(scope: Scope, *, address: str, key: bytes) -> str:
    """Send a code to an address that answers are to go to; returns the address. Raises UnableToSettleMail."""
    scope.check_may("setup.change", "Only a governance officer settles where answers go.")
    plain = address.strip()
    if not mail.is_address(plain):
        raise UnableToSettleMail(
            "Enter one email address, such as governance@example.nhs.uk.", field="reply_to"
        )
    told = await operations.tell(
        scope,
        kind="notices.address-proof",
        key=f"notices.proof/{_id_of(plain)}/{scope.now:%Y-%m-%dT%H.%M}",
        to=Recipient(person_id=_id_of(plain), name="colleague", address=plain),
        context={"asked_by": scope.actor.name, "code": code_for(plain, on=scope.today, key=key)},
        # where there is a post, the code is for whoever reads the mailbox and not for whoever reads the outbox
        confidential=post.mail_url() != post.KEPT_HERE,
    )
    if told is None:
        raise UnableToSettleMail("A code was sent there less than a minute ago.", field="reply_to")
    return plain


async def prove(scope: Scope, *, address: str, code: str, key: bytes) -> None:
    """Let answers go to an address whose code came back. Raises UnableToSettleMail."""
    scope.check_may("setup.change", "Only a governance officer settles where answers go.")
    days = (scope.today, scope.today - _GOOD_FOR)
    given = "".join(code.split())
    if not any(hmac.compare_digest(code_for(address, on=day, key=key), given) for day in days):
        raise UnableToSettleMail(
            "That is not the code that was sent to this address yesterday or today. Look at the newest letter there, "
            "or have one more sent.",
            field="code",
        )
    await operations.settle_answers(scope, reply_to=address)


def code_for(address: str, *, on: date, key: bytes) -> str:
    """Eight digits for an address on a day, which nobody finds without the key."""
    digest = hmac.new(key, f"{address.lower()} {on.isoformat()}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**8:08}"


def _id_of(address: str) -> UUID:
    """Under which such letters stand: of no person, and the same for the same address."""
    return UUID(bytes=hashlib.sha256(f"address {address.lower()}".encode()).digest()[:16], version=4)
