"""An in-memory network: asyncio's servers, streams and protocols between names and ports."""

from __future__ import annotations

from .network import Network

__all__ = ["Network"]
