"""`probity keys`: which keys seal and sign for a tenant, and changing them."""

from datetime import datetime
from typing import Any

import click

from backend.cli_services import do, with_services
from backend.kit.settings import read_settings

_USES = click.Choice(["pack-seal", "checkpoint", "report-seal"])
_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.group()
def keys() -> None:
    """The keys that seal packs and reports and sign the ledger's checkpoints."""


@keys.command("list")
@click.option("--tenant", "slug", required=True, help="The tenant's slug.")
def keys_list(slug: str) -> None:
    """Every key of a tenant with its fingerprint, also those that are no longer in force."""
    from backend.desk import keys as desk

    _say(desk.list_keys, slug)


@keys.command("ready")
@click.option("--tenant", "slug", required=True, help="The tenant's slug.")
def keys_ready(slug: str) -> None:
    """Make the first keys of a tenant, so that their fingerprints can be sent out before the first pack."""
    from backend.desk import keys as desk

    _say(desk.make_ready, slug)


@keys.command("rotate")
@click.option("--tenant", "slug", required=True, help="The tenant's slug.")
@click.option("--use", required=True, type=_USES, help="What the key is for.")
@click.option("--because", required=True, help="Why; it stands on the public page of keys.")
@click.option(
    "--lost-since", type=_MOMENT, help="If somebody else may have had the old key: since when (UTC)."
)
def keys_rotate(slug: str, use: str, because: str, lost_since: datetime | None) -> None:
    """Follow the key in force by a new one. What the old one sealed in its time stays good."""
    from backend.desk import keys as desk

    _say(desk.rotate, slug, use, because, lost_since)


@keys.command("lost")
@click.option("--tenant", "slug", required=True, help="The tenant's slug.")
@click.option("--use", required=True, type=_USES, help="What the key is for.")
@click.option("--generation", required=True, type=click.IntRange(min=1), help="Which of them.")
@click.option("--since", required=True, type=_MOMENT, help="Since when somebody else may have had it (UTC).")
@click.option("--because", required=True, help="What happened; it stands on the public page of keys.")
def keys_lost(slug: str, use: str, generation: int, since: datetime, because: str) -> None:
    """Say that somebody else may have had a key. One that is in force is followed by a new one."""
    from backend.desk import keys as desk

    _say(desk.mark_lost, slug, use, generation, since, because)


def _say(act: Any, *arguments: Any) -> None:
    for line in do(with_services(read_settings(), act, *arguments)):
        click.echo(line)
