"""Graded test of `Room`. The clients are simulated, and so are the seconds."""

import asyncio

import pytest

from pytest_coro_lessons import in_any_order, in_order, result


class Client:
    """Somebody in the room: `say` types a line, `heard` has what arrived, and when."""

    def __init__(self, world, room, name, *, slow=0.0, **latency):
        self.name, self.reader, self.heard, self.ended = name, asyncio.StreamReader(), [], []
        self.gone = False
        self.drained = world.operation(f"drain_{name}", seconds=slow, **latency)
        self._task = asyncio.create_task(room.join(self.reader, self), name=name)
        self.say(name)

    def say(self, line):
        self.reader.feed_data(f"{line}\n".encode())

    async def leave(self):
        self.reader.feed_eof()
        await self._task

    async def cut_off(self):
        self._task.cancel()
        await asyncio.wait([self._task])
        if not self._task.cancelled():
            self.ended.append("went on after it was cancelled")

    # What a room sees of the client, as of a StreamWriter.

    def write(self, data):
        at = asyncio.get_running_loop().time()
        self.heard += [(at, line) for line in data.decode().splitlines()]

    async def drain(self):
        if self.gone:
            raise ConnectionResetError(f"{self.name} is gone")
        await self.drained()

    def close(self):
        self.ended.append("close")

    async def wait_closed(self):
        self.ended.append("wait_closed")


def texts(client):
    return [line for _, line in client.heard]


async def test_all_the_others_hear_what_one_says(exercise, world):
    room = exercise.Room()
    ana, luis, eva = (Client(world, room, name) for name in ("ana", "luis", "eva"))
    await asyncio.sleep(1)

    ana.say("hello")
    luis.say("hi")
    ana.say("how are you?")
    await asyncio.sleep(1)
    for client in (ana, luis, eva):
        await client.leave()

    result(texts(ana), ["luis: hi"], of="ana")
    in_order(texts(luis), ["ana: hello", "ana: how are you?"])
    in_any_order(texts(eva), ["ana: hello", "luis: hi", "ana: how are you?"])
    never_drained = [client.name for client in (ana, luis, eva) if not client.drained.calls]
    result(never_drained, [], of="never drained")


async def test_who_has_left_hears_nothing_more(exercise, world):
    room = exercise.Room()
    ana, luis = Client(world, room, "ana"), Client(world, room, "luis")
    await asyncio.sleep(1)

    await luis.leave()
    ana.say("is anybody here?")
    await asyncio.sleep(1)
    await ana.leave()

    result(texts(luis), [], of="luis")
    result(ana.ended, ["close", "wait_closed"], of="ana")
    result(luis.ended, ["close", "wait_closed"], of="luis")


async def test_who_is_cut_off_is_not_in_the_room_any_more(exercise, world):
    room = exercise.Room()
    ana, luis = Client(world, room, "ana"), Client(world, room, "luis")
    await asyncio.sleep(1)

    await luis.cut_off()
    ana.say("is anybody here?")
    await asyncio.sleep(1)
    await ana.leave()

    result(texts(luis), [], of="luis")
    result(luis.ended, ["close", "wait_closed"], of="luis")


async def test_a_slow_client_holds_nobody_up(exercise, world):
    room = exercise.Room()
    ana = Client(world, room, "ana")
    slow = Client(world, room, "slow", slow=10.0)
    luis = Client(world, room, "luis")
    await asyncio.sleep(1)

    ana.say("hello")
    await asyncio.sleep(20)
    for client in (ana, slow, luis):
        await client.leave()

    result(luis.heard, [(1.0, "ana: hello")], of="luis")


async def test_somebody_leaves_while_a_message_is_under_way(exercise, world):
    room = exercise.Room()
    ana = Client(world, room, "ana")
    slow = Client(world, room, "slow", slow=10.0)
    luis, eva = Client(world, room, "luis"), Client(world, room, "eva")
    await asyncio.sleep(1)

    ana.say("hello")
    await asyncio.sleep(1)
    await luis.leave()
    await asyncio.sleep(20)
    ana.say("bye")
    await asyncio.sleep(20)
    for client in (ana, slow, eva):
        await client.leave()

    result(texts(eva), ["ana: hello", "ana: bye"], of="eva")


async def test_a_broken_connection_is_no_trouble_for_the_others(exercise, world):
    room = exercise.Room()
    ana, broken, luis = (Client(world, room, name) for name in ("ana", "broken", "luis"))
    await asyncio.sleep(1)

    broken.gone = True
    ana.say("hello")
    luis.say("hi")
    await asyncio.sleep(1)
    ana.say("bye")
    await asyncio.sleep(1)
    for client in (ana, luis, broken):
        await client.leave()

    result(texts(luis), ["ana: hello", "ana: bye"], of="luis")
    result(texts(ana), ["luis: hi"], of="ana")


@pytest.mark.explore(schedules=40)
async def test_whoever_is_slow_everybody_hears_everything_once(exercise, world):
    room = exercise.Room()
    latency = {"slow": 0.5, "lo": 0.0, "hi": 3.0}
    ana, luis, eva = (Client(world, room, name, **latency) for name in ("ana", "luis", "eva"))
    pause = world.operation("pause", seconds=1.0, lo=0.0, hi=2.0)
    await asyncio.sleep(1)

    ana.say("hello")
    luis.say("hi")
    await pause()
    await luis.leave()
    ana.say("bye")
    await asyncio.sleep(20)
    for client in (ana, eva):
        await client.leave()

    in_any_order(texts(eva), ["ana: hello", "luis: hi", "ana: bye"])
    in_any_order(texts(ana), ["luis: hi"])
