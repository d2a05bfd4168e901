#!/usr/bin/env python3
"""ops/kafka: what it prints, what it leaves running, and what it refuses. Real nodes, so this takes most of a minute.

Needs Java and Maven; without them it is skipped. SILLOK_KAFKA_VERSION=3.9.2 tries another version than the one that runs by default.
"""
import os
import pathlib
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops" / "kafka.d"))
import probe  # noqa: E402
import security  # noqa: E402

SKIPPED = 77
LIMIT_S = 200
VERSION = ("--version", os.environ["SILLOK_KAFKA_VERSION"]) if "SILLOK_KAFKA_VERSION" in os.environ else ()


def processes(folder):
    """Ids of all that run in a data folder, whoever recorded them."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and pathlib.Path(os.readlink(entry / "cwd")).is_relative_to(folder):
                found.append(int(entry.name))
        except OSError:
            pass
    return sorted(found)


class Folder(unittest.TestCase):
    """A data folder that is there for the tests of one class."""

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(tempfile.mkdtemp(prefix="sillok-kafka-")).resolve()
        cls.data = cls.home / "data"
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        cls.addClassCleanup(cls.kafka, "down")

    @classmethod
    def kafka(cls, *words, data=None):
        """To its end, which is when nobody has hold of its output any more."""
        return subprocess.run([ROOT / "ops" / "kafka", *map(str, words), "--data", data or cls.data], capture_output=True, text=True,
                              timeout=LIMIT_S, check=False)

    def done(self, *words, **more):
        run = self.kafka(*words, **more)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def refused(self, *words, reason, **more):
        run = self.kafka(*words, **more)
        self.assertEqual((run.returncode, run.stdout), (1, ""), run.stderr)
        self.assertIn(reason, run.stderr)

    def running(self):
        """Process ids by node as `status` has them, and its exit code."""
        run = self.kafka("status")
        nodes = {}
        for line in run.stdout.splitlines():
            pid, process, node, number, _ = line.split()
            self.assertEqual((pid, node), ("pid", "node"))
            nodes[int(number)] = int(process)
        return nodes, run.returncode


class OneNode(Folder):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        both = [subprocess.Popen([ROOT / "ops" / "kafka", "up", *VERSION, "--data", cls.data], stdout=subprocess.PIPE, text=True)
                for _ in range(2)]
        cls.printed = [process.communicate(timeout=LIMIT_S)[0] for process in both]

    def setUp(self):
        self.done("up")

    def test_two_that_start_at_once_start_one(self):
        self.assertRegex(self.printed[0], r"\A127\.0\.0\.1:\d+\n\Z")
        self.assertEqual(self.printed[0], self.printed[1])
        nodes, code = self.running()
        self.assertEqual((list(nodes), code), ([1], 0))
        self.assertEqual(processes(self.data), sorted(nodes.values()))
        self.assertEqual(self.done("up"), self.printed[0])
        self.assertEqual(self.running(), (nodes, 0))
        self.refused("up", "--nodes", 3, reason="was made with nodes 1")

    def test_a_killed_node_is_back_with_its_data(self):
        host, port = self.printed[0].strip().split(":")
        before = probe.ask(int(port), probe.Access())
        self.assertEqual(before.nodes, {1: f"{host}:{port}"})
        nodes, _ = self.running()
        os.kill(nodes[1], signal.SIGKILL)
        deadline = time.monotonic() + 10
        while self.running() != ({}, 1):
            self.assertLess(time.monotonic(), deadline)
        with self.assertRaises(probe.NotReady):
            probe.ask(int(port), probe.Access())
        self.assertEqual(self.done("start", 1), self.printed[0])
        again, code = self.running()
        self.assertEqual(code, 0)
        self.assertNotEqual(again, nodes)
        self.assertEqual(probe.ask(int(port), probe.Access()), before)
        meta = (self.data / "node-1" / "data" / "meta.properties").read_text()
        self.assertIn(f"cluster.id={before.cluster}\n", meta)

    def test_down_leaves_nobody_and_kills_nobody_else(self):
        self.done("down")
        self.assertEqual(self.running(), ({}, 1))
        self.assertEqual(processes(self.data), [])
        self.done("down")
        other = subprocess.Popen(["sleep", "60"])
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        boot = pathlib.Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        (self.data / "node-1" / "pid").write_text(f"{other.pid} 1 {boot}")  # as if its id had been used again
        self.assertEqual(self.running(), ({}, 1))
        self.done("stop", 1, "--kill")
        self.done("down")
        self.assertIsNone(other.poll())

    def test_what_cannot_be_started_is_named_and_leaves_nothing(self):
        self.done("down")
        port = int(self.printed[0].split(":")[1])
        with socket.create_server(("127.0.0.1", port)):
            self.refused("up", reason=f"127.0.0.1:{port} can't be had")
        settings = self.data / "node-1" / "server.properties"
        kept = settings.read_text()
        settings.write_text(kept + "process.roles=nothing\n")
        self.refused("up", reason="node 1 ended while it started: ")
        settings.write_text(kept)
        self.assertEqual(processes(self.data), [])

    def test_up_that_is_told_to_end_leaves_nothing(self):
        self.done("down")
        begun = subprocess.Popen([ROOT / "ops" / "kafka", "up", "--data", self.data], stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 30
        while not processes(self.data):
            self.assertLess(time.monotonic(), deadline)
        begun.terminate()
        self.assertIn("interrupted by SIGTERM", begun.communicate(timeout=LIMIT_S)[1])
        self.assertEqual((begun.returncode, processes(self.data)), (1, []))


class ThreeNodes(Folder):
    """With everything that keeps strangers out."""

    def test_three_nodes_with_tls_passwords_and_rights(self):
        addresses = self.done("up", *VERSION, "--nodes", 3, "--tls", "--sasl", "--acl").strip().split(",")
        nodes, code = self.running()
        self.assertEqual((list(nodes), code, len(addresses)), ([1, 2, 3], 0, 3))
        ports = [int(address.split(":")[1]) for address in addresses]
        allowed = security.client_access(self.data)
        self.assertEqual(probe.ask(ports[0], allowed).nodes, dict(enumerate(addresses, 1)))
        for wrong in (probe.Access(), probe.Access(ca=allowed.ca),
                      probe.Access(ca=allowed.ca, user=allowed.user, password="guessed")):
            with self.assertRaises(probe.NotReady):
                probe.ask(ports[0], wrong)
        for secret in ("client.properties", "admin.properties", "node-1/server.properties", "tls/ca.key", "tls/client.key"):
            self.assertEqual(stat.S_IMODE((self.data / secret).stat().st_mode), 0o600, secret)
        self.assertEqual(stat.S_IMODE(self.data.stat().st_mode), 0o700)

        self.done("stop", 2, "--kill")
        left, code = self.running()
        self.assertEqual((left, code), ({1: nodes[1], 3: nodes[3]}, 1))
        self.assertEqual(self.done("start", 2).strip(), addresses[1])
        self.assertEqual(self.running()[1], 0)
        self.done("down", "--wipe")
        self.assertFalse(self.data.exists())
        self.assertEqual(processes(self.data), [])


class Refusals(Folder):

    def test_a_folder_of_somebody_else_stays_as_it_is(self):
        (self.home / "theirs").write_text("kept")
        self.refused("up", data=self.home, reason="did not make")
        self.refused("down", "--wipe", data=self.home, reason="not made by ops/kafka")
        self.assertEqual((self.home / "theirs").read_text(), "kept")

    def test_nothing_there(self):
        self.done("down")
        for words in (("status",), ("start", 1), ("stop", 1)):
            self.refused(*words, reason="nothing in")
        self.assertFalse(self.data.exists())

    def test_rights_need_users(self):
        self.refused("up", "--acl", reason="--acl needs")


if __name__ == "__main__":
    missing = [program for program in ("java", "mvn") if not shutil.which(program)]
    if missing:
        print(f"skipped: {' and '.join(missing)} not here; ops/bootstrap installs them")
        sys.exit(SKIPPED)
    unittest.main()
