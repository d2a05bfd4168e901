#!/usr/bin/env python3
"""A person's data keys are destroyed: what was sealed of her reads ERASED from then on, wherever the log is, and no copy of
the vault brings it back; every proof stays what it was."""
import glob
import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import SILLOK, Answers, Ledger, OfficersLedger, act, clean_environment, found_unit, hire, of_a_directory, order, run  # noqa: E402

CRASH = os.environ["SILLOK_CRASH"]


class Case(Answers):
    def name(self, ledger, person="P1", path=None):
        return self.ok(run("--ledger", path or ledger.path, "--json", "show", person)).one()["personal"]["name"]


class OfARealLedger(Case):
    def setUp(self):
        self.ledger = OfficersLedger()
        self.addCleanup(self.ledger.close)
        self.ok(self.ledger.submit(found_unit(), order("H-1", hire("P1", name="김하나")), order("H-2", hire("P2", name="이두리"))))

    def shred(self, person="P1", number="S-1", **more):
        return self.ledger.json("shred", person, "--basis", "retention is over", "--authority", "MPM", "--order", number, "--drafted-by", "kim",
                                "--approved-by", "lee", "--on", "2024-03-02", "--key", self.ledger.key("kim"), "--key", self.ledger.key("lee"), **more)

    def wrapped(self):
        """The bytes of the data keys as they lie in a copy of the vault."""
        file = os.path.join(self.ledger.home, "copy.sillok")
        self.ok(self.ledger.json("backup", "-o", file))
        with open(file + ".vault", "rb") as vault:
            return file, vault.read()

    def test_she_is_forgotten(self):
        proof = self.ledger.answer("prove", "--person", "P1").out
        backup, _ = self.wrapped()
        head = self.ledger.answer("verify").one()
        told = self.ok(self.shred())
        self.assertEqual(told.one()["status"], "recorded")
        self.assertIn("Copies of the vault", told.err)
        self.assertEqual(self.ok(self.shred()).one()["status"], "duplicate")
        self.assertEqual((self.name(self.ledger), self.name(self.ledger, "P2")), ("ERASED", "이두리"))
        self.assertNotIn("김하나", self.ledger.answer("history", "P1").out)
        self.assertTrue(self.ledger.answer("verify", "--full", "--views").one()["ok"])
        self.assertTrue(self.ledger.answer("verify", "--against", self.checkpoint_of(head)).one()["against"]["ok"])
        with open(os.path.join(self.ledger.home, "p1.proof"), "w", encoding="utf-8") as file:
            file.write(proof)
        self.ok(run("check-proof", file.name, "--trust", self.ledger.trust))
        # A backup of the log from now, and the copy of the vault from before.
        newest = os.path.join(self.ledger.home, "newest.sillok")
        self.ok(self.ledger.json("backup", "-o", newest))
        other = os.path.join(self.ledger.home, "other")
        self.ok(run("--ledger", other, "--json", "restore", newest, "--vault", backup + ".vault", "--keys",
                    os.path.join(self.ledger.path, "keys")))
        self.assertIn("ERASED", self.ok(run("--ledger", other, "--json", "history", "P1")).out)
        self.assertNotIn("김하나", self.ok(run("--ledger", other, "--json", "history", "P1")).out)
        self.assertEqual(self.name(self.ledger, "P2", other), "이두리")

        # What is new of her is sealed under a new key.
        self.ok(self.ledger.submit(order("R-1", act("resigned", "P1", "2024-04-01"), on="2024-04-01"),
                                   order("H-3", hire("P1", name="김새로", on="2024-05-01"), on="2024-05-01")))
        self.assertEqual(self.name(self.ledger), "김새로")
        history = self.ledger.answer("history", "P1").out
        self.assertIn("ERASED", history)
        self.assertTrue(self.ledger.answer("verify", "--full", "--views").one()["ok"])

    def checkpoint_of(self, head):
        file = os.path.join(self.ledger.home, "old.checkpoint")
        with open(file, "w", encoding="utf-8") as out:
            out.write(self.ledger.answer("checkpoint", "--at", head["size"]).one()["checkpoint"])
        return file

    def test_its_bytes_are_in_no_file(self):
        before = self.rows()
        self.ok(self.shred())
        after = self.rows()
        gone = before - after
        self.assertEqual(len(gone), 1, "one data key")
        self.nowhere(gone, self.ledger.path, left=0)

    def nowhere(self, rows, directory, left=1):
        """All that is left of them is as many as there are persons who were not forgotten; none where all are wrapped anew."""
        found = set()
        for path in glob.glob(os.path.join(directory, "**"), recursive=True):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    content = file.read()
                found |= {row for row in rows if row in content}
        self.assertLessEqual(len(found), left, f"{directory} has the bytes of a destroyed key")

    def rows(self):
        """The wrapped keys, read as `backup` writes them: a length and the bytes, one after the other."""
        _, content = self.wrapped()
        found = set()
        at = content.find(b"k", 0)
        while at >= 0:
            # `k` and 16 bytes of name; then 24 of nonce, 32 of key and 16 of its seal.
            length = int.from_bytes(content[at - 4:at], "big")
            if length == 17 and int.from_bytes(content[at + 17:at + 21], "big") == 72:
                found.add(content[at + 21:at + 21 + 72])
            at = content.find(b"k", at + 1)
        self.assertTrue(found)
        return found

    @of_a_directory
    def test_killed_in_between_it_is_done_by_whoever_comes_next(self):
        copy = os.path.join(self.ledger.home, "copy")
        rows = self.rows()
        for point in ("vault.before_destroying", "vault.before_purging", "desk.before_views"):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(self.ledger.path, copy)
            words = ["--ledger", copy, "--json", "shred", "P1", "--basis", "x", "--authority", "MPM", "--order", "S-9", "--drafted-by", "kim",
                     "--approved-by", "lee", "--on", "2024-03-02", "--key", self.ledger.key("kim"), "--key", self.ledger.key("lee")]
            killed = run(*words, program=CRASH, environment=clean_environment(SILLOK_CRASH_AT=f"{point}:1"))
            self.assertEqual(killed.code, -9, f"{point}: {killed}")
            self.assertEqual(self.ok(run(*words)).one()["status"], "duplicate")
            self.assertEqual(self.name(self.ledger, path=copy), "ERASED")
            self.ok(run("--ledger", copy, "verify", "--full"))
            self.nowhere(rows, copy)

    def test_ids_that_were_merged_are_hers(self):
        self.ok(self.ledger.submit(order("M-1", act("persons_merged", "P1", "2024-03-02", duplicate="P2"))))
        self.ok(self.ledger.submit(order("H-3", hire("P3", name="박세나"))))
        self.ok(self.shred("P1"))
        for said in (self.ledger.answer("show", "P1").out, self.ledger.answer("history", "P1").out, self.ledger.answer("history", "P2").out):
            self.assertNotIn("김하나", said)
            self.assertNotIn("이두리", said)
        self.assertEqual(self.name(self.ledger, "P3"), "박세나")

    def test_a_merge_that_was_annulled_is_none(self):
        merged = self.ok(self.ledger.submit(order("M-1", act("persons_merged", "P1", "2024-03-02", duplicate="P2")))).one()["positions"][0]
        self.ok(self.ledger.submit(order("M-2", act("annulled", "P1", "2024-03-02", target=merged, ground="another person"))))
        self.ok(self.shred("P1"))
        self.assertEqual((self.name(self.ledger), self.name(self.ledger, "P2")), ("ERASED", "이두리"))

    @of_a_directory
    def test_behind_a_restore_that_kept_the_vault(self):
        backup, _ = self.wrapped()
        self.ok(self.ledger.submit(*(order(f"T-{i}", act("trained", "P1", "2024-04-02", course=f"{i}", hours=1), on="2024-04-02") for i in range(3))))
        self.ok(self.shred("P1"))
        self.assertEqual(self.name(self.ledger), "ERASED")
        newest = os.path.join(self.ledger.home, "newest")
        with open(newest, "w", encoding="utf-8") as out:
            out.write(self.ledger.answer("checkpoint", "--at", self.ok(run("--json", "verify", "--backup", backup)).one()["size"]).one()["checkpoint"])
        for lost in ("anchor", "checkpoint", "checkpoint.persons"):
            os.remove(os.path.join(self.ledger.path, lost))
        shutil.rmtree(os.path.join(self.ledger.path, "log"))
        self.ok(self.ledger.json("restore", backup))
        self.ok(self.ledger.json("anchor", "release", "--newest", newest))
        self.assertEqual(self.name(self.ledger, "P2"), "이두리")
        self.ok(self.shred("P2", "S-2"))
        self.assertEqual(self.name(self.ledger, "P2"), "ERASED", "at a position that the vault had passed in another past")

    def test_what_was_sealed_before_and_comes_behind(self):
        signed = self.ledger.signed_file(order("U-1", act("personal_updated", "P1", "2024-04-02") | {"personal": {"name": "김다른"}}, on="2024-04-02"),
                                         name="early.jsonl")
        self.ok(self.shred("P1"))
        late = self.ledger.json("submit", signed)
        self.assertEqual(late.code, 3, str(late))
        self.assertIn("order.key_destroyed", late.err)
        self.ok(self.ledger.submit(order("U-1", act("personal_updated", "P1", "2024-04-02") | {"personal": {"name": "김다른"}}, on="2024-04-02")))
        self.assertEqual(self.name(self.ledger), "김다른")

    @of_a_directory
    def test_a_log_of_another_past_destroys_nothing(self):
        other = os.path.join(self.ledger.home, "other")
        shutil.copytree(self.ledger.path, other)
        self.ok(run("--ledger", other, "--json", "shred", "P1", "--basis", "an exercise", "--authority", "MPM", "--order", "S-9", "--drafted-by", "kim",
                    "--approved-by", "lee", "--on", "2024-03-02", "--key", self.ledger.key("kim"), "--key", self.ledger.key("lee")))
        self.ok(self.ledger.submit(order("T-1", act("trained", "P1", "2024-04-02", course="x", hours=1), on="2024-04-02")))
        log = os.path.join(self.ledger.path, "log")
        os.rename(log, log + ".right")
        shutil.copytree(os.path.join(other, "log"), log)
        self.refused(self.ledger.json("submit", self.ledger.file("none.jsonl")), 1, "log.root_differs")
        shutil.rmtree(log)
        os.rename(log + ".right", log)
        self.assertEqual(self.name(self.ledger), "김하나")

    def test_what_is_refused(self):
        self.refused(self.shred("P9"), 1, "person.unknown")
        self.refused(self.shred("no person"), 2, "option.person")
        self.refused(self.ledger.json("shred", "P1", "--basis", "x"), 2, "option.missing")
        self.assertEqual(self.ledger.json("shred", "P1").code, 2)
        one = ("--authority", "MPM", "--order", "S-2", "--drafted-by", "kim", "--approved-by", "kim", "--on", "2024-03-02", "--key",
               self.ledger.key("kim"))
        answer = self.ledger.json("shred", "P1", "--basis", "x", *one)
        self.assertEqual(answer.code, 1, str(answer))
        self.assertEqual(self.name(self.ledger), "김하나")


class TheWrappingKeyTurns(OfARealLedger):
    def setUp(self):
        super().setUp()
        self.key = os.path.join(self.ledger.path, "keys", "vault.key")

    def of_now(self):
        with open(self.key, "rb") as file:
            return file.read()

    @of_a_directory
    def test_no_copy_of_before_opens_under_it(self):
        old_rows = self.rows()
        backup = os.path.join(self.ledger.home, "before.sillok")
        self.ok(self.ledger.json("backup", "-o", backup))
        shutil.copytree(os.path.join(self.ledger.path, "keys"), os.path.join(self.ledger.home, "old-keys"))
        old = self.of_now()
        self.ok(self.shred())
        told = self.ok(self.ledger.json("keys", "turn")).one()
        self.assertEqual((told["data_keys"], told["file"]), (1, self.key), "of P2, who was not forgotten")
        self.assertNotEqual(self.of_now(), old)
        self.assertEqual(os.stat(self.key).st_mode & 0o777, 0o600)
        self.assertEqual(sorted(os.listdir(os.path.dirname(self.key))), ["ledger.key", "node.key", "vault.key"])
        self.nowhere(old_rows, self.ledger.path, left=0)
        self.assertEqual(len(old_rows & self.rows()), 0)
        self.assertEqual((self.name(self.ledger), self.name(self.ledger, "P2")), ("ERASED", "이두리"))
        self.ok(self.ledger.submit(order("H-3", hire("P3", name="박세나"))))
        self.assertEqual(self.name(self.ledger, "P3"), "박세나")
        self.ok(self.ledger.json("verify", "--full"))

        # The copy of before, under the key of now and under that of then.
        other = os.path.join(self.ledger.home, "other")
        copy = ("restore", backup, "--vault", backup + ".vault", "--keys")
        self.refused(run("--ledger", other, "--json", *copy, os.path.dirname(self.key)), 1, "vault.other_key")
        self.ok(run("--ledger", other, "--json", *copy, os.path.join(self.ledger.home, "old-keys")))
        self.assertEqual(self.name(self.ledger, "P2", other), "이두리")
        self.ok(run("--ledger", other, "--json", "verify", "--full"))
        shutil.copy(self.key, os.path.join(other, "keys", "vault.key"))
        answer = self.ok(run("--ledger", other, "--json", "show", "P2"))
        self.assertEqual(answer.one()["personal"]["name"], "SEALED")
        full = run("--ledger", other, "--json", "verify", "--full")
        self.assertEqual((full.code, "vault.other_key" in full.out), (1, True), str(full))
        # Beside the vault that is here it is of no use.
        newest = os.path.join(self.ledger.home, "newest.sillok")
        self.ok(self.ledger.json("backup", "-o", newest))
        shutil.rmtree(os.path.join(self.ledger.path, "log"))
        self.refused(self.ledger.json("restore", newest, "--vault", backup + ".vault"), 1, "vault.other_key")
        self.ok(self.ledger.json("restore", newest))
        self.assertEqual((self.name(self.ledger), self.name(self.ledger, "P2")), ("ERASED", "이두리"))

    @of_a_directory
    def test_a_vault_that_is_not_whole_does_not_turn(self):
        keys = os.path.dirname(self.key)
        old = os.path.join(self.ledger.home, "old.sillok")
        self.ok(self.ledger.json("backup", "-o", old))
        self.ok(self.ledger.submit(order("H-3", hire("P3", name="박세나"))))
        new = os.path.join(self.ledger.home, "new.sillok")
        self.ok(self.ledger.json("backup", "-o", new))
        before = self.of_now()
        vault = os.path.join(self.ledger.path, "vault")
        shutil.rmtree(vault)
        self.refused(self.ledger.json("keys", "turn"), 1, "vault.missing")
        self.assertFalse(os.path.exists(vault), "none is made that hides it")
        other = os.path.join(self.ledger.home, "other")
        self.ok(run("--ledger", other, "--json", "restore", new, "--vault", old + ".vault", "--keys", keys))
        self.refused(run("--ledger", other, "--json", "keys", "turn"), 1, "vault.missing_key")
        self.assertEqual(self.of_now(), before)
        self.ok(run("--ledger", other, "--json", "restore", new, "--vault", new + ".vault"))
        self.ok(run("--ledger", other, "--json", "keys", "turn"))
        self.assertEqual(self.name(self.ledger, "P3", other), "박세나")
        # A vault that is lost since: an older copy comes back under the key of now, by way of that of its time.
        shutil.rmtree(os.path.join(other, "vault"))
        self.refused(run("--ledger", other, "--json", "restore", new, "--vault", new + ".vault"), 1, "vault.other_key")
        self.ok(run("--ledger", other, "--json", "restore", new, "--vault", new + ".vault", "--keys", keys))
        self.assertEqual(self.name(self.ledger, "P3", other), "박세나")
        self.ok(run("--ledger", other, "verify", "--full"))

    def test_cut_off_its_copy_and_its_key_fit_all_the_same(self):
        killed = run("--ledger", self.ledger.path, "keys", "turn", program=CRASH,
                     environment=clean_environment(SILLOK_CRASH_AT="vault.before_new_key:1"))
        self.assertEqual(killed.code, -9, str(killed))
        backup, _ = self.wrapped()
        other = os.path.join(self.ledger.home, "other")
        self.ok(run("--ledger", other, "--json", "restore", backup, "--vault", backup + ".vault", "--keys", os.path.dirname(self.key)))
        self.assertEqual(self.name(self.ledger, path=other), "김하나")

    def test_a_backup_of_now_is_one_with_the_key_of_now(self):
        self.ok(self.ledger.json("keys", "turn"))
        backup, _ = self.wrapped()
        other = os.path.join(self.ledger.home, "other")
        self.ok(run("--ledger", other, "--json", "restore", backup, "--vault", backup + ".vault", "--keys", os.path.dirname(self.key)))
        self.assertEqual((self.name(self.ledger, path=other), self.name(self.ledger, "P2", other)), ("김하나", "이두리"))
        self.ok(run("--ledger", other, "--json", "verify", "--full"))

    def test_killed_anywhere_nothing_is_lost(self):
        copy = os.path.join(self.ledger.home, "copy")
        rows = self.rows()
        more = self.ledger.signed_file(order("H-3", hire("P3", name="박세나")))
        for point, turned in (("vault.before_wrapping", False), ("vault.before_new_key", True), ("vault.before_purging", True)):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(self.ledger.path, copy)
            killed = run("--ledger", copy, "keys", "turn", program=CRASH, environment=clean_environment(SILLOK_CRASH_AT=f"{point}:1"))
            self.assertEqual(killed.code, -9, f"{point}: {killed}")
            self.assertEqual(self.name(self.ledger, path=copy), "김하나", f"{point}: who only reads")
            self.ok(run("--ledger", copy, "verify", "--full"))
            self.ok(run("--ledger", copy, "--json", "submit", more))
            self.assertEqual((self.name(self.ledger, path=copy), self.name(self.ledger, "P3", copy)), ("김하나", "박세나"), point)
            with open(os.path.join(copy, "keys", "vault.key"), "rb") as file:
                self.assertEqual(file.read() != self.of_now(), turned, point)
            if turned:
                self.assertFalse(os.path.exists(os.path.join(copy, "keys", "vault.next.key")), point)
                self.nowhere(rows, copy, left=0)
            self.ok(run("--ledger", copy, "keys", "turn"))
            self.assertEqual(self.name(self.ledger, "P2", copy), "이두리")
            self.nowhere(rows, copy, left=0)

    @of_a_directory
    def test_each_directory_has_its_own(self):
        """What was brought under another node's key is wrapped under one's own, as often as it comes."""
        other = os.path.join(self.ledger.home, "other")
        shutil.copytree(self.ledger.path, other, ignore=shutil.ignore_patterns("keys", "vault"))
        node = os.path.join(self.ledger.home, "node.b.key")
        made = self.ok(run("--json", "keys", "generate", "node.b", "--kind", "node", "-o", node)).one()
        by_roots = ("--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b", "--on", "2024-03-02",
                    "--key", self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))
        self.ok(self.ledger.json("keys", "register", "node.b", "--kind", "node", "--public", made["public_key"], "--order", "N-1", *by_roots))
        shutil.rmtree(os.path.join(other, "log"))
        shutil.copytree(os.path.join(self.ledger.path, "log"), os.path.join(other, "log"))
        shutil.copy(os.path.join(self.ledger.path, "anchor"), os.path.join(other, "anchor"))
        for number in range(3):
            bundle = os.path.join(self.ledger.home, f"b{number}.keys")
            self.ok(self.ledger.json("keys", "export", "--to", "node.b", "-o", bundle))
            brought = self.ok(run("--ledger", other, "--json", "keys", "import", bundle, "--node-key", node)).one()
            self.assertEqual(brought["data_keys"], 2 if number == 0 else 0)
            self.assertEqual((self.name(self.ledger, path=other), self.name(self.ledger, "P2", other)), ("김하나", "이두리"))
            self.ok(run("--ledger", (self.ledger.path, other, other)[number], "keys", "turn"))
        self.assertEqual(self.name(self.ledger, "P2", other), "이두리")
        # The data keys of one bundle beside the secrets of another: of two times.
        shutil.copy(os.path.join(self.ledger.home, "b0.keys.vault"), os.path.join(self.ledger.home, "b1.keys.vault"))
        self.refused(run("--ledger", other, "--json", "keys", "import", os.path.join(self.ledger.home, "b1.keys"), "--node-key", node), 1, "vault.other_key")

    def test_one_at_a_time(self):
        with open(self.ledger.signed_file(order("H-3", hire("P3"))), "rb") as file:
            lines = file.read()
        with subprocess.Popen([SILLOK, "--ledger", self.ledger.path, "--json", "submit", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=clean_environment()) as writer:
            writer.stdin.write(lines)
            writer.stdin.flush()
            self.assertIn(b"recorded", writer.stdout.readline())
            self.refused(self.ledger.json("keys", "turn"), 4, "ledger.locked")
            writer.stdin.close()
            self.assertEqual(writer.wait(timeout=60), 0)
        self.ok(self.ledger.json("keys", "turn"))

    def test_a_sandbox_has_none(self):
        with Ledger() as ledger:
            self.refused(ledger.json("keys", "turn"), 2, "key.sandbox")


class OfASandbox(Case):
    def test_it_is_practised(self):
        with Ledger() as ledger:
            self.ok(ledger.submit(found_unit(), order("H-1", hire("P1", name="김하나"))))
            self.ok(ledger.json("shred", "P1", "--basis", "an exercise"))
            self.assertEqual(self.name(ledger), "ERASED")
            self.ok(ledger.submit(order("R-1", act("resigned", "P1", "2024-04-01"), on="2024-04-01"),
                                  order("H-3", hire("P1", name="김새로", on="2024-05-01"), on="2024-05-01")))
            self.assertEqual(self.name(ledger), "김새로")
            self.ok(ledger.json("verify", "--full", "--views"))


if __name__ == "__main__":
    unittest.main()
