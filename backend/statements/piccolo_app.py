"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.statements.tables.freezes import Freeze, FrozenPart, FrozenRow, Highlight
from backend.statements.tables.statements import Addendum, Signature, Statement, StatementFile, Words

APP_CONFIG = AppConfig(
    app_name="statements",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Addendum,
        Freeze,
        FrozenPart,
        FrozenRow,
        Highlight,
        Signature,
        Statement,
        StatementFile,
        Words,
    ],
    migration_dependencies=["backend.evidence.piccolo_app", "backend.meetings.piccolo_app"],
)
