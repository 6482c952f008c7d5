"""Belief: any call can be answered at any time. Luis has not asked yet."""

ORDER = ["ask ana", "ask luis"]
