"""Programs as a reader has to type them where they are."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def typed(name: str, here: Path) -> str:
    """The shortest form of a program beside this Python that a shell in ``here`` finds."""
    program = script(name)
    found = shutil.which(name)
    if found is not None and Path(found).parent == program.parent:
        return name
    if program.is_relative_to(here):
        program = Path(program.relative_to(here))
    text = str(program)
    return f'"{text}"' if " " in text else text


def script(name: str) -> Path:
    """Where pip has put a program beside this Python."""
    return Path(sys.executable).with_name(f"{name}.exe" if os.name == "nt" else name)
