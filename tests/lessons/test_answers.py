"""The promises about answers that hold for every exercise folder."""

from pytest_coro_lessons.authoring.answers import answer_findings

# The budget is a second of a quiet machine. This one may be shared and many times slower, so that
# only an answer that hangs or grows out of hand is found here.
BUDGET = 30.0


def test_the_tests_find_of_an_answer_what_is_declared(answer, graded):
    findings = list(answer_findings(answer, graded[answer.file], BUDGET))

    assert findings == [], "\n".join(map(str, findings))
