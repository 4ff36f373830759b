"""The encrypted local database: tables, repositories, unit of work, migrations. Its rows never leave this package."""
