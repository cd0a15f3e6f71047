"""Money as people write it."""

from decimal import Decimal

import pytest

from backend.kit import money


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("50", "50.00"),
        ("£49.99", "49.99"),
        ("1,000", "1000.00"),
        ("about 20", "20.00"),
        ("approx. £ 20", "20.00"),
        ("c. 20", "20.00"),
        ("20 pounds", "20.00"),
        ("50p", "0.50"),
        ("£12.5k", "12500.00"),
        ("GBP 75.5", "75.50"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, amount: str) -> None:
    assert money.parse_pounds(written) == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("£-5", "below £0"),
        ("-5", "below £0"),
        ("£1e9", "one amount"),
        ("1000000000", "more than £999,999.99"),
        ("9" * 400, "more than"),
        ("20-30", "one amount"),
        ("1,00", "one amount"),
        ("49.999", "one amount"),
        ("unknown", "one amount"),
        ("٥٠", "one amount"),
        ("=50", "one amount"),
        ("NaN", "one amount"),
    ],
)
def test_what_is_no_amount_gets_a_sentence(written: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        money.parse_pounds(written)


def test_an_amount_is_shown_with_its_thousands_and_pence() -> None:
    assert money.in_pounds(Decimal("1234.5")) == "£1,234.50"
    assert money.in_pounds(None) == ""
