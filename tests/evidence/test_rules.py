"""What a file may be called."""

import pytest

from backend.evidence import rules


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Minutes of 3 June.docx", "Minutes of 3 June.docx"),
        ("C:\\Users\\m\\Desktop\\paper.pdf", "paper.pdf"),
        ("../../etc/passwd", "passwd"),
        ("paper\r\nContent-Type: evil.pdf", "paperContent-Type: evil.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  two   spaces .pdf", "two spaces .pdf"),
        ("..", ""),
        ("", ""),
        ("folder/", ""),
        ("\x00\x01", ""),
    ],
)
def test_name_keeps_only_what_can_be_shown(given: str, kept: str) -> None:
    assert rules.plain_name(given) == kept


def test_long_name_is_shortened_before_its_ending() -> None:
    name = rules.plain_name("a" * 500 + ".docx")
    assert len(name) == rules.LONGEST_NAME
    assert name.endswith("aaa.docx")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("application/pdf", "application/pdf"),
        ("Text/Markdown; charset=utf-8", "text/markdown"),
        ("", rules.UNKNOWN_MEDIA_TYPE),
        ("text/html\r\nX: y", rules.UNKNOWN_MEDIA_TYPE),
    ],
)
def test_media_type_is_plain_or_unknown(given: str, kept: str) -> None:
    assert rules.plain_media_type(given) == kept
