"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.risks.tables.around import Proposal, Round, Settled
from backend.risks.tables.kept import (
    Assurance,
    Confirmation,
    Control,
    Gap,
    Move,
    Objective,
    Point,
    Risk,
    Score,
    Version,
)
from backend.risks.tables.reports import Report

APP_CONFIG = AppConfig(
    app_name="risks",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Objective,
        Risk,
        Score,
        Point,
        Control,
        Assurance,
        Gap,
        Move,
        Confirmation,
        Version,
        Settled,
        Round,
        Proposal,
        Report,
    ],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.committees.piccolo_app",
        "backend.meetings.piccolo_app",
    ],
)
