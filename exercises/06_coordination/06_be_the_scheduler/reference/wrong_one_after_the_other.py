"""Belief: two people are enough to break it. Each of them comes when the other one has ended."""

ORDER = [
    "ask ana",
    "pay ana",
    "take ana",
    "park luis",
    "walk luis",
    "queue luis",
    "ask luis",
]
