"""Which port is free."""

from __future__ import annotations

import errno

import pytest

from pytest_coro_lessons.network.addresses import Addresses

A = "a.example"


def test_free_ports_are_given_out_upwards_past_those_taken():
    addresses = Addresses(range(10, 20))
    addresses.take(A, 11)

    assert [addresses.take(A, 0) for _ in range(3)] == [(A, 10), (A, 12), (A, 13)]


def test_a_port_given_back_is_given_out_again_after_all_the_others():
    addresses = Addresses(range(10, 13))

    addresses.give_back([addresses.take(A, 0)])

    assert [addresses.take(A, 0) for _ in range(3)] == [(A, 11), (A, 12), (A, 10)]


def test_no_free_port_is_an_error_and_does_not_touch_other_names():
    addresses = Addresses(range(10, 11))
    addresses.take(A, 0)

    with pytest.raises(OSError, match=r"bind on address \('a.example', 0\)") as caught:
        addresses.take(A, 0)

    assert caught.value.errno == errno.EADDRNOTAVAIL
    assert addresses.take("b.example", 0) == ("b.example", 10)
