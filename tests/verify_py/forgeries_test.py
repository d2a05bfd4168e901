#!/usr/bin/env python3
"""What was changed, dropped, repeated, swapped or signed by the wrong one holds for neither verifier."""
import base64
import hashlib
import json
import os
import re
import time
import unittest

from support import Case, Forger, both, differences, extra_of, flips, key_of, log_proof, ours, public, root_and_paths, verifier_key
from ledgers import AgreementCase, absent, act, hired, sanctioned

import merkle
import note
from event import Entry
from flat import Malformed
from proof import ActProof


class ForgeriesCase(AgreementCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.record(act("unit_created", None, "2000-01-01", unit="U1", name_ko="가", name_en="a", kind="ministry"), on="2000-01-01")
        self.first = self.record(hired("P1"), hired("P2"), hired("P3"), on="2020-01-02")
        self.single = self.record(act("trained", "P1", "2024-02-02", course="x", hours=3), on="2024-02-02")
        self.imported(sanctioned("P1"))

    def all_refused(self, cases, least):
        results = both(cases)
        self.assertEqual([(case.name, mine, other) for case, mine, other in results if (mine[0], other[0]) != (2, 2) and not {mine[0], other[0]} <= {1, 3}], [])
        self.assertGreaterEqual(len(cases), least)
        return {case.name: (mine, other) for case, mine, other in results}


class Bytes(ForgeriesCase):
    def test_every_seventh_byte(self):
        trust, size = self.trust(), self.ledger.json("checkpoint").one()["size"]
        old = self.ledger.run("checkpoint", "--at", 70).out.encode()
        grown = self.prove("--since", 70)
        person = absent(self.prove("--person", "P1"), "P1", "sanctioned", "2024-03-03")
        single, mass = self.prove(self.single), self.prove(self.first + 1)
        self.agree([Case("single", single, trust), Case("mass", mass, trust), Case("grown", grown, trust, old=old), Case("person", person, trust)])
        cases = [*flips("single", single, trust), *flips("mass", mass, trust), *flips("grown", grown, trust, old=old)]
        cases += [Case(f"old: byte {case.name}", grown, trust, old=case.proof) for case in flips("old", old, trust)]
        # What is claimed to be absent is no part of what is signed: another claim may hold as well.
        claim = range(person.index(b"\nabsent ") + 1, person.index(b"\nmap "))
        cases += [case for case in flips("person", person, trust) if int(case.name.split()[-1]) not in claim]
        cases += [Case(f"payload: {case.name}", single, trust, payload=case.proof) for case in flips("payload", ActProof(single).entry_raw, trust, 31)]
        for name, proof in (("single", single), ("person", person), ("grown", grown)):
            more = {"old": old} if name == "grown" else {}
            for end in (proof + b"\n", proof + b"x", proof + b"\0", proof[:-1], proof[:-2], proof[:len(proof) // 2], b"\n" + proof, b"",
                        proof.replace(b"\n", b"\r\n"), proof + proof, proof.replace(b"=\n", b"\n", 1), proof.replace(b"=\n", b" =\n", 1),
                        b"\xef\xbb\xbf" + proof):
                cases.append(Case(f"{name}: cut or longer", end, trust, **more))
        self.all_refused(cases, 1_000)
        self.assertGreater(size, 80)

    def test_a_changed_trust_file_is_another_or_unreadable(self):
        """Both agree whether it still holds: what is not asked in this proof may change."""
        trust, single = self.trust(), self.prove(self.single)
        results = both([Case(case.name, single, case.proof) for case in flips("trust", trust, trust)])
        # A point outside of the subgroup of prime order is no key for the program; here it is one that nobody can sign with.
        self.assertEqual([each for each in differences(results) if "key.point" not in str(each[2][1])], [])

    def test_trust_files(self):
        pinned, single = json.loads(self.trust()), self.prove(self.single)
        cases = []
        for name, members in {
                "another genesis": {"genesis": "00" * 32}, "upper case": {"genesis": pinned["genesis"].upper()}, "short": {"genesis": "00"},
                "another origin": {"origin": "sandbox.sillok/x"}, "no keys": {"ledger_keys": []}, "a key that is no text": {"ledger_keys": [1]},
                "another seed": {"seed": "00" * 32}, "no seed": {"seed": None}, "short seed": {"seed": "00"}, "seed of a number": {"seed": 1},
                "officers as text": {"officers": ""}, "an officer as text": {"officers": ["x"]}, "origin as number": {"origin": 1},
                "another format": {"format": "sillok-trust/v2"}, "no format": {"format": None}, "witnesses as text": {"witnesses": "x"},
                "a quorum as text": {"witness_policy": {**pinned["witness_policy"], "quorum": "0"}},
                "a quorum above": {"witness_policy": {**pinned["witness_policy"], "quorum": 1}},
                "a quorum below": {"witness_policy": {**pinned["witness_policy"], "quorum": -1}},
                "a policy as list": {"witness_policy": []},
                "a policy of another format": {"witness_policy": {**pinned["witness_policy"], "format": "x"}},
                "a key twice": {"ledger_keys": pinned["ledger_keys"] * 2}, "officers unknown": {"officers": []},
                "a position below": {"officers": [{**pinned["officers"][0], "from": -1}]},
                "a position as text": {"officers": [{**pinned["officers"][0], "to": "1"}]},
                "a key too short": {"officers": [{**pinned["officers"][0], "key": "AAAA"}]},
                "an unknown member": {"more": 1}, "as it is": {}}.items():
            cases.append(Case(name, single, json.dumps({**pinned, **members}).encode()))
        raw = json.dumps(pinned).encode()
        cases += [Case(name, single, content) for name, content in (
            ("a list", b"[]"), ("nothing", b""), ("text behind", raw + b"x"), ("cut", raw[:-1]), ("deep", b"[" * 100_000), ("NaN", b"NaN"),
            ("a member twice", raw[:-1] + b',"origin":"x"}'), ("half a surrogate", raw[:-1] + b',"more":"\\ud800"}'),
            *((f"without {name}", json.dumps({k: v for k, v in pinned.items() if k != name}).encode())
              for name in pinned))]
        self.assertEqual(differences(both(cases)), [])


    def test_a_seed_counts_in_a_sandbox_only(self):
        pinned, single = json.loads(self.trust()), self.prove(self.single)
        for sandbox, code in ((True, 0), (False, 1), ("true", 3), (1, 3)):
            [(_, mine, other)] = both([Case(sandbox, single, json.dumps({**pinned, "sandbox": sandbox}).encode())])
            self.assertEqual((mine[0], other[0]), (code, code), sandbox)


class Parts(ForgeriesCase):
    @staticmethod
    def parts(raw):
        """What stands before the acts, and each act's part."""
        begin = raw.index(b"\nact ") + 1
        rest, acts = raw[begin:], []
        while rest:
            line, _, rest = rest.partition(b"\n")
            size = int(line.split()[1])
            acts.append(line + b"\n" + rest[:size])
            rest = rest[size:]
        return raw[:begin], acts

    def test_dropped_repeated_swapped_mixed(self):
        trust, whole, other = self.trust(), self.prove("--person", "P1"), self.prove("--person", "P2")
        head, acts = self.parts(whole)
        other_head, other_acts = self.parts(other)
        alien = self.new_ledger()
        self.addCleanup(alien.close)
        alien_trust = os.path.join(alien.home, "t")
        alien.run("trust", "export", "-o", alien_trust)
        with open(alien_trust, "rb") as file:
            alien_trust = file.read()
        cases = [Case("nothing", head, trust), Case("twice", head + b"".join([*acts, acts[-1]]), trust), Case("the head alone", other_head, trust)]
        cases += [Case(f"without {i}", head + b"".join(acts[:i] + acts[i + 1:]), trust) for i in range(len(acts))]
        cases += [Case(f"swapped {i}", head + b"".join([*acts[:i], acts[i + 1], acts[i], *acts[i + 2:]]), trust) for i in range(len(acts) - 1)]
        cases += [Case("acts of another", head + b"".join(other_acts), trust), Case("head of another", other_head + b"".join(acts), trust),
                  Case("under another name", whole.replace(b"person P1\n", b"person P2\n"), trust),
                  Case("one more", head + b"".join([acts[0], other_acts[0], *acts[1:]]), trust)]
        sibling = base64.b64encode(bytes(64))
        for name, found, new in (("no map", rb"^map .*$", b"map -"), ("an empty map", rb"^map .*$", b"map "), ("half a hash", rb"^map .*$", b"map AAAA"),
                                 ("another leaf", rb"^(map .*)$", rb"\1" + b"\nother " + sibling), ("a word twice", rb"^person P1$", b"person P1\nperson P1"),
                                 ("a zero in front", rb"^persons ", b"persons 0"), ("a sign", rb"^act ", b"act +"), ("a huge part", rb"^act .*$", b"act 99999999999999999999")):
            changed = re.sub(found, new, whole, count=1, flags=re.M)
            self.assertNotEqual(changed, whole)
            cases.append(Case(name, changed, trust))
        cases += [Case("another ledger's trust", proof, alien_trust) for proof in (whole, self.prove(self.single), self.prove(0))]
        older = self.ledger.run("checkpoint", "--at", self.single).out.encode()
        single, grown = self.prove(self.single), self.prove("--since", self.single)
        body = lambda raw: raw[raw.index(b"\n\n") + 2:]  # noqa: E731
        cases += [Case("an older checkpoint", single.replace(body(single), older), trust),
                  Case("the other way round", grown.replace(body(grown), older), trust, old=body(grown)),
                  Case("of itself", grown.replace(body(grown), older), trust, old=older),
                  Case("another old size", grown.replace(b"old ", b"old 1", 1), trust, old=older),
                  Case("another old checkpoint", grown, trust, old=self.ledger.run("checkpoint", "--at", self.single - 1).out.encode()),
                  Case("an old checkpoint of another ledger", grown, trust, old=alien.run("checkpoint", "--at", self.single).out.encode() or b"x"),
                  Case("the path missing", re.sub(rb"^old (\d+)\n.*?\n\n", rb"old \1\n\n", grown, flags=re.S), trust, old=older)]
        lines = grown.split(b"\n")
        for i in range(1, lines.index(b"")):
            cases += [Case(f"path without {i}", b"\n".join(lines[:i] + lines[i + 1:]), trust, old=older),
                      Case(f"path with {i} twice", b"\n".join(lines[:i] + [lines[i]] + lines[i:]), trust, old=older)]
        lines = single.split(b"\n")
        for i in range(3, lines.index(b"")):
            cases += [Case(f"place without {i}", b"\n".join(lines[:i] + lines[i + 1:]), trust),
                      Case(f"place with {i} twice", b"\n".join(lines[:i] + [lines[i]] + lines[i:]), trust)]
        # An older map beside newer acts, and the other way round.
        self.record(act("trained", "P1", "2024-05-02", course="y", hours=3), on="2024-05-02")
        newer_head, newer_acts = self.parts(self.prove("--person", "P1"))
        cases += [Case("older map", head + b"".join(newer_acts), trust), Case("newer map", newer_head + b"".join(acts), trust),
                  Case("newer map, last act missing", newer_head + b"".join(newer_acts[:-1]), trust)]
        # Nothing new of hers: the same acts and the same value in the map, but of another size.
        self.record(act("trained", "P2", "2024-06-02", course="z", hours=3), on="2024-06-02")
        last_head, last_acts = self.parts(self.prove("--person", "P1"))
        cases += [Case("map of another size", last_head + b"".join(newer_acts), trust), Case("acts of another size", newer_head + b"".join(last_acts), trust)]
        cases.append(Case("not the newest map", self.under_the_newest_checkpoint(newer_head, last_head) + b"".join(newer_acts), trust))
        self.agree([Case("as they are", last_head + b"".join(last_acts), trust)])
        self.all_refused(cases, 50)

    @staticmethod
    def under_the_newest_checkpoint(older, newer):
        """An older map, truly in its log, under a checkpoint in which another one is the newest."""
        def part(head):
            line = re.search(rb"^persons (\d+)\n", head, re.M)
            return line, head[line.end():line.end() + int(line[1])]
        line, shown = part(older)
        extra, index, *path = shown.partition(b"\n\n")[0].split(b"\n")[1:]
        _, last = part(newer)
        sibling = merkle.leaf_hash(base64.b64decode(last.split(b"\n")[1].split()[1]))
        size = int(last.partition(b"\n\n")[2].split(b"\n")[1])
        if size != 3 or index != b"index 1":
            raise AssertionError("three maps are expected, the second as the older one")
        forged = b"\n".join([b"c2sp.org/tlog-proof@v1", extra, index, *path, base64.b64encode(sibling)]) + b"\n\n" + last.partition(b"\n\n")[2]
        return older[:line.start()] + b"persons %d\n" % len(forged) + forged + older[line.end() + len(shown):]


class Keys(ForgeriesCase):
    """By one who has the ledger's key, and in a sandbox all officers' keys: only what he says can be wrong."""

    def setUp(self):
        super().setUp()
        self.forger = Forger(self.trust())
        self.raw = ActProof(self.prove(self.single)).entry_raw
        self.now = int(time.time())

    def outcome(self, cases):
        """{name: 0 or 1} on which both agree."""
        results = both(list(cases))
        self.assertEqual(differences(results), [])
        return {case.name: 0 if mine[0] == 0 else 1 for case, mine, _ in results}

    def test_witnesses(self):
        keys = {name: key_of(name) for name in ("w1.example", "w2.example", "w3.example")}
        now, forger = self.now, self.forger

        def trust(quorum, *names, window=(None, None), policy=True):
            verifiers = [verifier_key(name, note.COSIGNER_KEY, keys[name]) for name in names]
            if not policy:
                return json.dumps({**{k: v for k, v in forger.pinned.items() if k != "witness_policy"}, "witnesses": verifiers}).encode()
            return forger.trust(witnesses=verifiers, witness_policy={"format": "sillok-witnesses/v1", "quorum": quorum, "witnesses": [
                {"key": each, "url": "http://127.0.0.1:1", "from": window[0], "to": window[1]} for each in verifiers]})

        def proof(*signers, **more):
            return forger.act_proof(self.raw, self.single, *((name, keys[name], at) for name, at in signers), **more)

        def day(text):
            return note.day_of(text, "") * 86_400 - note.SEOUL_S
        one, two = ("w1.example", now), ("w2.example", now)
        wrong = proof(one).replace(base64.b64encode(note.key_id("w1.example", 4, public(keys["w1.example"])))[:5], b"AAAAA")
        table = [("a quorum of two", 0, proof(one, two), trust(2, "w1.example", "w2.example")), ("of two, one", 1, proof(one), trust(2, "w1.example", "w2.example")),
                 ("one twice", 1, proof(one, one), trust(2, "w1.example", "w2.example")),
                 ("one at two times", 1, proof(one, ("w1.example", now - 5)), trust(2, "w1.example", "w2.example")),
                 ("one of another name", 1, proof(("w3.example", now)), trust(1, "w1.example")), ("another besides", 0, proof(one, ("w3.example", now)), trust(1, "w1.example")),
                 ("none asked", 1, proof(one), trust(0, "w1.example")), ("without a policy all", 0, proof(one, two), trust(0, "w1.example", "w2.example", policy=False)),
                 ("without a policy, one missing", 1, proof(one), trust(0, "w1.example", "w2.example", policy=False)),
                 ("under another id", 1, wrong, trust(1, "w1.example")), ("in four minutes", 0, proof(("w1.example", now + 240)), trust(1, "w1.example")),
                 ("in ten minutes", 1, proof(("w1.example", now + 600)), trust(1, "w1.example")),
                 ("of two lines the newest, to come", 1, proof(("w1.example", now - 5), ("w1.example", now + 3600)), trust(1, "w1.example")),
                 ("of two lines the newest, first", 0, proof(("w1.example", now), ("w1.example", now - 5)), trust(1, "w1.example")),
                 ("at no time", 1, proof(("w1.example", 0)), trust(1, "w1.example", window=("2020-01-01", None))),
                 ("beyond all times", 1, proof(("w1.example", 2**63)), trust(1, "w1.example"))]
        for name, at, code in (("the day before", day("2024-03-01") - 1, 1), ("the first day", day("2024-03-01"), 0),
                               ("the last day", day("2024-04-01") - 1, 0), ("the day behind", day("2024-04-01"), 1)):
            table.append((name, code, proof(("w1.example", at)), trust(1, "w1.example", window=("2024-03-01", "2024-04-01"))))
        inside, window = day("2024-03-10"), {"window": ("2024-03-01", "2024-04-01")}
        for name, other, code in (("before it", day("2023-03-10"), 0), ("in it too", inside + 9, 0), ("behind it", day("2025-03-10"), 1), ("at its end", day("2024-04-01"), 1)):
            table.append((f"one in its days, one {name}", code, proof(("w1.example", inside), ("w1.example", other)), trust(1, "w1.example", **window)))
            table.append((f"one {name}, one in its days", code, proof(("w1.example", other), ("w1.example", inside)), trust(1, "w1.example", **window)))
        spoiled = proof(one, two)
        lines = spoiled.decode().split("\n")
        raw = bytearray(base64.b64decode(lines[-2].split()[2]))
        raw[-1] ^= 1
        lines[-2] = lines[-2].rsplit(" ", 1)[0] + " " + base64.b64encode(raw).decode()
        table.append(("a wrong one besides", 1, "\n".join(lines).encode(), trust(1, "w1.example", "w2.example")))
        table.append(("a wrong one of nobody", 0, "\n".join(lines).encode(), trust(1, "w1.example")))
        outcome = self.outcome([Case(name, raw, pinned) for name, _, raw, pinned in table])
        self.assertEqual(outcome, {name: code for name, code, _, _ in table})

    def test_checkpoints(self):
        forger, trust = self.forger, self.forger.trust()
        root, paths = root_and_paths([b"%032d" % i if i != self.single else merkle.leaf_hash(self.raw) for i in range(self.single + 3)])
        size = self.single + 3
        good, head = forger.checkpoint(root, size), f"{forger.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        line = good.split("\n")[-2]
        notes = {"as it is": (0, good), "an extension line": (0, forger.checkpoint(root, size, body=head + "more\n")), "signed twice": (0, good + line + "\n"),
                 "an unknown one besides": (0, good + "— other.example " + base64.b64encode(b"x" * 68).decode() + "\n"),
                 "an unknown short one": (0, good + "— other.example " + base64.b64encode(b"x" * 5).decode() + "\n"),
                 "an empty line in it": (1, forger.checkpoint(root, size, body=head + "\nmore\n")), "two lines": (1, forger.checkpoint(root, size, body=f"{forger.origin}\n{size}\n")),
                 "a zero in front": (1, forger.checkpoint(root, size, body=head.replace(f"\n{size}\n", f"\n0{size}\n"))),
                 "another origin": (1, forger.checkpoint(root, size, body=head.replace(forger.origin, "x.example"))),
                 "under another name": (1, good.replace(f"— {forger.origin}", "— x.example")),
                 "another's key": (1, Forger.checkpoint(type("", (), {"origin": forger.origin, "key": key_of("x")})(), root, size)),
                 "a wrong one besides": (1, good + line[:-8] + ("A" if line[-8] != "A" else "B") + line[-7:] + "\n"),
                 "no last line feed": (1, good[:-1]), "a space behind": (1, good.replace("=\n", "= \n")), "a hyphen": (1, good.replace("—", "-")),
                 "a tab": (1, forger.checkpoint(root, size, body=head + "a\tb\n")), "an empty name": (1, good + "—  " + base64.b64encode(b"x" * 68).decode() + "\n"),
                 "seventeen signatures": (0, good + "".join(f"— o{i}.example " + base64.b64encode(b"x" * 68).decode() + "\n" for i in range(15)))}
        cases = [Case(name, log_proof(extra_of(self.raw, b"", [], []), self.single, paths[self.single], text), trust) for name, (_, text) in notes.items()]
        self.assertEqual(self.outcome(cases), {name: code for name, (code, _) in notes.items()})

    def test_sizes_of_logs(self):
        """There are fewer than 2^63 events; a path of 63 hashes proves one of them."""
        cases = {}
        for name, size, code in (("2^62", 2**62, 0), ("2^63 - 1", 2**63 - 1, 0), ("2^63", 2**63, 1), ("2^64 - 1", 2**64 - 1, 1), ("2^64", 2**64, 1)):
            place, last, found, path = self.single, size - 1, merkle.leaf_hash(self.raw), []
            while last:
                if place & 1 or place != last:
                    path.append(hashlib.sha256(b"beside %d" % place).digest())
                    found = merkle.node_hash(path[-1], found) if place & 1 else merkle.node_hash(found, path[-1])
                place, last = place >> 1, last >> 1
            cases[name] = (code, Case(name, log_proof(extra_of(self.raw, b"", [], []), self.single, path, self.forger.checkpoint(found, size)), self.forger.trust()))
        self.assertEqual(self.outcome(case for _, case in cases.values()), {name: code for name, (code, _) in cases.items()})

    def test_entries(self):
        forger, trust = self.forger, self.forger.trust()
        entry = Entry(self.raw)
        again = forger.signed_again(self.raw)
        drafter, approver = entry.opening.signatures

        def proof(raw, position=self.single, **more):
            return forger.act_proof(raw, position, **more)
        order_root = entry.opening.act_root
        twisted = int.from_bytes(drafter[32:], "little") + note.ORDER
        small = [b"\x01" + bytes(31), bytes(32), bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
        table = [("as it is", 0, proof(self.raw), trust), ("signed again", 0, proof(again), trust), ("in a larger log", 0, proof(self.raw, size=200), trust),
                 ("at another place", 1, proof(self.raw, position=self.single + 1), trust), ("under another index", 1, proof(self.raw, index=self.single - 1), trust),
                 ("signatures swapped", 1, proof(self.raw.replace(drafter, bytes(64)).replace(approver, drafter).replace(bytes(64), approver)), trust),
                 ("one signature twice", 1, proof(self.raw.replace(approver, drafter)), trust), ("no signatures", 1, proof(self.raw.replace(drafter, bytes(64)).replace(approver, bytes(64))), trust),
                 ("S above the order", 1, proof(self.raw.replace(drafter, drafter[:32] + twisted.to_bytes(32, "little"))), trust),
                 ("another act root", 1, proof(self.raw.replace(order_root, bytes(32))), trust), ("another body", 1, proof(self.raw.replace(b"P1", b"P2")), trust),
                 ("another body, signed", 0, proof(forger.signed_again(self.raw.replace(b"P1", b"P2"))), trust)]
        no_seed = {k: v for k, v in forger.pinned.items() if k != "seed"}
        for name, key in zip(("of order 1", "of order 4", "of order 8"), small):
            pinned = json.dumps({**no_seed, "officers": [{"officer": each, "root": False, "key": base64.b64encode(key).decode(), "from": None, "to": None}
                                                         for each in entry.opening.officers]}).encode()
            table.append((f"keys {name}", 1, proof(self.raw.replace(drafter, key + bytes(32)).replace(approver, key + bytes(32))), pinned))
        fake = entry.opening.officers[0].encode()
        same = self.raw.replace(entry.opening.officers[1].encode(), fake.ljust(len(entry.opening.officers[1]), b"x"))
        table.append(("another officer", 1, proof(same), trust))
        outcome = self.outcome([Case(name, raw, pinned) for name, _, raw, pinned in table])
        self.assertEqual(outcome, {name: code for name, code, _, _ in table})

    def test_an_act_beside_another_opening_of_the_same_order(self):
        """The envelope is signed by no officer: the same opening at two positions would give one order two places."""
        forger, mass = self.forger, ActProof(self.prove(self.first + 1))
        first = ActProof(self.prove(self.first)).entry_raw
        at = mass.entry.position
        outcome = {}
        for name, place in (("its own", at - 1), ("one before", at - 2), ("far before", 3)):
            moved = first.replace(self.first.to_bytes(8, "little"), place.to_bytes(8, "little"), 1)
            self.assertEqual(Entry(moved).position, place)
            leaves = [b"%032d" % i for i in range(at + 4)]
            leaves[at], leaves[place] = mass.entry.leaf, merkle.leaf_hash(moved)
            root, paths = root_and_paths(leaves)
            outcome[name] = Case(name, log_proof(extra_of(mass.entry_raw, moved, mass.order_path, paths[place]), at, paths[at],
                                                 forger.checkpoint(root, at + 4)), forger.trust())
        self.assertEqual(self.outcome(outcome.values()), {"its own": 0, "one before": 1, "far before": 1})

    def test_every_third_byte_of_an_entry_signed_again(self):
        """What is signed by all may still be malformed; both find the same structures malformed."""
        def mine_alone(case_mine_other):
            # Ranges and words of single fields stand in no document: a verifier in Python leaves them unchecked.
            _, mine, other = case_mine_other
            return mine[0] == 0 and other[0] == 3 and re.search(r": (body|header): (out of range|not one of its words|not a code|not of this act)", str(other[1]))
        cases = []
        for place in range(0, len(self.raw), 3):
            for change in (1, 0x80):
                changed = bytearray(self.raw)
                changed[place] ^= change
                try:
                    changed = self.forger.signed_again(bytes(changed))
                except Malformed:
                    changed = bytes(changed)
                cases.append(Case(f"{place} ^ {change}", self.forger.act_proof(changed, self.single), self.forger.trust()))
        results = [each for each in both(cases) if not mine_alone(each)]
        self.assertEqual(differences(results), [])
        held = sum(mine[0] == 0 for _, mine, _ in results)
        self.assertTrue(50 < held < len(results) - 50, held)


if __name__ == "__main__":
    unittest.main()
