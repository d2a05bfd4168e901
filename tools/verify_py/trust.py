"""What a verifier pins: the file that `trust export` writes (schemas/FORMAT.md section 6)."""
import hashlib
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from flat import need
from note import COSIGNER_KEY, LEDGER_KEY, Key, day_of, decode, is_point
from strict_json import json_object

TRUST_MAX = 16 * 1024 * 1024
MALFORMED = "trust.malformed"


def member(object_, name, kind, default=..., why=MALFORMED):
    """A member of that type; one of another type is never passed over."""
    found = object_.get(name, default)
    need(found is not ..., f"{why}: {name} is missing")
    if found is not default:
        need(isinstance(found, kind) and (kind is bool or not isinstance(found, bool)), f"{why}: {name}")
    return found


class OfficerKey:
    def __init__(self, each):
        need(isinstance(each, dict), f"{MALFORMED}: officers")
        self.name = member(each, "officer", str)
        member(each, "root", bool, False)
        self.key = decode(member(each, "key", str), f"{MALFORMED}: key", 32)
        need(is_point(self.key), f"{MALFORMED}: key")
        self.begin = self.position(each, "from")
        self.end = self.position(each, "to")

    @staticmethod
    def position(each, name):
        found = each.get(name)
        if found is not None:
            need(isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**63, f"{MALFORMED}: {name}")
        return found

    def signs_at(self, position):
        """Behind `from`, and not behind `to`: the event at `to` may be the one that takes the key away."""
        return (self.begin is None or position > self.begin) and (self.end is None or position <= self.end)


class Witness:
    def __init__(self, each):
        need(isinstance(each, dict), f"{MALFORMED}: witnesses")
        self.key = Key(member(each, "key", str), COSIGNER_KEY)
        need(isinstance(each.get("url"), (str, type(None))), f"{MALFORMED}: url")
        self.begin, self.end = (each.get(name) if each.get(name) is None else day_of(each[name], f"{MALFORMED}: {name}")
                                for name in ("from", "to"))
        need(self.begin is None or self.end is None or self.begin < self.end, f"{MALFORMED}: a window that ends before it starts")

    def is_good_on(self, day):
        return (self.begin is None or day >= self.begin) and (self.end is None or day < self.end)


class Trust:
    def __init__(self, raw):
        need(len(raw) <= TRUST_MAX, f"{MALFORMED}: too long")
        pinned = json_object(raw, MALFORMED)
        need(pinned.get("format") == "sillok-trust/v1", f"{MALFORMED}: format")
        self.origin = member(pinned, "origin", str)
        genesis = member(pinned, "genesis", str)
        need(re.fullmatch("[0-9a-f]{64}", genesis), f"{MALFORMED}: genesis")
        self.genesis = bytes.fromhex(genesis)
        keys = [Key(each, LEDGER_KEY) for each in self.texts(pinned, "ledger_keys")]
        need(keys, f"{MALFORMED}: ledger_keys")
        self.ledger_key = keys[0]  # the one in force
        self.officers = [OfficerKey(each) for each in member(pinned, "officers", list)]
        keys = [Key(each, COSIGNER_KEY) for each in self.texts(pinned, "witnesses", [])]
        if "witness_policy" not in pinned:
            self.witnesses = [Witness({"key": each.text}) for each in keys]
            self.quorum = len(keys)
        else:
            policy = member(pinned, "witness_policy", dict)
            need(policy.get("format") == "sillok-witnesses/v1", f"{MALFORMED}: witness_policy")
            self.witnesses = [Witness(each) for each in member(policy, "witnesses", list)]
            self.quorum = member(policy, "quorum", int)
            need(min(1, len(self.witnesses)) <= self.quorum <= len(self.witnesses), f"{MALFORMED}: quorum")
        need(len({each.key.key for each in self.witnesses}) == len(self.witnesses), f"{MALFORMED}: one key of two witnesses")
        self.sandbox = member(pinned, "sandbox", bool, False)
        seed = member(pinned, "seed", str, None)
        need(seed is None or re.fullmatch("[0-9a-f]{64}", seed), f"{MALFORMED}: seed")
        self.seed = bytes.fromhex(seed) if self.sandbox and seed else None

    @staticmethod
    def texts(pinned, name, default=...):
        found = member(pinned, name, list, default)
        need(all(isinstance(each, str) for each in found), f"{MALFORMED}: {name}")
        return found

    def keys_of(self, officer, position):
        """The keys under which an order at that position may be signed in that name."""
        found = [each.key for each in self.officers if each.name == officer and each.signs_at(position)]
        if self.seed:
            found.append(sandbox_key(self.seed, officer))
        return found


def sandbox_key(seed, officer):
    """A sandbox protects nothing: every name's key derives from the seed that its trust file shows."""
    secret = hashlib.blake2b(b"sillok/sandbox/officer\x00" + officer.encode(), key=seed, digest_size=32).digest()
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
