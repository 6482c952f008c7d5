"""Draw the figures of the readings anew. What a figure is: authoring/programs.py.

    python tests/lessons/figures.py [FOLDER]

The same as `coro-lessons check --draw [FOLDER]`.
"""

import sys
from pathlib import Path

from pytest_coro_lessons.authoring.programs import draw_anew


def main(folder: str = "exercises") -> None:
    for file in draw_anew(Path(folder).resolve()):
        print(f"drawn anew: {file}")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
