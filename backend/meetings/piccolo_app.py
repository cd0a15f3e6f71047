"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.meetings.tables import (
    Attendance,
    CoverEdition,
    CoverExcuse,
    Decision,
    Disclosure,
    Finding,
    Hit,
    Item,
    ItemOrganisation,
    LatePaper,
    Meeting,
    Paper,
    PaperAsset,
    PaperCover,
    PaperVersion,
    Passage,
    Prose,
    Search,
    SettledEffect,
    StruckDecision,
    Treated,
    Withholding,
)

APP_CONFIG = AppConfig(
    app_name="meetings",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[
        Meeting,
        Item,
        ItemOrganisation,
        Paper,
        PaperVersion,
        PaperCover,
        CoverEdition,
        CoverExcuse,
        PaperAsset,
        LatePaper,
        Attendance,
        Decision,
        Finding,
        Prose,
        Withholding,
        Disclosure,
        Passage,
        Hit,
        Search,
        Treated,
        SettledEffect,
        StruckDecision,
    ],
    migration_dependencies=[
        "backend.committees.piccolo_app",
        "backend.evidence.piccolo_app",
        "backend.organisations.piccolo_app",
        "backend.people.piccolo_app",
        "backend.signoff.piccolo_app",
    ],
)
