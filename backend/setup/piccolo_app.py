"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

APP_CONFIG = AppConfig(
    app_name="setup",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[],
    migration_dependencies=["backend.people.piccolo_app"],
)
