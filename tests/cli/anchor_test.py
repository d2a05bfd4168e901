"""After a power loss tore the head anchor an operator has a way back, and only where nothing can be lost."""
import json
import os
import shutil
import subprocess
import unittest

import program
from program import Ledger, as_bytes, found_unit, hire, of_a_directory, order

SLOT_BYTES = 512


def wal_of(ledger):
    folder = os.path.join(ledger.path, "log")
    return os.path.join(folder, sorted(name for name in os.listdir(folder) if name.endswith(".log"))[-1])


class Anchor(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        for line in (found_unit(), order("A-1", hire("P1")), order("A-2", hire("P2"))):
            self.assertEqual(self.ledger.submit(line).code, 0)
        self.anchor = os.path.join(self.ledger.path, "anchor")
        with open(self.anchor, "rb") as file:
            self.whole = file.read()
        sizes = [int(self.slot(i).split(b"\n")[2]) for i in (0, 1)]
        self.newer = sizes.index(max(sizes))
        self.size = self.ledger.begin + 3
        self.assertEqual(sorted(sizes), [self.size - 1, self.size])

    def slot(self, index):
        return self.whole[index * SLOT_BYTES:(index + 1) * SLOT_BYTES]

    def tear(self, index, content):
        both = [self.slot(0), self.slot(1)]
        both[index] = content
        with open(self.anchor, "wb") as file:
            file.write(b"".join(both))

    def repair(self, *options):
        return self.ledger.json("anchor", "repair", *options)

    def refused(self, code, exit_code, *options):
        before = self.anchor_now()
        answer = self.repair(*options)
        self.assertEqual(answer.code, exit_code, str(answer))
        self.assertEqual(json.loads(answer.err.splitlines()[-1])["error"]["code"], code)
        self.assertEqual(self.anchor_now(), before, "a refusal writes nothing")

    def anchor_now(self):
        with open(self.anchor, "rb") as file:
            return file.read()

    def holds(self):
        verdict = self.ledger.json("verify", "--full")
        self.assertEqual(verdict.code, 0, str(verdict))
        self.assertEqual(verdict.one()["size"], self.size)

    def test_verify_names_it_and_says_the_very_command(self):
        self.tear(self.newer, bytes(SLOT_BYTES))
        verdict = self.ledger.json("verify")
        self.assertEqual(verdict.code, 1, str(verdict))
        reason = verdict.one()["first_bad"]["reason"]
        self.assertIn("anchor.damaged", reason)
        command = f"sillok --ledger {self.ledger.path} anchor repair"
        self.assertIn(command, reason)
        self.assertEqual(self.ledger.run(*command.split()[3:]).code, 0)
        self.holds()

    def test_the_newer_slot_torn_by_a_power_loss(self):
        for content in (bytes(SLOT_BYTES), self.slot(self.newer)[:60] + self.slot(1 - self.newer)[60:],
                        b"\xff" * SLOT_BYTES):
            self.tear(self.newer, content)
            self.assertEqual(self.ledger.json("show", "P2").code, 1)
            repaired = self.repair()
            self.assertEqual(repaired.code, 0, str(repaired))
            self.assertEqual({k: repaired.one()[k] for k in ("repaired", "size", "log_size")},
                             {"repaired": True, "size": self.size - 1, "log_size": self.size})
            self.holds()
            again = self.ledger.submit(order("A-2", hire("P2")))
            self.assertEqual(again.one()["status"], "duplicate", "what was recorded is taken over")
            self.holds()

    def test_doing_it_again_changes_nothing(self):
        self.tear(self.newer, bytes(SLOT_BYTES))
        self.assertTrue(self.repair().one()["repaired"])
        before = self.anchor_now()
        again = self.repair()
        self.assertEqual(again.code, 0, str(again))
        self.assertFalse(again.one()["repaired"])
        self.assertEqual(self.anchor_now(), before)

    def test_the_older_slot_that_can_still_be_read(self):
        older = bytearray(self.slot(1 - self.newer))
        older[older.rindex(b"=") - 5] ^= 1  # in its signature
        self.tear(1 - self.newer, bytes(older))
        repaired = self.repair()
        self.assertEqual(repaired.code, 0, str(repaired))
        self.assertEqual(repaired.one()["size"], self.size)
        self.holds()

    def test_a_slot_that_cannot_be_told_from_the_newer_one(self):
        self.tear(1 - self.newer, bytes(SLOT_BYTES))
        self.refused("anchor.not_repairable", 1)
        for size in (self.size - 1, self.size + 1):
            self.refused("anchor.not_repairable", 1, "--acknowledged", size)
        self.assertEqual(self.repair("--acknowledged", self.size).code, 0)
        self.holds()

    def test_both_torn(self):
        with open(self.anchor, "wb") as file:
            file.write(bytes(2 * SLOT_BYTES))
        self.refused("anchor.damaged", 1)

    def test_a_file_cut_short(self):
        with open(self.anchor, "wb") as file:
            file.write(self.slot(0))
        self.refused("anchor.damaged", 1)

    def test_a_log_that_lost_its_end(self):
        """The newest slot torn and the write-ahead log damaged too: nothing tells what was acknowledged."""
        for how in ("deleted", "zeroed", "cut"):
            with self.subTest(how):
                kept = self.ledger.path + "-kept"
                shutil.copytree(self.ledger.path, kept)
                wal = wal_of(self.ledger)
                size = os.path.getsize(wal)
                if how == "deleted":
                    os.remove(wal)
                else:
                    with open(wal, "r+b") as file:
                        if how == "zeroed":
                            file.write(bytes(size))
                        else:
                            file.truncate(size // 2)
                for index in (self.newer, 1 - self.newer):
                    self.tear(index, bytes(SLOT_BYTES))
                    answer = self.repair()
                    self.assertEqual(answer.code, 1, str(answer))
                shutil.rmtree(self.ledger.path)
                os.rename(kept, self.ledger.path)

    def test_a_log_that_ends_where_the_slot_does(self):
        """The newer slot torn, and the log without the batch it spoke of: as a copy from before it."""
        with Ledger() as other:
            self.assertEqual(other.submit(found_unit()).code, 0)
            self.assertEqual(other.submit(order("A-1", hire("P1"))).code, 0)
            shutil.copytree(os.path.join(other.path, "log"), other.path + "-log")
            self.assertEqual(other.submit(order("A-2", hire("P2"))).code, 0)
            shutil.rmtree(os.path.join(other.path, "log"))
            os.rename(other.path + "-log", os.path.join(other.path, "log"))
            anchor = os.path.join(other.path, "anchor")
            with open(anchor, "r+b") as file:
                content = file.read()
                newer = 0 if int(content[:SLOT_BYTES].split(b"\n")[2]) == self.size else 1
                file.seek(newer * SLOT_BYTES)
                file.write(bytes(SLOT_BYTES))
            answer = other.json("anchor", "repair")
            self.assertEqual(answer.code, 1, str(answer))
            self.assertIn("anchor.not_repairable", answer.err)
            # Where the torn slot can be read, it is not talked out of what it says either.
            with open(anchor, "r+b") as file:
                torn = bytearray(content[newer * SLOT_BYTES:(newer + 1) * SLOT_BYTES])
                torn[torn.rindex(b"=") - 5] ^= 1
                file.seek(newer * SLOT_BYTES)
                file.write(torn)
            for options in ((), ("--acknowledged", self.size - 1)):
                answer = other.json("anchor", "repair", *options)
                self.assertEqual(answer.code, 1, str(answer))
                self.assertIn("anchor.not_repairable", answer.err)

    @of_a_directory
    def test_another_log_of_the_same_ledger_size(self):
        """A slot that holds, over a log with another root: a fork, not a torn write."""
        with Ledger() as other:
            shutil.rmtree(other.path)
            shutil.copytree(self.ledger.path, other.path)
            fork = other.path + "-fork"
            shutil.copytree(other.path, fork)
            self.assertEqual(other.submit(order("A-3", hire("P3"))).code, 0)
            self.assertEqual(other.submit(order("A-4", hire("P4"))).code, 0)
            lines = other.file("fork.jsonl", order("B-3", hire("P5")), order("B-4", hire("P6")))
            made = program.run("--ledger", fork, "submit", lines)
            self.assertEqual(made.code, 0, str(made))
            shutil.rmtree(os.path.join(other.path, "log"))
            shutil.copytree(os.path.join(fork, "log"), os.path.join(other.path, "log"))
            with open(os.path.join(other.path, "anchor"), "r+b") as file:
                content = file.read()
                older = 0 if int(content[:SLOT_BYTES].split(b"\n")[2]) == self.size + 1 else 1
                file.seek(older * SLOT_BYTES)
                file.write(bytes(SLOT_BYTES))
            answer = other.json("anchor", "repair", "--acknowledged", self.size + 2)
            self.assertEqual(answer.code, 1, str(answer))
            self.assertIn("log.root_differs", answer.err)
            shutil.rmtree(fork)

    def test_a_published_checkpoint_that_the_log_does_not_contain(self):
        self.assertEqual(self.ledger.run("checkpoint").code, 0)
        with open(os.path.join(self.ledger.path, "checkpoint"), "r+b") as file:
            content = file.read()
            self.assertIn(b"\n%d\n" % self.size, content)
            file.seek(0)
            file.write(content.replace(b"\n%d\n" % self.size, b"\n%d\n" % (self.size + 5)))
            file.truncate()
        self.tear(self.newer, bytes(SLOT_BYTES))
        self.refused("checkpoint.damaged", 1)

    def test_the_writer_at_work_is_left_alone(self):
        self.tear(self.newer, bytes(SLOT_BYTES))
        self.assertEqual(self.repair().code, 0)
        with subprocess.Popen([program.SILLOK, "--ledger", self.ledger.path, "--json", "submit", "-"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              env=program.clean_environment()) as writer:
            writer.stdin.write(as_bytes(order("W-1", hire("W1"))) + b"\n")
            writer.stdin.flush()
            self.assertEqual(json.loads(writer.stdout.readline())["status"], "recorded")
            self.assertEqual(self.repair().code, 4)


if __name__ == "__main__":
    unittest.main()
