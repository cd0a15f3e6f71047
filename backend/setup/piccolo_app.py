"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.setup.tables.changes import SettingChange
from backend.setup.tables.people import Brought, PeopleListTable
from backend.setup.tables.steps import StepSettled

APP_CONFIG = AppConfig(
    app_name="setup",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Brought, PeopleListTable, StepSettled, SettingChange],
    migration_dependencies=["backend.committees.piccolo_app"],
)
