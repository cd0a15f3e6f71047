"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.functions.tables.agreements import Agreement, Notice, Report, Segregation, Variation
from backend.functions.tables.register import Function, Holding, Phase, Plan, Print

APP_CONFIG = AppConfig(
    app_name="functions",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Function,
        Agreement,
        Plan,
        Phase,
        Holding,
        Report,
        Variation,
        Notice,
        Segregation,
        Print,
    ],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.powers.piccolo_app",
    ],
)
