"""Officers' keys by their natural commands; a replica's keys reach one node and nobody else."""
import base64
import json
import os
import shutil
import stat
import unittest

import program
from program import Ledger, OfficersLedger, found_unit, hire, of_a_directory, order


def at(path, *arguments):
    """The same program on another directory."""
    return program.run("--ledger", path, "--json", *arguments)


class InASandbox(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        self.path = os.path.join(self.ledger.home, "kim.key")

    def keys(self):
        return {key["officer"]: key for key in self.ledger.json("keys", "list").one()["keys"]}

    def test_each_change_is_an_event(self):
        made = self.ledger.json("keys", "generate", "kim", "-o", self.path)
        self.assertEqual(made.code, 0, str(made))
        position = made.one()["receipt"]["positions"][0]
        self.assertEqual(self.keys()["kim"]["registered_at"], position)
        self.assertEqual(self.keys()["kim"]["public_key"], made.one()["public_key"])
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)
        revoked = self.ledger.json("keys", "revoke", "kim")
        self.assertEqual(revoked.code, 0, str(revoked))
        self.assertEqual(self.keys()["kim"]["revoked_at"], revoked.one()["positions"][0])
        self.assertEqual(self.ledger.json("keys", "revoke", "kim").code, 1, "none is in force any more")
        self.assertEqual(self.keys()["kim"]["revoked_at"], revoked.one()["positions"][0])
        self.assertEqual(self.ledger.json("verify").code, 0)

    def test_a_grant_is_revoked_by_name(self):
        for role, scope in (("drafter", "A"), ("drafter", "B"), ("approver", "C")):
            made = self.ledger.json("grant", "kim", "--role", role, "--scope", scope)
            self.assertEqual(made.code, 0, str(made))
        several = self.ledger.json("revoke-grant", "kim")
        self.assertEqual(several.code, 2, str(several))
        self.assertEqual(self.ledger.json("revoke-grant", "kim", "--role", "approver").code, 0)
        self.assertEqual(self.ledger.json("revoke-grant", "kim", "--scope", "A").code, 0)
        grants = self.ledger.json("keys", "list").one()["grants"]
        self.assertEqual([g["scope"] for g in grants if g["revoked_at"] is None], ["B"])
        self.assertEqual(self.ledger.json("revoke-grant", "lee").code, 1)
        self.assertEqual(self.ledger.json("revoke-grant", "kim", "--scope", "A").code, 1, "it has ended")
        for days in (("2024-03-02", "2024-03-02"), ("2024-03-02", "2024-03-01")):
            self.assertEqual(self.ledger.json("grant", "kim", "--role", "drafter", "--scope", "*", "--from", days[0], "--to", days[1]).code, 2)
        self.assertEqual(self.ledger.json("grant", "x y", "--role", "drafter", "--scope", "*").code, 2)

    def test_a_root_is_no_officer(self):
        for arguments in (("keys", "register", "sandbox.root.a", "--public", self.public()), ("grant", "sandbox.root.b", "--role", "drafter", "--scope", "*")):
            answer = self.ledger.json(*arguments)
            self.assertEqual((answer.code, answer.one()["code"]), (1, "correction.target_unknown"), str(answer))

    def public(self):
        return program.run("--ledger", "none", "--json", "keys", "generate", "x", "-o", self.path).one()["public_key"]

    def test_nothing_to_export(self):
        self.assertEqual(self.ledger.json("keys", "export", "--to", "node.b", "-o", self.path).code, 2)
        self.assertFalse(os.path.exists(self.path))


class InARealLedger(unittest.TestCase):
    def setUp(self):
        self.ledger = OfficersLedger()
        self.addCleanup(self.ledger.close)
        self.by_roots = ("--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b", "--on", "2024-01-02",
                         "--key", self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))

    def code_of(self, answer):
        return json.loads(answer.err.splitlines()[-1])["error"]["code"]

    def node(self, name):
        self.ledger.answer("keys", "generate", name, "--kind", "node", "-o", self.ledger.key(name),
                           "--order", f"N-{name}", *self.by_roots)

    def export(self, node):
        path = os.path.join(self.ledger.home, node + ".keys")
        self.ledger.answer("keys", "export", "--to", node, "-o", path)
        return path

    def replica(self):
        """A copy as it travels: without keys."""
        path = os.path.join(self.ledger.home, "replica")
        shutil.copytree(self.ledger.path, path, ignore=shutil.ignore_patterns("keys"))
        return path

    def imported(self, replica, bundle, key):
        return at(replica, "keys", "import", bundle, "--node-key", key)

    def test_generate_with_the_options_of_an_order_registers(self):
        made = self.ledger.answer("keys", "generate", "park", "-o", self.ledger.key("park"), "--order", "K-park", *self.by_roots)
        self.assertEqual(made.one()["receipt"]["status"], "recorded")
        self.ledger.answer("keys", "revoke", "park", "--reason", "left", "--order", "K-gone", *self.by_roots)
        entry = [key for key in self.ledger.answer("keys", "list").one()["keys"] if key["officer"] == "park"][0]
        self.assertIsNotNone(entry["revoked_at"])
        self.assertEqual(self.ledger.json("keys", "revoke", "root.a", "--order", "K-r", *self.by_roots).code, 2)
        self.assertEqual(self.ledger.json("keys", "revoke", "nobody", "--order", "K-n", *self.by_roots).code, 1)

    def test_a_key_that_was_not_registered_is_not_left_behind(self):
        for wrong, code in ((self.by_roots[:2], 2), ((*self.by_roots[:-1], self.ledger.key("lee"), "--order", "K-x"), 1)):
            answer = self.ledger.json("keys", "generate", "park", "-o", self.ledger.key("park"), *wrong)
            self.assertEqual(answer.code, code, str(answer))
            self.assertFalse(os.path.exists(self.ledger.key("park")))

    def test_without_them_the_ledger_is_not_touched(self):
        size = self.ledger.size()
        self.ledger.answer("keys", "generate", "park", "-o", self.ledger.key("park"))
        self.assertEqual(self.ledger.size(), size)

    def test_asking_again_gives_the_first_answer_again(self):
        for command in (("revoke-grant", "kim", "--role", "drafter", "--order", "R-1"), ("keys", "revoke", "lee", "--order", "R-2")):
            first = self.ledger.answer(*command, *self.by_roots).one()
            self.assertEqual(first["status"], "recorded")
            again = self.ledger.answer(*command, *self.by_roots).one()
            self.assertEqual({**again, "status": "recorded"}, first)
            self.assertEqual(again["status"], "duplicate")

    def test_options_of_an_order_without_keys(self):
        bare = self.by_roots[:self.by_roots.index("--key")]
        answer = self.ledger.json("grant", "kim", "--role", "drafter", "--scope", "B", "--order", "G-9", *bare)
        self.assertEqual(answer.code, 2, str(answer))
        self.assertIn("--key", answer.err)

    def sign(self, path, *names):
        for name in names:
            lines = self.ledger.answer("order", "sign", path, "--trust", self.ledger.trust, "--key", self.ledger.key(name))
            path = self.ledger.file("signed.jsonl", *lines.out.encode().splitlines())
        return path

    def test_one_person_in_both_places_is_told_so(self):
        line = {**found_unit(), "drafted_by": "lee", "approved_by": "lee"}
        sealed = self.ledger.answer("order", "digest", self.ledger.file("o.jsonl", line)).out.encode()
        answer = self.ledger.json("submit", self.sign(self.ledger.file("o.jsonl", *sealed.splitlines()), "lee"))
        self.assertEqual((answer.code, answer.one()["code"]), (1, "authority.same_person"), str(answer))
        answer = self.ledger.json("import", self.sign(self.ledger.file("o.jsonl", *sealed.splitlines()), "lee"), "--trust", "paper")
        self.assertEqual(answer.lines()[0]["code"], "authority.same_person", "nor by import: no reader of the log accepts it")
        self.assertEqual(self.ledger.json("verify").code, 0)

    def change_by_roots(self, number, *arguments):
        """Keys and grants are changed by an order of the roots."""
        self.ledger.answer(*arguments, "--order", number, "--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b",
                           "--on", "2024-01-03", "--key", self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))

    def test_what_was_signed_may_be_imported_by_who_has_a_grant_that_day(self):
        for name, role in (("kim", "drafter"), ("lee", "approver")):
            self.change_by_roots(f"R-{name}", "revoke-grant", name, "--reason", "reorganized")
            self.change_by_roots(f"G2-{name}", "grant", name, "--role", role, "--scope", "*", "--from", "2024-01-02")
        old = order("OLD-1", hire("P1", on="1998-03-02"), on="1998-03-02")  # long before anybody had a grant
        signed = self.ledger.signed_file(found_unit(on="1990-01-01"), old)
        submitted = self.ledger.json("submit", signed)
        self.assertEqual([each.get("code") for each in submitted.lines()], ["authority.not_granted"] * 2, str(submitted))
        imported = self.ledger.json("import", signed, "--trust", "paper").lines()
        self.assertEqual([each.get("status") for each in imported[:2]], ["recorded"] * 2, str(imported))
        self.assertEqual([event["trust"] for event in self.ledger.json("history", "P1").one()["events"]], ["paper"])
        verified = self.ledger.json("verify", "--full")
        self.assertEqual(verified.code, 0, str(verified))
        again = self.ledger.json("import", signed, "--trust", "statement").lines()
        self.assertEqual([each.get("status") for each in again[:2]], ["duplicate"] * 2, str(again))
        self.change_by_roots("R2-lee", "revoke-grant", "lee", "--reason", "left")
        late = self.ledger.json("import", self.ledger.signed_file(order("OLD-2", hire("P2", on="1998-03-02"), on="1998-03-02")), "--trust", "paper")
        self.assertEqual(late.lines()[0]["code"], "authority.not_granted", str(late))

    def test_what_was_signed_for_another_ledger_is_refused_as_that(self):
        with OfficersLedger() as other:
            for name in ("kim", "lee"):
                public = program.run("--ledger", "none", "--json", "keys", "generate", "x", "-o", os.path.join(other.home, name)).one()
                self.assertTrue(public)
            signed = other.signed_file(found_unit(), order("H-1", hire("P1")))
            answer = self.ledger.json("submit", signed)
        self.assertEqual([each["code"] for each in answer.lines()], ["signature.invalid", "signature.invalid"], str(answer))
        self.assertEqual(answer.code, 1)

    def test_sealed_bytes_that_were_changed_after_signing(self):
        self.assertEqual(self.ledger.submit(found_unit()).code, 0)
        with open(self.ledger.signed_file(order("H-1", hire("P1"))), encoding="utf-8") as file:
            line = json.loads(file.read())
        body = bytearray(base64.b64decode(line["sealed"][0]))
        body[-20] ^= 1  # of a ciphertext or its tag
        changed = {**line, "sealed": [base64.b64encode(bytes(body)).decode()]}
        answer = self.ledger.json("submit", self.ledger.file("changed.jsonl", changed))
        self.assertIn(answer.code, (1, 3), str(answer))
        if answer.code == 1:
            self.assertEqual(answer.one()["code"], "signature.invalid")
        shown = json.loads(json.dumps(line))
        shown["acts"][0]["data"]["grade"] = 5
        answer = self.ledger.json("submit", self.ledger.file("shown.jsonl", shown))
        self.assertEqual(answer.code, 3, "signed bytes that say something else than the line shows")
        self.assertEqual(self.ledger.json("submit", self.ledger.file("good.jsonl", line)).code, 0)

    def test_a_nodes_key_signs_no_order(self):
        self.node("park")
        self.ledger.answer("grant", "park", "--role", "drafter", "--scope", "*", "--order", "G-park", *self.by_roots)
        line = {**found_unit(), "drafted_by": "park", "approved_by": "lee"}
        signed = self.ledger.file("o.jsonl", line)
        signed = self.ledger.file("o.jsonl", *self.ledger.answer("order", "digest", signed).out.encode().splitlines())
        for name in ("park", "lee"):
            lines = self.ledger.answer("order", "sign", signed, "--trust", self.ledger.trust, "--key", self.ledger.key(name))
            signed = self.ledger.file("o.jsonl", *lines.out.encode().splitlines())
        answer = self.ledger.json("submit", signed)
        self.assertEqual(answer.code, 1, str(answer))
        self.assertEqual(answer.one()["code"], "authority.no_key")

    @of_a_directory
    def test_a_replica_gets_what_it_runs_on(self):
        self.assertEqual(self.ledger.submit(found_unit(), order("H-1", hire("P1", name="김하나"))).code, 0)
        self.node("node.b")
        bundle = self.export("node.b")
        self.assertEqual(stat.S_IMODE(os.stat(bundle).st_mode), 0o600)
        replica = self.replica()
        self.assertEqual(at(replica, "show", "P1").one()["personal"]["name"], "SEALED", "no key, no name")
        for _ in ("once", "again"):
            done = self.imported(replica, bundle, self.ledger.key("node.b"))
            self.assertEqual(done.code, 0, str(done))
        self.assertEqual(sorted(os.listdir(os.path.join(replica, "keys"))), ["ledger.key", "vault.key"])
        for name in ("ledger", "vault"):
            path = os.path.join(replica, "keys", name + ".key")
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
            with open(path, "rb") as got, open(os.path.join(self.ledger.path, "keys", name + ".key"), "rb") as kept:
                self.assertEqual(got.read(), kept.read())
        shown = at(replica, "show", "P1")
        self.assertEqual(shown.one()["personal"]["name"], "김하나", str(shown))
        self.assertEqual(at(replica, "verify", "--full").code, 0)

    def test_nobody_else_opens_it(self):
        self.node("node.b")
        self.node("node.c")
        bundle, replica = self.export("node.b"), self.replica()
        other = self.imported(replica, bundle, self.ledger.key("node.c"))
        self.assertEqual((other.code, self.code_of(other)), (1, "key.not_for_this_node"), str(other))
        for mode in (0o644, 0o640, 0o604):
            os.chmod(bundle, mode)
            open_to_others = self.imported(replica, bundle, self.ledger.key("node.b"))
            self.assertEqual((open_to_others.code, self.code_of(open_to_others)), (2, "key.file_mode"), str(open_to_others))
        os.chmod(bundle, 0o600)
        with open(bundle, "r+b") as file:
            content = bytearray(file.read())
            content[-10] ^= 1
            file.seek(0)
            file.write(content)
        self.assertIn(self.imported(replica, bundle, self.ledger.key("node.b")).code, (1, 3))
        self.assertFalse(os.path.exists(os.path.join(replica, "keys", "vault.key")))

    def test_only_a_registered_node_gets_it(self):
        path = os.path.join(self.ledger.home, "out.keys")
        for name in ("kim", "root.a", "nobody"):
            answer = self.ledger.json("keys", "export", "--to", name, "-o", path)
            self.assertEqual((answer.code, self.code_of(answer)), (1, "key.unknown"), str(answer))
        self.node("node.b")
        self.ledger.answer("keys", "revoke", "node.b", "--kind", "node", "--order", "N-gone", *self.by_roots)
        self.assertEqual(self.ledger.json("keys", "export", "--to", "node.b", "-o", path).code, 1)
        self.assertFalse(os.path.exists(path))

    def test_an_existing_file_or_key_is_not_written_over(self):
        self.node("node.b")
        bundle = self.export("node.b")
        again = self.ledger.json("keys", "export", "--to", "node.b", "-o", bundle)
        self.assertEqual((again.code, self.code_of(again)), (2, "key.exists"))
        with OfficersLedger() as other:
            foreign = at(other.path, "keys", "import", bundle, "--node-key", self.ledger.key("node.b"))
            self.assertIn(foreign.code, (1, 2, 3), str(foreign))
            self.assertEqual(other.json("verify", "--full").code, 0, "its own keys are untouched")


if __name__ == "__main__":
    unittest.main()
