"""`probity tenant`: tenants, the folders that they start from, and whether they are at work."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from backend.cli_services import do, with_services
from backend.kit.settings import read_settings


@click.group()
def tenant() -> None:
    """Tenants, and the folders that they start from."""


@tenant.command("list")
def tenant_list() -> None:
    """The folders of the catalogue: kind, what their sources say of them, and whether they live; and the templates."""
    from backend.desk import lives

    for line in do(with_services(read_settings(), lives.every_in_words, role="probity_worker")):
        click.echo(line)


@tenant.command("plan")
@click.argument("slug")
def tenant_plan(slug: str) -> None:
    """What `apply` would change, in words."""
    from backend.desk import stage

    changes = do(with_services(read_settings(), stage.plan, slug))
    click.echo("\n".join(changes) if changes else "Nothing would change.")


@tenant.command("diff")
@click.argument("slug")
def tenant_diff(slug: str) -> None:
    """How the living tenant differs from its folder, in words. Leaves with 1 where it does."""
    from backend.desk import stage

    changes = do(with_services(read_settings(), stage.diff, slug))
    click.echo("\n".join(changes) if changes else "The tenant lives as its folder says.")
    sys.exit(1 if changes else 0)


@tenant.command("apply")
@click.argument("slug")
def tenant_apply(slug: str) -> None:
    """Make the tenant live as its folder says. Nothing is deleted: what left the folder is retired."""
    from backend.desk import stage

    changes = do(with_services(read_settings(), stage.apply, slug))
    click.echo("\n".join(changes) if changes else "Nothing had to change.")


@tenant.command("export")
@click.argument("slug")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def tenant_export(slug: str, folder: Path) -> None:
    """Write the tenant's folder back from how it lives."""
    from backend.desk import stage

    for path in do(with_services(read_settings(), stage.export, slug, folder)):
        click.echo(path)


@tenant.command("suspend")
@click.argument("slug")
@click.option("--reason", required=True, help="Why; it stands in the organisation's activity.")
def tenant_suspend(slug: str, reason: str) -> None:
    """Do and send nothing for the organisation until it is resumed; what is owed waits."""
    from backend.desk import stage

    name = do(with_services(read_settings(), stage.suspend, slug, reason))
    click.echo(f"{name} is suspended: nothing is sent.")


@tenant.command("allow-passwords")
@click.argument("slug")
@click.option("--reason", required=True, help="Why; it stands in the organisation's activity.")
def tenant_allow_passwords(slug: str, reason: str) -> None:
    """Let people in with their passwords again, where the organisation's own sign-in fails them."""
    from backend.desk import stage

    name = do(with_services(read_settings(), stage.allow_passwords, slug, reason))
    click.echo(f"{name}: people can sign in with their passwords and passkeys again.")


@tenant.command("resume")
@click.argument("slug")
def tenant_resume(slug: str) -> None:
    """Take up again what waited."""
    from backend.desk import stage

    name = do(with_services(read_settings(), stage.resume, slug))
    click.echo(f"{name} is at work again: what waited is being sent.")


@tenant.command("go-live")
@click.argument("slug")
def tenant_go_live(slug: str) -> None:
    """End an organisation's trial: what is approved is published and released from now on."""
    from backend.desk import lives

    click.echo(do(with_services(read_settings(), lives.go_live, slug)))


@tenant.command("close")
@click.argument("slug")
@click.option("--reason", required=True, help="Why; it stands in the organisation's activity.")
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it ended; today if not given."
)
def tenant_close(slug: str, reason: str, day: datetime | None) -> None:
    """End an organisation's life: its record is read from now on, and nothing in it is changed."""
    from backend.desk import lives

    click.echo(do(with_services(read_settings(), lives.close, slug, day.date() if day else None, reason)))


@tenant.command("reopen")
@click.argument("slug")
@click.option("--reason", required=True, help="Why; it stands in the organisation's activity.")
def tenant_reopen(slug: str, reason: str) -> None:
    """Take a closing back. What was merged is not reopened."""
    from backend.desk import lives

    click.echo(do(with_services(read_settings(), lives.reopen, slug, reason)))


@tenant.command("backup")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def tenant_backup(slug: str, file: Path) -> None:
    """Write everything of one organisation to a sealed file, from which `restore` brings it back."""
    from backend.desk import archived

    do(with_services(read_settings(), archived.back_up, slug, file, click.echo))


@tenant.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "slug", help="The word in its address, if its own is taken.")
def tenant_restore(file: Path, slug: str | None) -> None:
    """Bring one organisation back from its backup, where it is missing. Nothing is ever written over."""
    from backend.archives.restoring import UnableToRestore

    try:
        do(with_services(read_settings(), _bring_back, file, slug))
    except UnableToRestore as refusal:
        for line in refusal.findings:
            click.echo(line, err=True)
        sys.exit(1)


async def _bring_back(services: Any, file: Path, slug: str | None) -> None:
    from backend.desk import archived

    await archived.bring_back(services, _owner(services), file, slug, click.echo)


@tenant.command("delete")
@click.argument("slug")
@click.option("--yes", "typed", metavar="SLUG", help="The slug once more, instead of being asked to type it.")
def tenant_delete(slug: str, typed: str | None) -> None:
    """Remove the record of an organisation whose deletion two people approved four weeks ago or earlier.

    Says first what goes and what stays, and asks for the slug. What was broken off is finished by running it again.
    """

    def asked() -> str:
        if typed is not None:
            return typed
        return str(click.prompt(f"Type {slug} to delete it for good", default="", show_default=False))

    do(with_services(read_settings(), _delete, slug, asked))


async def _delete(services: Any, slug: str, asked: Callable[[], str]) -> None:
    from backend.desk import deleted

    await deleted.delete(services, _owner(services), slug, asked, click.echo)


def _owner(services: Any) -> dict[str, Any]:
    """How the database's superuser signs in."""
    from backend.kit.database import connection_config
    from backend.worker.services import database_name, server_address

    settings = services.settings
    owner = connection_config(server_address(settings, services.keys))
    return {**owner, "database": database_name(settings)}


@tenant.command("invite")
@click.argument("email")
@click.option("--days", default=14, show_default=True, help="How long the link is good.")
def tenant_invite(email: str, days: int) -> None:
    """Make a one-time link with which the holder of EMAIL may found one organisation in the app.

    Nobody founds an organisation there without one. An earlier open link of the same address ends.
    """
    from backend.desk import founding_links

    click.echo("\n".join(do(with_services(read_settings(), founding_links.invite, email, days))))


@tenant.command("invitations")
def tenant_invitations() -> None:
    """The founding links that were made, and what became of each."""
    from backend.desk import founding_links

    click.echo("\n".join(do(with_services(read_settings(), founding_links.links_in_words))))


@tenant.command("revoke")
@click.argument("email")
def tenant_revoke(email: str) -> None:
    """End the open founding link of EMAIL."""
    from backend.desk import founding_links

    click.echo(do(with_services(read_settings(), founding_links.revoke, email)))
