#!/usr/bin/env python3
"""Capsules of a ledger that no program wrote: one spelling, one time, one set of rights, and fields that open to one text."""
import base64
import json
import struct
import time
import unittest

from support import Case, both, key_of, ours, public
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from ledgers import AgreementCase
from capsules import FIRST_LINE, as_json, custody_entry, joined

import merkle
import sealed
from builder import RECORDED_AT
from made import HIRED, SEED, Made, text

SECOND = 1_000_000


def hexed(key):
    return public(key).hex()


class MadeCase(AgreementCase):
    def setUp(self):
        self.made = Made()
        self.made.hire("P1")
        self.made.hire("P2")
        self.good = self.of(self.made)
        self.table = {}

    @staticmethod
    def of(made, **manifest):
        return made.capsule({person: made.chains[person] for person in made.chains if person.startswith("P")}, **manifest)

    def add(self, name, capsule, code="-", trust=None):
        raw = capsule if isinstance(capsule, bytes) else capsule.signed()
        self.table[name] = (Case(name, raw, (trust if isinstance(trust, bytes) else trust.trust_file()) if trust else self.made.trust_file()), code)


class Spelling(MadeCase):
    NUMBERS = {"20 digits": ("12345678901234567890", 1), "the largest": (str(2**64 - 1), 1), "one above": (str(2**64), 0), "the smallest": (str(-2**63), 1), "one below": (str(-2**63 - 1), 0),
               "30 digits": ("1" * 30, 0), "1e400": ("1e400", 0), "-1e999": ("-1e999", 0), "1e308": ("1e308", 1), "a fraction": ("1.5", 1), "nothing near zero": ("1e-400", 1),
               "NaN": ("NaN", 0), "Infinity": ("Infinity", 0), "a zero in front": ("01", 0), "a plus": ("+1", 0), "a point alone": ("1.", 0)}
    VALUES = {"a member twice": ('{"a":1,"a":2}', 0), "twice, escaped once": ('{"a":1,"\\u0061":2}', 0), "twice apart": ('[{"a":1},{"a":2}]', 1), "half a surrogate": ('"\\ud800"', 0),
              "the other half": ('"\\udc00x"', 0), "halves swapped": ('"\\udc00\\ud800"', 0), "both halves": ('"\\ud83d\\ude00"', 1), "half a surrogate as a name": ('{"\\ud800":1}', 0),
              "32 deep": ("[" * 31 + "]" * 31, 1), "33 deep": ("[" * 32 + "]" * 32, 0), "33 deep, of both kinds": ('{"a":[' * 16 + "]}" * 16, 0), "brackets in a text": ('"' + "[" * 99 + '"', 1),
              "a quote in a text": ('"\\"[[[' + "[" * 40 + '"', 1), "a tab in a text": ('"\t"', 0), "no UTF-8": (b'"\xff"', 0), "a comma more": ("[1,]", 0), "a comment": ("1/**/", 0)}

    def values(self):
        for name, (value, good) in {**self.NUMBERS, **self.VALUES}.items():
            yield name, value if isinstance(value, bytes) else value.encode(), good

    def test_json_of_a_manifest(self):
        for name, value, good in self.values():
            forged = self.good.copy()
            forged.manifest_raw = self.good.manifest_raw[:-1] + b',"more":' + value + b"}"
            self.add(name, forged.with_reads(), "-" if good else "capsule.malformed")
        self.refused(self.table)

    def test_json_of_a_trust_file(self):
        raw = self.good.signed()
        for name, value, good in self.values():
            self.add(name, raw, "-" if good else "trust.malformed", self.made.trust_file()[:-1] + b',"more":' + value + b"}")
        self.refused(self.table)

    def test_json_of_a_record(self):
        """The program calls it refused, the other verifier unreadable: it holds for neither."""
        cases = []
        for name, value, good in self.values():
            parts = self.good.parts()
            at = [word for word, _ in parts].index("record")
            parts[at] = ["record", parts[at][1][:-1] + b',"more":' + value + b"}"]
            cases.append((Case(name, self.good.signed(parts), self.made.trust_file()), good))
        self.assertEqual(self.agree([case for case, good in cases if good]), sum(good for _, good in cases))
        self.assertEqual(self.agree([case for case, good in cases if not good], holds=False), 0)

    def test_manifest(self):
        good = self.good
        size = good.manifest["size"]

        def spelled(name, old, new, code="capsule.malformed"):
            forged = good.copy()
            self.assertIn(old, good.manifest_raw)
            forged.manifest_raw = good.manifest_raw.replace(old, new)
            self.add(name, forged.with_reads(), code)
        spelled("as it is", b"case 1", b"case 1", "-")
        for name, new in (("a point", f"{size}.0"), ("an exponent", f"{size}e0"), ("a text", f'"{size}"'), ("minus", f"-{size}"), ("true", "true")):
            spelled("size: " + name, b'"size":%d' % size, b'"size":' + new.encode())
        for member in ("made_at", "known_at"):
            said = good.manifest[member]
            for name, new in (("no fraction", said[:19] + "Z"), ("three digits", said[:23] + "Z"), ("seven digits", said[:-1] + "0Z"), ("small letters", said.lower()), ("another zone", said[:-1] + "+00:00"),
                              ("a space", said.replace("T", " ")), ("a day that is none", said.replace("-01-0", "-02-3")), ("a leap second", said[:17] + "60" + said[19:]), ("no zone", said[:-1])):
                forged = good.copy()
                forged.manifest_raw = as_json({**good.manifest, member: new})
                self.add(f"{member}: {name}", forged.with_reads(), "capsule.malformed")
        for member in ("genesis", "root"):
            spelled(f"{member} in capitals", good.manifest[member].encode(), good.manifest[member].upper().encode())
        self.assertNotEqual(good.manifest["root"], good.manifest["root"].upper())
        for member in ("purpose", "made_by"):
            for name, new, code in (("two lines", "x\ny", 0), ("an escape", "\x1b[1mx", 0), ("a bell", "\x07", 0), ("DEL", "\x7f", 0), ("NEL", "\x85", 0), ("right to left", "x\u202ey", 0), ("an isolate", "\u2066x", 0),
                                    ("a line separator", "x\u2028y", 1), ("another script", "윤리 1", 1), ("2,000 characters", "가" * 2_000, 1), ("2,001 characters", "x" * 2_001, 0)):
                self.add(f"{member}: {name}", good.with_manifest(**{member: new}), "-" if code else "capsule.malformed")
        self.refused(self.table)

    def test_custody(self):
        whole = self.good.signed()

        def held(when, note="x"):
            entry = custody_entry(whole, "han", key_of("han"), note, at=when)
            return whole + joined([["custody", entry]])[len(FIRST_LINE):]
        for length, code in ((2_000, "-"), (2_001, "capsule.malformed")):
            self.add(f"a note of {length}", held("2026-01-02T03:04:05.000006Z", "x" * length), code)
        self.add("as it is", held("2026-01-02T03:04:05.000006Z"))
        for when in ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.0Z", "2026-01-02t03:04:05.000006z", "2026-01-02T12:04:05.000006+09:00", "2026-02-30T03:04:05.000006Z", "2026-01-02T24:00:00.000000Z"):
            self.add(when, held(when), "capsule.malformed")
        self.refused(self.table)

    def test_many_holders(self):
        """The work is that of the file's size, not of its square."""
        whole = self.good.signed()
        part = joined([["custody", custody_entry(whole, "han", key_of("han"), "x")]])[len(FIRST_LINE):]
        self.add("1,000 holders, of whom one has signed", whole + part * 1_000, "capsule.custody")
        self.add("1,001", whole + part * 1_001, "capsule.malformed")
        self.refused(self.table)
        start = time.process_time()
        padded = self.good.copy()
        padded.records = [{**each, "more": "x" * 10_000_000} for each in self.good.records]
        self.assertEqual(ours(Case("large", padded.signed() + part * 1_000, self.made.trust_file()))[0], 1)
        self.assertLess(time.process_time() - start, 20)


class Times(MadeCase):
    def test_known_made_and_read(self):
        for name, manifest, more, code in (
                ("known when it was made", {"known_at": "2026-01-02T00:00:00.000000Z"}, {}, "-"), ("known a microsecond later", {"known_at": "2026-01-02T00:00:00.000001Z"}, {}, "capsule.reads"),
                ("known in 9999", {"known_at": "9999-01-01T00:00:00.000000Z"}, {}, "capsule.reads"), ("read a microsecond before", {}, {"at": -1}, "capsule.reads"),
                ("read a microsecond later", {}, {"at": 1}, "capsule.reads")):
            forged = self.good.with_manifest(**manifest)
            forged.records = [{**each, **manifest} for each in forged.records]
            self.add(name, forged.with_reads(**({"at": forged.made_at() + more["at"]} if more else {})), code)
        self.refused(self.table)

    def test_made_after_all_was_recorded(self):
        """The hire of P1 was recorded at 22:13:20.000005."""
        for at, code in (("2023-11-14T22:13:20.000005Z", "-"), ("2023-11-14T22:13:20.000004Z", "capsule.order"), ("1970-01-01T00:00:00.000000Z", "capsule.order")):
            forged = self.made.capsule({"P1": [5]}, made_at=at, known_at=at)
            known = {} if code == "-" else {"revision": 0, **dict.fromkeys(("class", "grade", "series", "unit", "hired_on", "grade_since"))}
            forged.records = [{**each, "known_at": at, **known} for each in forged.records]
            self.add(at, forged, code)
        self.refused(self.table)

    def test_recorded_one_behind_the_other(self):
        """Of persons and of keys together, by position."""
        for name, what, second, code in (("in order", 0, 0, "-"), ("at once", 1, 0, "-"), ("the hire before the key that signed it", 1, -1, "capsule.order"), ("another person before", 2, -1, "capsule.order"),
                                         ("a key far ahead", 3, 10**15, "capsule.order")):
            made = Made()
            if what == 3:
                made.register("han", recorded_at=RECORDED_AT + second)
            made.hire("P1", **({"recorded_at": RECORDED_AT + 4 + second} if what == 1 else {}))
            made.hire("P2", **({"recorded_at": RECORDED_AT + 5 + second} if what == 2 else {}))
            self.add(name, self.of(made), code, made)
        self.refused(self.table)

    def test_one_number_of_one_authority(self):
        for name, first, second, code in (("two numbers", ("N-70", "1760000"), ("N-71", "1760000"), "-"), ("of two authorities", ("N-70", "1760000"), ("N-70", "1760001"), "-"),
                                          ("of two persons", ("N-70", "1760000"), ("N-70", "1760000"), "capsule.order"), ("of a person and a key", ("N-1", "1760000"), ("N-70", "1760000"), "-"),
                                          ("of a person and a grant", ("N-3", "1760000"), ("N-70", "1760000"), "capsule.order")):
            made = Made()
            for person, (number, authority) in zip(("P1", "P2"), (first, second)):
                made.hire(person, number=number, authority=authority)
            self.add(name, self.of(made), code if name != "of a person and a key" else "-", made)
        self.refused(self.table)


class Records(MadeCase):
    def test_what_a_record_says(self):
        def said(name, code="capsule.record", **members):
            forged = self.good.copy()
            forged.records[0] = {key: value for key, value in {**forged.records[0], **members}.items() if value is not ...}
            self.add(name, forged, code)
        said("as it is", "-")
        said("more of what rule tables add", "-", pay=1)
        for value in ({}, {"name": "이두리"}, None):
            said(f"personal: {value}", personal=value)
        said("personal inside of something else", "-", more={"personal": {}})
        for value in (0, 2, None, "1", 1.0, True, ...):
            said(f"revision {value}", revision=value)
        self.refused(self.table)

    def test_revision_is_of_what_was_known(self):
        made = Made()
        made.hire("P1")
        made.add("regularized", subject="P1", recorded_at=RECORDED_AT + 10 * SECOND)
        for known, revision, code in (("22:13:29.999999", 1, "-"), ("22:13:29.999999", 2, "capsule.record"), ("22:13:30.000000", 2, "-"), ("22:13:30.000000", 1, "capsule.record")):
            known_at = f"2023-11-14T{known}Z"
            forged = self.of(made, known_at=known_at)
            forged.records = [{**each, "known_at": known_at, "revision": revision} for each in forged.records]
            self.add(f"{revision} at {known}", forged, code, made)
        self.refused(self.table)

    def test_revision_is_of_her_alone(self):
        """What was said of others is shown, and counts for them."""
        made = Made()
        made.hire("P1"), made.hire("P2")
        made.add("persons_merged", {"duplicate": "P2"}, subject="P1")
        capsule = made.capsule({"P1": [5, 6, 7], "P2": [6, 7]})
        self.assertEqual([each["revision"] for each in capsule.records], [2, 1])
        self.add("merged", capsule, trust=made)
        forged = capsule.copy()
        forged.records[0]["revision"] = 3
        self.add("of both", forged, "capsule.record", made)
        self.refused(self.table)

    def test_an_act_of_a_later_release(self):
        """Whose meaning nobody here knows: the record is not compared, but for its revision."""
        made = Made()
        made.hire("P1")
        made.add("later", subject="P3")
        capsule = made.capsule({"P1": [5, 6]})
        [(_, mine, _)] = both([Case("not compared", capsule.signed(), made.trust_file())])
        self.assertEqual((mine[0], mine[1]["record"]), (0, "not compared"))
        self.add("as it is", capsule, trust=made)
        capsule.records[0]["revision"] = 2
        self.add("another revision", capsule, "capsule.record", made)
        self.refused(self.table)

    def test_somebody_without_an_event(self):
        empty = {**dict.fromkeys(self.good.records[0]), "person": "P9", "as_of": "2026-01-01", "known_at": self.good.manifest["known_at"], "revision": 0}
        for name, persons in (("beside another", {"P1": [5], "P9": []}), ("alone", {"P9": []})):
            forged = self.made.capsule(persons)
            forged.records = [empty if each["person"] == "P9" else each for each in forged.records]
            forged.persons = [each.replace(b"map -\n", b"map -\nother " + self.leaf_of("P1", [5]) + b"\n", 1) if b"person P9" in each and len(persons) > 1 else each for each in forged.persons]
            self.add(name, forged, "capsule.persons")
        self.refused(self.table)


    def leaf_of(self, person, positions):
        """What stands in the map where there is nobody else."""
        chain = merkle.EMPTY
        for position in positions:
            chain = merkle.sha256(chain, struct.pack(">Q", position), merkle.leaf_hash(self.made.log[position]))
        key = merkle.sha256(b"sillok/person/v1\n", bytes.fromhex(self.made.pinned["genesis"]), person.encode())
        return base64.b64encode(key + merkle.sha256(b"sillok/history/v1\n", struct.pack(">I", len(positions)), chain))


class WhoSigns(MadeCase):
    def of_made(self, name, made, code="-", trust=None):
        self.add(name, self.of(made), code, trust or made)

    def test_roots_sign_keys_and_grants_alone(self):
        refused = "capsule.authority"
        for name, record, code in (("a hire by officers", lambda made: made.hire("P9"), "-"), ("a hire by roots", lambda made: made.hire("P9", by=("root.a", "root.b")), refused),
                                   ("a hire by a root and an officer", lambda made: made.hire("P9", by=("root.a", "lee"), opening={"approver_key": 3, "approver_grant": 4}), refused),
                                   ("a key by roots", lambda made: made.register("han"), "-"), ("a key by officers", lambda made: made.register("han", by=("kim", "lee")), refused),
                                   ("a grant by officers", lambda made: made.grant("han", "drafter", by=("kim", "lee")), refused)):
            made = Made()
            made.hire("P1")
            record(made)
            self.of_made(name, made, code)
        self.refused(self.table)

    def test_keys_in_hex(self):
        """Acts name a key in base64 or in hex; both are read."""
        made = Made(roots=hexed)
        made.hire("P1")
        self.of_made("roots in hex", made)
        made = Made(roots=lambda key: hexed(key).upper())
        made.hire("P1")
        self.of_made("roots in capitals", made)
        made = Made()
        made.register("han", key=hexed(made.officer("han")))
        han = len(made.log) - 1
        made.grant("han", "drafter")
        made.hire("P1", by=("han", "lee"), opening={"drafter_key": han, "drafter_grant": han + 1})
        pins = json.loads(made.trust_file())
        pins["officers"].append({"officer": "han", "root": False, "key": text(made.officer("han")), "from": None, "to": None})
        self.of_made("an officer in hex", made, trust=json.dumps(pins).encode())
        made = Made()
        made.register("han", key="AAAA")
        made.register("kim", key="no key at all")
        made.hire("P1")
        self.of_made("a registration of no key changes nothing", made)
        self.refused(self.table)

    def test_one_key_of_two_officers(self):
        made = Made()
        made.register("lee", key=text(made.officer("kim")))
        made.hire("P1", signers=("kim", "kim"), opening={"approver_key": 5})
        pins = json.loads(made.trust_file())
        for each in pins["officers"]:
            each["key"] = text(made.officer("kim")) if each["officer"] == "lee" else each["key"]
        self.of_made("kim signs as lee too", made, "authority.same_person", json.dumps(pins).encode())
        self.refused(self.table)

    def test_sets_of_roots(self):
        def roots(made, *names, by=("root.a", "root.b"), keys=None, **more):
            made.add("roots_changed", {"roots": [f"{name}={text(made.officer((keys or {}).get(name, name)))}" for name in names]}, by=by, **more)
        refused, three = "capsule.authority", ("root.a", "root.c")
        for name, record, code in (
                ("proposed", lambda made: roots(made, *three), "-"), ("proposed by officers", lambda made: roots(made, *three, by=("kim", "lee")), refused), ("the one in force", lambda made: roots(made, "root.a", "root.b"), refused),
                ("one root", lambda made: roots(made, "root.a"), refused), ("a name twice", lambda made: roots(made, "root.a", "root.a", "root.c"), refused),
                ("a key twice", lambda made: roots(made, "root.a", "root.c", keys={"root.c": "root.a"}), refused), ("a new key twice", lambda made: roots(made, "root.a", "root.c", "root.d", keys={"root.d": "root.c"}), refused), ("an officer's name", lambda made: roots(made, "root.a", "kim", keys={"kim": "root.c"}), refused),
                ("an officer's key", lambda made: roots(made, "root.a", "root.c", keys={"root.c": "kim"}), refused), ("another root's key", lambda made: roots(made, "root.a", "root.c", keys={"root.c": "root.b"}), refused),
                ("the ledger's key", lambda made: roots(made, "root.a", "root.c", keys={"root.c": "ledger"}), refused), ("the node's key", lambda made: roots(made, "root.a", "root.c", keys={"root.c": "node"}), refused),
                ("a root with a new key", lambda made: roots(made, "root.a", "root.b", keys={"root.b": "root.c"}), "-"), ("of two acts", lambda made: roots(made, *three, beside=bytes(32)), refused),
                ("no key", lambda made: made.add("roots_changed", {"roots": ["root.a=x", "root.b=y"]}, by=("root.a", "root.b")), refused), ("64", lambda made: roots(made, *(f"r{i}" for i in range(64))), "-"),
                ("65", lambda made: roots(made, *(f"r{i}" for i in range(65))), refused), ("a name that is no code", lambda made: roots(made, "root.a", "root c"), refused),
                ("withdrawn", lambda made: (roots(made, *three), roots(made, "root.a", "root.b")), "-"), ("withdrawn twice", lambda made: (roots(made, *three), roots(made, "root.a", "root.b"), roots(made, "root.a", "root.b")), refused),
                ("a name with a grant", lambda made: (made.grant("root.c", "drafter"), roots(made, *three)), refused)):
            made = Made()
            made.hire("P1")
            record(made)
            self.of_made(name, made, code)
        made = Made()
        made.hire("P1", beside=bytes(32))
        self.of_made("a hire of two acts", made)
        self.refused(self.table)

    def test_whether_it_is_a_sandbox(self):
        """The genesis says; a trust file that says otherwise is of another ledger."""
        real, sandbox = Made(), Made(sandbox=True)
        real.hire("P1"), sandbox.hire("P1")
        self.of_made("none", real)
        self.of_made("one", sandbox)
        said = json.loads(real.trust_file())
        self.of_made("none, pinned as one", real, "capsule.other_ledger", json.dumps({**said, "sandbox": True, "seed": SEED}).encode())
        self.of_made("none, with a seed", real, "-", json.dumps({**said, "seed": SEED}).encode())
        self.of_made("one, pinned as none", sandbox, "capsule.other_ledger", sandbox.trust_file(sandbox=False))
        self.refused(self.table)


class Sealed(MadeCase):
    """A field opens behind 32 zero bytes, to a text."""

    KEY, NONCE, KEY_ID = bytes(range(32)), bytes(range(24)), bytes(range(16))

    def sealed(self, plain):
        data = b"\0".join((b"P1", b"hired", b"name", self.KEY_ID))
        inner = ChaCha20Poly1305(sealed.hchacha20(self.KEY, self.NONCE[:16]))
        return [{"name": 1, "key_id": self.KEY_ID, "nonce": self.NONCE, "ciphertext": inner.encrypt(bytes(4) + self.NONCE[16:], plain, data)}]

    def test_what_opens(self):
        zeros, good = bytes(32), "김하나".encode()
        for name, plain, code in (("as it is", zeros + good, "-"), ("nothing", zeros, "-"), ("2,000 characters", zeros + "가".encode() * 2_000, "-"), ("without the zeros", good, 0), ("31 zeros", zeros[1:] + good, 0),
                                  ("31 zeros and no more", zeros[1:], 0), ("33 zeros", zeros + b"\0" + good, 0), ("the first is none", b"\1" + zeros[1:] + good, 0), ("the last is none", zeros[1:] + b"\1" + good, 0),
                                  ("another text of that length", b"x" * 32 + good, 0), ("no UTF-8", zeros + b"\xff\xfe", 0), ("half a surrogate", zeros + b"\xed\xa0\x80", 0), ("a line feed", zeros + b"a\nb", 0),
                                  ("an escape", zeros + b"\x1b[1m", 0), ("right to left", zeros + "x\u202ey".encode(), 0), ("2,001 characters", zeros + b"x" * 2_001, 0)):
            made = Made()
            made.add(*HIRED, subject="P1", body_more={"sealed": self.sealed(plain)})
            forged = self.of(made, opened=["name"])
            forged.opened = [f"5 name {base64.b64encode(self.KEY).decode()}"]
            self.add(name, forged, code or "capsule.opened", made)
        self.refused(self.table)


if __name__ == "__main__":
    unittest.main()
