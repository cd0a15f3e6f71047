"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.committees.tables import (
    Committee,
    CompositionSetting,
    Deputy,
    Effectiveness,
    ReportingLine,
    Seat,
    Term,
    TermsVersion,
)

APP_CONFIG = AppConfig(
    app_name="committees",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Committee,
        ReportingLine,
        Seat,
        Term,
        TermsVersion,
        Deputy,
        Effectiveness,
        CompositionSetting,
    ],
    migration_dependencies=["backend.organisations.piccolo_app", "backend.people.piccolo_app"],
)
