"""Belief: the more disorder, the better. It breaks, with more of it than it takes."""

ORDER = [
    "park luis",
    "walk luis",
    "queue luis",
    "ask luis",
    "ask ana",
    "pay luis",
]
