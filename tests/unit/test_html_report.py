"""Promises of the HTML report that need no browser: whole, escaped, readable, alone."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from importlib import resources

import pytest

from pytest_coro_lessons.diagnostics import Diagnostic, words
from pytest_coro_lessons.grading import Outcome, grade
from pytest_coro_lessons.lessons import LessonInfo, Text
from pytest_coro_lessons.reports.html import Seen, html_report
from pytest_coro_lessons.reports.timeline_svg import figure

from .courses import exercise
from .timelines import ALL, AT_ONCE, Bar

TEA, COFFEE, WATER = exercise("make-tea", 1), exercise("make-coffee", 2), exercise("boil-water", 3)
CAKE = exercise("bake-cake", 1, LessonInfo(id="cakes", title=Text(en="Cakes", es="Pasteles")))
SLOW = Diagnostic(
    "CL201",
    {"count": 3, "actual": 4.5, "expected": 2.0, "sum": 4.5, "operation": "fetch"},
    "/course/1_drinks/2_make_coffee/exercise.py",
    6,
)
RAISED = Diagnostic("CL602", {"error": "ValueError", "message": "<script>alert(1)</script>"})
OUTCOMES = [
    grade(TEA, [Outcome("test_boils", "passed", (), 1.0)]),
    grade(COFFEE, [Outcome("test_boils", "failed", (SLOW, RAISED), 4.5)]),
    grade(WATER, [Outcome("test_boils", "error")]),
    grade(CAKE, []),
]
SEEN = {
    ("make-tea", "test_boils"): Seen(ALL["task_group"]),
    ("make-coffee", "test_boils"): Seen(ALL["one_after_another"], AT_ONCE),
    ("boil-water", "test_boils"): Seen(ALL["odd_names"], error="fixture 'wrold' not found"),
}
VOID = {"meta", "link", "br", "hr", "img", "input"}
# What one may do to a light and to a dark page, from the style sheet's own variables.
TEXTS = ["--text", "--quiet", "--link", "--passed", "--failed", "--error", "--not-started"]
EDGES = ["--sleeping-edge", "--waiting-edge", "--ready-edge", "--blocking-edge", "--quiet"]


class Page(HTMLParser):
    """Reads a page: the elements with their attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "dd":
            self.text += " "
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        if not {"script", "style"} & set(self.open):
            self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and wanted.items() <= attributes.items()
        ]


def report(language: str = "en", **values: object) -> str:
    return html_report(OUTCOMES, SEEN, language, **values)  # type: ignore[arg-type]


def page(language: str = "en") -> Page:
    return Page(report(language))


def test_every_element_is_closed() -> None:
    assert page().open == []


def test_all_exercises_are_there_with_status_and_points() -> None:
    text = " ".join(page().text.split())

    assert "1.1 Make tea ✓ passed 5 of 5 points" in text
    assert "1.2 Make coffee ✗ to fix 0 of 5 points" in text
    assert "1.3 Boil water ! could not be judged 0 of 5 points" in text
    assert "1.1 Bake cake ○ not started 0 of 5 points" in text


def test_a_failure_is_told_in_three_parts_with_its_place() -> None:
    text = " ".join(page().text.split())
    happened, why, next_step = (part.replace("`", "") for part in words(SLOW, "en"))

    assert f"What happened CL201: {happened}" in text
    assert "Where /course/1_drinks/2_make_coffee/exercise.py:6" in text
    assert f"Why {why}" in text
    assert f"What to look at {next_step}" in text
    assert "Also CL602: " in text


def test_code_in_a_message_is_marked_as_code() -> None:
    assert ' of <code translate="no">fetch</code> ' in report()


def test_an_error_of_the_test_itself_is_told() -> None:
    assert "fixture 'wrold' not found" in page().text


def test_paths_are_shown_as_the_reader_knows_them() -> None:
    short = report(shown=lambda path: str(path).replace("\\", "/").removeprefix("/course/"))

    assert '<code translate="no">1_drinks/2_make_coffee/exercise.py:6</code>' in short


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Course report"), ("es", "Informe del curso")]
)
def test_the_page_says_its_language(language: str, title: str) -> None:
    seen = page(language)

    assert seen.all("html") == [{"lang": language}]
    assert title in seen.text


def test_navigation_leads_to_every_exercise() -> None:
    seen = page()

    links = [one["href"] for one in seen.all("a")]
    articles = [f"#{one['id']}" for one in seen.all("article")]
    assert articles == ["#make-tea", "#make-coffee", "#boil-water", "#bake-cake"]
    assert set(articles) < set(links)


def test_the_page_has_landmarks() -> None:
    seen = page()

    assert [len(seen.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]


def test_ids_occur_once() -> None:
    ids = [attributes["id"] for _, attributes in page().elements if "id" in attributes]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "yours: fetch('b', 2) (line 6): from 1 s to 3 s, ended well. Sleeping from"),
        ("es", "la tuya: fetch('b', 2) (línea 6): de 1 s a 3 s, terminó bien. Duerme de"),
    ],
)
def test_every_bar_has_a_sentence(language: str, sentence: str) -> None:
    bars = page(language).all("g", **{"class": "bar"})

    assert all(bar["aria-label"] and bar["role"] == "img" for bar in bars)
    assert any((bar["aria-label"] or "").startswith(sentence) for bar in bars)


def test_an_intended_bar_is_marked_with_how_it_is_meant_to_end() -> None:
    asked = [Bar("a", 0, 1), Bar("b", 0, 1, "failed"), Bar("c", 0, 1, "cancelled")]

    _, part = figure(ALL["one_after_another"], language="en", intended=asked).parts

    marks = [[mark.outcome for mark in bar.marks] for bar in part.bars]
    assert marks == [[], ["failed"], ["cancelled"]]


def test_each_figure_is_one_stop_of_the_tab_key() -> None:
    seen = page()

    stops = seen.all("g", **{"class": "bar", "tabindex": "0"})
    assert len(stops) == len(seen.all("figure")) == 3


def test_each_figure_has_a_table_with_a_row_for_each_bar() -> None:
    seen = page()

    assert len(seen.all("th", scope="row")) == len(seen.all("g", **{"class": "bar"}))


def test_the_figure_of_what_passed_is_folded_and_of_what_failed_is_not() -> None:
    source = report()

    folded = re.findall(r'<details class="more">\s*<summary>([^:]*)', source)
    assert folded == ["Timeline of test_boils"]


def test_nothing_is_fetched() -> None:
    source = report()
    policy = Page(source).all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"]

    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert not re.search(r"(?:src|href|url)\W{1,3}https?:", source)
    assert {one["href"] for one in Page(source).all("link")} == {"data:,"}


def test_only_the_own_script_may_run() -> None:
    source = report()
    (script,) = re.findall(r"<script>(.*?)</script>", source, re.DOTALL)

    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in source


def test_what_learners_typed_is_escaped() -> None:
    source = report()

    assert "<script>alert" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source


def test_a_name_with_quotes_stays_in_its_attribute() -> None:
    names = [bar["aria-label"] or "" for bar in page().all("g", **{"class": "bar"})]

    assert any("'<script>alert(1)</script>'" in name for name in names)


def test_a_timeline_without_spans_has_no_figure() -> None:
    seen = {("make-tea", "test_boils"): Seen(ALL["nothing"])}

    assert "<figure" not in html_report(OUTCOMES, seen, "en")


def test_a_timeline_in_which_no_time_passed_has_no_figure() -> None:
    at_once = replace(ALL["task_group"], seconds=0.0)
    seen = {("make-tea", "test_boils"): Seen(at_once)}

    assert "<figure" not in html_report(OUTCOMES, seen, "en")


def test_a_finished_course_has_nothing_left_to_do() -> None:
    done = html_report([OUTCOMES[0]], {}, "en")

    assert "The exercise is done: 5 of 5 points." in done
    assert "Next:" not in done


def test_the_same_results_make_the_same_file() -> None:
    assert report() == report()


def test_the_template_library_is_loaded_only_for_a_report() -> None:
    program = "import sys, pytest_coro_lessons.reports.html; print('jinja2' in sys.modules)"

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "False"


def colours(*, dark: bool) -> dict[str, str]:
    file = resources.files("pytest_coro_lessons.reports") / "templates" / "report.css"
    light_rules, dark_rules = file.read_text(encoding="utf-8").split(
        "prefers-color-scheme: dark", 1
    )
    pattern = r"(--[\w-]+): (#[0-9a-f]{6});"
    found = dict(re.findall(pattern, light_rules))
    return found | dict(re.findall(pattern, dark_rules)) if dark else found


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.040_45 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_texts_can_be_read(dark: bool) -> None:
    found = colours(dark=dark)

    pairs = [(name, ground) for name in TEXTS for ground in ("--page", "--card")]
    pairs += [("--text", "--waiting"), ("--text", "--grid"), ("--on-blocking", "--blocking")]
    weak = {pair: contrast(*(found[name] for name in pair)) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < 4.5} == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_bars_can_be_told_from_the_page_and_their_pattern_from_its_ground(dark: bool) -> None:
    found = colours(dark=dark)

    pairs = [(edge, "--page") for edge in EDGES]
    pairs += [("--waiting-edge", "--waiting"), ("--ready-edge", "--ready"), ("--focus", "--page")]
    weak = {pair: contrast(*(found[name] for name in pair)) for pair in pairs}
    assert {pair: value for pair, value in weak.items() if value < 3} == {}


def test_no_id_of_an_exercise_is_taken_by_the_page() -> None:
    awkward = [
        grade(exercise(name, 1), []) for name in ("exercises", "lesson-drinks", "title-exercises")
    ]

    ids = [
        found["id"] for _, found in Page(html_report(awkward, {}, "en")).elements if "id" in found
    ]

    assert len(ids) == len(set(ids))
