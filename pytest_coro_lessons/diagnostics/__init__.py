"""Findings as codes and facts, and the words for them in English and Spanish."""

from .catalogue import Words, words
from .diagnostic import CheckFailed, Diagnostic, Facts, JsonValue, told
from .facts import listed, shorten, tidy
from .languages import LANGUAGES, choose_language, language, set_language

__all__ = [
    "LANGUAGES",
    "CheckFailed",
    "Diagnostic",
    "Facts",
    "JsonValue",
    "Words",
    "choose_language",
    "language",
    "listed",
    "set_language",
    "shorten",
    "tidy",
    "told",
    "words",
]
