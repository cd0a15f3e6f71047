"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.evidence.tables import File

APP_CONFIG = AppConfig(
    app_name="evidence",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[File],
    migration_dependencies=["backend.tenancy.piccolo_app"],
)
