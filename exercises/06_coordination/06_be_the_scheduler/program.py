"""One seat is left, and two people want it. The program sells it twice, in some orders."""


async def buy(name, office):
    seats = await office.ask(name)
    if seats > 0:
        await office.pay(name)
        await office.take(name, seats - 1)


async def ana(office):
    await buy("ana", office)


async def luis(office):
    await office.park("luis")
    await office.walk("luis")
    await office.queue("luis")
    await buy("luis", office)
