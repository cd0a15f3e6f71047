"""Letters through GOV.UK Notify's API, against a server of our own that speaks it: the true one can't be reached."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from backend.kit import database, notify
from backend.notices import chores, delivery, post, returns
from backend.notices.rules import LetterState, Recipient
from backend.scope import Scope
from backend.tenancy import transactions
from tests.notices.notifier import SECRET, Notifier, open_notifier
from tests.notices.test_delivery import age
from tests.notices.test_outbox import letter, tell


@pytest.fixture
def notifier() -> Iterator[Notifier]:
    with open_notifier() as notifier:
        post.use(mail_url=notifier.url, public_url="https://probity.example")
        yield notifier
    post.use(mail_url=post.KEPT_HERE, public_url="http://localhost")


async def look_later(scope: Scope, letter_id: UUID) -> None:
    async with transactions.scope_tx(scope):
        await database.execute(
            "UPDATE notices_letter SET follow_at = follow_at - interval '1 day' WHERE id = $1", letter_id
        )
    await chores.retry_stalled(scope)


async def test_letter_is_taken_once_with_its_reference_and_followed_to_its_end(
    scope: Scope, to: Recipient, notifier: Notifier
) -> None:
    letter_id = await tell(scope, to)
    for _ in range(2):
        assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.SENT
    kept = await letter(scope, letter_id)
    [taken] = notifier.taken
    assert (taken["email_address"], taken["reference"]) == ("robin@north.example", kept.message_id)
    assert taken["personalisation"] == {"subject": kept.subject, "body": kept.text}
    assert kept.answer == f"GOV.UK Notify took it: {taken['id']}"
    await chores.retry_stalled(scope)
    assert notifier.asked == [], "it is asked in a while, not at once"
    for status in ("created", "sending", "a-word-of-later-years"):
        notifier.status = status
        await look_later(scope, letter_id)
        assert (await letter(scope, letter_id)).answer == kept.answer
    notifier.status = "delivered"
    await look_later(scope, letter_id)
    delivered = await letter(scope, letter_id)
    assert (delivered.state, delivered.answer) == (
        LetterState.SENT,
        f"GOV.UK Notify delivered it. {kept.answer}",
    )
    await look_later(scope, letter_id)
    assert len(notifier.asked) == 4, "nothing is asked about what is known"


@pytest.mark.parametrize(
    ("status", "words", "doubtful"),
    [
        ("permanent-failure", "there is no such address", True),
        ("temporary-failure", "in three days", True),
        ("technical-failure", "for a fault of its own", False),
    ],
)
async def test_failure_comes_back_and_puts_the_address_in_doubt_where_it_is_at_fault(
    scope: Scope, to: Recipient, notifier: Notifier, status: str, words: str, doubtful: bool
) -> None:
    letter_id = await tell(scope, to)
    await delivery.deliver(scope, letter_id=letter_id)
    notifier.status = status
    await look_later(scope, letter_id)
    kept = await letter(scope, letter_id)
    assert kept.state is LetterState.RETURNED
    assert words in kept.answer
    async with transactions.scope_tx(scope, readonly=True):
        doubts = await returns.doubts_of(scope)
    assert [(each.address, each.letter_id) for each in doubts] == (
        [("robin@north.example", letter_id)] if doubtful else []
    )


async def test_letter_whose_answer_was_lost_is_found_again_and_not_sent_twice(
    scope: Scope, to: Recipient, notifier: Notifier
) -> None:
    """What SMTP can't know, Notify can: whether it has a letter of this reference."""
    notifier.hangs_up = True
    letter_id = await tell(scope, to)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.PENDING
    notifier.hangs_up = False
    await age(scope, letter_id)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.SENT
    assert len(notifier.taken) == 1
    assert "had it already" in (await letter(scope, letter_id)).answer


@pytest.mark.parametrize(
    ("refusal", "state", "goes_on"),
    [
        ((400, "ValidationError", "email_address Not a valid email address"), LetterState.FAILED, True),
        (
            (400, "BadRequestError", "Can’t send to this recipient using a team-only API key"),
            LetterState.PENDING,
            True,
        ),
        ((403, "AuthError", "Invalid token: API key not found"), LetterState.PENDING, False),
        ((429, "RateLimitError", "Exceeded rate limit"), LetterState.PENDING, False),
        ((500, "Exception", "Internal server error"), LetterState.PENDING, False),
    ],
)
async def test_refusal_says_whether_to_try_again_in_its_own_words(
    scope: Scope,
    to: Recipient,
    notifier: Notifier,
    refusal: tuple[int, str, str],
    state: LetterState,
    goes_on: bool,
) -> None:
    notifier.refusal = refusal
    letter_id = await tell(scope, to)
    assert await delivery.deliver(scope, letter_id=letter_id) == delivery.Delivered(state, goes_on)
    assert f"({refusal[0]} {refusal[1]}: {refusal[2]})" in (await letter(scope, letter_id)).answer
    notifier.refusal = None
    await age(scope, letter_id)
    again = (await delivery.deliver(scope, letter_id=letter_id)).state
    expected = LetterState.UNCERTAIN if refusal[0] >= 500 else LetterState.SENT
    assert again is (LetterState.FAILED if state is LetterState.FAILED else expected)


async def test_wrong_key_is_a_setting_to_mend_and_is_not_shown(
    scope: Scope, to: Recipient, notifier: Notifier
) -> None:
    wrong = str(uuid4())
    post.use(mail_url=notifier.url.replace(SECRET, wrong), public_url="https://probity.example")
    letter_id = await tell(scope, to)
    assert (await delivery.deliver(scope, letter_id=letter_id)).state is LetterState.PENDING
    answer = (await letter(scope, letter_id)).answer
    assert "403 AuthError" in answer
    assert wrong not in answer


@pytest.mark.parametrize(
    "url",
    [
        "notify://",
        f"notify://{uuid4()}:hunter2@host?template={uuid4()}",
        f"notify://{uuid4()}:{uuid4()}@host",
        f"notify://{uuid4()}:{uuid4()}@host?template=hunter2",
        f"notify://{uuid4()}:{uuid4()}@host?template={uuid4()}&tls=none",
        f"notify://{uuid4()}:{uuid4()}@host?template={uuid4()}&colour=red",
        f"notify://{uuid4()}:{uuid4()}@host:port?template={uuid4()}",
    ],
    ids=["empty", "secret", "no-template", "template", "without-tls", "unknown-option", "port"],
)
def test_address_that_can_not_be_used_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(ValueError, match="Notify") as refused:
        notify.service_at(url)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None
