#!/usr/bin/env python3
"""Writes the proof vectors beside it, once; never run by a test. README.md says what they are.

  SILLOK=build/release/bin/sillok tests/vectors/proofs/make.py

Keys are random, so every run gives other bytes; what each vector says and how it must be answered stays. It asks both verifiers
and stops where an answer is not the one that is written down here.
"""
import base64
import hashlib
import json
import os
import re
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "verify_py"))
from support import Case, Ed25519PrivateKey, Forger, both, extra_of, key_of, log_proof, public, root_and_paths, signed_note, verifier_key  # noqa: E402
from forgeries_test import Parts  # noqa: E402
from ledgers import absent  # noqa: E402
from program import Ledger, OfficersLedger, act, found_unit, hire, order  # noqa: E402

import merkle  # noqa: E402
import note  # noqa: E402
from event import Entry  # noqa: E402
from proof import ActProof  # noqa: E402

THEN = 1_790_000_000       # 2026-09-21: when witnesses have cosigned
FAR = 16_725_225_600       # 2500-01-01
GOOD, REFUSED, UNREADABLE = "good", "refused", "unreadable"
CODES = {GOOD: 0, REFUSED: 1, UNREADABLE: 3}


def u32(number):
    return struct.pack(">I", number)


class Operator(Forger):
    """Whoever has the ledger's key and those of two officers, and signs whatever he likes."""

    def __init__(self, ledger, trust):
        super().__init__(trust)
        self.pinned = json.loads(trust)
        self.key = self.secret(os.path.join(ledger.path, "keys", "ledger.key"))
        self.node = self.secret(os.path.join(ledger.path, "keys", "node.key"))
        self.keys = {name: self.secret(ledger.key(name)) for name in ("kim", "lee", "root.a", "root.b")}

    @staticmethod
    def secret(path):
        with open(path, encoding="ascii") as file:
            return Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read().split("\n")[1])[:32])

    def officer(self, name):
        return self.keys[name]

    def placed(self, raw, position, *more, **options):
        return self.act_proof(moved(raw, position), position, *more, **options)


def moved(raw, position):
    changed = raw.replace(Entry(raw).position.to_bytes(8, "little"), position.to_bytes(8, "little"), 1)
    if Entry(changed).position != position:
        raise AssertionError("the position stands elsewhere")
    return changed


def swapped(text, one, other):
    mark = b"\xff\xfe" * 8
    return text.replace(one, mark).replace(other, one).replace(mark, other)


class Vectors:
    def __init__(self):
        self.files, self.rows = {}, []

    def file(self, name, content):
        if self.files.setdefault(name, content) != content:
            raise AssertionError(f"two files {name}")
        return name

    def trust(self, name, raw):
        return self.file(f"{name}.trust.json", raw)

    def add(self, name, proof, trust, result, reason, says, second=None, old=None, payload=None, second_result=None):
        """`result` and `reason` are the program's; `second` and `second_result` those of the verifier in Python where it answers otherwise."""
        row = {"proof": self.file(f"{name}.proof", proof), "trust": trust, "old": "-", "payload": "-"}
        if old is not None:
            row["old"] = old if isinstance(old, str) else self.file(f"{name}.old", old)
        if payload is not None:
            row["payload"] = payload if isinstance(payload, str) else self.file(f"{name}.payload", payload)
        row.update(program=result, reason=reason, python=second_result or result, python_reason=second or reason, says=says)
        self.rows.append(row)


COLUMNS = ("proof", "trust", "old", "payload", "program", "reason", "python", "python_reason", "says")


def story():
    ledger = OfficersLedger()
    shown = {}

    def record(number, *acts, on="2024-03-02"):
        receipt = ledger.submit(order(number, *acts, on=on)).lines()[0]
        if receipt["status"] != "recorded":
            raise AssertionError(receipt)
        return receipt["positions"][0]

    def prove(*options):
        answer = ledger.run("prove", *options)
        if answer.code:
            raise AssertionError(answer)
        return answer.out.encode()
    ledger.submit(found_unit())
    several = record("T-1", hire("A1"), hire("A2", name="이두리"), hire("A3", name="박세나"))
    single = record("T-2", act("trained", "A1", "2024-03-05", course="safety", hours=3), on="2024-03-05")
    shown["older A1"] = prove("--person", "A1")
    old_size = ledger.json("checkpoint").one()["size"]
    shown["old"] = ledger.run("checkpoint", "--at", old_size).out.encode()
    shown["older old"] = ledger.run("checkpoint", "--at", several).out.encode()
    mass = record("T-3", *(hire(f"M{i}", name=f"사람{i}") for i in range(300)))
    award = record("T-4", act("awarded", "A2", "2024-04-01", kind="medal", name="order of merit", grantor="president"), on="2024-04-01")
    record("T-5", act("trained", "A1", "2024-04-05", course="ethics", hours=2), on="2024-04-05")
    shown["newer A1"] = prove("--person", "A1")
    record("T-6", act("trained", "A3", "2024-04-06", course="ethics", hours=2), on="2024-04-06")
    roots = ("--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b", "--on", "2024-05-01",
             "--key", ledger.key("root.a"), "--key", ledger.key("root.b"))
    ledger.answer("keys", "revoke", "kim", "--reason", "left", "--order", "R-kim", *roots)
    shown["A1"], shown["A2"], shown["M7"] = (prove("--person", each) for each in ("A1", "A2", "M7"))
    size = ledger.json("checkpoint").one()["size"]
    for name, at in (("single", single), ("several", several + 1), ("first", several), ("mass", mass + 270), ("mass 271", mass + 271),
                     ("award", award), ("genesis", 0), ("unit", several - 1)):
        shown[name] = prove(at)
    shown["old single"] = prove(single, "--at", old_size)
    shown["grown"] = prove("--since", old_size)
    shown["head"] = ledger.run("checkpoint").out.encode()
    path = os.path.join(ledger.home, "pinned.json")
    ledger.answer("trust", "export", "-o", path)
    with open(path, "rb") as file:
        shown["trust"] = file.read()
    return ledger, shown, {"several": several, "single": single, "mass": mass, "award": award, "size": size, "old size": old_size}


def all_vectors():
    made = Vectors()
    ledger, shown, at = story()
    with ledger:
        trust = made.trust("ledger", shown["trust"])
        operator = Operator(ledger, shown["trust"])
        good_ones(made, trust, shown, at)
        places_and_paths(made, trust, shown, at, operator)
        checkpoints(made, trust, shown, at, operator)
        orders(made, trust, shown, at, operator)
        growth(made, trust, shown, at, operator)
        persons(made, trust, shown, operator)
        witnesses(made, shown, at, operator)
        pins(made, shown, at, operator)
        others(made, trust, shown, at)
    return made


def good_ones(made, trust, shown, at):
    entry = ActProof(shown["single"]).entry_raw
    for name, key, says in (("act-alone", "single", "an act that is an order of its own"), ("act-of-three", "several", "the second act of an order of three"),
                            ("act-first-of-three", "first", "the first act of that order"), ("act-of-300", "mass", "act 270 of an order of 300"),
                            ("genesis", "genesis", "position 0"), ("act-before-a-revocation", "award", "its drafter's key was revoked later"),
                            ("act-in-an-older-log", "old single", "under the checkpoint of an earlier size")):
        made.add(f"good-{name}", shown[key], trust, GOOD, "-", says)
    made.add("good-payload", shown["single"], trust, GOOD, "-", "with the entry that it is of", payload=entry)
    made.add("good-grown", shown["grown"], trust, GOOD, "-", "the log of the newer checkpoint begins with that of the older one", old=shown["old"])
    made.add("good-person", shown["A1"], trust, GOOD, "-", "all acts of a person")
    made.add("good-absence", absent(shown["A2"], "A2", "sanctioned", "2024-12-31"), trust, GOOD, "-", "all acts of a person, among them no sanction")
    made.add("good-absence-the-day-before", absent(shown["A2"], "A2", "awarded", "2024-03-31"), trust, GOOD, "-", "no award by the day before it")
    made.add("payload-of-another", shown["single"], trust, REFUSED, "proof.payload", "a good proof beside another payload",
             payload=ActProof(shown["award"]).entry_raw)
    made.add("payload-cut", shown["single"], trust, REFUSED, "proof.payload", "a good proof beside a payload that lacks its last byte", payload=entry[:-1])
    made.add("payload-longer", shown["single"], trust, REFUSED, "proof.payload", "a good proof beside a payload with a byte more", payload=entry + b"\0")
    made.add("payload-empty", shown["single"], trust, REFUSED, "proof.payload", "a good proof beside an empty payload", payload=b"")


def with_path(raw, change):
    lines = raw.split(b"\n")
    end = lines.index(b"")
    return b"\n".join([*lines[:3], *change(lines[3:end]), *lines[end:]])


def places_and_paths(made, trust, shown, at, operator):
    single, where = shown["single"], at["single"]

    def index(new):
        return single.replace(b"\nindex %d\n" % where, b"\nindex %d\n" % new)
    inclusion = "proof.inclusion"
    for name, new in (("minus-1", where - 1), ("plus-1", where + 1), ("xor", where ^ 8), ("beyond", at["size"]), ("far-beyond", 2**62)):
        made.add(f"index-{name}", index(new), trust, REFUSED, inclusion, "a good proof under another index", second="proof.position")
    junk = base64.b64encode(hashlib.sha256(b"junk").digest())
    for name, change, says in (
            ("part-missing", lambda path: path[1:], "the path without its first hash"), ("last-part-missing", lambda path: path[:-1], "without its last"),
            ("part-twice", lambda path: path[:1] + path, "with its first hash twice"), ("leading-junk", lambda path: [junk, *path], "a hash more in front"),
            ("trailing-junk", lambda path: [*path, junk], "a hash more at its end"), ("parts-swapped", lambda path: [path[1], path[0], *path[2:]], "two hashes swapped"),
            ("part-changed", lambda path: [path[0], junk, *path[2:]], "another hash in the path"), ("no-path", lambda path: [], "no path at all"),
            ("reversed", lambda path: path[::-1], "the path from the root down")):
        made.add(f"path-{name}", with_path(single, change), trust, REFUSED, inclusion, says)
    made.add("path-of-another", with_path(single, lambda _: shown["award"].split(b"\n")[3:shown["award"].split(b"\n").index(b"")]), trust, REFUSED, inclusion,
             "the path of another act")
    made.add("path-of-65", with_path(single, lambda path: path * 9), trust, UNREADABLE, "proof.malformed", "more hashes than any tree is high")
    made.add("path-short-hash", with_path(single, lambda path: [base64.b64encode(bytes(31)), *path[1:]]), trust, UNREADABLE, "note.malformed",
             "a hash of 31 bytes", second="proof.malformed")
    # A node of the tree as if its two halves were an entry of a smaller tree.
    leaves = [hashlib.sha256(b"leaf %d" % i).digest() for i in range(8)]
    root, paths = root_and_paths(leaves)
    both_halves = leaves[2] + leaves[3]
    made.add("node-as-leaf", log_proof(extra_of(both_halves, b"", [], []), 1, paths[2][1:], operator.checkpoint(root, 4)), trust, REFUSED, inclusion,
             "two leaf hashes offered as an entry, to pass for the node above them", second="event.malformed", second_result=UNREADABLE)
    # The order's tree: an act's path from another place, and beside another order.
    mass = ActProof(shown["mass"])
    path = mass.log.path
    checkpoint = shown["mass"].partition(b"\n\n")[2].decode()
    other = ActProof(shown["mass 271"])

    def order_proof(order_path, first_raw=None, first_path=None):
        first = first_raw or base64.b64decode(shown["mass"].split(b"\n")[1][6:])
        if first_raw is None:
            first = first[4 + len(mass.entry_raw) + 4:][:int.from_bytes(first[4 + len(mass.entry_raw):][:4], "big")]
        return log_proof(extra_of(mass.entry_raw, first, order_path, mass.first_path if first_path is None else first_path), mass.log.index, path, checkpoint)
    if order_proof(mass.order_path) != shown["mass"]:
        raise AssertionError("the proof is not put together as the program does")
    for name, change, says in (("of-another-act", other.order_path, "the order path of the next act of the same order"), ("cut", mass.order_path[:-1], "without its last hash"),
                               ("longer", mass.order_path + [bytes(32)], "a hash more at its end"), ("empty", [], "none at all")):
        made.add(f"order-path-{name}", order_proof(change), trust, REFUSED, "proof.order_path", says, second="proof.order")
    several = ActProof(shown["first"])
    made.add("first-entry-of-another-order", order_proof(mass.order_path, several.entry_raw, several.log.path), trust, REFUSED, "proof.inclusion",
             "an act beside the opening of another order", second="proof.position")
    made.add("first-path-cut", order_proof(mass.order_path, None, mass.first_path[:-1]), trust, REFUSED, "proof.inclusion", "the opening's path without its last hash")
    made.add("first-entry-of-a-byte", order_proof(mass.order_path, b"x", []), trust, REFUSED, "proof.inclusion",
             "an act beside a byte in the place of its order's opening", second="event.malformed", second_result=UNREADABLE)


def checkpoints(made, trust, shown, at, operator):
    single, size = shown["single"], at["size"]
    head, _, checkpoint = single.partition(b"\n\n")
    proof = ActProof(single)
    lines = checkpoint.decode().split("\n")
    root = proof.checkpoint.root

    def under(text):
        return head + b"\n\n" + (text if isinstance(text, bytes) else text.encode())

    def signed(origin=operator.origin, body_size=size, body_root=root, key=operator.key, name=operator.origin, extra=""):
        return signed_note(f"{origin}\n{body_size}\n{base64.b64encode(body_root).decode()}\n{extra}", (name, key))
    if signed() != checkpoint.decode():
        raise AssertionError("the ledger's key signs something else")
    twisted = lines[4].split(" ")
    raw = bytearray(base64.b64decode(twisted[2]))
    s_plus_l = bytes(raw[:36]) + (int.from_bytes(raw[36:], "little") + note.ORDER).to_bytes(32, "little")

    def line(name, value):
        return f"— {name} {base64.b64encode(bytes(value)).decode()}"
    wrong, unsigned = "checkpoint.signature", "checkpoint.unsigned"
    table = [
        ("root-changed", under("\n".join([*lines[:2], base64.b64encode(bytes(32)).decode(), *lines[3:]])), REFUSED, wrong, "another root over the same signature"),
        ("size-changed", under("\n".join([lines[0], str(size + 1), *lines[2:]])), REFUSED, wrong, "another size over the same signature"),
        ("origin-changed", under("\n".join(["example.org/xx", *lines[1:]])), REFUSED, "checkpoint.origin", "another origin over the same signature"),
        ("r-flipped", under("\n".join([*lines[:4], line(operator.origin, raw[:4] + bytes([raw[4] ^ 1]) + raw[5:]), ""])), REFUSED, wrong, "a bit of R flipped"),
        ("s-plus-l", under("\n".join([*lines[:4], line(operator.origin, s_plus_l), ""])), REFUSED, wrong, "S + L: the second spelling of a signature"),
        ("signature-zero", under("\n".join([*lines[:4], line(operator.origin, raw[:4] + bytes(64)), ""])), REFUSED, wrong, "a signature of zeros"),
        ("signature-short", under("\n".join([*lines[:4], line(operator.origin, raw[:-1]), ""])), REFUSED, wrong, "a signature of 63 bytes"),
        ("key-id-changed", under("\n".join([*lines[:4], line(operator.origin, bytes([raw[0] ^ 1]) + raw[1:]), ""])), REFUSED, unsigned, "a good signature under another key id"),
        ("key-name-changed", under("\n".join([*lines[:4], line("example.org/xx", raw), ""])), REFUSED, unsigned, "a good signature under another name"),
        ("of-another-key", under(signed(key=key_of("another"))), REFUSED, unsigned, "signed by a key that is not pinned"),
        ("of-the-node-key", under(signed(key=operator.node)), REFUSED, unsigned, "signed by the node's key, which signs anchors"),
        ("another-key-as-ours", under("\n".join([*lines[:4], line(operator.origin, raw[:4] + key_of("another").sign(proof.checkpoint.body.encode())), ""])),
         REFUSED, wrong, "another key's signature under the id of the ledger's"),
        ("one-good-one-wrong", under(checkpoint.decode() + line(operator.origin, raw[:4] + bytes(64)) + "\n"), REFUSED, wrong, "a wrong signature of the pinned key beside a good one"),
        ("another-origin-signed", under(signed(origin="example.org/xx")), REFUSED, "checkpoint.origin", "the ledger's key on a checkpoint of another origin"),
        ("log-of-persons", under(re.search(rb"^persons \d+\n.*?\n\n(.*?\n\n.*?\n)", shown["A1"], re.M | re.S)[1]), REFUSED, "checkpoint.origin", "the checkpoint of the log of persons"),
        ("of-an-older-size", under(shown["old"]), REFUSED, "proof.inclusion", "a good, older checkpoint beside a path of today"),
        ("size-signed-too-small", under(signed(body_size=at["single"])), REFUSED, "proof.inclusion", "signed, but of a size that ends before the act"),
        ("size-signed-half", under(signed(body_size=size // 2)), REFUSED, "proof.inclusion", "the root of today signed as that of half the size"),
        ("empty-root-signed", under(signed(body_root=merkle.sha256())), REFUSED, "proof.inclusion", "signed, with the root of the empty tree"),
        ("size-0", under(signed(body_size=0)), UNREADABLE, "checkpoint.empty_root", "size 0 with a root"),
        ("size-0-empty", under(signed(body_size=0, body_root=merkle.sha256())), REFUSED, "proof.inclusion", "of the empty log"),
        ("zero-in-front", under(signed(body_size=f"0{size}")), UNREADABLE, "note.malformed", "a size with a zero in front"),
        ("negative-size", under(signed(body_size=-1)), UNREADABLE, "note.malformed", "a negative size"),
        ("no-signature", under("\n".join(lines[:4]) + "\n"), UNREADABLE, "note.malformed", "no line of signature"),
        ("two-lines", under(signed_note(f"{operator.origin}\n{size}\n", (operator.origin, operator.key))), UNREADABLE, "checkpoint.malformed", "no root"),
        ("cr-lf", under(checkpoint.replace(b"\n", b"\r\n")), UNREADABLE, "note.malformed", "other ends of lines"),
        ("no-last-line-feed", under(checkpoint[:-1]), UNREADABLE, "note.malformed", "the last line feed missing"),
        ("second-spelling", under(checkpoint.replace(b"=\n", b"\n", 1)), UNREADABLE, "note.malformed", "base64 without its padding")]
    for name, raw_proof, result, reason, says in table:
        second = {"note.malformed": "checkpoint.malformed", "checkpoint.empty_root": "checkpoint.malformed"}.get(reason)
        made.add(f"checkpoint-{name}", raw_proof, trust, result, reason, says, second=second)
    for name, text, says in (("an-extension-line", signed(extra="extension\n"), "a signed line of extension is passed over"),
                             ("an-unknown-key-besides", checkpoint.decode() + line("other.example", b"x" * 68) + "\n", "a line of an unknown key is passed over"),
                             ("signed-twice", checkpoint.decode() + lines[4] + "\n", "the same good line twice"),
                             ("eighty-lines", checkpoint.decode() + "".join(line(f"o{i}.example", b"x" * 68) + "\n" for i in range(79)), "79 lines of unknown keys")):
        made.add(f"good-{name}", under(text), trust, GOOD, "-", says)
    for name, changed, says in (("no-extra", single.replace(single.split(b"\n")[1] + b"\n", b""), "no line `extra`"), ("empty", b"", "nothing"),
                                ("line-behind", single + b"\n", "a line more behind it"), ("bom", b"\xef\xbb\xbf" + single, "a mark of byte order in front"),
                                ("version-2", single.replace(b"@v1", b"@v2", 1), "another version"), ("cut", single[:len(single) // 2], "half of it"),
                                ("extra-longer", re.sub(rb"extra (\S+)", lambda found: b"extra " + base64.b64encode(base64.b64decode(found[1]) + b"\0"), single), "a byte behind the parts of `extra`")):
        reason = "note.malformed" if name == "line-behind" else "proof.malformed"
        made.add(f"file-{name}", changed, trust, UNREADABLE, reason, says, second="checkpoint.malformed" if name == "line-behind" else None)


def orders(made, trust, shown, at, operator):
    """Signed by the ledger's key, whatever it says: what the officers have not signed is refused."""
    raw = ActProof(shown["single"]).entry_raw
    entry = Entry(raw)
    opening, where = entry.opening, at["single"]
    drafter, approver = opening.signatures
    wrong = ("signature.invalid", "signature.wrong")

    def add(name, changed, reason, says, result=REFUSED, position=where, second=None, **more):
        made.add(f"order-{name}", operator.act_proof(changed, position, **more), trust, result, reason[0] if isinstance(reason, tuple) else reason, says,
                 second=second or (reason[1] if isinstance(reason, tuple) else None))

    def body_changed(changed):
        return changed.replace(opening.act_root, merkle.leaf_hash(Entry(changed).body_raw))
    other_body = raw.replace(b"A1", b"A3")
    made.add("good-signed-again", operator.act_proof(raw, where), trust, GOOD, "-", "the same entry in another log of the ledger's key: who has that key can fork the log, and witnesses see it")
    add("body-changed", other_body, ("proof.order_path", "proof.order"), "another person in the body")
    add("body-and-root-changed", body_changed(other_body), wrong, "another person, with an act root to match")
    add("root-changed", raw.replace(opening.act_root, bytes(32)), ("proof.order_path", "proof.order"), "an act root of zeros")
    add("count-changed", raw.replace(opening.act_root, merkle.node_hash(opening.act_root, opening.act_root)), ("proof.order_path", "proof.order"), "an act root of two acts")
    add("number-changed", raw.replace(b"T-2", b"T-9"), wrong, "another order number in the header")
    add("basis-changed", raw.replace(b"SPOA:28", b"SPOA:29"), wrong, "another legal basis in the header")
    add("drafter-renamed", raw.replace(b"kim", b"lee"), "authority.same_person", "the approver named as drafter too")
    add("approver-unknown", raw.replace(b"lee", b"eve"), wrong, "an approver whom nobody knows")
    add("signatures-swapped", swapped(raw, drafter, approver), wrong, "each officer's signature in the other's place")
    add("approvers-as-drafters", raw.replace(drafter, approver), wrong, "the approver's signature used as the drafter's")
    add("drafters-as-approvers", raw.replace(approver, drafter), wrong, "the drafter's signature used as the approver's")
    add("no-signatures", raw.replace(drafter, bytes(64)).replace(approver, bytes(64)), wrong, "signatures of zeros, as only a genesis may have")
    add("s-plus-l", raw.replace(drafter, drafter[:32] + (int.from_bytes(drafter[32:], "little") + note.ORDER).to_bytes(32, "little")), wrong, "S + L in the drafter's signature")
    add("r-flipped", raw.replace(approver, bytes([approver[0] ^ 1]) + approver[1:]), wrong, "a bit of R flipped in the approver's signature")
    small = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
    add("r-of-small-order", raw.replace(drafter, small + bytes(32)), wrong, "R of small order and S = 0")
    message = u32(len(opening.authority)) + opening.authority.encode() + u32(len(opening.order)) + opening.order.encode() \
        + u32(1) + hashlib.sha256(opening.header_raw).digest() + opening.act_root
    genesis = bytes.fromhex(operator.pinned["genesis"])

    def signed(role, key, domain="v1", bound=genesis):
        return key.sign(f"sillok/order/{domain}/{role}\n".encode() + bound + message)
    kim, lee = operator.keys["kim"], operator.keys["lee"]
    if signed("drafted", kim) != drafter:
        raise AssertionError("an officer signs something else")
    add("by-one-officer", raw.replace(approver, signed("approved", kim)), wrong, "the drafter signs for the approver too")
    add("in-the-others-role", raw.replace(drafter, signed("approved", kim)), wrong, "the drafter signs as if approving")
    add("of-another-version", raw.replace(drafter, signed("drafted", kim, "v2")), wrong, "signed under another domain")
    add("of-another-ledger", raw.replace(drafter, signed("drafted", kim, bound=bytes(32))).replace(approver, signed("approved", lee, bound=bytes(32))), wrong,
        "signed for no genesis: an order of another ledger")
    add("by-another-key", raw.replace(drafter, signed("drafted", key_of("eve"))), wrong, "signed by a key that the drafter never had")
    add("by-a-root", raw.replace(drafter, signed("drafted", operator.keys["root.a"])), wrong, "a root signs for the drafter")
    late = at["size"] + 3
    made.add("order-by-a-retired-key", operator.placed(raw, late), trust, REFUSED, wrong[0], "good signatures at a position behind the drafter's revocation", second=wrong[1])
    made.add("order-by-a-key-to-come", operator.placed(ActProof(shown["unit"]).entry_raw, 77), trust, REFUSED, wrong[0], "good signatures at a position before the drafter's key was registered", second=wrong[1])
    made.add("order-at-another-position", operator.act_proof(raw, where + 1), trust, REFUSED, "proof.position", "the entry of one position proved at another")
    # Acts of an order at another place of it, and an order in two places.
    first, second = ActProof(shown["first"]), ActProof(shown["several"])
    leaves = [hashlib.sha256(b"leaf %d" % i).digest() for i in range(at["several"] + 3)]
    twin = moved(first.entry_raw, 5)
    leaves[5], leaves[at["several"] + 1] = merkle.leaf_hash(twin), second.entry.leaf
    root, paths = root_and_paths(leaves)
    made.add("order-in-two-places", log_proof(extra_of(second.entry_raw, twin, second.order_path, paths[5]), at["several"] + 1, paths[at["several"] + 1],
                                              operator.checkpoint(root, len(leaves))), trust, REFUSED, "proof.inclusion",
             "an act beside its opening, which is put at another position", second="proof.position")
    # The genesis: another one, by the same keys.
    zero = ActProof(shown["genesis"])
    for name, changed, reason, says in (
            ("unsigned", zero.entry_raw.replace(zero.entry.opening.signatures[0], bytes(64)).replace(zero.entry.opening.signatures[1], bytes(64)), "proof.genesis",
             "the beginning without its roots' signatures, which is another one"),
            ("renamed", zero.entry_raw.replace(b"example.org/hr", b"example.org/xx"), "proof.order_path", "a beginning of another origin")):
        forged = log_proof(extra_of(changed, b"", zero.order_path, []), 0, [], operator.checkpoint(merkle.leaf_hash(changed), 1))
        made.add(f"genesis-{name}", forged, trust, REFUSED, reason, says, second="proof.genesis")


def growth(made, trust, shown, at, operator):
    grown, old, size, old_size = shown["grown"], shown["old"], at["size"], at["old size"]
    lines = grown.split(b"\n")
    end = lines.index(b"")
    path, newer = lines[1:end], b"\n".join(lines[end + 1:])
    consistency = "proof.consistency"

    def proof(hashes, checkpoint=newer, since=old_size):
        return b"\n".join([b"old %d" % since, *hashes, b"", checkpoint if isinstance(checkpoint, bytes) else checkpoint.encode()])
    old_root, root = (base64.b64decode(each.split(b"\n")[2]) for each in (old, newer))
    junk = base64.b64encode(hashlib.sha256(b"junk").digest())

    def add(name, raw, reason, says, result=REFUSED, with_old=old, second=None):
        made.add(f"grown-{name}", raw, trust, result, reason, says, old=with_old, second=second)
    for name, hashes, says in (("part-missing", path[1:], "without the first hash"), ("last-part-missing", path[:-1], "without the last"), ("part-twice", path[:1] + path, "the first twice"),
                               ("trailing-junk", [*path, junk], "a hash more"), ("leading-junk", [junk, *path], "a hash more in front"), ("part-changed", [junk, *path[1:]], "another hash"),
                               ("parts-swapped", [path[1], path[0], *path[2:]], "two swapped"), ("no-path", [], "no path")):
        add(name, proof(hashes), consistency, says)
    fork = hashlib.sha256(b"a fork").digest()
    add("forked-in-the-middle", proof(path, operator.checkpoint(fork, size)), consistency, "a newer log that does not contain the older one, signed by the same key")
    add("older-forked", proof(path), consistency, "an older log that is no beginning of the newer one, signed by the same key", with_old=operator.checkpoint(fork, old_size).encode())
    add("roots-swapped", proof(path, operator.checkpoint(old_root, size)), consistency, "the two roots swapped, both signed", with_old=operator.checkpoint(root, old_size).encode())
    add("same-root", proof(path, operator.checkpoint(old_root, size)), consistency, "the older root signed as the newer one")
    add("equal-size-with-path", proof(path, old), consistency, "from a size to itself, with a path")
    add("equal-size-two-roots", proof([], operator.checkpoint(fork, old_size)), consistency, "two roots of one size")
    add("from-nothing-with-path", proof(path, since=0), consistency, "from the empty log, with a path", with_old=operator.checkpoint(merkle.sha256(), 0).encode())
    add("old-size-changed", proof(path, since=old_size - 1), "proof.old_size", "names another size than the older checkpoint")
    add("another-old", grown, "proof.old_size", "beside an older checkpoint of another size", with_old=shown["older old"])
    made.add("grown-backwards", proof(path, old, size), trust, REFUSED, consistency, "from the larger size to the smaller", second="proof.malformed", second_result=UNREADABLE, old=newer)
    add("old-unsigned", grown, "checkpoint.unsigned", "an older checkpoint that another key signed",
        with_old=signed_note(old.decode().partition("\n\n")[0] + "\n", (operator.origin, key_of("another"))).encode())
    add("old-of-another-origin", grown, "checkpoint.origin", "an older checkpoint of another log",
        with_old=operator.checkpoint(old_root, old_size, name="example.org/xx").encode())
    made.add("good-grown-from-nothing", proof([], since=0), trust, GOOD, "-", "every log begins with the empty one", old=operator.checkpoint(merkle.sha256(), 0).encode())
    made.add("good-grown-not-at-all", proof([], old), trust, GOOD, "-", "from a size to itself", old=old)


def persons(made, trust, shown, operator):
    a1, a2 = shown["A1"], shown["A2"]
    head, acts = Parts.parts(a1)
    other_head, other_acts = Parts.parts(a2)
    older_head, older_acts = Parts.parts(shown["older A1"])
    newer_head, newer_acts = Parts.parts(shown["newer A1"])
    incomplete = "proof.incomplete"
    for name, raw, reason, says in (
            ("none-shown", head, incomplete, "no act at all"), ("first-left-out", head + b"".join(acts[1:]), incomplete, "without her first act"),
            ("middle-left-out", head + acts[0] + b"".join(acts[2:]), incomplete, "without her second act"), ("last-left-out", head + b"".join(acts[:-1]), incomplete, "without her last act"),
            ("act-twice", head + b"".join([*acts, acts[-1]]), "proof.order", "her last act twice"), ("acts-swapped", head + acts[1] + acts[0] + b"".join(acts[2:]), "proof.order", "two acts swapped"),
            ("acts-of-another", head + b"".join(other_acts), incomplete, "another person's acts under her place in the map"),
            ("map-of-another", other_head.replace(b"person A2\n", b"person A1\n") + b"".join(acts), incomplete, "her acts under another's place in the map"),
            ("identity-swapped", a1.replace(b"person A1\n", b"person A2\n"), incomplete, "her acts under another name"),
            ("one-more", head + b"".join(sorted([*acts, other_acts[0]], key=lambda part: int(re.search(rb"\nindex (\d+)\n", part)[1]))), incomplete, "another's act among hers"),
            ("older-map", older_head + b"".join(acts), "proof.size", "the map of an earlier size beside the acts of today"),
            ("older-acts", head + b"".join(older_acts), "proof.size", "acts proved at an earlier size beside the map of today"),
            ("not-the-newest-map", Parts.under_the_newest_checkpoint(newer_head, head) + b"".join(newer_acts), "proof.not_newest", "an older map, truly in its log, under the newest checkpoint"),
            ("no-map", re.sub(rb"^map .*$", b"map -", a1, count=1, flags=re.M), incomplete, "no siblings in the map"),
            ("another-leaf", re.sub(rb"^(map .*)$", rb"\1\nother " + base64.b64encode(bytes(64)), a1, count=1, flags=re.M), incomplete, "another leaf in her place, and her acts"),
            ("has-the-act", absent(a2, "A2", "awarded", "2024-04-01"), "person.has_act", "says that an award is absent on its very day"),
            ("absence-of-hiring", absent(a1, "A1", "hired", "2024-03-02"), "person.has_act", "says that she was never hired")):
        made.add(f"person-{name}", raw, trust, REFUSED, reason, says)
    # Two pasts of one size: the ledger's key signs another root for the second act.
    proof = ActProof(acts[1].partition(b"\n")[2])
    leaves = [hashlib.sha256(b"leaf %d" % i).digest() for i in range(proof.checkpoint.size)]
    leaves[proof.log.index] = proof.entry.leaf
    root, paths = root_and_paths(leaves)
    forged = log_proof(extra_of(proof.entry_raw, b"", [], []), proof.log.index, paths[proof.log.index], operator.checkpoint(root, len(leaves)))
    made.add("person-forked", head + acts[0] + b"act %d\n" % len(forged) + forged + b"".join(acts[2:]), trust, REFUSED, "proof.root",
             "one act under another root of the same size, signed by the same key", second="proof.forked")
    persons_line = re.search(rb"^persons (\d+)\n", head, re.M)
    part = head[persons_line.end():]
    body = part.partition(b"\n\n")[2].decode().partition("\n\n")[0] + "\n"
    unsigned = signed_note(body, (operator.origin + "/persons", key_of("another"))).encode()
    changed = part.partition(b"\n\n")[0] + b"\n\n" + unsigned
    made.add("person-map-of-another-key", head[:persons_line.start()] + b"persons %d\n" % len(changed) + changed + b"".join(acts), trust, REFUSED, "checkpoint.unsigned",
             "a log of persons that another key signed")
    ledgers = signed_note(body, (operator.origin, operator.key)).encode()
    changed = part.partition(b"\n\n")[0] + b"\n\n" + ledgers
    made.add("person-map-under-the-ledgers-name", head[:persons_line.start()] + b"persons %d\n" % len(changed) + changed + b"".join(acts), trust, REFUSED, "checkpoint.unsigned",
             "the ledger's key signs the log of persons under the ledger's own name")
    for name, found, new, says in (("zero-in-front", rb"^persons ", b"persons 0", "a number with a zero in front"), ("half-a-hash", rb"^map .*$", b"map AAAA", "a map of three bytes"),
                                   ("word-twice", rb"^person A1$", b"person A1\nperson A1", "her name twice"), ("huge-part", rb"^act \d+", b"act 99999999", "a part longer than the file")):
        made.add(f"person-{name}", re.sub(found, new, a1, count=1, flags=re.M), trust, UNREADABLE, "proof.malformed", says)
    made.add("person-line-behind", a1 + b"\n", trust, UNREADABLE, "proof.malformed", "a line more behind it")
    made.add("person-no-act-on-persons", absent(a1, "A1", "unit_created", "2024-03-02"), trust, UNREADABLE, "proof.malformed", "an absence of what nobody can have")


def witnesses(made, shown, at, operator):
    keys = {name: key_of(f"vectors {name}") for name in ("w1.example", "w2.example", "w3.example")}
    head, _, checkpoint = shown["single"].partition(b"\n\n")
    body = ActProof(shown["single"]).checkpoint.body

    def trust(name, quorum, names, window=(None, None), verifiers=None):
        made_of = verifiers or [verifier_key(each, note.COSIGNER_KEY, keys[each]) for each in names]
        return made.trust(name, operator.trust(witnesses=made_of, witness_policy={"format": "sillok-witnesses/v1", "quorum": quorum, "witnesses": [
            {"key": each, "url": None, "from": window[0], "to": window[1]} for each in made_of]}))

    def cosigned(*signers, signed_body=body):
        """A signer is (name, time), and a key if it is not the witness's own."""
        lines = signed_note(signed_body, *((name, key[0] if key else keys[name], time) for name, time, *key in signers)).partition("\n\n")[2]
        return head + b"\n\n" + checkpoint + lines.encode()
    names = ("w1.example", "w2.example", "w3.example")
    two_of_three, two_of_two, one = trust("two-of-three", 2, names), trust("two-of-two", 2, names[:2]), trust("one-witness", 1, names[:1])
    w1, w2, w3 = ((name, THEN) for name in names)
    made.add("good-cosigned", cosigned(w1, w3), two_of_three, GOOD, "-", "two of three witnesses")
    made.add("good-cosigned-by-all", cosigned(w1, w2, w3), two_of_three, GOOD, "-", "all three")
    made.add("good-cosigned-unknown-besides", cosigned(w1, w3), one, GOOD, "-", "a witness that is not pinned besides")
    made.add("good-cosigned-twice", cosigned(w1, ("w1.example", THEN + 9)), one, GOOD, "-", "one witness at two times, where one is wanted")
    few = "checkpoint.not_witnessed"
    raw_key = public(keys["w1.example"])
    id_text = note.key_id("w1.example", note.COSIGNER_KEY, raw_key)

    def by_hand(value):
        return head + b"\n\n" + checkpoint + f"— w1.example {base64.b64encode(value).decode()}\n".encode()
    good_line = base64.b64decode(cosigned(w1).rstrip(b"\n").rpartition(b" ")[2])
    for name, raw, pinned, reason, says in (
            ("none", shown["single"], one, few, "not cosigned at all"), ("one-of-two", cosigned(w1), two_of_two, few, "one of two"),
            ("same-twice", cosigned(w1, w1), two_of_two, few, "the same cosignature twice, where two witnesses are wanted"),
            ("same-at-two-times", cosigned(w1, ("w1.example", THEN + 9)), two_of_two, few, "one witness at two times, where two are wanted"),
            ("unknown", cosigned(w3), one, few, "cosigned by a witness that is not pinned"),
            ("under-another-name", cosigned(("w2.example", THEN, keys["w1.example"])), one, few, "the witness's key under another name"),
            ("by-another-key", cosigned(("w1.example", THEN, key_of("eve"))), one, few, "another key under the witness's name"),
            ("another-key-as-its", by_hand(id_text + good_line[4:12] + key_of("eve").sign(b"cosignature/v1\ntime %d\n" % THEN + body.encode())), one, "cosignature.wrong",
             "another key's signature under the witness's id"),
            ("time-changed", by_hand(id_text + struct.pack(">Q", THEN + 1) + good_line[12:]), one, "cosignature.wrong", "another time over the same signature"),
            ("time-zero", cosigned(("w1.example", 0)), one, "cosignature.wrong", "at time 0"),
            ("time-beyond", cosigned(("w1.example", 2**63)), one, "cosignature.wrong", "at a time of 2^63"),
            ("in-the-future", cosigned(("w1.example", FAR)), one, few, "at a time that is not yet: 2500-01-01"),
            ("one-in-the-future", cosigned(w1, ("w2.example", FAR)), two_of_two, few, "one of two at a time that is not yet"),
            ("of-another-checkpoint", cosigned(w1, signed_body=body.replace(f"\n{at['size']}\n", f"\n{at['size'] - 1}\n")), one, "cosignature.wrong", "a cosignature of another size"),
            ("as-a-ledgers-key", by_hand(id_text + keys["w1.example"].sign(body.encode())), one, "cosignature.wrong", "the witness signs as a ledger does, without a time"),
            ("type-of-a-ledgers-key", by_hand(note.key_id("w1.example", note.LEDGER_KEY, raw_key) + keys["w1.example"].sign(body.encode())), one, few,
             "the witness's key as one of a ledger"),
            ("signature-flipped", by_hand(good_line[:20] + bytes([good_line[20] ^ 1]) + good_line[21:]), one, "cosignature.wrong", "a bit of R flipped"),
            ("id-changed", by_hand(bytes([good_line[0] ^ 1]) + good_line[1:]), one, few, "under another key id"),
            ("after-its-window", cosigned(w1), trust("window-over", 1, names[:1], ("2020-01-01", "2026-09-21")), few, "on the first day on which it is not asked any more"),
            ("before-its-window", cosigned(w1), trust("window-to-come", 1, names[:1], ("2026-09-23", None)), few, "before the first day on which it is asked")):
        made.add(f"witness-{name}", raw, pinned, REFUSED, reason, says)
    twice = [verifier_key(each, note.COSIGNER_KEY, keys["w1.example"]) for each in names[:2]]
    both_names = cosigned(w1, ("w2.example", THEN, keys["w1.example"]))
    for quorum in (1, 2):
        made.add(f"witness-one-key-two-names-{quorum}", both_names, trust(f"one-key-two-names-{quorum}", quorum, (), verifiers=twice), UNREADABLE, "witness.policy",
                 f"one key pinned under two names, {quorum} wanted", second="trust.malformed")
    for name, quorum, reason in (("zero", 0, "witness.policy"), ("negative", -1, "witness.malformed"), ("above", 2, "witness.policy")):
        made.add(f"witness-quorum-{name}", cosigned(w1), trust(f"quorum-{name}", quorum, names[:1]), UNREADABLE, reason, f"a quorum of {quorum} of one witness",
                 second="trust.malformed")
    made.add("witness-window-backwards", cosigned(w1), trust("window-backwards", 1, names[:1], ("2027-01-01", "2026-01-01")), UNREADABLE, "witness.policy",
             "a window that ends before it starts", second="trust.malformed")
    newer = shown["grown"] + signed_note(body, ("w1.example", keys["w1.example"], THEN)).partition("\n\n")[2].encode()
    if body.encode() not in newer:
        raise AssertionError("two checkpoints of one size")
    made.add("good-grown-cosigned", newer, one, GOOD, "-", "the newer checkpoint is cosigned; the older one, which the verifier has, need not be", old=shown["old"])
    made.add("grown-not-cosigned", shown["grown"], one, REFUSED, few, "the newer checkpoint is not cosigned", old=shown["old"])


def pins(made, shown, at, operator):
    pinned, single = operator.pinned, shown["single"]

    def add(name, result, reason, says, second=None, second_result=None, proof=single, **members):
        made.add(f"trust-{name}", proof, made.trust(name, operator.trust(**members)), result, reason, says, second=second, second_result=second_result)
    wrong = {"reason": "signature.invalid", "second": "signature.wrong"}
    add("another-genesis", REFUSED, says="another genesis is pinned", genesis="00" * 32, **wrong)
    add("another-genesis-position-0", REFUSED, "proof.genesis", "another genesis is pinned, asked of position 0", proof=shown["genesis"], genesis="11" * 32)
    add("another-origin", REFUSED, "checkpoint.origin", "another origin is pinned", origin="example.org/xx")
    eve = verifier_key(operator.origin, note.LEDGER_KEY, key_of("eve"))
    add("another-ledger-key", REFUSED, "checkpoint.unsigned", "another ledger key is pinned", ledger_keys=[eve])
    add("a-retired-ledger-key", REFUSED, "checkpoint.unsigned", "signed by a ledger key that is pinned, but not the one in force",
        ledger_keys=[eve, *pinned["ledger_keys"]])
    add("no-officers", REFUSED, says="no officer is pinned", officers=[], **wrong)
    add("a-key-revoked-before", REFUSED, says="the drafter's key is pinned up to the position before", **wrong,
        officers=[{**each, "to": at["single"] - 1} if each["officer"] == "kim" else each for each in pinned["officers"]])
    made.add("good-a-key-revoked-right-behind", single, made.trust("a-key-revoked-there", operator.trust(
        officers=[{**each, "to": at["single"]} if each["officer"] == "kim" else each for each in pinned["officers"]])), GOOD, "-", "pinned up to this very position")
    add("a-key-registered-there", REFUSED, says="the drafter's key is pinned behind this position", **wrong,
        officers=[{**each, "from": at["single"]} if each["officer"] == "kim" else each for each in pinned["officers"]])
    add("officers-swapped", REFUSED, says="each officer pinned with the other's key", **wrong,
        officers=[{**each, "officer": {"kim": "lee", "lee": "kim"}.get(each["officer"], each["officer"])} for each in pinned["officers"]])
    for name, reason, says, members in (
            ("a-key-of-small-order", "key.point", "an officer's key of small order", {"officers": [{**pinned["officers"][0], "key": base64.b64encode(b"\1" + bytes(31)).decode()}]}),
            ("a-key-of-31-bytes", "key.length", "an officer's key of 31 bytes", {"officers": [{**pinned["officers"][0], "key": base64.b64encode(bytes(31)).decode()}]}),
            ("a-position-as-text", "trust.malformed", "a position as text", {"officers": [{**pinned["officers"][0], "to": "9"}]}),
            ("a-negative-position", "trust.malformed", "a negative position", {"officers": [{**pinned["officers"][0], "from": -1}]}),
            ("no-ledger-keys", "trust.malformed", "no ledger key", {"ledger_keys": []}), ("version-2", "trust.malformed", "another format", {"format": "sillok-trust/v2"}),
            ("sandbox-as-text", "trust.malformed", "a text where true or false stands", {"sandbox": "false"}),
            ("a-policy-of-null", "trust.malformed", "null where the witnesses' policy stands", {"witness_policy": None})):
        add(name, UNREADABLE, reason, says, second="trust.malformed" if reason != "trust.malformed" else None, **members)
    # A member of another type is never passed over (FORMAT.md section 6).
    for name, says, members in (("a-second-ledger-key-as-number", "a number among the ledger keys", {"ledger_keys": [*pinned["ledger_keys"], 1]}),
                                ("a-key-in-hex", "an officer's key in hex instead of base64",
                                 {"officers": [{**each, "key": base64.b64decode(each["key"]).hex()} for each in pinned["officers"]]}),
                                ("a-seed-as-number", "a number as the seed", {"seed": 1}),
                                ("witnesses-of-no-key", "a text that is no key among the witnesses, beside a policy", {"witnesses": ["x"]})):
        reason = "key.malformed" if name == "witnesses-of-no-key" else "trust.malformed"
        add(name, UNREADABLE, reason, says, second="trust.malformed" if reason != "trust.malformed" else None, **members)
    made.add("trust-a-member-twice", single, made.trust("a-member-twice", b'{"origin":"example.org/xx",' + operator.trust()[1:]), UNREADABLE, "trust.malformed",
             "an origin that is pinned twice, differently")


def others(made, trust, shown, at):
    """Of other ledgers, under what is pinned of this one."""
    with OfficersLedger() as other, Ledger() as sandbox:
        other.submit(found_unit())
        sandbox.submit(found_unit())
        theirs = other.json("checkpoint").one()["size"] - 1
        proof = other.run("prove", theirs).out.encode()
        made.add("another-ledgers-proof", proof, trust, REFUSED, "checkpoint.unsigned", "a good proof of another ledger of the same origin")
        made.add("another-ledgers-genesis", other.run("prove", 0).out.encode(), trust, REFUSED, "checkpoint.unsigned", "its position 0")
        path = os.path.join(sandbox.home, "t")
        sandbox.run("trust", "export", "-o", path)
        with open(path, "rb") as file:
            pinned = made.trust("sandbox", file.read())
        last = sandbox.json("checkpoint").one()["size"] - 1
        proof = sandbox.run("prove", last).out.encode()
        made.add("good-sandbox", proof, pinned, GOOD, "-", "an act of a sandbox, whose officers' keys derive from the seed")
        made.add("another-origins-proof", proof, trust, REFUSED, "checkpoint.origin", "a good proof of a sandbox")
        made.add("this-ledgers-under-another-pin", shown["single"], pinned, REFUSED, "checkpoint.origin", "a good proof of this ledger, where another is pinned")


def main():
    made = all_vectors()
    results = both([Case(row["proof"], *(made.files[row[kind]] for kind in ("proof", "trust")), *(made.files.get(row[kind]) for kind in ("payload", "old")))
                    for row in made.rows])
    wrong = []
    for row, (_, mine, other) in zip(made.rows, results):
        for who, reason, answer in (("program", "reason", other), ("python", "python_reason", mine)):
            said = (answer[0], reason_of(answer))
            if said != (CODES[row[who]], row[reason]):
                wrong.append(f"{row['proof']}: {who} {said}, written {row[who]} {row[reason]}: {str(answer[1])[:200]}")
    print("\n".join(wrong))
    if wrong:
        return 1
    for name in os.listdir(HERE):
        if name.endswith((".proof", ".old", ".payload", ".trust.json")):
            os.remove(os.path.join(HERE, name))
    for name, content in made.files.items():
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(content)
    with open(os.path.join(HERE, "index.tsv"), "w", encoding="utf-8") as file:
        for row in [dict(zip(COLUMNS, COLUMNS)), *made.rows]:
            file.write("\t".join(row[column] for column in COLUMNS) + "\n")
    print(len(made.rows), "vectors,", sum(map(len, made.files.values())), "bytes")
    return 0


def reason_of(answer):
    """The code in what a verifier said; - where it holds."""
    code, said = answer
    if code == 0:
        return "-"
    text = said["reason"] if isinstance(said, dict) else said
    found = re.search(r'"code":"([^"]*)"', text) or re.match(r"([a-z_]+\.[a-z_]+)", text)
    return found[1] if found else text


if __name__ == "__main__":
    sys.exit(main())
