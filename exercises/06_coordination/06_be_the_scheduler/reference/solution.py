"""One solution of `ORDER`."""

# Between "ask ana" and "take ana" Ana acts on what she was told: there is a seat. The program
# breaks if Luis is told the same before she has taken it. He needs four answers until then, so
# two of them have to come earlier than hers, which has been on its way for longer.
ORDER = [
    "ask ana",
    "park luis",
    "pay ana",
    "walk luis",
    "queue luis",  # "take ana" is older
    "ask luis",  # and it still is: Luis is told that there is a seat
]
