"""Reproducible ids, made from names and content instead of random numbers."""

from __future__ import annotations

import base64
import uuid

_OURS = uuid.uuid5(uuid.NAMESPACE_OID, "readouts")


def uuid_of(*names: object) -> uuid.UUID:
    """Return a UUID made only from names.

    >>> uuid_of("page", 1) == uuid_of("page", 1) != uuid_of("page", 2)
    True
    """
    return uuid.uuid5(_OURS, "\n".join(map(str, names)))


def hash_iri(sha256: str) -> str:
    """Return the address of a text made from its content (RFC 6920).

    >>> hash_iri("00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"
