"""Graded test of `read_all`. The test answers what the generators ask for."""

from pytest_coro_lessons import result


def read_chunk():
    """Ask two questions; the second answer, as bytes, is the chunk."""
    place = yield "where?"
    text = yield f"what is at {place}?"
    return text.encode()


def read_chunk_patiently():
    """Ask again if the answer is that it takes too long."""
    try:
        text = yield "what?"
    except TimeoutError:
        text = yield "what? (once more)"
    return text.encode()


def drive(generator, answers):
    """Give the last thing that happens: what is yielded, or the StopIteration at the end."""
    step = None
    for answer in answers:
        try:
            step = generator.send(answer)
        except StopIteration as end:
            return f"StopIteration({end.value!r})"
    return step


def throw(generator, error):
    """Give what is yielded next, or the error itself, if it comes out again."""
    try:
        return generator.throw(error)
    except TimeoutError as same:
        return repr(same)


def test_hands_on_the_questions_and_the_answers(exercise):
    reading = exercise.read_all(read_chunk)

    result(next(reading), "where?", of="next(reading)")
    result(drive(reading, ["line 1"]), "what is at line 1?", of="reading.send('line 1')")


def test_returns_all_chunks_joined(exercise):
    reading = exercise.read_all(read_chunk)

    end = drive(reading, [None, "line 1", "Good ", "line 2", "evening", "line 3", ""])

    result(end, "StopIteration(b'Good evening')", of="reading")


def test_an_empty_file_is_an_empty_result(exercise):
    reading = exercise.read_all(read_chunk)

    end = drive(reading, [None, "line 1", ""])

    result(end, "StopIteration(b'')", of="reading")


def test_an_exception_reaches_the_one_who_asked(exercise):
    reading = exercise.read_all(read_chunk_patiently)
    too_slow = TimeoutError("too slow")

    result(next(reading), "what?", of="next(reading)")
    result(throw(reading, too_slow), "what? (once more)", of="reading.throw(too_slow)")
    result(drive(reading, ["Good night"]), "what?", of="reading.send('Good night')")
    result(drive(reading, [""]), "StopIteration(b'Good night')", of="reading.send('')")
