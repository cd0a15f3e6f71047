"""A post office, and this process's post set to it."""

from collections.abc import Iterator

import pytest

from backend.kit.identity import new_id
from backend.notices import post
from backend.notices.rules import Recipient
from tests.notices.postoffice import PostOffice, open_post_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with open_post_office() as office:
        post.use(mail_url=office.url, public_url="https://probity.example")
        yield office
    post.use(mail_url=post.KEPT_HERE, public_url="http://localhost")


@pytest.fixture
def to() -> Recipient:
    return Recipient(person_id=new_id(), name="Robin Invented", address="robin@north.example")
