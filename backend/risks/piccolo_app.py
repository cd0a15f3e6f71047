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
    ],
    migration_dependencies=["backend.people.piccolo_app", "backend.committees.piccolo_app"],
)
