"""The file with a learner's progress: its tables, and how it is opened whatever its condition.

Rule: whoever opens it gets a database that works. A file that cannot be written is continued in
memory. A damaged one is never touched again: the next one gets a number, so that nobody who is
still writing can mix the two. What happened is told as a ``Trouble``.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from time import sleep
from typing import TYPE_CHECKING, TypeVar

from pytest_coro_lessons.progress.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_coro_lessons.progress.trouble import TroubleKind

T = TypeVar("T")

# "CoLe": tells our files from the SQLite files of others.
_APPLICATION = 0x436F4C65
_VERSION = 1
# SQLite writes the times: while tests run, Python's clocks may be virtual.
_NOW = "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))"
_TABLES = f"""
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    exercise TEXT NOT NULL,
    answer TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT {_NOW},
    last_at TEXT NOT NULL DEFAULT {_NOW},
    runs INTEGER NOT NULL DEFAULT 1,
    status TEXT NOT NULL,
    points INTEGER NOT NULL,
    max_points INTEGER NOT NULL,
    virtual_seconds REAL,
    code TEXT,
    outcomes TEXT NOT NULL
);
CREATE INDEX attempts_of_exercise ON attempts (exercise, id);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL DEFAULT {_NOW},
    exercise TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX events_of_exercise ON events (exercise, id);
CREATE TABLE stubs (exercise TEXT PRIMARY KEY, source BLOB NOT NULL);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_PATIENCE = 5.0  # seconds that a program waits for another one to finish writing
_PAUSE = 0.01
_FIRST = "progress.sqlite3"
_TIMES = round(_PATIENCE / _PAUSE)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class _Unusable(Exception):
    """The file is in order, but not for us."""

    kind: TroubleKind = "unreadable"


class _Newer(_Unusable):
    """A newer version of this package has written it."""

    kind = "newer"


class Database:
    """A connection to the file, or to a copy in memory if the file cannot be used.

    It is opened when it is needed, and made when there is something to write.
    """

    def __init__(self, folder: Path) -> None:
        self.file = newest_file(folder)
        self.trouble: Trouble | None = None
        self._opened: sqlite3.Connection | None = None

    def close(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def read(self, query: str, *values: object) -> list[sqlite3.Row]:
        if self._opened is None and not self.file.exists():
            return []
        return self._do(lambda connection: connection.execute(query, values).fetchall())

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Keep all of what ``work`` changes, or nothing; others wait meanwhile."""

        def whole(connection: sqlite3.Connection) -> T:
            with _transaction(connection):
                return work(connection)

        return self._do(whole)

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if self._opened is None:
                self._opened = self._open()
            return work(self._opened)
        except (sqlite3.Error, OSError, _Unusable) as error:
            self.close()
            self._opened = self._recovered(error)
            return work(self._opened)

    def _open(self) -> sqlite3.Connection:
        folder = self.file.parent
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("# A learner's own progress.\n*\n", encoding="utf-8")
        connection = _connected(self.file)
        try:
            _patiently(lambda: _prepare(connection))
        except BaseException:
            connection.close()
            raise
        return connection

    def _recovered(self, error: Exception) -> sqlite3.Connection:
        """Return a connection that works, and remember what was wrong."""
        if _is(error, _DAMAGED):
            damaged, self.file = self.file, _after(self.file)
            try:
                connection = self._open()
            except (sqlite3.Error, OSError, _Unusable) as second:
                error = second
            else:
                self.trouble = Trouble("set_aside", damaged)
                return connection
        self.trouble = Trouble(_kind(error), self.file, _reason(error))
        return _in_memory(self.file)


def newest_file(folder: Path) -> Path:
    """The file that counts: the one with the highest number."""
    return max(folder.glob("progress*.sqlite3"), key=_number, default=folder / _FIRST)


def _number(file: Path) -> int:
    number = file.stem.rpartition("-")[2]
    return int(number) if number.isdecimal() else 1


def _after(file: Path) -> Path:
    return file.with_name(f"progress-{_number(file) + 1}.sqlite3")


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables, unless they are there."""
    is_made = _is_ours(connection)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # Some file systems have no shared memory; without WAL it is slower, and works.
        if _is(error, _BUSY):
            raise
    # The last attempts may get lost when the machine loses its power, and only then.
    connection.execute("PRAGMA synchronous = NORMAL")
    if is_made:
        return
    with _transaction(connection):
        if not _is_ours(connection):  # another program may have been first
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_VERSION}")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables are there; False for a file with nothing in it."""
    # In one transaction: another program may be making them at this moment.
    connection.execute("SAVEPOINT looking")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("RELEASE looking")
    if application == 0 and tables == 0:
        return False
    if application != _APPLICATION:
        raise _Unusable
    if version > _VERSION:
        raise _Newer
    return True


def _patiently(work: Callable[[], None]) -> None:
    """Repeat what finds the file busy: not all of SQLite waits by itself."""
    for _ in range(_TIMES):
        try:
            return work()
        except sqlite3.OperationalError as error:
            if not _is(error, _BUSY):
                raise
        sleep(_PAUSE)
    return work()


def _in_memory(file: Path) -> sqlite3.Connection:
    """Go on with a copy of what can be read of the file."""
    memory = _connected(":memory:")
    try:
        # "immutable": else SQLite wants to write beside the file in order to read it.
        source = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        with closing(source):
            if _is_ours(source):
                source.backup(memory)
    except (sqlite3.Error, _Unusable):
        memory.close()
        memory = _connected(":memory:")
    _prepare(memory)
    return memory


def _connected(file: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


def is_sound(file: Path) -> bool:
    """Look through all of a file; one that is not there is sound, too."""
    if not file.exists():
        return True
    try:
        with closing(_connected(file)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            return bool(found == "ok")
    except sqlite3.DatabaseError as error:
        return not _is(error, _DAMAGED)


def _is(error: Exception, codes: tuple[int, ...]) -> bool:
    # The lower byte of an extended code is the general one.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _kind(error: Exception) -> TroubleKind:
    if isinstance(error, _Unusable):
        return error.kind
    if _is(error, _BUSY):
        return "busy"
    return "unreadable" if _is(error, _DAMAGED) else "unwritable"


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error)
