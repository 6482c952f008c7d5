"""From evidence and a failure to the diagnoses a learner reads, the leading one first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostics import CheckFailed, Diagnostic

if TYPE_CHECKING:
    from ..evidence import Evidence


def diagnose(
    evidence: Evidence, failure: BaseException | None, learner_file: str
) -> list[Diagnostic]:
    """Return at most three diagnostics, the leading one first."""
    return [failure.diagnostic] if isinstance(failure, CheckFailed) else []
