"""`probity tenant`: tenants, the folders that they start from, and whether they are at work."""

import sys
from pathlib import Path

import click

from backend.cli_services import do, with_services
from backend.kit.settings import read_settings


@click.group()
def tenant() -> None:
    """Tenants, and the folders that they start from."""


@tenant.command("list")
def tenant_list() -> None:
    """The folders of the catalogue: kind, what their sources say of them, and whether they live; and the templates."""
    from backend.desk import stage

    for line in do(with_services(read_settings(), stage.tenants_in_words)):
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


@tenant.command("resume")
@click.argument("slug")
def tenant_resume(slug: str) -> None:
    """Take up again what waited."""
    from backend.desk import stage

    name = do(with_services(read_settings(), stage.resume, slug))
    click.echo(f"{name} is at work again: what waited is being sent.")
