"""`sillok serve` from outside: a process on a port of its own, what it answers, and the tree that its tiles make."""
import base64
import hashlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from program import SILLOK, TIMEOUT_S, Ledger, clean_environment
from witness_test import unit

WIDTH, HASH = 256, 32
NEVER = ("--publish-every", 0)
PAUSE_S = 0.02


def until(holds, what):
    """What `holds` gives once it is not false; bounded."""
    end = time.monotonic() + TIMEOUT_S
    while True:
        found = holds()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not in time: {what}")
        time.sleep(PAUSE_S)


class Reply:
    def __init__(self, answer):
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    @property
    def position(self):
        return int(self.headers["Sillok-Position"])

    @property
    def checkpoint_size(self):
        return int(self.headers["Sillok-Checkpoint-Size"])

    def __str__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:500]}"


class Served:
    """`listen` names an address that others can reach too, where it is not this one."""

    def __init__(self, ledger, *options, listen="127.0.0.1:0", json_lines=False, before=None):
        self.told = tempfile.TemporaryFile()
        words = [SILLOK, "--ledger", ledger.path, *(["--json"] if json_lines else []), "serve", "--listen", listen, *map(str, options)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=self.told, env=clean_environment(), preexec_fn=before)
        self.first_line = self.process.stdout.readline().decode()
        found = re.search(r"http://[^:]*:(\d+)", self.first_line)
        if not found:
            raise AssertionError(f"not serving: {self.first_line} {self.stop()} {self.stderr()}")
        self.port = int(found[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(TIMEOUT_S)
        if not self.process.stdout.closed:
            self.process.stdout.close()
        return code

    def close(self):
        self.stop()
        self.told.close()

    def stderr(self):
        with open(f"/proc/{os.getpid()}/fd/{self.told.fileno()}", encoding="utf-8") as file:
            return file.read()

    def ask(self, path, method="GET", body=None, host="127.0.0.1", **headers):
        connection = http.client.HTTPConnection(host, self.port, timeout=TIMEOUT_S)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        reply = Reply(connection.getresponse())
        connection.close()
        return reply

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT_S)

    def raw(self, data):
        """What comes for some bytes, until the connection is closed."""
        with self.connect() as connection:
            connection.sendall(data)
            received = b""
            while part := connection.recv(65536):
                received += part
            return received

    def ready(self):
        reply = self.ask("/readyz")
        return reply.status, reply.text.splitlines()

    def checkpoint(self):
        """(size, root) of the newest published one; not verified."""
        reply = self.ask("/checkpoint")
        if reply.status != 200:
            raise AssertionError(str(reply))
        lines = reply.text.split("\n")
        return int(lines[1]), base64.b64decode(lines[2])

    def tile(self, level, index, width=WIDTH):
        reply = self.ask(tile_path(level, index, width))
        if reply.status != 200 or len(reply.body) != width * HASH:
            raise AssertionError(f"tile {level}/{index}, {width} wide: {reply}")
        return [reply.body[i:i + HASH] for i in range(0, len(reply.body), HASH)]

    def row(self, level, size):
        """All hashes of a level in a tree of so many leaves, by its full tiles and the partial one."""
        count = size >> 8 * level
        hashes = []
        for index in range(-(-count // WIDTH)):
            hashes += self.tile(level, index, min(WIDTH, count - index * WIDTH))
        return hashes


def tile_path(level, index, width=WIDTH):
    """As C2SP tlog-tiles spells it."""
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"/tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < WIDTH else "")


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes):
    """RFC 6962 over hashes of one level; those of a complete subtree where that is above the leaves."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return node(root_of(hashes[:left]), root_of(hashes[left:]))


def root_by_levels(rows, size):
    """The same from upper levels: `rows[level]` are its hashes; only what no level above covers is taken of each."""
    parts = []
    for level in range(len(rows) - 1, -1, -1):
        covered = (size >> 8 * (level + 1)) * WIDTH
        rest = rows[level][covered:]
        # Complete subtrees, the largest first.
        while rest:
            take = 1 << len(rest).bit_length() - 1
            parts.append(root_of(rest[:take]))
            rest = rest[take:]
    root = parts.pop()
    while parts:
        root = node(parts.pop(), root)
    return root


def parse_metrics(case, text):
    """{(name, labels): value}, {family: type}; every line is one that Prometheus reads."""
    figures, types, helped = {}, {}, set()
    for line in text.splitlines():
        if line.startswith("# HELP "):
            helped.add(line.split(" ")[2])
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            types[name] = kind
        else:
            match = re.fullmatch(r'(sillok_[a-z_]+)(?:\{((?:[a-z]+="[^"\\]*",?)+)\})? ([0-9.e+-]+|\+Inf)', line)
            case.assertTrue(match, line)
            case.assertNotIn((match[1], match[2] or ""), figures, "told twice")
            figures[match[1], match[2] or ""] = float(match[3])
    case.assertEqual(helped, set(types))
    return figures, types


class ServeCase(unittest.TestCase):
    """Each test with a sandbox of its own, served as it likes."""

    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)

    def serve(self, *options, ledger=None, **more):
        served = Served(ledger or self.ledger, *options, **more)
        self.addCleanup(served.close)
        return served

    def submit(self, *numbers):
        answer = self.ledger.submit(*map(unit, numbers))
        self.assertEqual(answer.code, 0, str(answer))
        return answer.lines()[-1]["positions"][1]

    def publish(self):
        answer = self.ledger.json("checkpoint")
        self.assertEqual(answer.code, 0, str(answer))
        return answer.one()

    def check_problem(self, reply, status, code):
        self.assertEqual(reply.status, status, str(reply))
        self.assertEqual(reply.headers["Content-Type"], "application/problem+json")
        problem = reply.json()
        self.assertEqual((problem["status"], problem["code"]), (status, code))
        self.assertTrue(problem["title"] and problem["detail"] and problem["type"])
        self.assertGreaterEqual(reply.position, 0)
        self.assertGreaterEqual(reply.checkpoint_size, 0)

    def grow_until_published(self, served, position):
        return until(lambda: served.ask("/livez").checkpoint_size > position, f"a checkpoint of more than {position} events")
