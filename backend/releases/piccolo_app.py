"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.releases.tables import Access, Download, Receipt, Recipient, Release, Visit

APP_CONFIG = AppConfig(
    app_name="releases",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Release, Recipient, Visit, Download, Access, Receipt],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.packs.piccolo_app",
        "backend.together.piccolo_app",
    ],
)
