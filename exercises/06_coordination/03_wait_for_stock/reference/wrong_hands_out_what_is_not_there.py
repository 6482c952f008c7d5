"""Belief: it is enough that take() returns. Nobody ever waits for a truck."""


class Warehouse:
    def __init__(self) -> None:
        self._stock = 0

    async def take(self, n: int) -> None:
        self._stock -= n

    async def restock(self, n: int) -> None:
        self._stock += n
