"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.audits.tables import Audit, AuditRequest, Engagement, Opinion, Recommendation

APP_CONFIG = AppConfig(
    app_name="audits",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[Audit, Recommendation, Opinion, Engagement, AuditRequest],
    migration_dependencies=[
        "backend.people.piccolo_app",
        "backend.committees.piccolo_app",
        "backend.actions.piccolo_app",
    ],
)
