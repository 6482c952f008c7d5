"""Promises of the public API: it is what the golden file says, and nothing shows a private path."""

import inspect

import pytest

import pytest_coro_lessons

NAMES = [name for name in pytest_coro_lessons.__all__ if name != "__version__"]


def described(name):
    """A name with its signature, and for a class those of the members that it adds."""
    value = getattr(pytest_coro_lessons, name)
    if not inspect.isclass(value):
        return [f"{name}{inspect.signature(value)}"]
    bases = [base for base in value.__bases__ if base is not object]
    known = {member for base in value.__mro__[1:] if not is_ours(base) for member in vars(base)}
    added = {
        member: found
        for ours in reversed(value.__mro__)
        if is_ours(ours)
        for member, found in vars(ours).items()
        if not member.startswith("_") and member not in known
    }
    heading = f"class {name}{signature(value)}"
    return [
        " <- ".join([heading, *(base.__name__ for base in bases if not is_private(base))]),
        *(f"    {member}{signature(added[member])}" for member in sorted(added)),
    ]


def is_ours(cls):
    return cls.__module__.partition(".")[0] == "pytest_coro_lessons"


def is_private(cls):
    return is_ours(cls) and not hasattr(pytest_coro_lessons, cls.__name__)


def signature(value):
    function = getattr(value, "__func__", value)
    try:
        return str(inspect.signature(function)) if callable(function) else ""
    except ValueError:
        return "(...)"


def test_the_public_api_changes_only_on_purpose(golden):
    text = "\n".join(line for name in NAMES for line in described(name))

    golden("public_api.txt", text)


@pytest.mark.parametrize("name", [name for name in NAMES if name[0].isupper()])
def test_a_public_class_shows_its_public_path(name):
    assert getattr(pytest_coro_lessons, name).__module__ == "pytest_coro_lessons"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'no_such_name'"):
        pytest_coro_lessons.no_such_name  # noqa: B018
