"""The inspection file: revisions in SQLite, one transaction for each act. The only place that knows SQLAlchemy."""
