"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.systems.tables import Delivery, Grant, Office, Received, Stated, Threshold

APP_CONFIG = AppConfig(
    app_name="systems",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Grant, Delivery, Received, Threshold, Office, Stated],
    migration_dependencies=["backend.people.piccolo_app", "backend.together.piccolo_app"],
)
