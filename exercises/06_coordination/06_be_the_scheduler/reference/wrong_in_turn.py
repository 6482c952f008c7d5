"""Belief: taking turns is what breaks it. Here Ana is quicker in any case."""

ORDER = [
    "ask ana",
    "park luis",
    "pay ana",
    "walk luis",
    "take ana",
    "queue luis",
    "ask luis",
]
