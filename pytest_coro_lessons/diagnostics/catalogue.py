"""From a diagnostic to words: ``messages/en.toml`` and ``es.toml``.

Each code is a table with the parts ``happened``, ``why`` and ``next``:

- ``{name}`` is a fact; ``{file}`` and ``{line}`` are those of the diagnostic.
- ``[[ text ]]`` is left out when one of the facts in it is missing or empty.
- A part with ``one`` and ``other`` follows the fact ``count``.
- Of a list the first five are shown; of ``actual`` and ``expected``, those around ``place``.
- A fact that is itself a finding, a table with ``code`` and ``facts``, shows as what happened.
- The fact ``case`` picks ``[CODE.case.<name>]``, whose parts go before the code's own.

Rule: words never fail. A text that is missing is told in English, or named; a fact that is missing
shows as its name in braces.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from .diagnostic import Diagnostic

Part: TypeAlias = "str | Mapping[str, str]"

_BLOCK = re.MULTILINE | re.DOTALL
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
_MISSING: tuple[object, ...] = (None, "", [], ())
_LISTED = 5
_SHOWN_BEFORE = 2


class Words(NamedTuple):
    """The three parts of a message."""

    happened: str
    why: str
    next: str


@cache
def catalogue(language: str) -> Mapping[str, Any]:
    """Return all texts of one language, by code."""
    return tomllib.loads(_text(language))


@cache
def texts_of(code: str, language: str) -> Mapping[str, Any]:
    """Return the texts of one code, which take no time beside those of all."""
    # Up to the first table of another code: the tables of a code stand together.
    number = re.escape(code.removeprefix("CL"))
    own = re.search(rf"^\[CL{number}\].*?(?=^\[CL(?!{number}\b)|\Z)", _text(language), _BLOCK)
    found: Mapping[str, Any] = tomllib.loads(own[0]).get(code, {}) if own else {}
    return found


@cache
def _text(language: str) -> str:
    file = Path(__file__).parent / "messages" / f"{language}.toml"
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")


def words(diagnostic: Diagnostic, language: str) -> Words:
    """Find the words for a diagnostic and put its facts into them."""
    facts: dict[str, object] = {"file": diagnostic.file, "line": diagnostic.line}
    facts |= {name: _read(fact, language) for name, fact in diagnostic.facts.items()}
    facts |= _around_difference(facts)
    texts = [_find(diagnostic.code, part, facts, language) for part in Words._fields]
    return Words(*(_told(text, facts) for text in texts))


def _read(fact: object, language: str) -> object:
    if not (isinstance(fact, Mapping) and fact.keys() == {"code", "facts"}):
        return fact
    from .diagnostic import Diagnostic

    # It goes into the middle of a sentence.
    return words(Diagnostic(fact["code"], fact["facts"]), language).happened.removesuffix(".")


def _around_difference(facts: Mapping[str, object]) -> dict[str, object]:
    """Cut two lists in front, both at the same place, if their first difference is not shown."""
    place = facts.get("place")
    lists = {name: facts.get(name) for name in ("actual", "expected")}
    if not isinstance(place, int) or place <= _LISTED:
        return {}
    return {
        name: ["…", *values[place - 1 - _SHOWN_BEFORE :]]
        for name, values in lists.items()
        if isinstance(values, Sequence) and not isinstance(values, str)
    }


def _find(code: str, part: str, facts: Mapping[str, object], language: str) -> str:
    for tongue in (language, "en"):
        entry = texts_of(code, tongue)
        special = entry.get("case", {}).get(facts.get("case"), {})
        found: Part | None = special.get(part, entry.get(part))
        if found is not None:
            one = facts.get("count") == 1
            return found if isinstance(found, str) else found["one" if one else "other"]
    return f"(no words for {code}.{part})"


def _told(text: str, facts: Mapping[str, object]) -> str:
    def kept(match: re.Match[str]) -> str:
        return match[1] if all(facts.get(name) not in _MISSING for name in fields(match[1])) else ""

    return _FORMATTER.vformat(_OPTIONAL.sub(kept, text), (), facts).strip()


def fields(text: str) -> set[str]:
    """Return the names of the facts that a text shows."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


class _Formatter(string.Formatter):
    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        del args
        return kwargs.get(str(key), f"{{{key}}}")

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, float) and not format_spec:
            # Twelve digits tell 10 years and a millisecond from 10 years; `g` drops the zeros.
            return f"{value:.12g}"
        if isinstance(value, Sequence) and not isinstance(value, str):
            return _listed([self.format_field(item, format_spec) for item in value])
        return str(super().format_field(value, format_spec))


def _listed(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_LISTED])
    more = len(items) - _LISTED
    return f"{shown}, … (+{more})" if more > 0 else shown


_FORMATTER = _Formatter()
