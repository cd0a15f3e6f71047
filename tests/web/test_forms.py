"""Forms read what browsers send, and refuse what no page of ours would: nothing typed ends in a fault of ours."""

from datetime import date
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.web import forms
from tests.web.conftest import TrialForm

FORM = {"content-type": "application/x-www-form-urlencoded"}


async def sent(browser: httpx.AsyncClient, body: str | bytes, **headers: str) -> httpx.Response:
    return await browser.post("/trial/form", content=body, headers={**FORM, **headers})


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ({"day": "3", "month": "6", "year": "2014"}, date(2014, 6, 3)),
        ({"day": "03", "month": "06", "year": "2014"}, date(2014, 6, 3)),
        ({"day": "29", "month": "2", "year": "2016"}, date(2016, 2, 29)),
        ("3/6/2014", date(2014, 6, 3)),
        ("3.6.2014", date(2014, 6, 3)),
        ("3-6-2014", date(2014, 6, 3)),
        ("3 6 2014", date(2014, 6, 3)),
        ("2014-06-03", date(2014, 6, 3)),
        (date(2014, 6, 3), date(2014, 6, 3)),
        (None, None),
    ],
)
def test_date_is_read_as_people_write_it(given_: Any, found: date | None) -> None:
    assert forms.parse_date(given_) == found


@pytest.mark.parametrize(
    ("given_", "sentence"),
    [
        ({"day": "", "month": "6", "year": "2014"}, "must include a day"),
        ({"month": "6"}, "must include a day and a year"),
        ({"day": "31", "month": "4", "year": "2014"}, "must be a real date"),
        ({"day": "29", "month": "2", "year": "2015"}, "must be a real date"),
        ({"day": "1", "month": "13", "year": "2014"}, "must be a real date"),
        ({"day": "1", "month": "June", "year": "2014"}, "must be a real date"),
        ({"day": "1", "month": "6", "year": "14"}, "between 1900 and 2200"),
        ({"day": "1", "month": "6", "year": "9999"}, "between 1900 and 2200"),
        ({"day": "1", "month": "6", "year": "1" * 5000}, "must be a real date"),
        ({"day": "-1", "month": "6", "year": "2014"}, "must be a real date"),
        ({"day": "1_0", "month": "6", "year": "2014"}, "must be a real date"),
        ("tomorrow", "must include"),
        ("1/2", "must include"),
        ("6/3/4/2014", "must include"),
    ],
)
def test_date_that_is_none_is_refused_in_words(given_: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        forms.parse_date(given_)


@given(
    st.one_of(
        st.text(max_size=30), st.dictionaries(st.sampled_from(["day", "month", "year"]), st.text(max_size=9))
    )
)
def test_no_text_at_all_breaks_the_reading_of_a_date(text: Any) -> None:
    try:
        found = forms.parse_date(text)
    except ValueError as refusal:
        assert str(refusal).startswith("the ")
    else:
        assert isinstance(found, date)


async def test_form_that_is_right_goes_on(browser: httpx.AsyncClient) -> None:
    answer = await browser.post(
        "/trial/form", data={"name": "  Robin  ", "day-day": "3", "day-month": "6", "day-year": "2014"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/trial/done?name=5")


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ("", 422, "name: Enter a name"),
        ("name=", 422, "name: Enter a name"),
        ("name=+++", 422, "name: Enter a name"),
        (f"name={'x' * 41}", 422, "name: A name must be 40 characters or fewer"),
        (f"name={'x' * 900_000}", 422, "must be 40 characters or fewer"),
        ("name=a&count=0", 422, "count: The count must be 1 or more"),
        ("name=a&count=101", 422, "count: The count must be 100 or less"),
        ("name=a&count=ten", 422, "count: The count must be a number"),
        ("name=a&count=1.5", 422, "count: The count must be a number"),
        (f"name=a&count={'9' * 5000}", 422, "count: The count must be"),
        ("name=a&count=NaN", 422, "count: The count must be a number"),
        ("name=a&count=1e400", 422, "count: The count must be a number"),
        ("name=a&day-day=31&day-month=4&day-year=2014", 422, "day: The date must be a real date"),
        ("name=a&day-day=31", 422, "day: The date must include a month and a year"),
        (f"name=a&day-day=1&day-month=6&day-year={'9' * 5000}", 422, "day: The date must be a real date"),
        ("name=a&name=b", 400, "more than once"),
        ("name=a&tenant_id=x", 400, "a field that this page does not have"),
        ("name=a&status=APPROVED", 400, "a field that this page does not have"),
        ("name=a&id=1", 400, "a field that this page does not have"),
        ("name=a&approved_by=me", 400, "a field that this page does not have"),
        ("name=a&name-day=1", 422, ""),
        ("name=a%00b", 400, "control characters"),
        ("name=a%1Bb", 400, "control characters"),
        ("name=a%C2%85b", 400, "control characters"),
        (f"name=a{quote(chr(0x202E))}b", 400, "invisible characters"),
        (f"name=a{quote(chr(0x2066))}b", 400, "invisible characters"),
        (f"name=a{quote(chr(0x200F))}b", 400, "invisible characters"),
        (f"several=a{quote(chr(0x202E))}b&name=a", 400, "invisible characters"),
    ],
)
async def test_form_that_is_wrong_comes_back_with_a_sentence(
    browser: httpx.AsyncClient, body: str, status: int, sentence: str
) -> None:
    answer = await sent(browser, body)
    assert answer.status_code == status, answer.text[-800:]
    assert sentence in answer.text.replace("&#39;", "'")


@pytest.mark.parametrize(
    "body",
    [
        b"name=%ED%A0%80",
        b"name=\xed\xa0\x80",
        b"name=\xff\xfe",
        b"\xff\xfe=\xff",
        b"%00=%00",
        b"name",
        b"&&&&===",
        b"=" * 10_000,
        b"a=1&" * 5_000,
        b"name=a&" + b"several=b&" * 5_000,
        b"_token=x&_token=y&name=a",
        b"__proto__=1&name=a",
        b"name[]=a",
        b"name%5Bx%5D=a",
    ],
    ids=lambda body: repr(body[:20]),
)
async def test_malformed_body_is_never_a_fault_of_ours(browser: httpx.AsyncClient, body: bytes) -> None:
    answer = await sent(browser, body)
    assert answer.status_code in {303, 400, 413, 422}, f"{answer.status_code} {answer.text[-400:]}"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"name": "a"}'),
        ("application/json", b"[" * 50_000),
        ("application/json", b'{"a":' * 20_000),
        ("application/json", b"NaN"),
        ("application/xml", b"<name>a</name>"),
        ("text/plain", b"name=a"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na'),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="name"; filename="a.txt"\r\n\r\na\r\n--x--\r\n',
        ),
        (f"multipart/form-data; boundary={'x' * 5000}", b"--x--"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"name=a"),
        ("", b"name=a"),
    ],
    ids=lambda part: repr(part[:40]),
)
async def test_body_of_another_kind_is_never_a_fault_of_ours(
    browser: httpx.AsyncClient, kind: str, body: bytes
) -> None:
    answer = await browser.post("/trial/form", content=body, headers={"content-type": kind})
    assert answer.status_code in {303, 400, 413, 422}, f"{answer.status_code} {answer.text[-400:]}"


async def test_many_parts_and_a_body_above_the_limit_are_refused(browser: httpx.AsyncClient) -> None:
    many = {f"f{n}": (None, "x") for n in range(3_000)}
    parts = await browser.post("/trial/form", files=many)
    assert parts.status_code in {400, 413}
    big = await sent(browser, b"name=" + b"x" * 1_100_000)
    assert big.status_code == 413
    assert "too big" in big.text.lower()


async def test_body_that_lies_about_its_length_is_refused(browser: httpx.AsyncClient) -> None:
    async def chunks() -> Any:
        for _ in range(30):
            yield b"x" * 100_000

    answer = await browser.post("/trial/form", content=chunks(), headers=FORM)
    assert answer.status_code == 413


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_cleaning(text: str) -> None:
    try:
        kept = forms._clean(text)
    except forms.BadRequest:
        return
    assert kept == kept.strip() and "\x00" not in kept and "\u202e" not in kept
    kept.encode()


@given(st.dictionaries(st.sampled_from(["name", "count", "day", "several"]), st.text(max_size=20)))
def test_every_finding_is_a_sentence_about_a_field(values: dict[str, str]) -> None:
    try:
        TrialForm.model_validate(values)
    except ValidationError as invalid:
        found = forms.errors_of(invalid, TrialForm)
        assert found
        assert len({error.field for error in found}) == len(found)
        for error in found:
            assert error.sentence[0].isupper() and "pydantic" not in error.sentence
            assert "Value error" not in error.sentence and "Input should" not in error.sentence


def test_composed_and_decomposed_names_are_one() -> None:
    assert forms._clean("Zoe\u0308") == forms._clean("Zo\u00eb")


async def test_words_with_markup_come_back_as_words(browser: httpx.AsyncClient) -> None:
    answer = await sent(browser, "name=a&<script>alert(1)</script>=x")
    assert answer.status_code == 400 and "<script>alert" not in answer.text
