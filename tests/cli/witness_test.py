#!/usr/bin/env python3
"""Witnesses from the outside: two of them beside a ledger, over HTTP, as their operators and an attacker would use them."""
import base64
import hashlib
import http.client
import http.server
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from points import witness_points  # noqa: E402
from program import SILLOK, TIMEOUT_S, Ledger, clean_environment, of_a_directory, run  # noqa: E402

CRASH = os.environ.get("SILLOK_CRASH", "")


def unit(number):
    return {"order": f"U{number}", "authority": "sandbox", "issued_on": "2024-01-02", "legal_basis": ["ORG:1"],
            "acts": [{"act": "unit_created", "effective_on": "2024-01-02",
                      "data": {"unit": f"U{number}", "name_ko": "가", "name_en": "a", "kind": "office"}}]}


class Witness:
    """`sillok witness serve` in a directory of its own."""

    def __init__(self, home, name, *logs, program=SILLOK, crash_at=""):
        self.state, self.name = os.path.join(home, name), f"{name}.example"
        self.logs, self.process = logs, None
        self.start(program, crash_at)

    def start(self, program=SILLOK, crash_at=""):
        environment = clean_environment(**({"SILLOK_CRASH_AT": crash_at} if crash_at else {}))
        self.process = subprocess.Popen(
            [program, "--json", "witness", "serve", "--state", self.state, "--name", self.name, "--listen", "127.0.0.1:0",
             *self.logs], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        said = json.loads(self.process.stdout.readline())
        self.address, self.key = said["listening"], said["key"]
        self.url = f"http://{self.address}"

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(TIMEOUT_S)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection(self.address, timeout=TIMEOUT_S)
        connection.request(method, path, body and body.encode())
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        return answer.status, content

    def raw(self, data):
        """What comes for some bytes, until the connection is closed."""
        host, port = self.address.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=TIMEOUT_S) as connection:
            connection.sendall(data)
            received = b""
            while True:
                part = connection.recv(65536)
                if not part:
                    return received
                received += part


class Case(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)
        self.trust = self.ledger.file("trust.json")
        self.assertEqual(self.ledger.run("trust", "export", "-o", self.trust).code, 0)
        self.submit(1)

    def submit(self, number, ledger=None):
        answer = (ledger or self.ledger).submit(unit(number))
        self.assertEqual(answer.one()["status"], "recorded", str(answer))

    def witness(self, name, **more):
        made = Witness(self.ledger.home, name, "--trust", self.trust, **more)
        self.addCleanup(made.stop)
        return made

    def add(self, witness, *options):
        answer = self.ledger.json("witness", "add", "--key", witness.key, "--url", witness.url, *options)
        self.assertEqual(answer.code, 0, str(answer))
        return answer.one()

    def checkpoint(self):
        answer = self.ledger.json("checkpoint")
        self.assertEqual(answer.code, 0, str(answer))
        return answer.one(), answer.err

    def prove(self, position, name="act.proof"):
        answer = self.ledger.run("prove", position)
        self.assertEqual(answer.code, 0, str(answer))
        return self.ledger.file(name, answer.out.rstrip("\n"))

    def check(self, proof, trust, *options):
        return run("--json", "check-proof", proof, "--trust", trust, *options)


class Witnessing(Case):
    def test_a_quorum_stands_under_the_checkpoint_and_in_every_proof(self):
        first, second = self.witness("w1"), self.witness("w2")
        self.add(first)
        self.add(second, "--quorum", "2")
        newest, told = self.checkpoint()
        self.assertEqual(newest["witnesses"], {"wanted": 2, "cosigned": ["w1.example", "w2.example"], "missing": [], "met": True,
                                               "last_witnessed_size": newest["size"]})
        self.assertEqual(told, "")
        pinned = self.ledger.file("pinned.json")
        self.assertEqual(self.ledger.run("trust", "export", "-o", pinned).code, 0)
        with open(pinned, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["witnesses"], [first.key, second.key])
        proof = self.prove(newest["size"] - 1)
        self.assertTrue(self.check(proof, pinned).one()["ok"])
        # Each line of a witness counts: without one, and with one changed.
        with open(proof, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.assertTrue(lines[-1].startswith("— w2.example "))
        answer = self.check(self.ledger.file("one.proof", "\n".join(lines[:-1])), pinned)
        self.assertEqual((answer.code, answer.one()["reason"].split(":")[0]), (1, "checkpoint.not_witnessed"))
        twice = "\n".join(lines[:-1] + [lines[-2]])
        self.assertIn("not_witnessed", self.check(self.ledger.file("twice.proof", twice), pinned).one()["reason"])
        line = lines[-1].split(" ")
        signature = bytearray(base64.b64decode(line[2]))
        signature[-1] ^= 1
        line[2] = base64.b64encode(signature).decode()
        answer = self.check(self.ledger.file("wrong.proof", "\n".join(lines[:-1] + [" ".join(line)])), pinned)
        self.assertEqual((answer.code, answer.one()["reason"].split(":")[0]), (1, "cosignature.wrong"))
        # What a witness keeps is served to monitors.
        origin = newest["checkpoint"].splitlines()[0]
        status, body = first.ask("GET", f"/{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint")
        self.assertEqual((status, body.splitlines()[1]), (200, str(newest["size"])))
        self.assertIn("— w1.example ", body)
        self.assertNotIn("— w2.example ", body)

    def test_one_that_is_away_delays_nothing_and_is_told(self):
        first, second = self.witness("w1"), self.witness("w2")
        self.add(first)
        self.add(second, "--quorum", "2")
        before, _ = self.checkpoint()
        pinned = self.ledger.file("pinned.json")
        self.ledger.run("trust", "export", "-o", pinned)
        self.assertEqual(second.stop(), 0)
        self.submit(2)
        newest, told = self.checkpoint()
        self.assertEqual(newest["size"], before["size"] + 1)
        self.assertEqual(newest["witnesses"]["cosigned"], ["w1.example"])
        self.assertEqual([each["name"] for each in newest["witnesses"]["missing"]], ["w2.example"])
        self.assertFalse(newest["witnesses"]["met"])
        self.assertEqual(newest["witnesses"]["last_witnessed_size"], before["size"])
        self.assertIn(f"the last witnessed size stays {before['size']}", told)
        # A proof of what was witnessed stands under that checkpoint; one of the newest event can't yet.
        self.assertTrue(self.check(self.prove(before["size"] - 1), pinned).one()["ok"])
        self.assertEqual(self.check(self.prove(before["size"]), pinned).code, 1)
        second.start()
        self.add(second)
        self.assertTrue(self.checkpoint()[0]["witnesses"]["met"])
        self.assertTrue(self.check(self.prove(before["size"]), pinned).one()["ok"])

    @of_a_directory
    def test_a_fork_shown_to_two_is_refused_by_exactly_one(self):
        first, second = self.witness("w1"), self.witness("w2")
        self.add(first)
        self.assertTrue(self.checkpoint()[0]["witnesses"]["met"])  # both know the beginning
        self.add(second, "--quorum", "2")
        begin, _ = self.checkpoint()
        self.assertTrue(begin["witnesses"]["met"])
        # The operator copies the ledger and lets each copy tell another past.
        fork = Ledger(sandbox=False)
        self.addCleanup(fork.close)
        shutil.copytree(self.ledger.path, fork.path)
        self.submit(2)
        self.submit(3, fork)
        self.assertEqual(self.ledger.json("witness", "add", "--key", second.key, "--url", "http://127.0.0.1:1").code, 0)
        ours, _ = self.checkpoint()
        self.assertEqual(ours["witnesses"]["cosigned"], ["w1.example"])
        forked = fork.json("checkpoint").one()
        self.assertEqual(forked["size"], ours["size"])
        self.assertNotEqual(forked["checkpoint"], ours["checkpoint"])
        self.assertEqual(forked["witnesses"]["cosigned"], ["w2.example"])
        self.assertEqual([each["name"] for each in forked["witnesses"]["missing"]], ["w1.example"])
        self.assertIn("422", forked["witnesses"]["missing"][0]["reason"])
        self.assertFalse(forked["witnesses"]["met"])

    def test_one_that_says_its_line_again_and_again_counts_once(self):
        """A note has room for 100 lines: one witness must not take the place of the others."""
        good, other = self.witness("w1"), self.witness("w2")

        class Repeating(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, answer = other.ask("POST", self.path, body)
                if status == 200:
                    answer *= 99
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer.encode())))
                self.end_headers()
                self.wfile.write(answer.encode())

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Repeating)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        self.addCleanup(lambda: (server.shutdown(), serving.join(), server.server_close()))
        self.add(good)
        answer = self.ledger.json("witness", "add", "--key", other.key, "--url", f"http://127.0.0.1:{server.server_port}", "--quorum", "2")
        self.assertEqual(answer.code, 0, str(answer))
        said, _ = self.checkpoint()
        self.assertTrue(said["witnesses"]["met"])
        self.assertEqual(len(said["checkpoint"].split("\n\n")[1].splitlines()), 3)

    def test_a_key_is_good_for_its_days(self):
        first = self.witness("w1")
        self.add(first, "--to", "2020-01-01")
        newest, told = self.checkpoint()
        self.assertEqual((newest["witnesses"]["cosigned"], newest["witnesses"]["met"]), ([], False))
        self.assertIn("not witnessed yet", told)
        self.add(first, "--from", "2019-01-01", "--to", "9999-12-31")
        self.assertTrue(self.checkpoint()[0]["witnesses"]["met"])

    def test_a_policy_that_means_nothing_is_wrong_use(self):
        first = self.witness("w1")
        for options in (["add", "--key", "nonsense"], ["add", "--key", first.key, "--quorum", "2"], ["policy", "--quorum", "1"],
                        ["add", "--key", first.key, "--url", "ftp://x"], ["add", "--key", first.key, "--from", "soon"],
                        ["add", "--key", first.key, "--from", "2026-01-02", "--to", "2026-01-02"]):
            with self.subTest(options):
                answer = self.ledger.json("witness", *options)
                self.assertEqual((answer.code, answer.out), (2, ""), str(answer))
        self.add(first)
        answer = self.ledger.run("witness", "policy", "--tlog-policy", "2026-01-01")
        self.assertEqual(answer.out.splitlines()[1:], [f"witness w1 {first.key} {first.url}", "group witnesses 1 w1", "quorum witnesses"])
        self.assertEqual(self.ledger.json("witness", "policy", "--quorum", "0").one()["witnesses"], [])

    def test_a_damaged_list_of_witnesses_asks_nobody_instead(self):
        self.add(self.witness("w1"))
        path = os.path.join(self.ledger.path, "witnesses")
        with open(path, "r+b") as file:
            content = file.read().replace(b'"quorum":1', b'"quorum":0')
            file.seek(0)
            file.write(content)
        answer = self.ledger.json("checkpoint")
        self.assertEqual(answer.code, 1, str(answer))
        self.assertEqual(json.loads(answer.err.splitlines()[-1])["error"]["code"], "witness.policy")


class Serving(Case):
    def test_wrong_starts(self):
        for code, options in ((2, []), (2, ["--log", "x"]), (2, ["--trust", self.trust, "--name", "a b"]), (2, ["--trust", self.trust]),
                              (2, ["--trust", self.trust, "--name", "w", "--listen", "nowhere"])):
            with self.subTest(options):
                answer = run("witness", "serve", "--state", os.path.join(self.ledger.home, "w"), *options)
                self.assertEqual(answer.code, code if options != ["--log", "x"] else 3, str(answer))
        serving = self.witness("w1")
        answer = run("witness", "serve", "--state", serving.state, "--trust", self.trust, "--listen", "127.0.0.1:0")
        self.assertEqual(answer.code, 4, str(answer))
        answer = run("witness", "serve", "--state", serving.state, "--trust", self.trust, "--name", "other")
        self.assertEqual(answer.code, 2, str(answer))

    def test_its_key_is_private_and_stays(self):
        serving = self.witness("w1")
        key = serving.key
        self.assertEqual(os.stat(os.path.join(serving.state, "key")).st_mode & 0o777, 0o600)
        self.assertEqual(serving.stop(), 0)
        serving.start()
        self.assertEqual(serving.key, key)

    def test_requests_that_can_be_read_in_two_ways_close_the_connection(self):
        serving = self.witness("w1")
        for name, head, status in (
                ("two lengths", b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400),
                ("chunks", b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
                ("a folded line", b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400),
                ("no host", b"GET / HTTP/1.1\r\n\r\n", 400),
                ("a head without end", b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 9000, 431),
                ("a body too long", b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", 413)):
            with self.subTest(name):
                # Whatever follows is not looked at: one answer, and the end.
                received = serving.raw(head + (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" if status != 431 else b""))
                self.assertTrue(received.startswith(b"HTTP/1.1 %d " % status), received)
                self.assertEqual(received.count(b"HTTP/1.1 "), 1, received)

    def test_out_of_descriptors_it_waits_and_goes_on(self):
        serving = self.witness("w1")
        resource.prlimit(serving.process.pid, resource.RLIMIT_NOFILE, (24, 24))
        host, port = serving.address.rsplit(":", 1)
        waiting = [socket.create_connection((host, int(port)), timeout=TIMEOUT_S) for _ in range(60)]
        for each in waiting:
            each.close()
        self.assertEqual(serving.ask("GET", "/nothing")[0], 404)

    def test_requests_one_after_the_other_on_a_connection(self):
        serving = self.witness("w1")
        one = b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
        last = b"GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        self.assertEqual(serving.raw(one * 3 + last).count(b"HTTP/1.1 404 "), 4)
        head = serving.raw(b"HEAD /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.assertTrue(head.endswith(b"\r\n\r\n"), head)
        self.assertEqual(serving.ask("GET", "/add-checkpoint")[0], 405)
        self.assertEqual(serving.ask("GET", "/" + "0" * 64 + "/checkpoint")[0], 404)

    @unittest.skipUnless(CRASH, "needs the build with crash points")
    def test_killed_before_it_answers_it_has_stored_or_not_but_never_forgets(self):
        for point in witness_points():
            with self.subTest(point):
                name = point.replace(".", "-").replace("_", "-")
                serving = Witness(self.ledger.home, name, "--trust", self.trust, program=CRASH, crash_at=f"{point}:2")
                self.addCleanup(serving.stop)
                note = self.ledger.json("checkpoint").one()
                self.assertEqual(serving.ask("POST", "/add-checkpoint", "old 0\n\n" + note["checkpoint"])[0], 200)
                size = note["size"]
                self.submit(f"x-{name}")
                grown = self.ledger.run("prove", "--since", size).out
                with self.assertRaises((http.client.HTTPException, ConnectionError)):
                    serving.ask("POST", "/add-checkpoint", grown)
                self.assertEqual(serving.process.wait(TIMEOUT_S), -signal.SIGKILL)
                serving.process.stdout.close()
                serving.process.stderr.close()
                serving.start()
                status, body = serving.ask("POST", "/add-checkpoint", grown)
                if point == "witness.before_rename":
                    self.assertEqual(status, 200, body)
                else:
                    self.assertEqual((status, body), (409, f"{size + 1}\n"))


if __name__ == "__main__":
    unittest.main()
