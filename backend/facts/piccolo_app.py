"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.facts.tables import FactTable, Followed, Subject

APP_CONFIG = AppConfig(
    app_name="facts",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[FactTable, Followed, Subject],
    migration_dependencies=["backend.tenancy.piccolo_app"],
)
