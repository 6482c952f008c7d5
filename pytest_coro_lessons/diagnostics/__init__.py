"""Findings as codes and facts, and the words for them in English and Spanish."""

from .diagnostic import CheckFailed, Diagnostic, Facts, JsonValue, told
from .facts import shorten, tidy
from .language import LANGUAGES, choose_language, language, set_language
from .words import Words, words

__all__ = [
    "LANGUAGES",
    "CheckFailed",
    "Diagnostic",
    "Facts",
    "JsonValue",
    "Words",
    "choose_language",
    "language",
    "set_language",
    "shorten",
    "tidy",
    "told",
    "words",
]
