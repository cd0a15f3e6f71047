"""`probity ledger`: whether the record is what it was when it was sealed."""

import sys
from pathlib import Path

import click

from backend.cli_services import do, with_services
from backend.kit.settings import read_settings

_WRONG, _UNABLE = 1, 2


@click.group()
def ledger() -> None:
    """The ledger of everything that was done."""


@ledger.command("verify")
@click.option("--tenant", "slug", help="One tenant's slug; every tenant if none is given.")
@click.option(
    "--earlier",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that somebody kept elsewhere: from a pack, a letter or a bucket. May be given again.",
)
@click.option(
    "--trust",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of keys, one a line; then those alone count, and not this installation's own.",
)
def ledger_verify(slug: str | None, earlier: tuple[Path, ...], trust: Path | None) -> None:
    """Recompute every line and the tree, check every signature, and compare with checkpoints from outside.

    Leaves with 0 if everything holds, with 1 if anything is wrong, and with 2 if it could not be checked.
    """
    from backend.desk import ledgers

    try:
        kept, trusted = ledgers.read_earlier(earlier), ledgers.read_trusted(trust)
        holds = do(
            with_services(
                read_settings(),
                ledgers.verify_ledgers,
                *(slug, kept, trusted, click.echo, _progress),
                role="probity_worker",
            )
        )
    except ledgers.UnableToVerify as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(_UNABLE)
    if not holds:
        sys.exit(_WRONG)


def _progress(slug: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{slug}: {done:,} of {of:,}\033[K", err=True, nl=done >= of)
