"""Chance that is always the same: numbers drawn from a seed and a key, never from a clock or the system."""

import hashlib
import random
import uuid


def dice(seed: int, *, key: str) -> random.Random:
    """Return a generator that depends on the seed and the key alone."""
    return random.Random(f"{seed}/{key}")


def stable_number(seed: int, *, key: str) -> int:
    """Return a 64-bit number that depends on the seed and the key alone."""
    digest = hashlib.blake2b(f"{seed}/{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest)


def stable_uuid(seed: int, *, key: str) -> str:
    """Return a version 4 UUID that depends on the seed and the key alone."""
    digest = hashlib.blake2b(f"{seed}/{key}".encode(), digest_size=16).digest()
    return str(uuid.UUID(bytes=digest, version=4))
