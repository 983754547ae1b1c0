"""How secrets of second factors are kept: encrypted by the server's key, so that a copied database gives no codes."""

from base64 import b32encode, urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Factors(DefaultMFAAdapter):
    """Allauth's door to what is particular to us."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret before it is kept."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; one that nobody knows where the server has another key now, so that no code is right."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return b32encode(token_bytes(20)).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the server to whoever makes a passkey: by its host alone."""
        return super().get_public_key_credential_rp_entity() | {"name": "Attain"}


def _cipher() -> Fernet:
    key = sha256(b"attain second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))
