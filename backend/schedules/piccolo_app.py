"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.schedules.tables import Run, Schedule

APP_CONFIG = AppConfig(
    app_name="schedules",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Schedule, Run],
    migration_dependencies=["backend.people.piccolo_app", "backend.notices.piccolo_app"],
)
