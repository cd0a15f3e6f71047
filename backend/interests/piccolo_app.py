"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.interests.tables.declarations import Declaration, Entry
from backend.interests.tables.settings import Settings

APP_CONFIG = AppConfig(
    app_name="interests",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Declaration, Entry, Settings],
    migration_dependencies=["backend.people.piccolo_app", "backend.organisations.piccolo_app"],
)
