"""Compares what two loops did with the same tests: plain data in, plain data out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from children import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

KEYS = {"module", "tests", "pythons", "reason"}


@dataclass(frozen=True, slots=True)
class Excuse:
    """Tests that cannot hold on a virtual loop, and why."""

    module: str
    tests: tuple[str, ...]
    pythons: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One module of one interpreter.

    Attributes:
        excused: Tests that fail as the list of exceptions says, with the reason.
        unexpected: Tests that only the other loop passes and that nothing excuses.
        stale: Excuses for tests that pass, or that this interpreter does not have.
    """

    module: str
    tests: int
    used: int
    theirs_passed: int
    ours_passed: int
    excused: Mapping[str, str]
    unexpected: Mapping[str, Outcome]
    stale: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not self.unexpected and not self.stale


def load_excuses(path: Path) -> list[Excuse]:
    """Read the list of named exceptions.

    Raises:
        ValueError: if an entry lacks a key, has an unknown one, or gives no reason.
    """
    entries = tomllib.loads(path.read_text(encoding="utf-8")).get("exception", [])
    for number, entry in enumerate(entries, start=1):
        if set(entry) != KEYS or not all(entry.values()):
            raise ValueError(
                f"{path.name}: exception {number} needs exactly {sorted(KEYS)}, none of them empty"
            )
    return [
        Excuse(entry["module"], tuple(entry["tests"]), tuple(entry["pythons"]), entry["reason"])
        for entry in entries
    ]


def excuses_for(excuses: Sequence[Excuse], module: str, release: str) -> dict[str, str]:
    """The reasons that count for a module on a release such as ``"3.12"``, by test."""
    return {
        test: excuse.reason
        for excuse in excuses
        if excuse.module == module and release in excuse.pythons
        for test in excuse.tests
    }


def judge(
    module: str,
    theirs: Mapping[str, Outcome],
    ours: Mapping[str, Outcome],
    reasons: Mapping[str, str],
) -> Verdict:
    """Hold ours to what the other loop passes."""
    missing = Outcome("not run")
    passed = [test for test, result in theirs.items() if result.outcome == "passed"]
    behind = {
        test: ours.get(test, missing)
        for test in passed
        if ours.get(test, missing).outcome != "passed"
    }
    return Verdict(
        module=module,
        tests=len(ours.keys() | theirs.keys()),
        used=sum(result.used for result in ours.values()),
        theirs_passed=len(passed),
        ours_passed=sum(result.outcome == "passed" for result in ours.values()),
        excused={test: reasons[test] for test in behind if test in reasons},
        unexpected={test: result for test, result in behind.items() if test not in reasons},
        stale=tuple(
            test for test in reasons if ours.get(test, missing).outcome in ("passed", "not run")
        ),
    )
