"""Secrets in addresses: whoever has one may do one thing. What is stored does not give it away."""

import hashlib
import secrets


def new_token() -> str:
    """A secret of 256 bits, in letters that an address holds as they are."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a secret, 64 characters: the secret itself is only in the address."""
    return hashlib.sha256(token.encode()).hexdigest()
