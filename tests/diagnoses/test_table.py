"""One table of all codes: each is triggered by a program, and its right twin is told nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from .test_examples import CODES, ENDLESS, findings
from .test_programs import PROGRAMS, graded_part
from .test_programs import findings as findings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What the catalogue of diagnoses was planned with, and the codes it has become.
PLANNED = {
    "never awaited": ["CL401"],
    "sequential": ["CL201", "CL207"],
    "too slow": ["CL101", "CL102", "CL202", "CL206"],
    "too concurrent": ["CL203", "CL205", "CL209", "CL410"],
    "leak": ["CL402"],
    "cancelled, not awaited": ["CL403"],
    "blocked loop": ["CL501", "CL505"],
    "busy loop": ["CL503", "CL504", "CL506"],
    "deadlock": ["CL502", "CL212"],
    "race": ["CL208", "CL211"],
    "swallowed cancellation": ["CL301", "CL302"],
    "resource leak": ["CL409", "CL213"],
    "unretrieved": ["CL404", "CL408"],
    "destroyed by the collector": ["CL407", "CL214"],
    "unclosed generator": ["CL405"],
    "reused coroutine": ["CL913"],
    "wrong exception": ["CL603", "CL604", "CL610"],
    "order": ["CL104", "CL105", "CL204"],
    "early": ["CL103", "CL106"],
    "removed API": ["CL906", "CL907"],
    "forbidden shortcut": ["CL406", "CL920"],
    "cross-thread": ["CL911"],
}


class Row(NamedTuple):
    code: str
    program: str
    told: str
    twin: str


def rows(folder: Path) -> list[Row]:
    found = [_of_example(code, folder) for code in CODES if code != ENDLESS]
    found.append(Row(ENDLESS, "its story", "CL505, by the plugin", _codes_of_endless_twin(folder)))
    found += [_of_program(program, folder) for program in PROGRAMS]
    return sorted(found, key=lambda row: row.code)


def _of_example(code: str, folder: Path) -> Row:
    bad, good = findings(code, "bad", _new(folder)), findings(code, "good", _new(folder))
    return Row(code, "its story", _told([one.code for one in bad]), _told([x.code for x in good]))


def _codes_of_endless_twin(folder: Path) -> str:
    return _told([one.code for one in findings(ENDLESS, "good", _new(folder))])


def _of_program(program: Path, folder: Path) -> Row:
    wrong = [one.code for one in findings_of(program, "wrong", _new(folder))]
    right = [one.code for one in findings_of(program, "right", _new(folder))]
    name = program.stem.replace("_", " ")
    return Row(graded_part(program)["SAYS"][0], name, _told(wrong), _told(right))


def _new(folder: Path) -> Path:
    made = folder / str(len(list(folder.iterdir())))
    made.mkdir()
    return made


def _told(codes: list[str]) -> str:
    return ", ".join(codes) or "silent"


def test_every_code_is_triggered_by_a_program_and_its_twin_is_silent(
    tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    table = rows(tmp_path)

    lines = [f"| {row.code} | {row.program} | {row.told} | {row.twin} |" for row in table]
    head = ["| code | program | is told | its twin |", "|---|---|---|---|"]
    golden("diagnoses/table.md", "\n".join([*head, *lines]))
    assert {row.code for row in table} == set(CODES)
    assert {row.twin for row in table} == {"silent"}

    assert [row for row in table if not row.told.startswith(row.code)] == []


@pytest.mark.parametrize("planned", PLANNED)
def test_what_was_planned_has_its_codes(planned: str) -> None:
    assert set(PLANNED[planned]) <= set(CODES)
