"""A rendition beside the one that was approved: pure."""

from backend.signoff.shown import Likeness, Shown, likeness, words_sha256

WORDS = words_sha256("The committee is asked to agree the pilot.")
APPROVED = Shown(kind="page", sha256="a" * 64, words_sha256=WORDS)


def test_stamped_or_newly_rendered_copy_is_the_same_words_and_not_what_was_approved() -> None:
    stamped = Shown(kind="pdf", sha256="b" * 64, words_sha256=WORDS)

    assert likeness(APPROVED, approved=APPROVED) is Likeness.APPROVED
    assert likeness(stamped, approved=APPROVED) is Likeness.SAME_WORDS


def test_redacted_copy_does_not_pass_as_the_approved_text() -> None:
    redacted = Shown(
        kind="page",
        sha256="c" * 64,
        words_sha256=words_sha256("The committee is asked to agree the [redacted]."),
    )

    assert likeness(redacted, approved=APPROVED) is Likeness.OTHER_WORDS


def test_what_holds_no_words_is_not_said_to_be_alike() -> None:
    scanned = Shown(kind="pdf", sha256="d" * 64, words_sha256=None)

    assert likeness(scanned, approved=APPROVED) is Likeness.UNKNOWN
    assert likeness(APPROVED, approved=None) is Likeness.UNKNOWN


def test_layout_is_no_word_and_order_is() -> None:
    assert words_sha256("Ask  the\ncafe\u0301") == words_sha256("Ask the caf\u00e9 ")
    assert words_sha256("not agreed") != words_sha256("agreed not")
    assert words_sha256("agreed") != words_sha256("Agreed")
