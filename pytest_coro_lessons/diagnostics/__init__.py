"""Findings as codes and facts, and the words for them in English and Spanish."""

from .catalogue import Words, words
from .diagnostic import CheckFailed, Diagnostic, Facts, JsonValue, told
from .facts import shorten, tidy
from .languages import LANGUAGES, choose_language, language, set_language
from .stories import Story, story

__all__ = [
    "LANGUAGES",
    "CheckFailed",
    "Diagnostic",
    "Facts",
    "JsonValue",
    "Story",
    "Words",
    "choose_language",
    "language",
    "set_language",
    "shorten",
    "story",
    "tidy",
    "told",
    "words",
]
