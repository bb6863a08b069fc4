"""Open the app store, bringing its tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from guanxi.config import Settings
from guanxi.errors import GuanxiError

_MIGRATIONS = Path(__file__).parent / "migrations"


class AppStore:
    """The app store's database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction: committed at the end, rolled back on an error."""
        with self._sessions.begin() as session:
            yield session

    def migrate(self) -> None:
        """Create or bring up to date all tables."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        self.engine.dispose()


def open_appstore(settings: Settings) -> AppStore:
    """The app store that `app.database` names: a SQLite file under GUANXI_HOME, or a server."""
    url = settings.app.database
    if url == "sqlite":
        settings.home.mkdir(parents=True, exist_ok=True)
        path = settings.home / "app.db"
        path.touch(mode=0o600)
        url = f"sqlite:///{path}"
    try:
        engine = create_engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_pragmas)
        store = AppStore(engine)
        store.migrate()
    except (OperationalError, ImportError) as error:
        name = "the app store" if "@" in url else url
        raise GuanxiError(f"{name} cannot be opened.", "Check app.database in config.yaml.") from error
    return store


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
