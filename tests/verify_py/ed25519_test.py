#!/usr/bin/env python3
"""Published edge cases of Ed25519: the second verifier answers as tests/vectors/crypto/README.md says, and as the program does."""
import collections
import os
import unittest

import support  # noqa: F401: moves to the interpreter that has `cryptography`
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import note

VECTORS = os.path.join(support.HERE, "..", "vectors", "crypto")


def lines(name):
    with open(os.path.join(VECTORS, name), encoding="ascii") as file:
        return [line.split() for line in file if not line.startswith("#")]


def unhex(text):
    return b"" if text == "-" else bytes.fromhex(text)


def openssl_alone(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Ed25519(unittest.TestCase):
    def test_wycheproof(self):
        held, refused = collections.Counter(), collections.Counter()
        for number, flag, key, message, signature, answer in lines("ed25519_wycheproof.txt"):
            key, message, signature = map(unhex, (key, message, signature))
            holds = note.is_signed(key, signature, message)
            self.assertEqual(holds, answer == "valid", (number, flag))
            (held if holds else refused)[flag] += 1
        self.assertEqual(held, {"Valid": 18, "Ktv": 38, "TinkOverflow": 32})
        self.assertEqual(refused, {"InvalidKtv": 1, "InvalidEncoding": 22, "InvalidSignature": 20, "TruncatedSignature": 3,
                                   "SignatureWithGarbage": 5, "CompressedSignature": 4, "SignatureMalleability": 8})

    def test_speccheck(self):
        """The same one of twelve as libsodium; the library alone would take more of them."""
        ours, alone = [], []
        for number, (key, message, signature, answer) in enumerate(lines("ed25519_speccheck.txt")):
            case = (*map(unhex, (key, message)), unhex(signature))
            self.assertEqual(note.is_signed(case[0], case[2], case[1]), answer == "accept", number)
            ours += [number] * note.is_signed(case[0], case[2], case[1])
            alone += [number] * openssl_alone(*case)
        self.assertEqual(ours, [3])
        self.assertLess({3}, set(alone))


if __name__ == "__main__":
    unittest.main()
