"""`probity mail`: what a mail server hands back."""

import sys

import click

from backend.cli_services import do, with_services
from backend.kit.settings import read_settings


@click.group()
def mail() -> None:
    """Letters that come back."""


@mail.command("bounce")
def mail_bounce() -> None:
    """Read a notice of a letter that could not be delivered (RFC 3464) from standard input, and enter it.

    For the mailbox that MAIL_URL names in `bounces=`, as in `returns: "|probity mail bounce"`.
    """
    from backend.desk import returned
    from backend.kit.bounces import LARGEST

    click.echo(do(with_services(read_settings(), returned.take_back, sys.stdin.buffer.read(LARGEST + 1))))
