"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.interests.tables.declarants import DeclarantTable
from backend.interests.tables.declarations import Declaration, Entry
from backend.interests.tables.gifts import Gift
from backend.interests.tables.settings import Settings
from backend.interests.tables.withholding import Withholding

APP_CONFIG = AppConfig(
    app_name="interests",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[DeclarantTable, Declaration, Entry, Gift, Settings, Withholding],
    migration_dependencies=["backend.people.piccolo_app", "backend.organisations.piccolo_app"],
)
