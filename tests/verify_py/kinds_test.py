#!/usr/bin/env python3
"""Every kind of act, before two verifiers: whom it is about, how long its texts may be, and what has no subject or no day."""
import base64
import json
import os
import unittest

from support import HERE, Case, Forger, both, differences, public
from ledgers import AgreementCase
from program import Ledger

import schema
from builder import DAY, body, entry_of_one
from event import OF_NO_PERSON, OF_THE_LEDGER

GOLDEN = os.path.join(HERE, "..", "vectors", "events")
AT = 90


class Kinds(AgreementCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = Ledger()
        cls.addClassCleanup(cls.shared.close)

    def setUp(self):
        self.ledger = self.shared
        self.forger = Forger(self.trust())

    def case(self, name, body_raw, **more):
        return Case(name, self.forger.act_proof(entry_of_one(self.forger, body_raw, AT, **more), AT), self.forger.trust())

    def answers(self, cases):
        """{name: exit code, and person}, on which both agree."""
        results = both(cases)
        self.assertEqual(differences(results), [])
        return {case.name: (mine[0] and 1, mine[1]["person"] if mine[0] == 0 else None) for case, mine, _ in results}

    def test_golden_bodies(self):
        cases = []
        for name in sorted(os.listdir(GOLDEN)):
            if name[:-4] in schema.ACT_NAMES and name.endswith(".hex"):
                with open(os.path.join(GOLDEN, name), encoding="ascii") as file:
                    cases.append(self.case(name[:-4], bytes.fromhex("".join(file.read().split()))))
        self.assertEqual({case.name for case in cases}, set(schema.ACT_NAMES))
        found = self.answers(cases)
        self.assertEqual({name: code for name, (code, _) in found.items()}, dict.fromkeys(found, 0))
        self.assertEqual({name for name, (_, person) in found.items() if person is None}, OF_NO_PERSON)

    def test_subjects_and_days(self):
        sealed = [{"name": 1, "key_id": bytes(16), "nonce": bytes(24), "ciphertext": bytes(50)}]
        unit = ("unit_abolished", {"unit": "U1"})
        bodies = {"a person's": (0, "P1", ("regularized", {}), {"subject": "P1"}), "of nobody": (1, None, ("regularized", {}), {}),
                  "without a day": (1, None, ("regularized", {}), {"subject": "P1", "effective_on": None}), "a unit's": (0, None, unit, {"subject": "U1"}),
                  "a unit's without it": (1, None, unit, {}), "another unit's": (1, None, unit, {"subject": "U2"}), "the ledger's": (0, None, ("role_revoked", {"target": 1, "reason": "x"}), {}),
                  "the ledger's with a subject": (1, None, ("role_revoked", {"target": 1, "reason": "x"}), {"subject": "P1"}),
                  "a certificate": (0, "P1", ("certificate_revoked", {"certificate": "C1", "reason": "x"}), {"subject": "P1"}),
                  "a certificate of nobody": (1, None, ("certificate_revoked", {"certificate": "C1", "reason": "x"}), {}),
                  **{f"{kind} of nobody": (0, None, (kind, {"target": 1, **more}), {}) for kind, more in (("rectified", {}), ("annulled", {"ground": "x"}), ("reinstated_act", {}))},
                  "an award's revocation of nobody": (1, None, ("award_revoked", {"target": 1}), {}),
                  "sealed": (0, "P1", ("personal_updated", {}), {"subject": "P1", "sealed": sealed}), "sealed of a unit": (1, None, unit, {"subject": "U1", "sealed": sealed}),
                  "a correction of nobody, sealed": (1, None, ("rectified", {"target": 1}), {"sealed": sealed})}
        found = self.answers([self.case(name, body(act=act, **{"effective_on": DAY, **more})) for name, (_, _, act, more) in bodies.items()])
        self.assertEqual(found, {name: (code, person) for name, (code, person, _, _) in bodies.items()})
        self.assertIn("role_revoked", OF_THE_LEDGER)

    def test_long_texts(self):
        """Plans and contracts are documents; all other texts are short."""
        cases, expected = [], {}
        for length, code in ((1, 0), (2_000, 0), (2_001, 0), (60_000, 0), (60_001, 1)):
            for kind, field in (("plan_adopted", "plan"), ("contract_adopted", "contract")):
                cases.append(self.case(f"{kind} {length}", body(act=(kind, {field: "X", "document": "x" * length}), effective_on=DAY)))
                expected[cases[-1].name] = (code, None)
        for length, code in ((2_000, 0), (2_001, 1)):
            cases.append(self.case(f"dismissed {length}", body(act=("dismissed", {"ground": "가" * length}), subject="P1", effective_on=DAY)))
            expected[cases[-1].name] = (code, None if code else "P1")
        self.assertEqual(self.answers(cases), expected)

    def test_keys_of_two_officers(self):
        """Two names with one key are one person, in a sandbox too; one name may do both there, of what was imported."""
        regularized = body(act=("regularized", {}), subject="P1", effective_on=DAY)
        forger, table = self.forger, {}
        seeds = {name: base64.b64encode(public(forger.officer(name))).decode() for name in ("kim", "lee")}
        pinned = {name: value for name, value in forger.pinned.items() if name != "seed"}

        def add(name, code, signers, trust, names=("kim", "lee"), **more):
            raw = entry_of_one(forger, regularized, AT, officers=names, signers=signers, opening={"trust": trust})
            pins = json.dumps({**(pinned if "officers" in more else forger.pinned), **more}).encode()
            table[f"{name}, trust {trust}"] = (Case(name, forger.act_proof(raw, AT), pins), code)

        def keys(**pins):
            return {"officers": [{"officer": name, "root": False, "key": seeds[key], "from": None, "to": None} for name, key in pins.items()]}
        same = "authority.same_person"
        for trust, one in ((0, same), (1, "-")):
            add("two", "-", ("kim", "lee"), trust)
            add("one name", one, ("kim", "kim"), trust, names=("kim", "kim"))
            add("one name in no sandbox", same, ("kim", "kim"), trust, names=("kim", "kim"), sandbox=False, **keys(kim="kim"))
            add("two names, two keys", "-", ("lee", "kim"), trust, sandbox=False, **keys(kim="lee", lee="kim"))
            add("two names, one key", same, ("kim", "kim"), trust, sandbox=False, **keys(kim="kim", lee="kim"))
            add("two names, one key, in a sandbox", same, ("kim", "kim"), trust, seed=forger.pinned["seed"], **keys(kim="kim", lee="kim"))
        self.refused(table)


if __name__ == "__main__":
    unittest.main()
