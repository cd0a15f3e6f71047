"""The room's tables and migrations, as Piccolo finds them."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from backend.tenancy.tables import Due, Setting, TenantTable

APP_CONFIG = AppConfig(
    app_name="tenancy",
    migrations_folder_path=Path(__file__).parent / "migrations",
    table_classes=[TenantTable, Due, Setting],
)
