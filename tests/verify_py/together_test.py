#!/usr/bin/env python3
"""What the events of a person must be among each other, whatever the map of persons has committed to; and what an absence can't know."""
import base64
import unittest

from support import Case, key_of, log_proof, verifier_key
from ledgers import AgreementCase, absent
from capsules import patched

import merkle
import note
from made import Made

W1 = key_of("w1.example")


def at(day, second=0):
    return note.day_of(day, "") * 86_400 - note.SEOUL_S + second


class Together(AgreementCase):
    def setUp(self):
        self.made = Made()
        self.table = {}

    def add(self, name, proof, code="-", trust=None):
        self.table[name] = (Case(name, proof, trust or self.made.trust_file()), code)

    def career(self, made=None):
        """Three acts on P1, live, each signed for the revision before it."""
        made = made or self.made
        made.hire("P1")
        for revision in (1, 2):
            made.add("regularized", subject="P1", body_more={"expected_revision": revision})
        return made.chains["P1"]

    def test_a_chain_of_her_own(self):
        first, second, third = self.career()
        self.add("as it is", self.made.proof("P1"))
        self.add("the last left out, which the map alone could show", self.made.proof("P1", [first, second]))
        self.add("the first left out", self.made.proof("P1", [second, third]), "proof.chain")
        self.add("the middle left out", self.made.proof("P1", [first, third]), "proof.chain")
        for name, path, form, value in (("another revision", "revision", "<I", 9), ("revision 0", "revision", "<I", 0), ("another before", "person_previous", "<Q", first - 1),
                                        ("none before", "person_previous", "<Q", None)):
            changed = self.made.copy_of_log()
            changed.log[second] = patched(changed.log[second], form, value, path)
            self.add(name, changed.proof("P1"), "proof.chain")
        changed = self.made.copy_of_log()
        changed.hire("P2", person_previous=first, revision=1)
        self.add("one before the first", changed.proof("P2"), "proof.chain")
        self.refused(self.table)

    def test_a_chain_of_who_was_merged(self):
        for name, correction, code in (("", None, "proof.chain"), ("merge annulled, ", ("annulled", {"ground": "x"}), "-"), ("merge rectified, ", ("rectified", {}), "-"),
                                       ("split, ", ("persons_split", {"person": "P2"}), "-"), ("annulled and back, ", ("reinstated_act", {}), "-"),
                                       ("another act annulled, ", ("annulled", {"ground": "x", "target": 5}), "proof.chain")):
            made = Made()
            self.career(made)
            first, second, third = made.hire("P2"), made.add("regularized", subject="P2"), made.add("regularized", subject="P2")
            merged = made.add("persons_merged", {"duplicate": "P2"}, subject="P1")
            last = made.add("regularized", subject="P2")
            more = [made.add(correction[0], {"target": merged, **correction[1]}, subject="P1")] if correction else []
            hers = [*made.chains["P1"][:3], first, second, third, merged, last, *more]
            for what, gone, expected in (("all", None, "-"), ("the first left out", first, code), ("one left out", third, code), ("the last left out", last, "-")):
                self.add(name + what, made.proof("P1", [position for position in hers if position != gone]), expected, made.trust_file())
        self.refused(self.table)

    def test_what_officers_signed_it_for(self):
        for name, trust, expected, code in (("its own", 0, 2, "-"), ("another", 0, 1, "proof.revision"), ("none", 0, 0, "proof.revision"), ("a later one", 0, 3, "proof.revision"),
                                            ("beyond all", 0, 2**64 - 1, "proof.revision"), ("another, imported", 2, 7, "-")):
            made = Made()
            made.hire("P1")
            made.add("regularized", subject="P1")
            made.add("regularized", subject="P1", opening={"trust": trust}, body_more={"expected_revision": expected})
            self.add(name, made.proof("P1"), code, made.trust_file())
        for expected, code in ((1, "-"), (0, "proof.revision")):
            made = Made()
            hers = [made.hire("P1"), made.hire("P2"), made.add("annulled", {"target": 5, "ground": "x"}, subject="P2", body_more={"expected_revision": expected})]
            self.add(f"an act on another, {expected}", made.proof("P1", [hers[0], hers[2]]), code, made.trust_file())
        self.refused(self.table)

    def test_time_does_not_go_back(self):
        for name, back, code in (("later", -1, "-"), ("at once", 0, "-"), ("a microsecond before", 1, "proof.time")):
            made = Made()
            made.hire("P1", recorded_at=1_700_000_000_000_000)
            made.add("regularized", subject="P1", recorded_at=1_700_000_000_000_000 - back)
            self.add(name, made.proof("P1"), code, made.trust_file())
        self.refused(self.table)

    def test_one_number_of_one_authority(self):
        for name, number, authority, code in (("the same number", "T-1", "1760000", "proof.number_twice"), ("another number", "T-2", "1760000", "-"),
                                              ("of another authority", "T-1", "1760001", "-")):
            made = Made()
            made.hire("P1", number="T-1")
            made.add("regularized", subject="P1", number=number, authority=authority)
            self.add(name, made.proof("P1"), code, made.trust_file())
        self.refused(self.table)

    def test_a_day_to_come(self):
        """Nothing is known of days behind the newest cosignature that counts."""
        made = self.made
        self.career()
        witness, other = verifier_key("w1.example", note.COSIGNER_KEY, W1), verifier_key("w2.example", note.COSIGNER_KEY, key_of("w2.example"))

        def trust(quorum, *witnesses, to=None):
            return made.trust_file(witnesses=list(witnesses), witness_policy={"format": "sillok-witnesses/v1", "quorum": quorum, "witnesses": [
                {"key": each, "url": None, "from": None, "to": to if each == other else None} for each in witnesses]})

        def cosigned(*signers):
            made.cosigners = [(name, key_of(name), when) for name, when in signers]
            return made.proof("P1")
        one, two = trust(1, witness), trust(1, witness, other)
        start, end = ("w1.example", at("2024-05-10")), ("w1.example", at("2024-05-10", 86_399))
        late = ("w2.example", at("2024-05-11"))
        for name, signers, pinned, day, code in (
                ("the day itself, from its first second", [start], one, "2024-05-10", "-"), ("the day after, in the last second before it", [end], one, "2024-05-11", "proof.day_to_come"),
                ("far ahead", [end], one, "9999-12-31", "proof.day_to_come"), ("of two the newest", [start, late], two, "2024-05-11", "-"), ("of two lines the newest", [start, ("w1.example", late[1])], one, "2024-05-11", "-"),
                ("one that does not count", [start, late], one, "2024-05-11", "proof.day_to_come"), ("one behind its days", [start, late], trust(1, witness, other, to="2024-05-11"), "2024-05-11", "proof.day_to_come"),
                ("nobody asked", [start], made.trust_file(), "2024-05-11", "-"), ("nobody asked, far ahead", [], made.trust_file(), "9999-12-31", "-")):
            self.add(name, absent(cosigned(*signers), "P1", "sanctioned", day), code, pinned)
        self.add("before anything else", absent(cosigned(start), "P1", "hired", "2024-05-11"), "proof.day_to_come", one)
        self.add("and then the acts", absent(cosigned(start), "P1", "hired", "2024-05-10"), "person.has_act", one)
        self.add("all of her", cosigned(start), "-", one)
        self.refused(self.table)

    def test_an_act_of_a_later_release(self):
        """It may be one that corrects: what is absent can't be told. All of hers can."""
        self.made.hire("P1")
        self.made.add("later", subject="P1")
        self.made.add("regularized", subject="P1")
        self.add("all of her", self.made.proof("P1"))
        self.add("absent", absent(self.made.proof("P1"), "P1", "sanctioned", "2024-05-10"), "person.undecided")
        self.refused(self.table)

    def test_sizes_of_the_ledger(self):
        """Nothing is of 2^63 events."""
        self.career()
        proof = self.made.proof("P1", [])
        line = next(each for each in proof.split(b"\n") if each.startswith(b"extra "))
        for name, size, code in (("as it is", len(self.made.log) + 3, "-"), ("2^63 - 1", 2**63 - 1, "-"), ("2^63", 2**63, "proof.malformed")):
            extra = size.to_bytes(8, "big") + base64.b64decode(line[6:])[8:]
            self.add(name, self.of_one_map(extra), code)
        self.refused(self.table)

    def of_one_map(self, extra):
        proof = log_proof(extra, 0, [], self.made.checkpoint(self.made.origin + "/persons", 1, merkle.leaf_hash(extra)))
        return b"sillok-person-proof/v1\nperson P1\nmap -\npersons %d\n" % len(proof) + proof


if __name__ == "__main__":
    unittest.main()
