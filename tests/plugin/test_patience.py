"""Promises of how long code may take: here in seconds of clocks that the tests set."""

import pytest

from pytest_coro_lessons.plugin.patience import Patience


class Machine:
    """Has a clock, and a process that gets a share of the processor."""

    def __init__(self):
        self.wall = 100.0
        self.processor = 7.0

    def passes(self, seconds, *, share):
        self.wall += seconds
        self.processor += seconds * share


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def patience(machine):
    return Patience(5.0, wall=lambda: machine.wall, processor=lambda: machine.processor)


def test_it_lasts_until_its_seconds_are_over(machine, patience):
    machine.passes(4.9, share=1.0)

    assert patience.lasts()


def test_code_that_computes_on_an_idle_machine_has_its_seconds(machine, patience):
    machine.passes(5.0, share=1.0)

    assert not patience.lasts()


def test_code_that_waits_has_its_seconds_too(machine, patience):
    machine.passes(5.0, share=0.01)

    assert not patience.lasts()


def test_code_on_a_busy_machine_has_its_seconds_of_the_processor(machine, patience):
    machine.passes(5.0, share=0.3)
    assert patience.lasts()

    machine.passes(5.0, share=0.3)
    assert patience.lasts()

    machine.passes(5.0, share=0.3)
    assert not patience.lasts()


def test_code_that_stops_to_compute_is_waited_for_no_longer(machine, patience):
    machine.passes(5.0, share=0.3)
    assert patience.lasts()

    machine.passes(0.05, share=0.0)
    assert not patience.lasts()


def test_even_on_the_busiest_machine_it_ends(machine, patience):
    machine.passes(19.0, share=0.21)
    assert patience.lasts()

    machine.passes(1.0, share=0.21)
    assert not patience.lasts()


def test_it_can_be_made_to_last_for_ever(machine, patience):
    patience.never_end()
    machine.passes(1e9, share=1.0)

    assert patience.lasts()
