"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.chasing.tables import ClosedDay, LadderTable, LineTable, SettingTable, Switch

APP_CONFIG = AppConfig(
    app_name="chasing",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[SettingTable, ClosedDay, Switch, LadderTable, LineTable],
    migration_dependencies=["backend.notices.piccolo_app", "backend.people.piccolo_app"],
)
