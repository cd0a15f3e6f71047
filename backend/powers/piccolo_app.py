"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.powers.tables import Entry, Function, Holding, JointBody, JointPower, Party, Version

APP_CONFIG = AppConfig(
    app_name="powers",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Function, Entry, Version, Party, JointBody, JointPower, Holding],
    migration_dependencies=["backend.committees.piccolo_app", "backend.people.piccolo_app"],
)
