"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.measures.tables import Meaning, Measure, Value

APP_CONFIG = AppConfig(
    app_name="measures",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Measure, Value, Meaning],
    migration_dependencies=["backend.people.piccolo_app", "backend.organisations.piccolo_app"],
)
