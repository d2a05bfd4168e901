#!/usr/bin/env python3
"""Other people's programs read what Sillok signs (C2SP formats, RFC 6962), and their log is cosigned by Sillok's witness.

Needs Go, and the modules of go/go.sum from the module proxy; without them it is skipped.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "cli"))
from program import Ledger  # noqa: E402
from served import Served, until  # noqa: E402
from witness_test import Witness, unit  # noqa: E402

SKIPPED = 77
BUILD_S = 200


def build(folder):
    """The Go program, or why there is none."""
    if not shutil.which("go"):
        return None, "Go is not here"
    program = folder / "interop"
    environment = {**os.environ, "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly", "GOWORK": "off"}
    done = subprocess.run(["go", "build", "-o", program, "."], cwd=HERE / "go", env=environment, capture_output=True, text=True,
                          timeout=BUILD_S, check=False)
    if done.returncode == 0:
        return program, ""
    unreachable = re.search(r"requires go >=|dial tcp|no such host|connection refused|proxyconnect|i/o timeout|404 Not Found|403 Forbidden",
                            done.stderr)
    if unreachable:
        return None, f"the modules are out of reach, or Go is older: {done.stderr.strip().splitlines()[-1]}"
    raise SystemExit(f"the Go program can't be built: {done.stderr}")


class Go(unittest.TestCase):
    program = None

    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        trust = self.ledger.file("trust.json")
        self.ledger.run("trust", "export", "-o", trust)
        self.trust = trust
        self.place = pathlib.Path(self.ledger.home) / "shown"
        self.place.mkdir()

    def go(self, *words):
        done = subprocess.run([self.program, *map(str, words)], capture_output=True, text=True, timeout=BUILD_S, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def witness(self, name, *logs):
        made = Witness(self.ledger.home, name, *(logs or ("--trust", self.trust)))
        self.addCleanup(made.stop)
        return made

    def write_log_key(self):
        log_key = pathlib.Path(self.trust).read_text().split('"ledger_keys":["')[1].split('"')[0]
        (self.place / "log.vkey").write_text(log_key)

    def test_they_read_our_checkpoints_proofs_and_policy(self):
        witnesses = [self.witness(name) for name in ("w1", "w2")]
        for i, each in enumerate(witnesses):
            self.ledger.run("witness", "add", "--key", each.key, "--url", each.url, "--quorum", i + 1)
        first = self.ledger.size()
        notes = []
        for number in range(12):
            self.ledger.submit(unit(number))
            note = self.ledger.run("checkpoint").out
            notes.append((first + number + 1, note))
            (self.place / f"{number}.checkpoint").write_text(note)
        (self.place / "newest.checkpoint").write_text(notes[-1][1])
        head = notes[-1][0]
        proofs = sorted({0, 1, 63, 64, first, *range(head - 14, head)})
        for position in proofs:
            (self.place / f"{position}.proof").write_text(self.ledger.run("prove", position).out)
        for size, note in notes[:-1]:
            (self.place / f"{size}.grown").write_text(self.ledger.run("prove", "--since", size).out)
            (self.place / f"{size}.older").write_text(note)
        self.write_log_key()
        (self.place / "witness.vkeys").write_text("\n".join(each.key for each in witnesses))
        (self.place / "policy").write_text(self.ledger.run("witness", "policy", "--tlog-policy", "2026-01-01").out)
        said = self.go("check", self.place)
        match = re.fullmatch(r"13 checkpoints, (\d+) proofs, 11 grown, (\d+) forgeries refused\n", said)
        self.assertTrue(match, said)
        self.assertEqual(int(match[1]), len(proofs))
        self.assertGreater(int(match[2]), 500)

    def test_our_witness_cosigns_their_log_and_no_fork_of_it(self):
        signer, verifier = self.go("key", "go.example/log").split()
        witness = self.witness("w1", "--log", verifier)
        self.assertEqual(self.go("log", witness.url, signer, witness.key), "24 cosigned\n")

    def test_their_client_reads_our_tiles(self):
        """golang.org/x/mod/sumdb/tlog over `sillok serve`: a tree of three levels, and that it contains older ones."""
        self.write_log_key()
        (self.place / "witness.vkeys").write_text("")
        served = Served(self.ledger, "--publish-every", 0)
        self.addCleanup(served.close)
        self.assertEqual(self.ledger.run("demo", "--officials", "2000", "--years", "15").code, 0)
        size = self.ledger.json("checkpoint").one()["size"]
        self.assertGreater(size, 256 * 256 + 1)
        for older in (1, 255, 300, 256 * 256, 256 * 256 + 1, size - 1, size):
            (self.place / f"{older}.older").write_text(self.ledger.run("checkpoint", "--at", older).out)
        until(lambda: served.ask("/livez").checkpoint_size == size, "the checkpoint")
        said = self.go("tiles", served.url, self.place)
        match = re.fullmatch(r"(\d+) entries, (\d+) tiles, (\d+) records, 7 grown\n", said)
        self.assertTrue(match, said)
        self.assertEqual(int(match[1]), size)
        self.assertGreater(int(match[2]), 50)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="sillok-interop-") as made:
        Go.program, why_not = build(pathlib.Path(made))
        if Go.program is None:
            print(f"skipped: {why_not}")
            sys.exit(SKIPPED)
        unittest.main(exit=False).result.wasSuccessful() or sys.exit(1)
