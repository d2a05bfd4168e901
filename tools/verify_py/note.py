"""Signed notes, checkpoints and cosignatures: C2SP signed-note, tlog-checkpoint and tlog-cosignature, Ed25519 only."""
import base64
import binascii
import datetime
import functools
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from flat import Malformed, need
from merkle import sha256

NOTE_MAX = 1_000_000
SIGNATURES_MAX = 100
LEDGER_KEY, COSIGNER_KEY = 0x01, 0x04
CLOCK_SKEW_S = 300
SEOUL_S = 9 * 3600

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, FIELD) % FIELD
# y of the points whose order divides 8: a key among them signs everything.
SMALL_ORDER = {0, 1, FIELD - 1,
               int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
               int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")}


@functools.lru_cache(maxsize=256)
def is_point(raw):
    """One spelling of a point of the curve -x² + y² = 1 + d·x²·y², and none of small order."""
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    if y >= FIELD or y in SMALL_ORDER:
        return False
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, -1, FIELD) % FIELD
    return pow(square, (FIELD - 1) // 2, FIELD) == 1


def is_signed(key, signature, message):
    """Ed25519 (RFC 8032) with one spelling: S below the group order, key and R canonical and not of small order."""
    if not is_point(key) or not is_point(signature[:32]):
        return False
    if int.from_bytes(signature[32:], "little") >= ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def decode(text, why, size=None):
    """Base64 in its one spelling: what it decodes to must be written exactly so."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raw = None
    need(raw is not None and base64.b64encode(raw).decode() == text, f"{why}: no base64")
    need(size is None or len(raw) == size, f"{why}: not {size} bytes")
    return raw


def public_key(text):
    """A key as acts write it: base64, or 64 hex digits; None where it is neither, or no point."""
    if re.fullmatch("[0-9A-Fa-f]{64}", text):
        raw = bytes.fromhex(text)
    else:
        try:
            raw = decode(text, "key.malformed", 32)
        except Malformed:
            return None
    return raw if is_point(raw) else None


def decimal(text, why):
    need(re.fullmatch(r"0|[1-9][0-9]{0,18}", text) and int(text) < 2**63, f"{why}: no decimal number")
    return int(text)


def is_key_name(text):
    return text != "" and "+" not in text and not any(c.isspace() for c in text)


class Key:
    """A verifier key: `name+hash+base64 of type ‖ key`."""

    def __init__(self, text, kind):
        parts = text.split("+", 2)
        need(len(parts) == 3 and is_key_name(parts[0]), "trust.malformed: no verifier key")
        self.name, raw = parts[0], decode(parts[2], "trust.malformed: a verifier key", 33)
        self.key, self.text = raw[1:], text
        need(raw[0] == kind and is_point(self.key), "trust.malformed: a verifier key of another type, or of no key")
        self.id = key_id(self.name, kind, self.key)
        need(parts[1] == self.id.hex(), "trust.malformed: the hash of a verifier key")


def key_id(name, kind, key):
    return sha256(name.encode(), b"\n", bytes([kind]), key)[:4]


class Checkpoint:
    """What a checkpoint says. Nothing of it counts before `refusal` has found nothing."""

    def __init__(self, raw):
        need(len(raw) <= NOTE_MAX, "checkpoint.malformed: too long")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            need(False, "checkpoint.malformed: not UTF-8")
        need(not re.search("[\x00-\x09\x0b-\x1f]", text) and text.endswith("\n"), "checkpoint.malformed: control characters, or no last line feed")
        body, blank, signatures = text.rpartition("\n\n")
        need(blank, "checkpoint.malformed: no signatures")
        self.body = body + "\n"
        lines = body.split("\n")
        need(len(lines) >= 3 and all(lines), "checkpoint.malformed: no three lines")
        self.origin = lines[0]
        self.size = decimal(lines[1], "checkpoint.malformed: size")
        self.root = decode(lines[2], "checkpoint.malformed: root", 32)
        need(self.size > 0 or self.root == sha256(), "checkpoint.malformed: root of an empty tree")
        self.signatures, self.cosigned_at = [], None
        for line in signatures[:-1].split("\n"):
            parts = line.split(" ")
            need(len(parts) == 3 and parts[0] == "—" and is_key_name(parts[1]), "checkpoint.malformed: a line of signature")
            signature = decode(parts[2], "checkpoint.malformed: a signature")
            need(len(signature) >= 5, "checkpoint.malformed: a signature")
            self.signatures.append((parts[1], signature[:4], signature[4:]))
        need(len(self.signatures) <= SIGNATURES_MAX, "checkpoint.malformed: too many signatures")

    def refusal(self, trust, now, name=None, witnessed=True):
        """Why it doesn't hold for the log `name` (by default the ledger itself), or None. Witnesses are not asked for unless `witnessed`."""
        name = name or trust.origin
        if self.origin != name:
            return "checkpoint.origin: another log than the pinned one"
        signed = False
        key = trust.ledger_key.key
        for signature in self.lines_of(name, key_id(name, LEDGER_KEY, key)):
            if len(signature) != 64 or not is_signed(key, signature, self.body.encode()):
                return "checkpoint.signature: a signature by the ledger's key is wrong"
            signed = True
        if not signed:
            return "checkpoint.unsigned: no signature by the pinned key of the ledger"
        return self.refusal_of_witnesses(trust, now) if witnessed else None

    def refusal_of_witnesses(self, trust, now):
        """Of several lines of one witness the newest counts, and none but it. Leaves in `cosigned_at` the newest time of all that count."""
        counted = []
        for witness in trust.witnesses:
            newest = None
            for signature in self.lines_of(witness.key.name, witness.key.id):
                time = int.from_bytes(signature[:8], "big")
                message = b"cosignature/v1\ntime %d\n" % time + self.body.encode()
                if len(signature) != 72 or not 0 < time < 2**63 or not is_signed(witness.key.key, signature[8:], message):
                    return "cosignature.wrong: a signature by a witness's key is wrong"
                newest = max(newest or 0, time)
            if newest is not None and newest <= now + CLOCK_SKEW_S and witness.is_good_on(korean_day(newest)):
                counted.append(newest)
        if len(counted) < trust.quorum:
            return "checkpoint.not_witnessed: fewer witnesses than the pinned policy wants"
        self.cosigned_at = max(counted, default=None)
        return None

    def lines_of(self, name, identifier):
        return [signature for each, its_id, signature in self.signatures if (each, its_id) == (name, identifier)]


def korean_day(seconds):
    return (seconds + SEOUL_S) // 86_400


def day_of(text, why):
    """A date as days from 1970-01-01."""
    need(isinstance(text, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text), f"{why}: no date")
    try:
        return datetime.date.fromisoformat(text).toordinal() - datetime.date(1970, 1, 1).toordinal()
    except ValueError:
        need(False, f"{why}: no date")
