"""A learner's progress: what the commands ask and write."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pytest_coro_lessons.diagnostics import Diagnostic
from pytest_coro_lessons.grading import Outcome
from pytest_coro_lessons.progress.database import Database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from pytest_coro_lessons.grading import ExerciseOutcome
    from pytest_coro_lessons.lessons import Exercise
    from pytest_coro_lessons.progress.model import Attempt, ExerciseProgress, State
    from pytest_coro_lessons.progress.trouble import Trouble

FOLDER = ".coro-lessons"


class Progress:
    """The progress in one course folder, the one that holds ``exercises``.

    Opening it never fails: ``trouble`` says whether anything is wrong.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._database = Database(home / FOLDER)

    @property
    def trouble(self) -> Trouble | None:
        return self._database.trouble

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()

    # What was tried.

    def add(self, outcomes: Iterable[ExerciseOutcome]) -> None:
        """Keep what the tests of these exercises found, all of it or nothing."""
        rows = [_row(outcome, self.home) for outcome in outcomes]

        def all_rows(connection: sqlite3.Connection) -> None:
            for row in rows:
                _add(connection, row)

        self._database.write(all_rows)

    def attempts(self, exercise: str | None = None) -> list[Attempt]:
        """The attempts at an exercise, or at all of them, in the order of their time."""
        if exercise is None:
            rows = self._database.read("SELECT * FROM attempts ORDER BY id")
        else:
            query = "SELECT * FROM attempts WHERE exercise = ? ORDER BY id"
            rows = self._database.read(query, exercise)
        return [attempt for row in rows if (attempt := _attempt(row, self.home)) is not None]

    def of(self, exercise: Exercise) -> ExerciseProgress:
        """How far the learner is with an exercise."""
        attempts = self.attempts(exercise.id)
        events = self._database.read(
            "SELECT kind, max(at) AS at, max(CAST(detail AS INTEGER)) AS level"
            " FROM events WHERE exercise = ? GROUP BY kind",
            exercise.id,
        )
        noted = {event["kind"]: event for event in events}
        last = attempts[-1] if attempts else None
        if last is not None and "reset" in noted:
            since = datetime.fromisoformat(noted["reset"]["at"])
            last = last if last.last_at > since else None
        from pytest_coro_lessons.progress.model import ExerciseProgress

        return ExerciseProgress(
            state="not_started" if last is None else _state(last),
            points=0 if last is None else last.points,
            attempts=len(attempts),
            last=last,
            solved_at=next((one.at for one in attempts if one.status == "passed"), None),
            changed=last is not None and last.answer != digest(exercise.answer_file),
            hints=noted["hint"]["level"] if "hint" in noted else 0,
            gave_up="gave_up" in noted,
        )

    # What was asked for.

    def hint_seen(self, exercise: str, level: int) -> None:
        self._note(exercise, "hint", str(level))

    def gave_up(self, exercise: str) -> None:
        """Note that the solution was asked for before the exercise was solved."""
        self._note(exercise, "gave_up")

    def was_reset(self, exercise: str, backup: str) -> None:
        """Note that the answer was replaced by the stub, and where the answer went."""
        self._note(exercise, "reset", backup)

    def _note(self, exercise: str, kind: str, detail: str = "") -> None:
        statement = "INSERT INTO events (exercise, kind, detail) VALUES (?, ?, ?)"
        self._database.write(lambda found: found.execute(statement, (exercise, kind, detail)))

    # Stubs, as they were before the learner wrote into them.

    def keep_stubs(self, sources: dict[str, bytes]) -> None:
        """Keep stubs by the ids of their exercises; the first one that is kept stays."""
        known = {row["exercise"] for row in self._database.read("SELECT exercise FROM stubs")}
        new = [(exercise, source) for exercise, source in sources.items() if exercise not in known]
        if new:
            statement = "INSERT OR IGNORE INTO stubs VALUES (?, ?)"
            self._database.write(lambda found: found.executemany(statement, new))

    def stub(self, exercise: str) -> bytes | None:
        rows = self._database.read("SELECT source FROM stubs WHERE exercise = ?", exercise)
        return bytes(rows[0]["source"]) if rows else None

    # Where the learner is.

    @property
    def current(self) -> str | None:
        """The id of the exercise that was chosen last."""
        rows = self._database.read("SELECT value FROM settings WHERE name = 'current'")
        return str(rows[0]["value"]) if rows else None

    @current.setter
    def current(self, exercise: str) -> None:
        statement = "INSERT OR REPLACE INTO settings VALUES ('current', ?)"
        self._database.write(lambda found: found.execute(statement, (exercise,)))


def digest(file: Path) -> str:
    """A short fingerprint of a file; empty if it cannot be read."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()[:32]
    except OSError:
        return ""


def _state(attempt: Attempt) -> State:
    return attempt.status if attempt.status in ("not_started", "passed") else "failed"


def _row(outcome: ExerciseOutcome, home: Path) -> dict[str, Any]:
    outcomes = [one for step in outcome.steps for one in step.outcomes] + list(outcome.other)
    seconds = [one.virtual_seconds for one in outcomes if one.virtual_seconds is not None]
    leading = next(iter(outcome.diagnostics), None)
    return {
        "exercise": outcome.exercise.id,
        "answer": digest(outcome.exercise.answer_file),
        "status": outcome.status,
        "points": outcome.points,
        "max_points": outcome.max_points,
        "virtual_seconds": sum(seconds) if seconds else None,
        "code": None if leading is None else leading.code,
        "outcomes": json.dumps([_as_data(one, home) for one in outcomes], default=str),
    }


def _add(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    """Add an attempt, or one more run to the last one if that found the same in the same file."""
    query = "SELECT * FROM attempts WHERE exercise = ? ORDER BY id DESC LIMIT 1"
    last = connection.execute(query, (row["exercise"],)).fetchone()
    told = ("answer", "status", "points", "code")
    if last is None and row["status"] == "not_started":
        return  # nothing was tried yet
    if last is not None and all(last[name] == row[name] for name in told):
        connection.execute(
            "UPDATE attempts SET runs = runs + 1, outcomes = ?,"
            " last_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = ?",
            (row["outcomes"], last["id"]),
        )
        return
    names = ", ".join(row)
    places = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO attempts ({names}) VALUES ({places})", [*row.values()])


def _as_data(outcome: Outcome, home: Path) -> dict[str, Any]:
    found = [
        {
            "code": one.code,
            "facts": dict(one.facts),
            "file": None if one.file is None else _relative(one.file, home),
            "line": one.line,
        }
        for one in outcome.diagnostics
    ]
    return {
        "test": outcome.test,
        "status": outcome.status,
        "virtual_seconds": outcome.virtual_seconds,
        "diagnostics": found,
    }


def _relative(file: str, home: Path) -> str:
    # So that a course folder may move.
    return file.removeprefix(f"{home}/").removeprefix(f"{home}\\")


def _attempt(row: sqlite3.Row, home: Path) -> Attempt | None:
    """Read a row; None if somebody else has written it and it makes no sense."""
    try:
        at, last_at = datetime.fromisoformat(row["at"]), datetime.fromisoformat(row["last_at"])
        outcomes = tuple(_outcome(data, home) for data in json.loads(row["outcomes"]))
    except (KeyError, TypeError, ValueError):
        return None
    # Not at the top: a run of the tests only adds.
    from pytest_coro_lessons.progress.model import Attempt

    plain = ("exercise", "runs", "answer", "status", "points", "max_points", "virtual_seconds")
    values = {name: row[name] for name in plain}
    return Attempt(at=at, last_at=last_at, outcomes=outcomes, **values)


def _outcome(data: dict[str, Any], home: Path) -> Outcome:
    diagnostics = tuple(
        Diagnostic(
            one["code"],
            one["facts"],
            None if one["file"] is None else str(home / one["file"]),
            one["line"],
        )
        for one in data["diagnostics"]
    )
    return Outcome(data["test"], data["status"], diagnostics, data["virtual_seconds"])
