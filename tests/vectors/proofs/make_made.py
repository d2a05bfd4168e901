#!/usr/bin/env python3
"""Writes the vectors of a ledger that no program made, beside it; README.md says what they are.

  SILLOK=build/release/bin/sillok tests/vectors/proofs/make_made.py

Its keys are those of tests/verify_py/made.py, so every run gives the same bytes; what is not of that ledger stays as it is. It asks
both verifiers and stops where an answer is not the one that is written down here.
"""
import base64
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "verify_py"))
from support import Case, both, extra_of, key_of, log_proof, root_and_paths, told, verifier_key  # noqa: E402
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: E402
from capsules import FIRST_LINE, as_json, custody_entry, joined  # noqa: E402
from ledgers import absent  # noqa: E402

import merkle  # noqa: E402
import note  # noqa: E402
import sealed  # noqa: E402
from builder import DAY, RECORDED_AT  # noqa: E402
from made import HIRED, Made, text  # noqa: E402

COLUMNS = ("proof", "trust", "old", "payload", "program", "reason", "python", "python_reason", "says")
RESULTS = {0: "good", 1: "refused", 3: "unreadable"}
LAST_DAY = "2022-12-31"
NONCE, KEY_ID, KEY = bytes(range(24)), bytes(range(16)), bytes(range(32))
# Found by search in the form of before: a ciphertext that opens to "No" under the first key and to "Ok" under the second.
TWO_TEXTS = {
    "nonce": "7f5b9d1fe81aeee9faea9773eabefcec7db395c0ab953f67",
    "key_id": "415a427c10cb930b21ea1ede9c47a52f",
    "ciphertext": "fc30c633727090ebbfbd56051bd1d3b52261",
    "k1": "6e3bdde3f3c640807deb43378503fa6d403d2f0180384b2687afbd0941013627",
    "k2": "842d4071f472f5587ad6022f24aa0eb4c95f0cee565db658dc740b0000000000",
}


class Vectors:
    def __init__(self):
        self.files, self.rows = {}, []

    def add(self, name, proof, trust, reason, says, second=None, trust_name=None):
        """`second`: what the verifier in Python says where it says otherwise."""
        kind = "capsule" if proof.startswith(FIRST_LINE) else "proof"
        pinned = f"{trust_name or 'made'}.trust.json"
        for file, content in ((f"{name}.{kind}", proof), (pinned, trust)):
            if self.files.setdefault(file, content) != content:
                raise AssertionError(f"two files {file}")
        self.rows.append({"proof": f"{name}.{kind}", "trust": pinned, "old": "-", "payload": "-", "reason": reason, "python_reason": second or reason, "says": says})


def of(*turns, before=()):
    """A ledger with these acts: (kind, person, fields, more)."""
    made = Made()
    for each in before:
        each(made)
    for kind, person, fields, more in turns:
        made.add(kind, {**(HIRED[1] if kind == "hired" else {}), **fields}, subject=person, **more)
    return made


def career(*more, **second):
    return of(("hired", "P1", {}, {}), ("regularized", "P1", {}, second), ("regularized", "P1", {}, {}), *more)


def acts(vectors):
    def add(name, at, reason, says, made, trust=None, **more):
        root, paths = root_and_paths([merkle.leaf_hash(made.log[position]) for position in sorted(made.log)])
        proof = log_proof(extra_of(made.log[at], b"", [], []), at, paths[at], made.checkpoint(made.origin, len(made.log), root))
        vectors.add(name, proof, trust or made.trust_file(), reason, says, **more)
    certified = of(("certificate_issued", "P1", {"certificate": "C1", "kind": "career", "claim_hash": "ab" * 32}, {}), ("plan_adopted", None, {"plan": "PL1", "document": "x" * 2_001}, {}),
                   ("regularized", "P1", {}, {"effective_on": None}), ("regularized", None, {}, {}), ("role_revoked", "P1", {"target": 2, "reason": "x"}, {}))
    add("good-act-certificate", 5, "-", "a certificate is an act on a person", certified)
    add("good-act-long-plan", 6, "-", "a plan is a document, longer than other texts", certified)
    add("act-without-a-day", 7, "event.malformed", "an act without effective_on, signed by all", certified)
    add("act-of-nobody", 8, "event.malformed", "an act on a person that names none", certified)
    add("act-of-the-ledger-on-a-person", 9, "event.malformed", "an act of the ledger's own that names a person", certified)
    twin = Made()
    twin.hire("P1", signers=("kim", "kim"))
    pins = json.loads(twin.trust_file())
    for each in pins["officers"]:
        each["key"] = text(twin.officer("kim")) if each["officer"] == "lee" else each["key"]
    add("order-one-key-two-names", 5, "authority.same_person", "one key is pinned for both officers, and signed for both", twin, json.dumps(pins).encode(), trust_name="one-key-of-two-officers")
    for name, size, reason in (("good-size-of-all-but-one", 2**63 - 1, "-"), ("checkpoint-size-beyond", 2**63, "note.malformed")):
        place, last, found, path = 5, size - 1, merkle.leaf_hash(certified.log[5]), []
        while last:
            if place & 1 or place != last:
                path.append(merkle.sha256(b"beside %d" % place))
                found = merkle.node_hash(path[-1], found) if place & 1 else merkle.node_hash(found, path[-1])
            place, last = place >> 1, last >> 1
        proof = log_proof(extra_of(certified.log[5], b"", [], []), 5, path, certified.checkpoint(certified.origin, size, found))
        vectors.add(name, proof, certified.trust_file(), reason, f"a log of {'2^63 - 1' if reason == '-' else '2^63'} events", second="checkpoint.malformed" if reason != "-" else None)


def persons(vectors):
    def add(name, made, positions, reason, says, claim=None):
        proof = made.proof("P1", positions)
        vectors.add(name, absent(proof, "P1", *claim) if claim else proof, made.trust_file(), reason, says)
    plain = career()
    add("good-person-chain", plain, None, "-", "all three acts of a person")
    add("good-person-last-left-out", plain, [5, 6], "-", "her last act is not in the map: who has the log sees it, who has the proof can't")
    add("person-chain-first-left-out", plain, [6, 7], "proof.chain", "her first act is not in the map")
    add("person-chain-middle-left-out", plain, [5, 7], "proof.chain", "her second act is not in the map")
    add("person-chain-revision", career(revision=7), None, "proof.chain", "revisions 1, 7, 3")
    add("person-chain-previous", career(person_previous=4), None, "proof.chain", "an act that names another one as that before it")
    add("person-time-back", career(recorded_at=RECORDED_AT - 1), None, "proof.time", "recorded before the act before it")
    add("person-number-twice", career(number="N-6"), None, "proof.number_twice", "an order with the number of another one of that authority")
    for name, trust, expected, reason, says in (("good-person-expected", 0, 1, "-", "a live act signed for the revision that it followed"), ("person-expected-another", 0, 0, "proof.revision", "a live act signed for another revision"),
                                                ("good-person-expected-imported", 2, 9, "-", "an imported act says another revision, which nobody asks")):
        add(name, career(opening={"trust": trust}, body_more={"expected_revision": expected}), None, reason, says)
    later = of(("hired", "P1", {}, {}), ("later", "P1", {}, {}), ("regularized", "P1", {}, {}))
    add("good-person-act-of-a-later-release", later, None, "-", "an act that no verifier of this release knows stands in her chain")
    add("absence-beside-an-act-of-a-later-release", later, None, "person.undecided", "it may say anything", ("sanctioned", LAST_DAY))
    merge = ("persons_merged", "P1", {"duplicate": "P2"}, {})
    two = [("hired", "P2", {}, {}), ("regularized", "P2", {}, {}), merge]
    add("good-person-merged", career(*two), range(5, 11), "-", "the acts of an id merged into her too")
    add("person-chain-of-who-was-merged", career(*two), [5, 6, 7, 9, 10], "proof.chain", "the first act of an id merged into her is not in the map")
    add("good-person-merge-annulled", career(*two, ("annulled", "P1", {"target": 10, "ground": "x"}, {})), [5, 6, 7, 9, 10, 11], "-", "of an id whose merge was annulled no chain is asked")
    claim = ("sanctioned", LAST_DAY)
    add("good-absence-merged-into", career(*two), range(5, 11), "-", "no sanction of hers, nor of the id merged into her", claim)
    twice = ("persons_merged", "P3", {"duplicate": "P2"}, {})
    away = ("persons_merged", "P3", {"duplicate": "P1"}, {})
    for name, more, shown, reason, says in (
            ("absence-merged-away", [away], [5, 6, 7, 8], "person.merged", "of an id that was merged into another"), ("absence-merged-away-and-split", [away, ("persons_split", "P3", {"target": 8, "person": "P1"}, {})], [5, 6, 7, 8, 9],
                                                                                                                     "person.merged", "though it was split again"),
            ("absence-merged-twice", [*two, twice], range(5, 12), "person.undecided", "an id merged into her was merged into another too"), ("absence-merge-corrected", [*two, ("annulled", "P1", {"target": 10, "ground": "x"}, {})],
                                                                                                                                              range(5, 12), "person.undecided", "a merge into her was annulled")):
        add(name, career(*more), shown, reason, says, claim)
    sanction = ("sanctioned", "P1", {"case": "C1", "kind": "reprimand", "misconduct": "general", "misconduct_on": DAY}, {})
    cancelled = ("appointment_cancelled", "P1", {"ground": "x"}, {})
    add("good-absence-cancelled", career(sanction, cancelled), None, "-", "a sanction went with the appointment that was cancelled", claim)
    add("absence-behind-the-cancellation", career(cancelled, sanction), None, "person.has_act", "a sanction recorded behind the cancellation", claim)
    add("absence-of-training-cancelled", career(("trained", "P1", {"course": "x", "hours": 3000}, {}), cancelled), None, "person.has_act", "what only adds to a record stays", ("trained", LAST_DAY))


def witnesses(vectors):
    made = career()
    keys = {name: verifier_key(name, note.COSIGNER_KEY, key_of(name)) for name in ("w1.example",)}

    def trust(begin, end):
        policy = [{"key": keys["w1.example"], "url": None, "from": begin, "to": end}]
        return made.trust_file(witnesses=list(keys.values()), witness_policy={"format": "sillok-witnesses/v1", "quorum": 1, "witnesses": policy})

    def at(day, second=0):
        return note.day_of(day, "") * 86_400 - note.SEOUL_S + second

    def proof(*times, claim=None):
        made.cosigners = [("w1.example", key_of("w1.example"), when) for when in times]
        found = made.proof("P1")
        return absent(found, "P1", *claim) if claim else found
    march, far = trust("2024-03-01", "2024-04-01"), at("2500-01-01")
    inside, before, behind = at("2024-03-10"), at("2023-03-10"), at("2024-04-01")
    for name, times, reason, says in (("good-witness-newest-in-its-days", (inside, before), "-", "of two lines of one witness the newest is in its days"), ("witness-newest-behind-its-days", (inside, behind), "checkpoint.not_witnessed", "of two the newest is behind them"),
                                      ("witness-newest-first", (behind, inside), "checkpoint.not_witnessed", "the same, the other way round")):
        vectors.add(name, proof(*times), march, reason, says, trust_name="one-witness-in-march")
    always = trust(None, None)
    vectors.add("witness-newest-to-come", proof(inside, far), always, "checkpoint.not_witnessed", "of two the newest is of 2500-01-01", trust_name="one-witness-always")
    for name, day, reason, says in (("good-absence-of-the-day", "2024-03-10", "-", "of the day on which the map was cosigned"), ("absence-of-the-day-after", "2024-03-11", "proof.day_to_come", "of the day after it"),
                                    ("absence-of-9999", "9999-12-31", "proof.day_to_come", "of the last day of all")):
        vectors.add(name, proof(inside, claim=("sanctioned", day)), always, reason, says, trust_name="one-witness-always")


def trust_files(vectors):
    made = career()
    proof = made.proof("P1")
    raw = made.trust_file()
    for name, members, says in (("33-deep", b"[" * 32 + b"]" * 32, "nested 33 deep"), ("a-number-of-65-bits", str(2**64).encode(), "a whole number of 65 bits"), ("a-number-without-end", b"1e999", "a number that no double has"),
                                ("half-a-surrogate", b'"\\ud800"', "half a surrogate"), ("twice-inside", b'{"a":1,"\\u0061":1}', "a member twice, in a member that nobody reads")):
        vectors.add(f"trust-{name}", proof, raw[:-1] + b',"more":' + members + b"}", "trust.malformed", says, trust_name=name)
    vectors.add("trust-genesis-in-capitals", proof, raw.replace(made.pinned["genesis"].encode(), made.pinned["genesis"].upper().encode()), "trust.malformed", "the genesis in capital hex", trust_name="genesis-in-capitals")
    vectors.add("good-trust-32-deep", proof, raw[:-1] + b',"more":' + b"[" * 31 + b"]" * 31 + b"}", "-", "nested 32 deep, in a member that nobody reads", trust_name="32-deep")


def field(person, plain):
    data = b"\0".join((person.encode(), b"hired", b"name", KEY_ID))
    inner = ChaCha20Poly1305(sealed.hchacha20(KEY, NONCE[:16]))
    return {"name": 1, "key_id": KEY_ID, "nonce": NONCE, "ciphertext": inner.encrypt(bytes(4) + NONCE[16:], plain, data)}


def capsules(vectors):
    zeros = bytes(32)

    def opened(person, sealed_field, key=KEY):
        made = of(("hired", person, {}, {"body_more": {"sealed": [sealed_field]}}))
        found = made.capsule({person: [5]}, opened=["name"])
        found.opened = [f"5 name {base64.b64encode(key).decode()}"]
        return made, found
    for name, plain, reason, says in (("good-capsule-opened", zeros + "김하나".encode(), "-", "a name, opened with its one-time key"), ("capsule-opened-without-zeros", "김하나".encode(), "capsule.opened", "a field without the 32 zero bytes in front"),
                                      ("capsule-opened-31-zeros", zeros[1:] + "김하나".encode(), "capsule.opened", "31 zero bytes"), ("capsule-opened-no-utf-8", zeros + b"\xff\xfe", "capsule.opened", "what is opened is no UTF-8"),
                                      ("capsule-opened-escape", zeros + b"\x1b[1m", "capsule.opened", "what is opened has a control character"), ("capsule-opened-bidi", zeros + "x\u202ey".encode(), "capsule.opened", "what is opened turns its direction")):
        made, found = opened("P1", field("P1", plain))
        vectors.add(name, found.signed(), made.trust_file(), reason, says)
    for i, key in enumerate(("k1", "k2"), 1):
        two = {name: bytes.fromhex(value) for name, value in TWO_TEXTS.items()}
        made, found = opened("P001", {"name": 1, **{name: two[name] for name in ("key_id", "nonce", "ciphertext")}}, two[key])
        vectors.add(f"capsule-two-texts-{i}", found.signed(), made.trust_file(), "capsule.opened", f"a body that would open to two texts, were there no zeros: key {i}")
    made = of(("hired", "P1", {}, {}), ("hired", "P2", {}, {}))
    good = made.capsule({"P1": [5], "P2": [6]})
    trust = made.trust_file()

    def add(name, found, reason, says, **more):
        vectors.add(name, found if isinstance(found, bytes) else found.signed(), trust, reason, says, **more)

    def manifest(old=b"", new=b"", **members):
        found = good.copy()
        found.manifest_raw = as_json({**good.manifest, **members}).replace(old, new, 1)
        return found.with_reads()
    add("good-capsule", good, "-", "two persons")
    whole = good.signed()
    add("good-capsule-handed-over", whole + joined([["custody", custody_entry(whole, "han", key_of("han"), "received")]])[len(FIRST_LINE):], "-", "and a holder since")
    bad, size = "capsule.malformed", good.manifest["size"]
    add("capsule-custody-another-zone", whole + joined([["custody", custody_entry(whole, "han", key_of("han"), "received", at="2026-01-02T12:04:05.000006+09:00")]])[len(FIRST_LINE):], bad, "a holder's instant in another zone")
    for name, found, says in (("purpose-of-two-lines", manifest(purpose="case 1\nheld by the court"), "a purpose of two lines"), ("reader-with-an-escape", manifest(made_by="\x1b[1mkim"), "a reader's name with a control character"),
                              ("size-with-a-point", manifest(b'"size":%d' % size, b'"size":%d.0' % size), "a size with a point"), ("hash-in-capitals", manifest(genesis=good.manifest["genesis"].upper()), "the genesis in capital hex"),
                              ("instant-without-fraction", manifest(made_at="2026-01-02T00:00:00Z"), "an instant without its six digits"), ("instant-in-another-zone", manifest(known_at="2026-01-01T00:00:00.000000+00:00"), "an instant with another zone"),
                              ("member-twice", manifest(b"{", b'{"purpose":"x",'), "a purpose that is said twice"), ("33-deep", manifest(b"{", b'{"more":' + b"[" * 32 + b"]" * 32 + b","), "a manifest nested 33 deep"),
                              ("a-number-of-65-bits", manifest(b"{", b'{"more":18446744073709551616,'), "a whole number of 65 bits"), ("half-a-surrogate", manifest(b"{", b'{"more":"\\ud800",'), "half a surrogate")):
        add(f"capsule-{name}", found, bad, says)
    found = good.with_manifest(known_at="9999-01-01T00:00:00.000000Z")
    found.records = [{**each, "known_at": "9999-01-01T00:00:00.000000Z"} for each in found.records]
    add("capsule-known-in-9999", found, "capsule.reads", "known later than it was made")
    add("capsule-read-at-another-time", good.with_reads(at=good.made_at() + 1), "capsule.reads", "made at another time than its read")

    def record(**members):
        found = good.copy()
        found.records[0] = {**found.records[0], **members}
        return found
    add("capsule-record-personal", record(personal={"name": "이두리"}), "capsule.record", "a record with personal fields")
    add("capsule-record-revision", record(revision=2), "capsule.record", "a record of another revision")
    parts = good.parts()
    place = [word for word, _ in parts].index("record")
    parts[place] = ["record", b'{"class":"x",' + parts[place][1][1:]]
    add("capsule-record-member-twice", good.signed(parts), bad, "a record that says something twice")
    found = made.capsule({"P9": []})
    found.records = [{**dict.fromkeys(good.records[0]), "person": "P9", "as_of": "2026-01-01", "known_at": good.manifest["known_at"], "revision": 0}]
    add("capsule-of-somebody-without-an-event", found, "capsule.persons", "a person with no event")

    def other(name, reason, says, *turns, before=(), known=None):
        forged = of(*turns, before=before)
        found = forged.capsule({person: chain for person, chain in forged.chains.items() if person.startswith("P")})
        found.records = [{**each, **(known or {})} for each in found.records]
        vectors.add(name, found.signed(), forged.trust_file(), reason, says)
    hired, order, rights = lambda person, **more: ("hired", person, {}, more), "capsule.order", "capsule.authority"
    other("capsule-recorded-before-its-key", order, "an event recorded before the key it is signed with", hired("P1", recorded_at=RECORDED_AT))
    other("capsule-recorded-before-another", order, "an event of one person recorded before an earlier one of another", hired("P1"), hired("P2", recorded_at=RECORDED_AT + 4))
    other("capsule-recorded-in-3000", order, "an event recorded later than the capsule was made", hired("P1", recorded_at=32_503_680_000_000_000),
          known={"revision": 0, **dict.fromkeys(("class", "grade", "series", "unit", "hired_on", "grade_since"))})
    other("capsule-number-twice", order, "orders on two persons under one number", hired("P1", number="N-70"), hired("P2", number="N-70"))
    other("capsule-hire-by-roots", rights, "a hire signed by roots", hired("P1", by=("root.a", "root.b")))
    other("capsule-key-by-officers", rights, "a key registered by officers", hired("P1"), before=[lambda each: each.register("han", by=("kim", "lee"))])
    for name, key in (("an-officers-key", "kim"), ("another-roots-key", "root.b"), ("the-ledgers-key", "ledger")):
        other(f"capsule-roots-with-{name}", rights, "a set of roots with a key that is somebody else's", hired("P1"),
              before=[lambda each, key=key: each.add("roots_changed", {"roots": [f"root.a={text(each.officer('root.a'))}", f"root.c={text(each.officer(key))}"]}, by=("root.a", "root.b"))])
    hexed = Made(roots=lambda key: base64.b64decode(text(key)).hex())
    hexed.hire("P1")
    vectors.add("good-capsule-roots-in-hex", hexed.capsule({"P1": [5]}).signed(), hexed.trust_file(), "-", "a genesis that names its roots in hex", trust_name="made-in-hex")
    sandbox = Made(sandbox=True)
    sandbox.hire("P1")
    found = sandbox.capsule({"P1": [5]}).signed()
    vectors.add("good-capsule-of-a-sandbox", found, sandbox.trust_file(), "-", "of a sandbox", trust_name="made-sandbox")
    pins = json.loads(made.trust_file())
    vectors.add("capsule-pinned-as-a-sandbox", whole, json.dumps({**pins, "sandbox": True, "seed": "07" * 32}).encode(), "capsule.other_ledger", "the trust file says that it is a sandbox, the genesis does not", trust_name="made-as-a-sandbox")


def main():
    vectors = Vectors()
    acts(vectors)
    persons(vectors)
    witnesses(vectors)
    trust_files(vectors)
    capsules(vectors)
    results = both([Case(row["proof"], vectors.files[row["proof"]], vectors.files[row["trust"]]) for row in vectors.rows])
    wrong = []
    for row, (_, mine, other) in zip(vectors.rows, results):
        (row["program"], reason), (row["python"], second) = ((RESULTS[code], said) for code, said in map(told, (other, mine)))
        if (reason, second) != (row["reason"], row["python_reason"]):
            wrong.append(f"{row['proof']}: {reason}, {second}; written {row['reason']}, {row['python_reason']}: {other[1]} {mine[1]}"[:500])
    print("\n".join(wrong))
    if wrong:
        return 1
    with open(os.path.join(HERE, "index.tsv"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    ours = {row["proof"] for row in vectors.rows}
    lines = [line for line in lines if line.split("\t")[0] not in ours] + ["\t".join(row[column] for column in COLUMNS) for row in vectors.rows]
    for name, content in vectors.files.items():
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(content)
    with open(os.path.join(HERE, "index.tsv"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print(len(vectors.rows), "vectors,", sum(map(len, vectors.files.values())), "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
