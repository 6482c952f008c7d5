"""As good: it does not matter at which of her steps Ana is kept waiting."""

ORDER = ["ask ana", "park luis", "walk luis", "queue luis", "pay ana", "ask luis"]
