#!/usr/bin/env python3
"""Backups and the way back from them, as an operator meets it: a disk that died, a copy that is older, a byte that flipped."""
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from points import restore_points  # noqa: E402
from program import SILLOK, TIMEOUT_S, Ledger, OfficersLedger, act, clean_environment, found_unit, hire, of_a_directory, order, run  # noqa: E402
from witness_test import Witness  # noqa: E402

CRASH = os.environ.get("SILLOK_CRASH", "")
KILLED = -9


class Recovery(unittest.TestCase):
    def setUp(self):
        self.ledger = self.make()
        self.addCleanup(self.ledger.close)
        self.home = self.ledger.home
        self.number = 0
        self.ok(self.ledger.submit(found_unit(), order("H-1", hire("P1"), command_id="c-1"), order("H-2", hire("P2", name="이두리"))))

    @staticmethod
    def make():
        return Ledger()

    def ok(self, answer):
        self.assertEqual(answer.code, 0, str(answer))
        return answer

    def refused(self, answer, code, *words):
        self.assertEqual((answer.code, answer.out), (1, ""), str(answer))
        error = json.loads(answer.err.splitlines()[-1])["error"]
        self.assertEqual(error["code"], code, str(answer))
        for word in words:
            self.assertIn(word, error["where"] + " " + error["message"])

    def path(self, *parts):
        return os.path.join(self.home, *parts)

    def ask(self, directory, *arguments, program=None, **environment):
        return run("--ledger", self.path(directory), "--json", *arguments, program=program,
                   environment=clean_environment(**environment))

    def record(self, directory="ledger"):
        self.number += 1
        line = order(f"T-{self.number}", act("trained", "P1", "2024-04-01", course="law", hours=3), on="2024-04-01")
        return self.ask(directory, "submit", self.ledger.signed_file(line, name=f"{self.number}.jsonl"))

    def backup(self, name="backup"):
        return self.ok(self.ledger.json("backup", "-o", self.path(name))).one()

    def restore(self, directory, name="backup", *options):
        return self.ask(directory, "restore", self.path(name), *options)

    def checkpoint(self, directory="ledger", name=None):
        note = self.ok(run("--ledger", self.path(directory), "checkpoint")).out
        return self.ledger.file(name, note.rstrip("\n")) if name else note

    def change(self, name, place, bits):
        with open(self.path(name), "r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ bits]))


class Backups(Recovery):
    @of_a_directory
    def test_what_was_backed_up_is_what_is_restored(self):
        """An order of more than 256 acts, command ids, corrections: all the index holds is there again."""
        self.ok(self.ledger.submit(order("H-M", *(hire(f"M{n}") for n in range(300)))))
        self.ok(self.ledger.submit(order("X-1", {"act": "annulled", "person": "P2", "effective_on": "2024-05-01",
                                                 "data": {"target": self.ledger.size() - 301, "ground": "mistake"}}, on="2024-05-01")))
        made = self.backup()
        self.assertEqual((made["size"], made["vault"]), (self.ledger.size(), None))
        self.assertEqual(made["bytes"], os.path.getsize(self.path("backup")))
        self.assertEqual(stat.S_IMODE(os.stat(self.path("backup")).st_mode), 0o600)
        answer = self.restore("copy")
        self.ok(answer)
        self.assertIn("held", answer.err)
        said = answer.one()
        self.assertEqual((said["size"], said["root"], said["held"], said["set_aside"]), (made["size"], made["root"], True, None))
        self.assertEqual(self.ok(self.ask("copy", "verify", "--full")).one()["root"], made["root"])
        for question in (("digest",), ("show", "P1"), ("history", "P2"), ("subscribe",), ("checkpoint",), ("trust", "export")):
            self.assertEqual(self.ask("copy", *question).out, self.ledger.json(*question).out, question)
        # Proofs from the copy hold by what is pinned of the ledger.
        trust = self.path("trust.json")
        self.ok(self.ledger.json("trust", "export", "-o", trust))
        for what in (("--person", "P1"), (str(made["size"] - 5),)):
            proof = self.ledger.file("proof", run("--ledger", self.path("copy"), "prove", *what).out.rstrip("\n"))
            self.ok(run("--json", "check-proof", proof, "--trust", trust))
        self.ok(self.ask("copy", "verify", "--against", self.checkpoint(name="newest")))

    @of_a_directory
    def test_damaged_views_do_not_keep_the_log_from_being_saved(self):
        self.backup("before")  # the map of persons is published
        self.ok(self.record())
        self.ok(self.ledger.json("rebuild"))
        for folder, _, names in os.walk(os.path.join(self.ledger.path, "views")):
            for name in names:
                if name.startswith("MANIFEST"):
                    self.change(os.path.join(folder, name), 20, 4)
        self.assertEqual(self.ledger.json("show", "P1").code, 1)
        answer = self.ok(self.ledger.json("backup", "-o", self.path("backup")))
        self.assertIn("the map of persons as it was last published", answer.err)
        self.assertEqual(answer.one()["size"], self.ledger.size())
        self.ok(self.restore("copy"))
        self.ok(self.ask("copy", "verify", "--full"))
        self.assertEqual(self.ask("copy", "digest").one()["position"], self.ledger.size() - 1)
        self.assertFalse(self.ok(self.ledger.json("restore", self.path("backup"))).one()["held"])
        self.ok(run("--ledger", self.ledger.path, "checkpoint"))
        self.ok(self.ledger.json("verify", "--full"))

    def test_beside_a_writer(self):
        with subprocess.Popen([SILLOK, "--ledger", self.ledger.path, "--json", "submit", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=clean_environment()) as writer:
            for n in range(40):
                line = order(f"W-{n}", act("trained", "P1", "2024-04-01", course="law", hours=3), on="2024-04-01")
                writer.stdin.write(json.dumps(line).encode() + b"\n")
                writer.stdin.flush()
                self.assertEqual(json.loads(writer.stdout.readline())["status"], "recorded")
                if n % 10 == 5:
                    self.backup(f"backup-{n}")
            writer.stdin.close()
            self.assertEqual(writer.wait(TIMEOUT_S), 0)
        for n in (5, 15, 25, 35):
            self.assertTrue(self.ok(run("--json", "verify", "--backup", self.path(f"backup-{n}"))).one()["ok"])
            self.ok(self.restore(f"copy-{n}", f"backup-{n}"))
            self.ok(self.ask(f"copy-{n}", "verify", "--full"))

    def test_no_byte_of_it_may_change(self):
        self.backup()
        size = os.path.getsize(self.path("backup"))
        places = sorted({*range(64), *random.Random(7).sample(range(size), 60), *range(size - 160, size, 3)})
        for place in places:
            self.change("backup", place, 1 << place % 8)
            answer = run("--json", "verify", "--backup", self.path("backup"))
            self.assertIn(answer.code, (1, 3), (place, str(answer)))
            self.assertNotIn('"ok":true', answer.out, place)
            self.change("backup", place, 1 << place % 8)
        with open(self.path("backup"), "rb") as file:
            whole = file.read()
        for other in (whole[:0], whole[:1], whole[:16], whole[:17], whole[:size // 2], whole[:-1], whole + b"\n"):
            with open(self.path("other"), "wb") as file:
                file.write(other)
            answer = self.restore("copy", "other")
            self.assertIn(answer.code, (1, 3), (len(other), str(answer)))
            self.assertFalse(os.path.exists(self.path("copy")), len(other))

    def test_a_damaged_log_is_not_backed_up(self):
        good = self.backup()
        self.record()
        log = os.path.join(self.ledger.path, "log")
        for name in sorted(os.listdir(log)):
            if name.endswith((".sst", ".log")) and os.path.getsize(os.path.join(log, name)) > 100:
                self.change(os.path.join("ledger", "log", name), 60, 4)
        answer = self.ledger.json("backup", "-o", self.path("backup"))
        self.assertEqual((answer.code, answer.out), (1, ""), str(answer))
        self.assertEqual(sorted(name for name in os.listdir(self.home) if name.startswith("backup")), ["backup"])
        self.assertEqual(run("--json", "verify", "--backup", self.path("backup")).one()["root"], good["root"])

    @of_a_directory
    def test_wrong_use(self):
        self.backup()
        self.assertEqual(self.restore("copy", "absent").code, 3)
        for target in (self.home, self.path("nowhere", "backup")):
            self.assertEqual(self.ledger.json("backup", "-o", target).code, 2)
        os.symlink(self.path("backup"), self.path("link"))
        os.mkfifo(self.path("pipe"))
        for target in ("link", "pipe"):
            self.assertEqual(self.ledger.json("backup", "-o", self.path(target)).code, 2)
        other = self.ledger.file("text", "no backup")
        self.assertEqual(self.ask("copy", "restore", other).code, 3)
        os.mkdir(self.path("mine"))
        with open(self.path("mine", "thesis"), "w", encoding="utf-8") as file:
            file.write("x")
        self.refused(self.restore("mine"), "restore.not_empty")
        self.assertEqual(os.listdir(self.path("mine")), ["thesis"])
        with Ledger() as another:
            trust = os.path.join(another.home, "trust.json")
            self.ok(another.json("trust", "export", "-o", trust))
            self.refused(self.restore("copy", "backup", "--trust", trust), "restore.other_ledger")
            before = another.json("digest").out
            self.refused(another.json("restore", self.path("backup")), "restore.other_ledger")
            self.assertEqual(another.json("digest").out, before)


class Held(Recovery):
    @of_a_directory
    def test_an_old_head_never_signs_again(self):
        self.backup()
        older = self.checkpoint()
        self.ok(self.record())
        newest = self.checkpoint(name="newest")
        self.refused(self.ledger.json("restore", self.path("backup")), "restore.behind", "missing")
        self.ok(self.restore("copy"))
        size = self.ledger.size()
        for command in (("submit", self.ledger.signed_file(order("Z", hire("P9")))), ("order", "digest", self.path("orders.jsonl")),
                        ("run", "step-raise", "--on", "2026-12-01")):
            self.refused(self.ask("copy", *command), "ledger.restored", "anchor release")
        # What was signed before it was backed up may be shown; it is no new signature.
        self.assertEqual(self.checkpoint("copy"), older)
        against = self.ask("copy", "verify", "--against", newest)
        self.assertEqual(against.code, 1)
        self.assertIn("log.behind_checkpoint", against.one()["against"]["reason"])
        self.refused(self.ask("copy", "anchor", "release", "--newest", newest), "release.behind", f"{size - 1} to {size - 1}")
        self.refused(self.ask("copy", "anchor", "release", "--newest", self.ledger.file("old", self.ledger.run("checkpoint", "--at", 5).out[:-1])),
                     "release.older")
        self.assertEqual(self.ask("copy", "anchor", "release").code, 2)
        # What came with the backup shows nothing, and nothing can be named that would.
        answer = self.ask("copy", "anchor", "release", "--newest", self.path("copy", "checkpoint"))
        self.assertEqual(answer.code, 2, str(answer))
        self.refused(self.ask("copy", "anchor", "store", self.path("elsewhere")), "ledger.restored")
        with Ledger() as other:
            foreign = self.ledger.file("foreign", other.run("checkpoint").out[:-1])
        self.assertEqual(self.ask("copy", "anchor", "release", "--newest", foreign).code, 1)
        self.assertEqual(self.record("copy").code, 1)
        # A newer backup brings it up to what was published, and still nobody has said that this is all.
        self.backup("newer")
        said = self.ok(self.restore("copy", "newer")).one()
        self.assertEqual((said["size"], said["held"]), (size, True))
        self.refused(self.record("copy"), "ledger.restored")
        self.assertTrue(self.ok(self.ask("copy", "anchor", "release", "--newest", newest)).one()["released"])
        self.ok(self.record("copy"))
        self.assertFalse(self.ok(self.ask("copy", "anchor", "release")).one()["released"])

    @of_a_directory
    def test_another_past_is_found_out(self):
        self.backup()
        shutil.copytree(self.ledger.path, self.path("fork"))
        self.ok(self.record())
        self.ok(self.record("fork"))
        made = self.ok(self.ask("fork", "backup", "-o", self.path("forked"))).one()
        self.assertEqual(made["size"], self.ledger.size())
        self.refused(self.ledger.json("restore", self.path("forked")), "restore.forked")
        self.ok(self.restore("copy", "forked"))
        self.refused(self.ask("copy", "anchor", "release", "--newest", self.checkpoint(name="newest")), "release.forked")

    @of_a_directory
    def test_where_the_anchor_is_left_it_shows_that_nothing_is_missing(self):
        self.ok(self.record())
        self.backup()
        for part in ("log", "views"):
            shutil.rmtree(os.path.join(self.ledger.path, part))
        self.assertEqual(self.ledger.json("show", "P1").code, 1)
        said = self.ok(self.ledger.json("restore", self.path("backup"))).one()
        self.assertFalse(said["held"])
        self.ok(self.record())
        self.assertTrue(self.ok(self.ledger.json("verify", "--full")).one()["ok"])
        # A damaged log is set aside, not thrown away, and so is the one before.
        self.backup()
        self.assertFalse(self.ok(self.ledger.json("restore", self.path("backup"))).one()["held"])
        for aside in ("before-restore", "before-restore.2"):
            self.assertTrue(os.path.isdir(os.path.join(self.ledger.path, aside)))
        # Without the anchor nobody knows.
        os.remove(os.path.join(self.ledger.path, "anchor"))
        self.assertTrue(self.ok(self.ledger.json("restore", self.path("backup"))).one()["held"])
        self.refused(self.record(), "ledger.restored")

    def test_beside_a_writer_nothing_is_restored(self):
        self.backup()
        with subprocess.Popen([SILLOK, "--ledger", self.ledger.path, "--json", "submit", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=clean_environment()) as writer:
            line = order("W", act("trained", "P1", "2024-04-01", course="law", hours=3), on="2024-04-01")
            writer.stdin.write(json.dumps(line).encode() + b"\n")
            writer.stdin.flush()
            writer.stdout.readline()
            shutil.copy(self.path("backup"), self.path("same"))
            answer = self.ledger.json("restore", self.path("backup"))
            self.assertEqual(answer.code, 4, str(answer))
            writer.stdin.close()
            self.assertEqual(writer.wait(TIMEOUT_S), 0)
        self.ok(self.ledger.json("verify", "--full"))


class Apart(Recovery):
    @of_a_directory
    def test_a_store_of_checkpoints_apart(self):
        first = self.checkpoint()
        said = self.ok(self.ledger.json("anchor", "store", self.path("elsewhere"))).one()
        self.assertEqual(said["store"], self.path("elsewhere"))
        self.assertEqual(self.checkpoint(), first)
        self.assertEqual([name for name in os.listdir(self.ledger.path) if name.startswith("checkpoint") and not name.endswith("lock")],
                         ["checkpoint.store"])
        # The whole directory is set back, as a snapshot of a disk would; what was published was not.
        shutil.copytree(self.ledger.path, self.path("snapshot"))
        self.backup()
        self.ok(self.record())
        self.checkpoint()
        shutil.rmtree(self.ledger.path)
        shutil.copytree(self.path("snapshot"), self.ledger.path)
        self.refused(self.record(), "checkpoint.behind")
        self.refused(self.ledger.json("checkpoint"), "checkpoint.behind")
        # Nor does an older backup sign.
        shutil.rmtree(self.ledger.path)
        self.assertTrue(self.ok(self.ledger.json("restore", self.path("backup"))).one()["held"])
        self.refused(self.ledger.json("anchor", "release"), "checkpoint.behind")
        self.refused(self.record(), "ledger.restored")
        self.ok(self.ledger.json("prove", "5"))
        shutil.rmtree(self.ledger.path)
        # A store that isn't there now is never taken for an empty one.
        shutil.copytree(self.path("snapshot"), self.ledger.path)
        os.rename(self.path("elsewhere"), self.path("unmounted"))
        for command in (("checkpoint",), ("submit", self.ledger.signed_file(order("Z", hire("P9"))))):
            answer = self.ledger.json(*command)
            self.assertEqual(answer.code, 4, str(answer))
            self.assertIn("checkpoint.store", answer.err)
        self.ok(self.ledger.json("show", "P1"))
        os.mkdir(self.path("elsewhere"))
        self.assertEqual(self.ledger.json("checkpoint").code, 4)

    @of_a_directory
    def test_the_store_says_whether_a_backup_is_the_newest(self):
        self.ok(self.ledger.json("anchor", "store", self.path("elsewhere")))
        self.ok(self.record())
        self.backup()
        newest = self.checkpoint()
        shutil.rmtree(self.ledger.path)
        said = self.ok(self.ledger.json("restore", self.path("backup"))).one()
        self.assertTrue(said["held"])  # what was answered and not published may be missing: somebody has to say so
        self.ok(self.ledger.json("anchor", "release"))
        self.assertEqual(self.checkpoint(), newest)
        self.ok(self.record())
        self.assertNotEqual(self.checkpoint(), newest)
        # Where it can't be reached it is held until it can, or until it is lost for good.
        shutil.rmtree(self.ledger.path)
        os.rename(self.path("elsewhere"), self.path("unmounted"))
        self.assertTrue(self.ok(self.ledger.json("restore", self.path("backup"))).one()["held"])
        self.ok(self.ledger.json("verify", "--full"))
        self.assertEqual(self.ledger.json("anchor", "release").code, 4)
        os.rename(self.path("unmounted"), self.path("elsewhere"))
        self.refused(self.ledger.json("anchor", "release"), "checkpoint.behind")
        self.refused(self.ledger.json("anchor", "release", "--newest", self.ledger.file("kept", newest[:-1])), "checkpoint.behind")
        os.rename(self.path("elsewhere"), self.path("lost"))
        self.ok(self.ledger.json("anchor", "release", "--newest", self.ledger.file("kept", newest[:-1])))
        self.ok(self.record())

    @of_a_directory
    def test_a_store_apart_does_not_know_what_was_only_answered(self):
        self.ok(self.ledger.json("anchor", "store", self.path("elsewhere")))
        self.backup()
        self.ok(self.record())  # a receipt, and no checkpoint
        shutil.rmtree(os.path.join(self.ledger.path, "log"))
        os.remove(os.path.join(self.ledger.path, "anchor"))
        self.assertTrue(self.ok(self.ledger.json("restore", self.path("backup"))).one()["held"])
        self.refused(self.record(), "ledger.restored")
        self.ok(self.ledger.json("anchor", "release"))
        self.ok(self.record())

    def test_a_store_that_is_lost_for_good(self):
        self.ok(self.ledger.json("anchor", "store", self.path("elsewhere")))
        self.ok(self.record())
        newest = self.checkpoint(name="newest")
        shutil.rmtree(self.path("elsewhere"))
        self.assertEqual(self.ledger.json("anchor", "store", self.path("another")).code, 4)
        self.ok(self.ledger.json("anchor", "store", self.path("another"), "--newest", newest))
        self.ok(self.record())
        self.checkpoint()

    @of_a_directory
    def test_a_store_keeps_what_another_copy_has_published(self):
        """Of two forks the first one's checkpoints stay; and whoever goes to another store leaves the old one as it is."""
        shutil.copytree(self.ledger.path, self.path("fork"))
        self.ok(self.ledger.json("anchor", "store", self.path("elsewhere")))
        self.ok(self.record())
        newest = self.checkpoint()
        for _ in range(2):
            self.ok(self.record("fork"))
        self.checkpoint("fork")
        self.refused(self.ask("fork", "anchor", "store", self.path("elsewhere")), "checkpoint.forked")
        self.assertEqual(self.checkpoint(), newest)
        shutil.copytree(self.ledger.path, self.path("twin"))
        self.ok(self.ask("twin", "anchor", "store", self.path("third")))
        with open(self.path("elsewhere", "checkpoint"), encoding="utf-8") as file:
            self.assertEqual(file.read(), newest)

    def test_what_can_be_no_store(self):
        os.makedirs(self.path("mine", "deep"))
        for place in (self.path("mine"), self.ledger.path, os.path.join(self.ledger.path, "store"), self.path("nowhere", "deep", "store")):
            self.assertEqual(self.ledger.json("anchor", "store", place).code, 2, place)
        self.ok(self.ledger.json("checkpoint"))

    def test_a_store_is_of_one_ledger(self):
        self.ok(self.ledger.json("anchor", "store", self.path("elsewhere")))
        with Ledger() as other:
            self.assertEqual(other.json("anchor", "store", self.path("elsewhere")).code, 2)
            self.ok(other.json("checkpoint"))
        # Moved once more: the newest comes along.
        self.ok(self.record())
        newest = self.checkpoint()
        self.ok(self.ledger.json("anchor", "store", self.path("third")))
        self.assertEqual(self.checkpoint(), newest)


class Witnessed(Recovery):
    def setUp(self):
        super().setUp()
        trust = self.path("trust.json")
        self.ok(self.ledger.json("trust", "export", "-o", trust))
        self.witnesses = []
        for name in ("w1", "w2", "w3"):
            witness = Witness(self.home, name, "--trust", trust)
            self.addCleanup(witness.stop)
            self.witnesses.append(witness)
            self.ok(self.ledger.json("witness", "add", "--key", witness.key, "--url", witness.url, "--quorum", str(min(len(self.witnesses), 2))))

    @of_a_directory
    def test_witnesses_say_whether_it_has_caught_up(self):
        self.assertTrue(self.ok(self.ledger.json("checkpoint")).one()["witnesses"]["met"])
        self.backup()
        self.ok(self.restore("copy"))
        # Two of three: without one of any two there is no quorum.
        self.witnesses[0].stop()
        self.witnesses[1].stop()
        answer = self.ask("copy", "anchor", "release")
        self.assertEqual(answer.code, 4, str(answer))
        self.assertIn("1 of 2", answer.err)
        # Another list of witnesses would know of nothing; another address of the same one is no other list.
        self.refused(self.ask("copy", "witness", "add", "--key", self.witnesses[0].key, "--url", "http://127.0.0.1:9", "--quorum", "1"), "ledger.restored")
        self.refused(self.ask("copy", "witness", "policy", "--quorum", "1"), "ledger.restored")
        self.refused(self.record("copy"), "ledger.restored")
        self.witnesses[1].start()
        self.ok(self.ask("copy", "witness", "add", "--key", self.witnesses[1].key, "--url", self.witnesses[1].url))
        self.assertTrue(self.ok(self.ask("copy", "anchor", "release")).one()["released"])
        self.ok(self.record("copy"))

    def test_a_capsule_is_witnessed_too(self):
        """Its reads stand in a log of their own, whose checkpoints the witnesses of a trust file cosign like the others."""
        answer = self.ok(self.ledger.json("evidence", "P1", "--purpose", "x", "-o", self.path("case")))
        self.assertEqual(answer.err, "")
        trust = self.path("pinned.json")
        self.ok(self.ledger.json("trust", "export", "-o", trust))
        self.ok(run("--json", "check-evidence", self.path("case"), "--trust", trust))
        with open(trust, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["witness_policy"]["quorum"], 2)

    @of_a_directory
    def test_an_older_backup_is_not_let_go(self):
        self.backup()
        self.note = self.checkpoint()
        self.ok(self.record())
        self.assertTrue(self.ok(self.ledger.json("checkpoint")).one()["witnesses"]["met"])
        self.ok(self.restore("copy"))
        answer = self.ask("copy", "anchor", "release")
        self.refused(answer, "release.witnesses", "cosigned")
        # Nobody's word goes against theirs.
        self.refused(self.ask("copy", "anchor", "release", "--newest", self.ledger.file("kept", self.note[:-1])), "release.witnesses")
        self.assertEqual(self.record("copy").code, 1)


class Officers(Recovery):
    @staticmethod
    def make():
        return OfficersLedger()

    @of_a_directory
    def test_keys_and_data_keys_come_back_from_where_they_are_kept(self):
        made = self.backup()
        self.assertEqual(made["vault"], self.path("backup.vault"))
        self.assertEqual(stat.S_IMODE(os.stat(self.path("backup.vault")).st_mode), 0o600)
        self.assertGreaterEqual(made["data_keys"], 2)
        for kind in ("node", "ledger", "vault"):  # no secret in either
            with open(os.path.join(self.ledger.path, "keys", kind + ".key"), encoding="ascii") as file:
                secret = file.read().splitlines()[1]
            for name in ("backup", "backup.vault"):
                with open(self.path(name), "rb") as file:
                    self.assertNotIn(secret[:20].encode(), file.read())
        shutil.copytree(os.path.join(self.ledger.path, "keys"), self.path("safe"))
        shutil.copytree(self.ledger.path, self.path("whole"))
        shutil.rmtree(self.ledger.path)
        # Without keys: read and verified, personal fields stay sealed.
        said = self.ok(self.restore("bare")).one()
        self.assertEqual((said["keys"], said["vault"], said["held"]), (False, True, True))
        self.ok(self.ask("bare", "verify", "--full"))
        self.assertEqual(self.ok(self.ask("bare", "show", "P1")).one()["personal"]["name"], "SEALED")
        # With them all is there.
        said = self.ok(self.ledger.json("restore", self.path("backup"), "--keys", self.path("safe"))).one()
        self.assertEqual((said["keys"], said["vault"], said["held"]), (True, True, True))
        self.assertEqual(self.ledger.json("show", "P1").one()["personal"]["name"], "김하나")
        self.ok(self.ledger.json("verify", "--full"))
        self.ok(self.ledger.json("anchor", "release", "--newest", os.path.join(self.path("whole"), "checkpoint")))
        self.ok(self.record())
        self.ok(self.ledger.json("verify", "--full"))

    def test_the_vault_that_is_there_stays(self):
        """It may know younger keys than its backup; one that is lost is taken from the backup."""
        self.backup("old")
        self.ok(self.ledger.submit(order("H-3", hire("P3", name="박세리"))))
        self.backup()
        shutil.rmtree(os.path.join(self.ledger.path, "log"))
        self.ok(self.ledger.json("restore", self.path("backup"), "--vault", self.path("old.vault")))
        self.assertEqual(self.ledger.json("show", "P3").one()["personal"]["name"], "박세리")
        shutil.rmtree(os.path.join(self.ledger.path, "vault"))
        answer = self.ok(self.ledger.json("restore", self.path("backup"), "--vault", self.path("old.vault")))
        self.assertFalse(answer.one()["vault"])
        self.assertRegex(answer.err, "position [0-9]+: a data key is missing .*older than the backup")
        answer = self.ledger.json("show", "P3")
        self.assertEqual(answer.code, 1)
        self.assertIn("vault.missing_key", answer.err)
        # The newer copy brings what is lacking.
        self.assertTrue(self.ok(self.ledger.json("restore", self.path("backup"))).one()["vault"])
        self.assertEqual(self.ledger.json("show", "P3").one()["personal"]["name"], "박세리")
        self.ok(self.ledger.json("verify", "--full"))

    def test_without_its_data_keys(self):
        self.backup()
        os.remove(self.path("backup.vault"))
        said = self.ok(self.restore("copy", "backup", "--keys", os.path.join(self.ledger.path, "keys"))).one()
        self.assertEqual((said["keys"], said["vault"]), (True, False))
        for command in (("verify",), ("digest",), ("prove", "3"), ("stats", "present"), ("verify", "--against", self.path("copy", "checkpoint"))):
            self.ok(self.ask("copy", *command))
        answer = self.ask("copy", "verify", "--full")
        self.assertEqual(answer.code, 1, str(answer))
        self.assertIn("vault.missing", answer.one()["first_bad"]["reason"])
        answer = self.ok(self.ask("copy", "show", "P1"))
        self.assertIn("--vault", answer.err)
        self.assertEqual(answer.one()["personal"]["name"], "SEALED")

    @of_a_directory
    def test_the_log_of_reads_stays_where_it_knows_more(self):
        self.backup()
        self.ok(self.ledger.json("evidence", "P1", "--purpose", "x", "-o", self.path("case")))
        for reads in (1, 2):
            self.assertFalse(self.ok(self.ledger.json("restore", self.path("backup"))).one()["held"])
            self.assertEqual(self.ok(self.ledger.json("verify", "--full", "--reads")).one()["reads"], reads)
            self.ok(self.ledger.json("evidence", "P1", "--purpose", "x", "-o", self.path("case")))
        shutil.rmtree(os.path.join(self.ledger.path, "access", "log"))
        self.refused(self.ledger.json("restore", self.path("backup")), "restore.behind", "access")

    def test_another_ledgers_keys_and_vaults(self):
        self.backup()
        with OfficersLedger() as other:
            self.ok(other.json("backup", "-o", self.path("other")))
            keys = os.path.join(other.path, "keys")
            answer = self.restore("copy", "backup", "--keys", keys)
            self.assertEqual(answer.code, 2, str(answer))
            self.assertIn("key.other", answer.err)
        answer = self.restore("copy", "backup", "--vault", self.path("other.vault"))
        self.assertEqual(answer.code, 1, str(answer))
        self.assertIn("backup.signature", answer.err)
        self.change("backup.vault", 300, 2)
        self.assertEqual(self.restore("copy").code, 1)
        self.assertFalse(os.path.exists(self.path("copy")))


@unittest.skipUnless(CRASH, "needs the program with crash points")
class Killed(Recovery):
    @of_a_directory
    def test_what_was_never_acknowledged_is_not_backed_up(self):
        """The log is ahead of its anchor, as beside a writer in the middle of a batch."""
        size = self.ledger.size()
        line = self.ledger.signed_file(order("K-1", act("trained", "P1", "2024-04-01", course="law", hours=3), on="2024-04-01"))
        self.assertEqual(self.ask("ledger", "submit", line, program=CRASH, SILLOK_CRASH_AT="anchor.before_write:2").code, KILLED)
        self.assertEqual(self.ledger.json("verify").one()["size"], size + 1)
        self.assertEqual(self.backup()["size"], size)
        self.assertEqual(self.ok(self.restore("copy")).one()["size"], size)
        self.ok(self.ask("copy", "verify", "--full"))

    @of_a_directory
    def test_at_every_point(self):
        """Whoever opens what a killed restore left is told to run it again, and that brings it to its end."""
        self.backup()
        self.ok(self.record())
        self.backup("newer")
        shutil.copytree(self.ledger.path, self.path("kept"))
        for point in restore_points():
            with self.subTest(point):
                # Into a fresh directory: held, however often it was killed.
                self.assertEqual(self.ask("fresh", "restore", self.path("backup"), program=CRASH, SILLOK_CRASH_AT=f"{point}:1").code, KILLED)
                self.assertEqual(self.ask("fresh", "show", "P1").code, 2)
                self.assertTrue(self.ok(self.ask("fresh", "restore", self.path("backup"))).one()["held"])
                self.assertEqual(self.record("fresh").code, 1)
                self.ok(self.ask("fresh", "verify", "--full"))
                shutil.rmtree(self.path("fresh"))
                # Into the ledger's own: what it knew of its head is not forgotten on the way.
                shutil.rmtree(os.path.join(self.ledger.path, "log"))
                self.assertEqual(self.ask("ledger", "restore", self.path("newer"), program=CRASH, SILLOK_CRASH_AT=f"{point}:1").code, KILLED)
                answer = self.ask("ledger", "show", "P1")
                self.assertEqual(answer.code, 2, str(answer))
                self.assertIn("restore.unfinished", answer.err)
                self.refused(self.ask("ledger", "restore", self.path("backup")), "restore.behind")
                self.assertFalse(self.ok(self.ask("ledger", "restore", self.path("newer"))).one()["held"])
                self.ok(self.ask("ledger", "verify", "--full"))
                self.ok(self.record())
                shutil.rmtree(self.ledger.path)
                shutil.copytree(self.path("kept"), self.ledger.path)


if __name__ == "__main__":
    unittest.main()
