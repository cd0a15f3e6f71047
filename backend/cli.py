"""The command `probity`: run it, look after it, and check what it made. Composition only."""

import contextlib
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from backend.cli_keys import keys
from backend.cli_ledger import ledger
from backend.cli_mail import mail
from backend.cli_services import bring_up_to_date, do, embedded_database, with_services
from backend.cli_tenants import tenant
from backend.kit.settings import BadSetting, Settings, read_settings

_ROOT = Path(__file__).resolve().parents[1]
_WITH_THE_YEARS = "dudley-ccg"  # the walk of every day, after which the years are played too
_BEHIND_THE_PAGES = 5  # the niceness of a worker: work on the queue waits for whoever waits for a page


class _Sentences(click.Group):
    """Says what is wrong in one sentence and leaves with 1; a stack is for faults of ours alone."""

    def invoke(self, ctx: click.Context) -> Any:
        from backend.catalogue.problems import CatalogueProblems
        from backend.kit.database import DatabaseUnavailable
        from backend.kit.keys import KeysRefused
        from backend.scope import Refusal
        from backend.worker import UnableToStart

        try:
            return super().invoke(ctx)
        except (
            BadSetting,
            UnableToStart,
            Refusal,
            CatalogueProblems,
            DatabaseUnavailable,
            KeysRefused,
            OSError,
        ) as refusal:
            raise click.ClickException(str(refusal)) from refusal


@click.group(cls=_Sentences)
def main() -> None:
    """Governance and assurance for NHS commissioners."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


main.add_command(tenant)
main.add_command(mail)
main.add_command(ledger)
main.add_command(keys)


@main.command()
@click.option("--year", "with_years", is_flag=True, help="Also play the invented year of a committee, first.")
def run(with_years: bool) -> None:
    """Start everything here: database, web, worker, with the demonstration tenants."""
    from backend.desk import stage, surroundings

    settings = read_settings()
    children: list[subprocess.Popen[bytes]] = []

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, leave)
    surroundings.check_port(settings.port)
    with embedded_database(settings), contextlib.suppress(KeyboardInterrupt):
        loaded = do(with_services(settings, stage.load_demonstrations, with_years))
        environment = {**os.environ, "PROBITY_HOME": str(settings.home), "PROBITY_PORT": str(settings.port)}
        try:
            for word in ("web", "worker"):
                command = [sys.executable, "-m", "backend.cli", word]
                children.append(subprocess.Popen(command, env=environment, start_new_session=True))
            _wait_for(settings, children)
            click.echo(stage.welcome(settings.public_url, loaded))
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
            click.echo("A part of Probity has ended by itself; stopping the rest.", err=True)
        finally:
            _stop(children)
    click.echo("\nProbity has stopped.")


@main.command()
def web() -> None:
    """Serve the web application. Any number of these may run."""
    import uvicorn

    from backend.app import create_app
    from backend.worker import open_services

    settings = read_settings()

    async def serve() -> None:
        async with open_services(settings, role="probity_app") as services:
            config = uvicorn.Config(
                create_app(settings, clock=services.clock),
                host=os.environ.get("PROBITY_HOST", "127.0.0.1"),
                port=settings.port,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
                h11_max_incomplete_event_size=64 * 1024,
            )
            await uvicorn.Server(config).serve()

    do(serve())


@main.command()
@click.option(
    "--interests", required=True, type=click.Path(path_type=Path), help="the directory, people and interests"
)
@click.option(
    "--items", required=True, type=click.Path(path_type=Path), help="the meeting, its items and their papers"
)
@click.option("--json", "as_json", is_flag=True, help="print the hits as JSON")
def radar(interests: Path, items: Path, as_json: bool) -> None:
    """Find what an agenda touches of declared interests, in two plain files. Needs no database."""
    from backend.radar.files import UnreadableFile, read_meeting, read_register
    from backend.radar.hits import hits
    from backend.radar.printing import printed

    try:
        register = read_register(interests)
        meeting = read_meeting(items, register)
    except UnreadableFile as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    found = hits(register, meeting)
    click.echo(found.model_dump_json(indent=2) if as_json else printed(found, meeting), nl=as_json)


@main.command()
def worker() -> None:
    """Do the work on the queue, and keep the timetable. Any number of these may run."""
    from backend.worker import work

    os.nice(_BEHIND_THE_PAGES)
    do(work(read_settings()))


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema. The only command that needs more than the application's roles."""
    settings = read_settings()
    do(bring_up_to_date(settings))
    click.echo("The database is up to date.")


@main.command()
@click.argument("name")
@click.option("--tenant", "slug", required=True, help="The tenant's slug.")
@click.option(
    "--at", "at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="As if it were this moment."
)
def chore(name: str, slug: str, at: datetime | None) -> None:
    """Run one chore of the timetable by hand."""
    from backend.worker import open_services, run_chore

    settings = read_settings()

    async def once() -> None:
        async with open_services(settings, role="probity_worker", connections=2) as services:
            await run_chore(name, slug=slug, at=at, clock=services.clock)

    do(once())
    click.echo(f"Ran {name} in {slug}.")


@main.command()
@click.argument("slug", metavar="TENANT")
@click.option("--from", "first", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The first day.")
@click.option("--to", "last", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
@click.option("--json", "as_json", is_flag=True, help="Print the letters as JSON.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page with the picture here."
)
def simulate(slug: str, first: datetime, last: datetime, as_json: bool, out: Path | None) -> None:
    """Show who would be reminded of what on a simulated clock. Sends nothing and writes nothing to the tenant."""
    from backend.desk.chasing import simulating

    made = do(with_services(read_settings(), simulating.simulate, slug, first.date(), last.date()))
    if out:
        out.write_text(simulating.as_html(made), encoding="utf-8")
    click.echo(simulating.as_json(made) if as_json else simulating.as_text(made))


@main.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--tenant", "slug", default="dudley-ccg", show_default=True)
@click.option("--year/--no-year", "with_year", default=True, help="Also play a committee’s year, after it.")
@click.option(
    "--catalogue", type=click.Path(exists=True, file_okay=False, path_type=Path), default=_ROOT, hidden=True
)
def demo(out: Path, slug: str, with_year: bool, catalogue: Path) -> None:
    """Do the whole main job on a simulated clock, without a browser, and verify what it made."""
    from backend.catalogue import shelf
    from backend.catalogue.loader import load_catalogue
    from backend.desk.walk import WalkBroken
    from backend.kit import embedded

    started = time.monotonic()
    shelf.put(load_catalogue(catalogue))
    if slug not in shelf.catalogue().tenants:
        known = ", ".join(sorted(shelf.catalogue().tenants))
        raise click.ClickException(f"The catalogue has no tenant {slug!r}. It has: {known}.")
    out.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="probity-demo-"))
    home.chmod(0o711)
    try:
        ending = do(_walk(out, home, slug, catalogue, with_year=with_year))
    except WalkBroken as broken:
        raise click.ClickException(f"Not complete: {broken}") from broken
    finally:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)
    click.echo(f"\nDone in {time.monotonic() - started:.0f} seconds. {ending}")


async def _walk(out: Path, home: Path, slug: str, catalogue: Path, *, with_year: bool) -> str:
    """An installation of its own for the walk: embedded database, mail server, worker process. Returns its ending."""
    from aiosmtpd.controller import Controller

    from backend.app import create_app
    from backend.catalogue import shelf
    from backend.desk import folder_walk, stage, surroundings
    from backend.desk.walk import Walk
    from backend.worker import open_services

    ending = "The year is there."
    letterbox, port = surroundings.Letterbox(), surroundings.free_port()
    mail = Controller(letterbox, hostname="127.0.0.1", port=port)
    mail.start()
    try:
        environment = {
            "PROBITY_HOME": str(home),
            "MAIL_URL": f"smtp://127.0.0.1:{port}?tls=none",
            "PROBITY_CATALOGUE": str(catalogue),
            "PATH": os.environ.get("PATH", ""),
        }
        settings = read_settings(environment)
        await bring_up_to_date(settings)
        async with open_services(settings, connections=4) as services:
            async with surroundings.worker(settings, environment):
                log = home / "worker.log"
                if folder_walk.meets(slug):
                    await Walk(slug, out=out, letterbox=letterbox, worker_log=log, say=click.echo).go()
                    folder_walk.say_lacking(shelf.catalogue().tenants[slug], click.echo)
                    ending = "Everything is there, and everything verifies."
                elif not (with_year and slug in shelf.catalogue().years):
                    bare = folder_walk.FolderWalk(
                        slug, out=out, folder=home, letterbox=letterbox, worker_log=log, say=click.echo
                    )
                    await bare.go()
                    ending = bare.ending
            if with_year and slug in {_WITH_THE_YEARS, *shelf.catalogue().years}:
                app = create_app(settings, clock=services.clock)
                await stage.put_out_years(out, settings=settings, app=app, say=click.echo)
    finally:
        mail.stop()
    return ending


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The keys that you hold."
)
@click.option(
    "--earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A pack or a checkpoint that you kept: the ledger must have grown out of it.",
)
def verify(file: Path, trust: Path | None, earlier: Path | None) -> None:
    """Check an assurance pack. Needs neither the service nor a network."""
    from backend.packs import verify as packs

    try:
        trusted = packs.read_trust_file(trust) if trust else None
    except packs.TrustFileUnreadable as error:
        raise click.ClickException(str(error)) from error
    result = packs.verify_pack(file, trusted=trusted, earlier=earlier)
    click.echo(packs.in_words(result))
    sys.exit(0 if result.ok else 1)


@main.command()
@click.option("--check", is_flag=True, help="Say what is out of step instead of writing it.")
def docs(check: bool) -> None:
    """Write the generated pages of docs/reference."""
    from backend.desk import reference

    stale = reference.out_of_step(_ROOT) if check else reference.write(_ROOT)
    for name in stale:
        click.echo(f"{'Out of step' if check else 'Written'}: {name}")
    sys.exit(1 if check and stale else 0)


def _wait_for(settings: Settings, children: list[subprocess.Popen[bytes]]) -> None:
    """Until the web answers; a child that ends first has said why."""
    deadline = time.monotonic() + 180  # a busy machine may be slow; one that fails says so at once
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise click.ClickException("Probity did not start; what went wrong is said above.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", settings.port), timeout=1):
            return
        time.sleep(0.1)
    raise click.ClickException(f"The web did not answer on port {settings.port} within three minutes.")


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


if __name__ == "__main__":
    main()
