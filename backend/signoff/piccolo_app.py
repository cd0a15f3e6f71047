"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.signoff.tables import Approval, Run, StepTaken

APP_CONFIG = AppConfig(
    app_name="signoff",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Run, StepTaken, Approval],
    migration_dependencies=["backend.people.piccolo_app"],
)
