"""What the tests of the second verifier share: ledgers, proofs, both verifiers side by side, and forgeries by one who has the keys.

Run under the interpreter that has `cryptography`; importing this module moves there, or skips (exit code 77).
"""
import base64
import concurrent.futures
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import threading

PYTHON = "/usr/bin/python3"
SKIPPED = 77
HERE = os.path.dirname(os.path.abspath(__file__))


def has_cryptography():
    try:
        return subprocess.run([PYTHON, "-c", "import cryptography"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if os.environ.get("SILLOK_VERIFY_PY") != "1":
    if not has_cryptography():
        print(f"skipped: {PYTHON} can't import cryptography (python3-cryptography)")
        sys.exit(SKIPPED)
    os.execve(PYTHON, [PYTHON, *sys.argv], {**os.environ, "SILLOK_VERIFY_PY": "1"})

sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, "..", "cli"), os.path.join(HERE, "..", "..", "tools", "verify_py")]
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: E402

import merkle  # noqa: E402
import note  # noqa: E402
import verify  # noqa: E402
from event import Entry  # noqa: E402
from flat import Malformed  # noqa: E402
from program import SILLOK, clean_environment  # noqa: E402

ANSWER = ("ok", "position", "size", "root", "person", "complete")
ANSWER_ON_PROOF = (*ANSWER, "events", "absent")
CAPSULE = b"sillok-capsule/v1\n"
ANSWER_ON_CAPSULE = (*ANSWER, "persons", "origin", "purpose", "as_of", "known_at", "made_by", "made_at", "events", "reads", "opened", "custody", "pinned")


class Case:
    """An input of both verifiers: what is shown, and what is pinned."""

    def __init__(self, name, proof, trust, payload=None, old=None):
        self.name, self.proof, self.trust, self.payload, self.old = name, proof, trust, payload, old


def ours(case):
    """Exit code and answer of the verifier in Python."""
    try:
        answer = verify.check(case.proof, case.trust, case.payload, case.old)
    except Malformed as why:
        return 3, str(why)
    except verify.WrongUse as why:
        return 2, str(why)
    return (0 if answer["ok"] else 1), answer


def theirs(case, folder):
    """Exit code and answer of the program."""
    files = {}
    for name in ("proof", "trust", "payload", "old"):
        content = getattr(case, name)
        if content is not None:
            files[name] = os.path.join(folder, f"{threading.get_ident()}.{name}")
            with open(files[name], "wb") as out:
                out.write(content)
    command = [SILLOK, "--json", "check-evidence" if case.proof.startswith(CAPSULE) else "check-proof", files.pop("proof")]
    for name, path in files.items():
        command += [f"--{name}", path]
    done = subprocess.run(command, capture_output=True, env=clean_environment(), timeout=120, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr.decode()


def both(cases):
    """(case, ours, theirs) for each; the program runs in a few processes beside us."""
    with tempfile.TemporaryDirectory(prefix="sillok-verify-") as folder, concurrent.futures.ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(theirs, case, folder) for case in cases]
        answers = [ours(case) for case in cases]
        return [(case, answer, each.result()) for case, answer, each in zip(cases, answers, asked)]


def differences(results):
    """Where one says that it holds and the other doesn't, or both do but with another answer."""
    found = []
    for case, mine, other in results:
        if (mine[0] == 0) != (other[0] == 0):
            found.append((case.name, mine, other))
        elif mine[0] == 0 and any(mine[1][name] != other[1][name] for name in (ANSWER_ON_CAPSULE if "persons" in mine[1] else ANSWER_ON_PROOF)):
            found.append((case.name, mine, other))
    return found


def told(answer):
    """The exit code and the code of the reason; - where it holds."""
    code, said = answer
    if code == 0:
        return code, "-"
    text = said["reason"] if isinstance(said, dict) else said
    found = re.search(r'"code":"([^"]*)"', text) or re.match(r"([a-z_]+\.[a-z_]+)", text)
    return code, found[1] if found else text


def flips(name, proof, trust, step=7, **more):
    """The proof with one bit changed, at every so many bytes."""
    made = []
    for place in range(0, len(proof), step):
        changed = bytearray(proof)
        changed[place] ^= 1
        made.append(Case(f"{name}: byte {place}", bytes(changed), trust, **more))
    return made


def public(key):
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_of(text):
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(text.encode()).digest())


def verifier_key(name, kind, key):
    raw = public(key)
    return f"{name}+{note.key_id(name, kind, raw).hex()}+{base64.b64encode(bytes([kind]) + raw).decode()}"


def signed_note(body, *signers):
    """A checkpoint; a signer is (name, key), or (name, key, time) for a cosignature."""
    text = body + "\n"
    for name, key, *time in signers:
        kind = note.COSIGNER_KEY if time else note.LEDGER_KEY
        signature = key.sign((f"cosignature/v1\ntime {time[0]}\n" if time else "").encode() + body.encode())
        raw = note.key_id(name, kind, public(key)) + (struct.pack(">Q", time[0]) if time else b"") + signature
        text += f"— {name} {base64.b64encode(raw).decode()}\n"
    return text


def root_and_paths(leaves):
    """The root of a tree and the path of each leaf, the plain recursion of RFC 6962."""
    if len(leaves) == 1:
        return leaves[0], [[]]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, left_paths = root_and_paths(leaves[:split])
    right, right_paths = root_and_paths(leaves[split:])
    return merkle.node_hash(left, right), [path + [right] for path in left_paths] + [path + [left] for path in right_paths]


def log_proof(extra, index, path, checkpoint):
    lines = ["c2sp.org/tlog-proof@v1", "extra " + base64.b64encode(extra).decode(), f"index {index}",
             *(base64.b64encode(each).decode() for each in path)]
    return ("\n".join(lines) + "\n\n" + checkpoint).encode()


def extra_of(entry, first, order_path, first_path):
    def path(hashes):
        return struct.pack(">I", len(hashes)) + b"".join(hashes)
    return struct.pack(">I", len(entry)) + entry + struct.pack(">I", len(first)) + first + path(order_path) + path(first_path)


class Forger:
    """One who has the ledger's key and, in a sandbox, all officers' keys: all that he signs is in order but for what he says."""

    def __init__(self, trust):
        self.pinned = json.loads(trust)
        self.key = key_of("a ledger's key")
        self.origin = self.pinned["origin"]
        self.pinned["ledger_keys"] = [verifier_key(self.origin, note.LEDGER_KEY, self.key)]

    def trust(self, **more):
        return json.dumps({**self.pinned, **more}).encode()

    def officer(self, name):
        seed = bytes.fromhex(self.pinned["seed"])
        return Ed25519PrivateKey.from_private_bytes(
            hashlib.blake2b(b"sillok/sandbox/officer\x00" + name.encode(), key=seed, digest_size=32).digest())

    def signed_again(self, raw, count=1):
        """An entry that is an order of its own, or the first of `count` acts, with signatures for what it now says."""
        entry = Entry(raw)
        opening = entry.opening
        root = merkle.leaf_hash(entry.body_raw)
        message = struct.pack(">I", len(opening.authority)) + opening.authority.encode() + struct.pack(">I", len(opening.order)) \
            + opening.order.encode() + struct.pack(">I", count) + hashlib.sha256(opening.header_raw).digest() + root
        changed = raw.replace(opening.act_root, root)
        for role, name, signature in zip(("drafted", "approved"), opening.officers, opening.signatures):
            made = self.officer(name).sign(f"sillok/order/v1/{role}\n".encode() + bytes.fromhex(self.pinned["genesis"]) + message)
            changed = changed.replace(signature, made)
        return changed

    def checkpoint(self, root, size, *cosigners, body=None, name=None):
        name = name or self.origin
        body = body or f"{name}\n{size}\n{base64.b64encode(root).decode()}\n"
        return signed_note(body, (name, self.key), *cosigners)

    def act_proof(self, raw, position, *cosigners, index=None, size=None, **more):
        """A proof of a single act's entry at a position, in a log whose other leaves are anything."""
        size = size or position + 1
        leaves = [hashlib.sha256(b"leaf %d" % i).digest() for i in range(size)]
        leaves[position] = merkle.leaf_hash(raw)
        root, paths = root_and_paths(leaves)
        return log_proof(extra_of(raw, b"", [], []), position if index is None else index, paths[position],
                         self.checkpoint(root, size, *cosigners, **more))
