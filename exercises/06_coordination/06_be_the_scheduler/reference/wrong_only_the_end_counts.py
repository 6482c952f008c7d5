"""Belief: only the two that take the seat matter. They come after everything else."""

ORDER = ["take ana", "take luis"]
