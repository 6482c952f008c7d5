"""Keeps what `pytest exercises` finds.

Rule: it never raises and takes milliseconds; SQLite is loaded when there is something to keep.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pytest_coro_lessons.progress.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_coro_lessons.grading import ExerciseOutcome

_PACKAGE = Path(__file__).resolve().parent.parent


def record(course_root: Path, outcomes: Sequence[ExerciseOutcome]) -> Trouble | None:
    """Keep what the tests of exercises found in the course whose ``exercises`` folder it is.

    An exercise of which not all tests were run is left out: it would look worse than it is.

    Returns:
        What to tell the learner, in one line, if something is wrong with the store.
    """
    home = course_root.parent
    complete = [outcome for outcome in outcomes if _all_ran(outcome)]
    # Nobody learns in the course that belongs to the package.
    if not complete or home.is_relative_to(_PACKAGE):
        return None
    try:
        from pytest_coro_lessons.progress.store import Progress

        with Progress(home) as progress:
            progress.add(complete)
            untouched = [one.exercise for one in complete if one.status == "not_started"]
            stubs = [one for one in untouched if one.answer_file.is_file()]
            progress.keep_stubs({one.id: one.answer_file.read_bytes() for one in stubs})
            return progress.trouble
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the tests
        return Trouble("unwritable", home, str(error) or type(error).__name__)


def _all_ran(outcome: ExerciseOutcome) -> bool:
    return all(
        {one.function for one in step.outcomes} >= {*step.step.tests} for step in outcome.steps
    )
