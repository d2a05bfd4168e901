#!/usr/bin/env python3
"""Proofs and what is pinned beside them, tampered with: neither verifier takes them. See tamper.py."""
import json
import os
import re

from support import Case, both, key_of, signed_note, verifier_key
from tamper import Class, Matrix, main, read

import note
from proof import ActProof

THEN = 1_790_000_000  # 2026-09-21


class Proofs(Matrix):
    """An act's, a person's and a growth's proof, and what is pinned beside them: whatever is tampered with, neither verifier takes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files, cls.donors = cls.shown(cls.ledger, "P10"), cls.shown(cls.other, "P20")

    @staticmethod
    def shown(ledger, person):
        def out(*arguments):
            answer = ledger.run(*arguments)
            if answer.code:
                raise AssertionError(answer)
            return answer.out.encode()
        size = ledger.json("checkpoint").one()["size"]
        proof = out("prove", size - 2)  # the second act of an order of two
        path = os.path.join(ledger.home, "t")
        out("trust", "export", "-o", path)
        pinned = json.loads(read(path))
        keys = {name: key_of(f"{ledger.home} {name}") for name in ("w1.example", "w2.example")}
        verifiers = [verifier_key(name, note.COSIGNER_KEY, key) for name, key in keys.items()]
        policy = {"format": "sillok-witnesses/v1", "quorum": 2, "witnesses": [{"key": each, "url": None, "from": "2026-01-01", "to": None} for each in verifiers]}

        def cosigned(text):
            body = ActProof(proof).checkpoint.body if text is proof else text.partition(b"\n\n")[2].decode().partition("\n\n")[0] + "\n"
            return text + signed_note(body, *((name, key, THEN) for name, key in keys.items())).partition("\n\n")[2].encode()
        trust = {**pinned, "witnesses": [], "witness_policy": {"format": "sillok-witnesses/v1", "quorum": 0, "witnesses": []}}
        return {"act": cosigned(proof), "person": out("prove", "--person", person), "grown": out("prove", "--since", size - 2),
                "old": out("checkpoint", "--at", size - 2), "trust": json.dumps(trust).encode(),
                "witnessed": json.dumps({**trust, "witnesses": verifiers, "witness_policy": policy}).encode(), "payload": ActProof(proof).entry_raw}

    def classes(self):
        origin = "example.org/hr"
        dash = rb"^\xe2\x80\x94 "

        def resigned(content):
            """A checkpoint of the same words, signed by another key under the ledger's name."""
            body = content.partition(b"\n\n")[2].decode().partition("\n\n")[0] + "\n"
            line = signed_note(body, (origin, key_of("another"))).split("\n")[-2]
            return re.sub(dash + re.escape(origin.encode()) + rb" \S+", line.encode(), content, count=1, flags=re.M)
        found = []

        def add(file, name, pattern, zero=b"A", **more):
            found.append(Class(f"{file}: {name}", file, pattern, zero, **more))

        def add_checkpoint(file, which, before, sign=resigned):
            signature = before + rb"\n[^\n]*\n\d+\n\S+\n\n\xe2\x80\x94 \S+ "
            add(file, f"{which}origin", before + rb"\n([^\n]+)", b"x", resigned=sign)
            add(file, f"{which}size", before + rb"\n[^\n]+\n(\d+)", b"0", resigned=sign)
            add(file, f"{which}root", before + rb"\n[^\n]+\n\d+\n(\S+)", resigned=sign)
            add(file, f"{which}key's name", before + rb"\n[^\n]*\n\d+\n\S+\n\n\xe2\x80\x94 (\S+)", b"x", resigned=sign)
            for part, at in (("key id", rb"(\S{5})"), ("R", rb"\S{6}(\S{40})"), ("S", rb"\S{49}(\S{40})")):
                add(file, f"{which}{part}", signature + at, resigned=sign)
        add("act", "format", rb"\A(\S+)", b"x")
        add("act", "index", rb"^index (\d+)", b"0")
        for part, at in (("entry", 40), ("middle of extra", 600), ("end of extra", 1400)):
            add("act", part, rb"^extra \S{%d}(\S{40})" % at)
        path = rb"^index \d+\n"
        add("act", "first hash of the path", path + rb"(\S+)", neighbour=path + rb"\S+\n(\S+)")
        add("act", "last hash of the path", rb"(\S{44})\n\n", neighbour=path + rb"(\S+)")
        add_checkpoint("act", "", rb"\n")
        for witness, other in (("w1", "w2"), ("w2", "w1")):
            line = dash + witness.encode() + rb"\.example "
            beside = dash + other.encode() + rb"\.example "
            # Another key cosigns in the witness's name.

            def by_another(content, witness=witness):
                body = ActProof(content).checkpoint.body
                forged = signed_note(body, (witness + ".example", key_of("eve"), THEN)).split("\n")[-2]
                return re.sub(dash + witness.encode() + rb"\.example \S+", forged.encode(), content, flags=re.M)
            add("act", f"{witness}'s name", dash + rb"(" + witness.encode() + rb"\.example)", b"x", neighbour=dash + rb"(" + other.encode() + rb"\.example)", resigned=by_another)
            for part, at in (("key id", rb"(\S{5})"), ("time", rb"\S{6}(\S{9})"), ("R", rb"\S{16}(\S{42})"), ("S", rb"\S{59}(\S{40})")):
                add("act", f"{witness}'s {part}", line + at, neighbour=beside + at, resigned=by_another,
                    **({"why": {"swap": "equal in both", "transplant": "the same in every record"}} if part == "time" else {}))
        add("person", "name", rb"^person (\S+)", b"x")
        add("person", "first sibling in the map", rb"^map (\S{42})")
        add("person", "size of the part", rb"^persons (\d+)", b"0")
        add("person", "extra of the map", rb"^persons \d+\n[^\n]+\nextra (\S+)")
        add("person", "index of the map", rb"^persons \d+\n[^\n]+\n[^\n]+\nindex (\d+)", b"0", why={"zero": "is zero"})
        add_checkpoint("person", "log of persons: ", rb"^persons \d+\n.*?\n", sign=None)
        add("person", "size of an act", rb"^act (\d+)", b"0", neighbour=rb"^act \d+\n.*?^act (\d+)")
        add("person", "entry of an act", rb"^act \d+\n[^\n]+\nextra \S{40}(\S{40})", neighbour=rb"^act \d+\n.*?^act \d+\n[^\n]+\nextra \S{40}(\S{40})")
        add("person", "index of an act", rb"^act \d+\n.*?^index (\d+)", b"0", neighbour=rb"^act \d+\n.*?^act \d+\n.*?^index (\d+)")
        add("grown", "old size", rb"\Aold (\d+)", b"0")
        add("grown", "first hash of the path", rb"\A[^\n]+\n(\S+)", neighbour=rb"\A[^\n]+\n\S+\n(\S+)")
        add_checkpoint("grown", "", rb"\n")
        add("old", "origin", rb"\A([^\n]+)", b"x")
        add("old", "size", rb"\A[^\n]+\n(\d+)", b"0")
        add("old", "root", rb"\A[^\n]+\n\d+\n(\S+)")
        add("old", "R", dash + rb"\S+ \S{6}(\S{40})")
        add("old", "S", dash + rb"\S+ \S{49}(\S{40})")
        add("payload", "head", rb"\A(.{12})", b"\0")
        add("payload", "end", rb"(.{16})\Z", b"\0")
        add("trust", "origin", rb'"origin": "([^"]+)"', b"x")
        add("trust", "genesis", rb'"genesis": "([^"]+)"', b"0")
        add("trust", "ledger key's name", rb'"ledger_keys": \["([^+]+)', b"x")
        add("trust", "ledger key's id", rb'"ledger_keys": \["[^+]+\+([^+]+)', b"0")
        add("trust", "ledger key", rb'"ledger_keys": \["[^+]+\+[^+]+\+([^"]+)')
        add("trust", "drafter's key", rb'"officer": "kim", "root": false, "key": "([^"]+)', neighbour=rb'"officer": "lee", "root": false, "key": "([^"]+)')
        add("trust", "drafter's name", rb'"officer": "(kim)"', b"x", neighbour=rb'"officer": "(lee)"')
        add("trust", "approver's key", rb'"officer": "lee", "root": false, "key": "([^"]+)', neighbour=rb'"officer": "root.a", "root": true, "key": "([^"]+)')
        add("witnessed", "a witness's id", rb'"witness_policy".*?"key": "[^+]+\+([^+]+)', b"0")
        add("witnessed", "a witness's key", rb'"witness_policy".*?"key": "[^+]+\+[^+]+\+([^"]+)')
        add("witnessed", "quorum", rb'"quorum": (\d)', b"0")
        return found

    def test_proofs_and_what_is_pinned(self):
        def case(file, content):
            files = {**self.files, file: content}
            kind = {"act": "act", "witnessed": "act", "payload": "act", "trust": "single", "old": "grown"}.get(file, file)
            if kind == "act":
                return Case(file, files["act"], files["witnessed"], payload=files["payload"])
            if kind == "single":
                return Case(file, files["act"], files["trust"])
            return Case(file, files[kind], files["trust"], old=files["old"] if kind == "grown" else None)
        for file, content in self.files.items():
            [(_, mine, other)] = both([case(file, content)])
            self.assertEqual((mine[0], other[0]), (0, 0), (file, mine, other))

        def tried(each, content):
            [(_, mine, other)] = both([case(each.file, content)])
            if (mine[0] == 0) != (other[0] == 0):
                raise AssertionError(f"{each.name}: they differ: {mine} {other}")
            return None if mine[0] == 0 else "+"
        count, missed = self.cells(self.classes(), self.files.get, self.donors.get, tried)
        print(f"{count} cells of proofs")
        self.assertEqual(missed, [])
        self.assertGreaterEqual(count, 250)


if __name__ == "__main__":
    main()
