"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.notices.tables import DoubtTable, Letter, Switch, Wish

APP_CONFIG = AppConfig(
    app_name="notices",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Letter, Switch, Wish, DoubtTable],
    migration_dependencies=["backend.tenancy.piccolo_app"],
)
