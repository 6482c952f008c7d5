"""The functions of program.py that each of its two tracebacks shows, outermost first."""

# TODO: names of functions, such as ["first", "second"], with the one that raises at the end.
IN_CALLBACKS = ...  # TODO
IN_COROUTINES = ...  # TODO


if __name__ == "__main__":
    print("With callbacks:", IN_CALLBACKS)
    print("With coroutines:", IN_COROUTINES)
