"""The cache: what the engine made of a document, kept under what it was made from."""

from __future__ import annotations

from policylint.cache.key import READING, cache_key, generation, library_versions
from policylint.cache.store import Cache, CacheTrouble

__all__ = ["READING", "Cache", "CacheTrouble", "cache_key", "generation", "library_versions"]
