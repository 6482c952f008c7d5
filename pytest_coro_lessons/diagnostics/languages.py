"""The language that diagnostics are told in, one for the whole process."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "es")

_VARIABLE = "PYTEST_CORO_LESSONS_LANG"

# In the order of Python's gettext; the first one that is set decides.
_LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_current = "en"


def language() -> str:
    """Return the current language: ``"en"`` or ``"es"``."""
    return _current


def set_language(code: str) -> None:
    """Make ``code`` the current language; failures that were made before follow it as well.

    Raises:
        ValueError: if there are no words in that language.
    """
    global _current
    _current = _known(code, "the language")


def choose_language(option: str | None, ini: str | None, environ: Mapping[str, str]) -> str:
    """Choose by the option, else the ini value, else the environment, else English.

    What was asked for by name must exist. Of the locale variables the first one that is set
    decides, and the first known language in it counts; ``C`` and ``POSIX`` mean English.

    Raises:
        ValueError: if the option, the ini value or the variable names an unknown language.
    """
    asked = {
        "--coro-lang": option,
        "coro_lang": ini,
        _VARIABLE: environ.get(_VARIABLE),
    }
    for where, code in asked.items():
        if code:
            return _known(code, where)
    listed = next(filter(None, map(environ.get, _LOCALE_VARIABLES)), "")
    return next((base for base in map(_base, listed.split(":")) if base in LANGUAGES), "en")


def _known(code: str, where: str) -> str:
    base = _base(code)
    if base not in LANGUAGES:
        msg = f"{where} must be one of {', '.join(LANGUAGES)}; got {code!r}"
        raise ValueError(msg)
    return base


def _base(locale: str) -> str:
    """Reduce ``es_MX.UTF-8`` to ``es``; ``C`` and ``POSIX`` to ``en``."""
    base = re.split(r"[_.@-]", locale.strip(), maxsplit=1)[0].lower()
    return "en" if base in {"c", "posix"} else base
