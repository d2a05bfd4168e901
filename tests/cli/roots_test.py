"""The roots of a real ledger change: two in force propose a set, two of that set confirm it; what was signed stays signed."""
import json
import os
import shutil
import unittest

import program
from program import Ledger, RootsLedger, found_unit, hire, of_a_directory, order


def code_of(answer):
    return json.loads(answer.err.splitlines()[-1])["error"]["code"]


class Roots(unittest.TestCase):
    def setUp(self):
        self.ledger = RootsLedger()
        self.addCleanup(self.ledger.close)

    def refused(self, answer, code):
        self.assertEqual((answer.code, answer.one().get("code")), (1, code), str(answer))

    def recorded(self, answer):
        self.assertEqual((answer.code, answer.one().get("status")), (0, "recorded"), str(answer))
        return answer.one()["positions"][0]

    def holds(self, position, trust, path=None):
        answer = program.run("--json", "check-proof", self.ledger.proof(position, path), "--trust", trust)
        self.assertIn(answer.code, (0, 1), str(answer))
        return answer.code == 0

    @of_a_directory
    def test_a_lost_root_is_replaced(self):
        ledger = self.ledger
        begin = ledger.change("proposed", "root.a", "root.b", "R-1", "root.a", "root.b", "root.c")
        self.assertEqual(ledger.answer("keys", "list").one()["proposed_roots"]["position"], begin)
        self.assertEqual(ledger.change("in_force", "root.c", "root.b", "R-2", "root.a", "root.b", "root.c"), begin + 1)
        by_b = self.recorded(ledger.register("root.b", "root.c", "park"))
        old_trust, fork = ledger.pin("old.json"), os.path.join(ledger.home, "fork")

        # root.b's key is lost: the two that are left propose d in its place.
        next_set = ("root.a", "root.c", "root.d")
        proposed = ledger.change("proposed", "root.a", "root.c", "R-3", *next_set)
        self.refused(ledger.roots("root.b", "root.c", "R-x", *next_set), "authority.not_root")
        self.assertEqual({each["officer"] for each in ledger.answer("keys", "list").one()["proposed_roots"]["roots"]}, set(next_set))
        self.refused(ledger.register("root.d", "root.a", "choi"), "authority.not_granted")
        meanwhile = self.recorded(ledger.register("root.b", "root.a", "choi"))
        shutil.copytree(ledger.path, fork)
        confirmed = ledger.change("in_force", "root.d", "root.a", "R-4", *next_set)
        self.assertEqual((proposed, meanwhile, confirmed), (by_b + 1, by_b + 2, by_b + 3))

        self.refused(ledger.register("root.b", "root.a", "jung"), "authority.not_root")
        self.refused(ledger.roots("root.a", "root.b", "R-5", "root.a", "root.d"), "authority.not_root")
        by_d = self.recorded(ledger.register("root.d", "root.c", "jung"))
        self.assertEqual(ledger.submit(found_unit(), order("H-1", hire("P1"))).code, 0, "officers of former roots stay")
        verified = ledger.json("verify", "--full")
        self.assertEqual((verified.code, verified.one()["ok"]), (0, True), str(verified))

        listed = ledger.answer("keys", "list").one()
        self.assertIsNone(listed["proposed_roots"])
        windows = {key["officer"]: (key["registered_at"], key["revoked_at"]) for key in listed["keys"] if key["root"]}
        self.assertEqual(windows, {"root.a": (None, None), "root.b": (None, confirmed), "root.c": (begin + 1, None),
                                   "root.d": (confirmed, None)})

        # A verifier's windows meet at the confirmation, which the new root has signed and the old one has not.
        new_trust = ledger.pin("new.json")
        with open(new_trust, encoding="utf-8") as file:
            pinned = {each["officer"]: (each["from"], each["to"]) for each in json.load(file)["officers"] if each["root"]}
        self.assertEqual(pinned, {"root.a": (None, None), "root.b": (None, confirmed - 1), "root.c": (begin, None),
                                  "root.d": (confirmed - 1, None)})
        for position in (0, begin, begin + 1, by_b, proposed, meanwhile, confirmed, by_d, by_d + 2):
            self.assertTrue(self.holds(position, new_trust), position)
        for position in (by_b, proposed, meanwhile):
            self.assertTrue(self.holds(position, old_trust), position)
        for position in (confirmed, by_d):
            self.assertFalse(self.holds(position, old_trust), f"{position}: d is not pinned there")

        # Somebody with an older copy and the keys of the old roots goes on as if nothing had changed.
        forked = self.recorded(ledger.register("root.b", "root.a", "forged", path=fork))
        self.assertEqual(forked, confirmed)
        behind = self.recorded(ledger.by("root.b", "root.a", "K-2", "grant", "forged", "--role", "drafter", "--scope", "*", path=fork))
        self.assertTrue(self.holds(behind, old_trust, fork))
        for position in (forked, behind):
            self.assertFalse(self.holds(position, new_trust, fork), f"{position}: a former root signed it")

    def test_the_same_command_again_is_told_the_same(self):
        arguments = ("root.a", "root.b", "R-1", "root.a", "root.c")
        first = self.ledger.roots(*arguments).one()
        self.assertEqual((first["status"], first["roots"]), ("recorded", "proposed"))
        turned = self.ledger.roots("root.a", "root.b", "R-1", "root.c", "root.a").one()
        self.assertEqual(turned, {**first, "status": "duplicate"}, "in whatever order the roots are named")
        self.ledger.change("in_force", "root.a", "root.c", "R-2", "root.a", "root.c")
        self.assertEqual(self.ledger.roots("root.a", "root.c", "R-2", "root.a", "root.c").one()["roots"], "in_force")
        self.assertEqual(self.ledger.roots(*arguments).one()["roots"], "proposed", "what that order did then")

    def test_in_words(self):
        told = self.ledger.run("keys", "roots", *(f"--root={name}={self.ledger.public[name]}" for name in ("root.a", "root.c")), "--order", "R-1",
                               "--authority", "MPM", "--on", "2024-01-05", "--drafted-by", "root.a", "--approved-by", "root.b",
                               "--key", self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))
        self.assertEqual(told.code, 0, str(told))
        self.assertIn("two of these roots confirm it", told.out)
        listed = self.ledger.run("keys", "list").out
        self.assertIn("proposed at position", listed)
        self.assertIn(f"root.c={self.ledger.public['root.c']}", listed)

    def test_a_withdrawn_proposal(self):
        self.ledger.change("proposed", "root.a", "root.b", "R-1", "root.c", "root.d")
        self.ledger.change("withdrawn", "root.a", "root.b", "R-2", "root.a", "root.b")
        self.assertIsNone(self.ledger.answer("keys", "list").one()["proposed_roots"])
        self.refused(self.ledger.roots("root.c", "root.d", "R-3", "root.c", "root.d"), "authority.not_proposed")
        self.refused(self.ledger.roots("root.a", "root.b", "R-4", "root.a", "root.b"), "authority.root_set")
        self.assertEqual(self.ledger.json("verify", "--full").code, 0)

    def test_a_root_takes_a_new_key(self):
        old_key = self.ledger.key("root.a") + ".old"
        shutil.move(self.ledger.key("root.a"), old_key)
        renewed = self.ledger.answer("keys", "generate", "root.a", "-o", self.ledger.key("root.a")).one()["public_key"]
        new_key = self.ledger.key("root.a") + ".new"
        shutil.move(self.ledger.key("root.a"), new_key)
        self.ledger.public["root.a"] = renewed
        shutil.copy(old_key, self.ledger.key("root.a"))
        proposed = self.ledger.change("proposed", "root.a", "root.b", "R-1", "root.a", "root.b")
        self.refused(self.ledger.roots("root.a", "root.b", "R-2", "root.a", "root.b"), "signature.invalid")
        os.replace(new_key, self.ledger.key("root.a"))
        self.refused(self.ledger.register("root.a", "root.b", "park"), "signature.invalid")
        confirmed = self.ledger.change("in_force", "root.a", "root.b", "R-2", "root.a", "root.b")
        after = self.recorded(self.ledger.register("root.a", "root.b", "park"))
        trust = self.ledger.pin("pinned.json")
        for position in (proposed, confirmed, after):
            self.assertTrue(self.holds(position, trust), position)

    def test_wrong_use(self):
        for names, code in ((("root.a",), "authority.root_set"), (("root.a", "root.a"), "authority.root_set")):
            answer = self.ledger.roots("root.a", "root.b", "R-1", *names)
            self.assertEqual((answer.code, code_of(answer)), (2, code), str(answer))
        for text in ("root.c", "root.c=nothing", "=" + self.ledger.public["root.c"]):
            answer = self.ledger.by("root.a", "root.b", "R-1", "keys", "roots", f"--root=root.a={self.ledger.public['root.a']}", f"--root={text}")
            self.assertEqual(answer.code, 2, str(answer))
        bare = self.ledger.json("keys", "roots", *(f"--root={name}={self.ledger.public[name]}" for name in ("root.a", "root.c")))
        self.assertEqual((bare.code, code_of(bare)), (2, "option.missing"), str(bare))
        self.refused(self.ledger.roots("root.a", "root.b", "R-1", "root.a", "kim"), "authority.root_set")
        for name in ("root.a", "root.b"):
            answer = self.ledger.by("root.a", "root.b", "R-1", "keys", "revoke", name)
            self.assertEqual((answer.code, code_of(answer)), (2, "key.root"), str(answer))

    def test_a_sandbox_keeps_its_own(self):
        with Ledger() as sandbox:
            size = sandbox.size()
            answer = sandbox.json("keys", "roots", *(f"--root={name}={self.ledger.public[name]}" for name in ("root.c", "root.d")))
            self.refused(answer, "authority.root_set")
            self.assertEqual(sandbox.size(), size)


if __name__ == "__main__":
    unittest.main()
