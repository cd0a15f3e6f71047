"""Letters that come back: by a notice to the return path that we gave them, and by an officer who sends them again."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from backend.desk.returned import UnableToTakeBack, take_back
from backend.kit.clock import real_now
from backend.kit.keys import KeyRing
from backend.notices import chores, delivery, operations, post, queries, returns
from backend.notices.rules import LetterState, Recipient
from backend.people.operations import persons
from backend.scope import NotFound, Scope
from backend.tenancy import transactions
from tests.notices.postoffice import PostOffice
from tests.notices.test_delivery import acts_on
from tests.notices.test_outbox import letter, tell


@pytest.fixture(autouse=True)
def returning(office: PostOffice, ring: KeyRing) -> Iterator[None]:
    post.use(
        mail_url=f"{office.url}&bounces=returns@north.example",
        public_url="https://probity.example",
        key_of=ring.derive,
    )
    yield


def notice(
    to: str, message_id: str, *, action: str = "failed", status: str = "5.1.1", headers_alone: bool = False
) -> bytes:
    """What Postfix writes when another server took a letter from it and then would not have it."""
    returned = f"Message-ID: {message_id}\r\nFrom: governance@north.example\r\nSubject: As it was\r\n\r\n"
    kind = "text/rfc822-headers" if headers_alone else "message/rfc822"
    body = "" if headers_alone else "The letter.\r\n"
    return (
        f"Return-Path: <>\r\nDelivered-To: {to}\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: {to}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b0"\r\n\r\n'
        "--b0\r\nContent-Type: text/plain\r\n\r\nI am sorry to have to inform you ...\r\n"
        "--b0\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; robin@north.example\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <robin@north.example>: Recipient address\r\n rejected: User unknown\r\n\r\n"
        f"--b0\r\nContent-Type: {kind}\r\n\r\n{returned}{body}\r\n--b0--\r\n"
    ).encode()


async def sent(scope: Scope, to: Recipient, office: PostOffice, key: str = "back/1") -> tuple[UUID, str, str]:
    """A letter that was taken: its id, its message id, its return path."""
    letter_id = await tell(scope, to, key)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.SENT
    return letter_id, office.message_ids[-1], office.return_paths[-1]


async def doubts(scope: Scope) -> list[str]:
    async with transactions.scope_tx(scope, readonly=True):
        return [each.address for each in await returns.doubts_of(scope)]


@pytest.mark.parametrize("headers_alone", [False, True])
async def test_letter_that_comes_back_says_why_and_puts_its_address_in_doubt(
    scope: Scope, to: Recipient, office: PostOffice, headers_alone: bool
) -> None:
    letter_id, message_id, path = await sent(scope, to, office)
    assert path.startswith("returns+")
    assert len(path.partition("@")[0]) <= 64, "RFC 5321, 4.5.3.1.1"
    for _ in range(2):
        await take_back(None, notice(path.upper(), message_id, headers_alone=headers_alone))
    kept = await letter(scope, letter_id)
    assert kept.state is LetterState.RETURNED
    assert kept.answer == (
        "It came back from robin@north.example: 5.1.1 550 5.1.1 <robin@north.example>: Recipient address "
        "rejected: User unknown"
    )
    assert await acts_on(scope, letter_id) == ["notices.letter.sent", "notices.letter.returned"]
    assert await doubts(scope) == ["robin@north.example"]
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.RETURNED


async def test_server_that_still_tries_changes_the_receipt_alone(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id, message_id, path = await sent(scope, to, office)
    await take_back(None, notice(path, message_id, action="delayed", status="4.4.1"))
    kept = await letter(scope, letter_id)
    assert (kept.state, kept.answer[:20]) == (LetterState.SENT, "Not delivered yet to")
    assert "Nothing to do" in await take_back(None, notice(path, message_id, action="delivered"))
    assert await doubts(scope) == []


async def test_notice_counts_at_the_return_path_of_that_very_letter_alone(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    _, first, path = await sent(scope, to, office, "back/1")
    letter_id, second, other = await sent(scope, to, office, "back/2")
    forged = path.replace(path[-20], "a" if path[-20] != "a" else "b")
    for wrong in (
        notice(path, second),
        notice(other, first),
        notice(forged, first),
        notice("returns@north.example", first),
        notice("returns+" + "a" * 40 + "@north.example", first),
    ):
        with pytest.raises(UnableToTakeBack, match="not come to the return path"):
            await take_back(None, wrong)
    assert (await letter(scope, letter_id)).state is LetterState.SENT
    assert await doubts(scope) == []


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (b"", "no notice"),
        (b"\xff\x00" * 4000, "no notice"),
        (b"Subject: I am away until Monday\r\n\r\nBest wishes", "no notice"),
        (notice("a@b", "").replace(b"Action: failed\r\n", b""), "names no recipient"),
        (notice("a@b", ""), "does not say which letter"),
        (b"a" * (2 * 1024 * 1024 + 1), "larger than any"),
        (b"Content-Type: message/rfc822\r\n\r\n" * 4000, "no notice|could not be read|damaged"),
    ],
)
async def test_what_is_no_notice_is_refused_in_a_sentence(message: bytes, words: str) -> None:
    with pytest.raises(UnableToTakeBack, match=words):
        await take_back(None, message)


async def test_officer_sends_a_letter_again_to_another_address_and_both_keep_their_receipts(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    office.refuses = {"robin@north.example": "550 5.1.1 no such mailbox"}
    letter_id = await tell(scope, to, "again/1")
    await delivery.deliver(scope, letter_id=letter_id)
    for wrong in ("", "robin", "a@b.example, c@d.example"):
        async with transactions.scope_tx(scope):
            with pytest.raises(returns.UnableToSendAgain):
                await returns.send_again(scope, letter_id=letter_id, address=wrong)
    ids = []
    for _ in range(2):
        async with transactions.scope_tx(scope):
            ids.append(
                await returns.send_again(scope, letter_id=letter_id, address=" r.invented@north.example")
            )
    await chores.deliver_waiting(scope)
    old, new = await letter(scope, letter_id), await letter(scope, ids[0])
    assert (old.state, new.state, new.recipient_address) == (
        LetterState.FAILED,
        LetterState.SENT,
        "r.invented@north.example",
    )
    assert (new.text, new.subject, new.recipient_name) == (old.text, old.subject, old.recipient_name)
    assert new.key == "again/1/again-1"
    assert len({old.message_id, *office.message_ids}) == 3
    async with transactions.scope_tx(scope):
        with pytest.raises(returns.UnableToSendAgain, match="Only a letter that failed"):
            await returns.send_again(scope, letter_id=ids[0], address="r@north.example")
        with pytest.raises(NotFound):
            await returns.send_again(replace(scope), letter_id=scope.tenant.id, address="r@north.example")


async def test_end_of_the_debt_takes_back_what_was_to_be_sent_again(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    letter_id = await tell(scope, replace(to, address=None), "again/2")
    async with transactions.scope_tx(scope):
        again = await returns.send_again(scope, letter_id=letter_id, address="robin@north.example")
        assert await operations.withdraw(scope, key="again/2") == 1
    assert (await letter(scope, again)).state is LetterState.WITHDRAWN


async def test_person_with_a_new_address_gets_what_waits_there_and_one_who_left_gets_nothing(
    scope: Scope, office: PostOffice
) -> None:
    async with transactions.scope_tx(scope):
        ids = [
            await persons.add_person(scope, name=f"{each} Invented", email=f"{each}@north.example")
            for each in ("ada", "ben", "cyn")
        ]
    people = [
        Recipient(person_id=each, name="P", address=f"{name}@north.example")
        for each, name in zip(ids, ("ada", "ben", "cyn"), strict=True)
    ]
    ada, ben, cyn = [await tell(scope, each, f"moved/{each.person_id}") for each in people]

    async def change(person_id: UUID, **traits: Any) -> None:
        given: dict[str, Any] = {
            "name": "P Invented",
            "job_title": None,
            "email": None,
            "left_on": None,
            **traits,
        }
        async with transactions.scope_tx(scope):
            await persons.change_person(scope, person_id=person_id, now=real_now(), **given)

    await change(ids[0], email="a.invented@north.example")
    await change(ids[1], email="ben@north.example", left_on=scope.today)
    await change(ids[2])
    await chores.deliver_waiting(scope)
    assert [str(each["To"]) for each in office.taken] == ["a.invented@north.example"]
    assert [(await letter(scope, each)).state for each in (ada, ben, cyn)] == [
        LetterState.SENT,
        LetterState.WITHDRAWN,
        LetterState.FAILED,
    ]
    message_id, path = office.message_ids[-1], office.return_paths[-1]
    await take_back(None, notice(path, message_id))
    assert await doubts(scope) == ["a.invented@north.example"]
    await change(ids[0], email="ada@north.example")
    assert await doubts(scope) == []


def test_message_is_a_notice_as_the_library_for_mail_reads_it() -> None:
    """So that the trials above try what they say."""
    from email import message_from_bytes
    from email.policy import default

    read = message_from_bytes(notice("returns@north.example", "<a@b>"), policy=default)
    assert isinstance(read, EmailMessage)
    assert [each.get_content_type() for each in read.iter_parts()] == [
        "text/plain",
        "message/delivery-status",
        "message/rfc822",
    ]


async def test_confidential_letter_that_comes_back_stands_nowhere(
    scope: Scope, to: Recipient, office: PostOffice
) -> None:
    async with transactions.scope_tx(scope):
        letter_id = await operations.tell(
            scope,
            kind="notices.sending-tested",
            key="quiet/1",
            to=to,
            context={"asked_by": "Morgan Invented", "asked_on": scope.today},
            confidential=True,
        )
    assert letter_id is not None
    await delivery.deliver(scope, letter_id=letter_id)
    await take_back(None, notice(office.return_paths[-1], office.message_ids[-1]))
    assert await doubts(scope) == []
    async with transactions.scope_tx(scope):
        assert await queries.letters_by_state(scope) == {}
        with pytest.raises(NotFound):
            await returns.send_again(scope, letter_id=letter_id, address="robin@north.example")
