"""A sealed field opened with its one-time key: XChaCha20-Poly1305 (schemas/FORMAT.md section 2).

`cryptography` has ChaCha20-Poly1305 only; the X is HChaCha20 before it (draft-irtf-cfrg-xchacha): the first 16
bytes of the nonce make another key, the last 8 are the nonce under that.
"""
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from flat import is_text

NAMES = ("none", "name", "name_hanja", "birth_on", "sex", "nationality", "resident_no", "address", "phone", "email", "photo_sha256",
         "facts", "opinion", "number")  # enum SealedName
COMMITMENT = bytes(32)  # in front of every text: the cipher alone would open to another one under another key
ROUNDS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))


def hchacha20(key, nonce):
    state = [*struct.unpack("<4I", b"expand 32-byte k"), *struct.unpack("<8I", key), *struct.unpack("<4I", nonce)]

    def add_and_turn(a, b, d, bits):
        state[a] = (state[a] + state[b]) & 0xFFFFFFFF
        mixed = state[d] ^ state[a]
        state[d] = (mixed << bits | mixed >> 32 - bits) & 0xFFFFFFFF
    for _ in range(10):
        for a, b, c, d in ROUNDS:
            add_and_turn(a, b, d, 16)
            add_and_turn(c, d, b, 12)
            add_and_turn(a, b, d, 8)
            add_and_turn(c, d, b, 7)
    return struct.pack("<8I", *state[:4], *state[12:])


def opened(entry, field, key):
    """The text of the entry's sealed field of that name, or None where the key does not open it."""
    found = next((each for each in entry.sealed if each["name"] < len(NAMES) and NAMES[each["name"]] == field), None)
    if found is None or entry.act is None:
        return None
    data = b"\0".join((entry.subject.encode() if entry.subject else b"", entry.act.encode(), field.encode(), found["key_id"]))
    try:
        inner = ChaCha20Poly1305(hchacha20(key, found["nonce"][:16]))
        plain = inner.decrypt(bytes(4) + found["nonce"][16:], found["ciphertext"], data)
        text = plain[len(COMMITMENT):].decode("utf-8")
    except (InvalidTag, UnicodeDecodeError):
        return None
    return text if plain.startswith(COMMITMENT) and is_text(text) else None
