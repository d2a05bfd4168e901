"""The tamper matrix of faults.md (F), as far as files go: classes of bytes × seven operations, each handed to who answers for it.

tamper_files_test.py has the files of a ledger's directory, tamper_proofs_test.py proofs and what is pinned beside them; entries of
the log have theirs in tests/ledger/desk/tamper_matrix_test.cc. Each takes --table: + is found, in brackets why a cell says nothing.
"""
import base64
import concurrent.futures
import os
import re
import sys
import tempfile
import unittest

from support import Ed25519PrivateKey, key_of, verifier_key
from program import OfficersLedger, act, found_unit, hire, order

import note

OPERATIONS = ("flip", "zero", "truncate", "extend", "swap", "transplant", "re-sign")
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Class:
    """A class of bytes of a file: what `found` matches in it, in its first group; and with what it is tampered."""

    def __init__(self, name, file, found, zero=b"A", neighbour=None, resigned=None, keep=None, why=None):
        self.name, self.file, self.found, self.zero, self.neighbour = name, file, found, zero, neighbour
        self.resigned, self.keep = resigned, keep or (lambda before, after: after)
        self.why = why or {}  # operations that say nothing here

    def place(self, content, pattern=None):
        match = re.search(pattern or self.found, content, re.S | re.M)
        if match is None:
            raise AssertionError(f"{self.name} stands nowhere in {self.file}: {content[:400]}")
        return match.span(1)

    def tampered(self, operation, content, donor):
        """The contents to be tried as this operation, or why there are none."""
        if operation in self.why:
            return self.why[operation]
        begin, end = self.place(content)
        now = content[begin:end]

        def with_value(value):
            return self.keep(content, content[:begin] + value + content[end:])
        if operation == "flip":
            places = sorted({begin, (begin + end) // 2, end - 1})
            return [self.keep(content, content[:at] + bytes([content[at] ^ bit]) + content[at + 1:]) for at in places for bit in (1, 8)]
        if operation == "zero":
            value = (self.zero * len(now))[:len(now)]
            return [with_value(value)] if value != now else "is zero"
        if operation == "truncate":
            return [with_value(now[:-1])]
        if operation == "extend":
            return [with_value(now + now[-1:])]
        if operation == "swap":
            if self.neighbour is None:
                return "has no neighbour of its kind"
            first, last = self.place(content, self.neighbour)
            value = content[first:last]
            if value == now:
                return "equal in both"
            (a, b), (c, d) = sorted([(begin, end), (first, last)])
            return [self.keep(content, content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:])]
        if operation == "transplant":
            if donor is None:
                return "no other record has one"
            first, last = self.place(donor)
            return [with_value(donor[first:last])] if donor[first:last] != now else "the same in every record"
        made = self.resigned and self.resigned(content)
        return [made] if made else "no signature covers it"


class Matrix(unittest.TestCase):
    maxDiff = None
    table = {}

    @classmethod
    def setUpClass(cls):
        tempfile.tempdir = MEMORY
        cls.ledger, cls.other = cls.new_ledger(1), cls.new_ledger(2)
        cls.pool = concurrent.futures.ThreadPoolExecutor(2)

    @classmethod
    def tearDownClass(cls):
        cls.pool.shutdown()
        cls.ledger.close()
        cls.other.close()

    @staticmethod
    def new_ledger(number):
        """Recorded, published and with a list of witnesses; the anchor moved since the checkpoint."""
        ledger = OfficersLedger()
        people = [f"P{number}{i}" for i in range(2)]
        for lines in ([found_unit()], [order("H-1", *(hire(person) for person in people))]):
            if ledger.submit(*lines).code:
                raise AssertionError("not recorded")
        ledger.answer("checkpoint")
        for name in ("w1.example", "w2.example"):
            key = verifier_key(name, note.COSIGNER_KEY, key_of(f"{number} {name}"))
            ledger.answer("witness", "add", "--key", key, "--url", "http://127.0.0.1:1", "--quorum", "1" if name.startswith("w1") else "2")
        if ledger.submit(order("H-2", act("trained", people[0], "2024-03-05", course="safety", hours=3 + number), on="2024-03-05")).code:
            raise AssertionError("not recorded")
        return ledger

    def cells(self, classes, content_of, donor_of, tried):
        """Tries every cell; `tried(class, content)` says nothing where the tampering passed."""
        asked, missed = [], []
        for each in classes:
            content, donor = content_of(each.file), donor_of(each.file)
            row = self.table.setdefault(each.name, {})
            for operation in OPERATIONS:
                made = each.tampered(operation, content, donor)
                if isinstance(made, str):
                    row[operation] = f"({made})"
                    continue
                for one in made:
                    self.assertNotEqual(one, content, (each.name, operation))
                asked.append((each, operation, made, [self.pool.submit(tried, each, one) for one in made]))
        for each, operation, made, answers in asked:
            found = [answer.result() for answer in answers]
            # + is `verify`, or both verifiers of a proof; else who found it.
            self.table[each.name][operation] = "/".join(sorted({one.split()[0] if one else "NOT FOUND" for one in found})).replace("verify", "+")
            if not all(found):
                missed.append((each.name, operation, [one for one, answer in zip(made, found) if not answer][0][:300]))
        return len(asked), missed


def read(path):
    with open(path, "rb") as file:
        return file.read()


def of_key(path):
    """A key file as a signer."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(read(path).split(b"\n")[1])[:32])


def main():
    """unittest's, with --table besides."""
    show = "--table" in sys.argv
    if show:
        sys.argv.remove("--table")
    done = unittest.main(exit=False)
    if show:
        for row, said in Matrix.table.items():
            print(f"{row:<36}" + "".join(f"{said[each][:15]:<16}" for each in OPERATIONS))
    sys.exit(not done.result.wasSuccessful())
