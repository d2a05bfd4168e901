"""A real broker for the tests of one file, and ledgers on topics of it."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from program import SILLOK, Answers, OfficersLedger, act, clean_environment, found_unit, hire, order, run  # noqa: E402

SKIPPED = 77
LIMIT_S = 200
SHARED_BROKER = os.environ.get("SILLOK_SHARED_BROKER")  # a folder for ops/kafka; whoever names it takes it down
VERSION = os.environ.get("SILLOK_KAFKA_VERSION")  # of Kafka; ops/kafka's own where it is not set


class OnABroker(Answers):
    """The broker is there for all tests of a class, or of a run of ctest, which stops it (tests/kafka/CMakeLists.txt); each test
    names a topic of its own."""

    nodes = 1
    shares_broker = True

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(tempfile.mkdtemp(prefix="sillok-topic-"))
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        cls.broker = cls.home / "broker"
        if SHARED_BROKER and cls.shares_broker and not VERSION:
            cls.broker = pathlib.Path(SHARED_BROKER)
        else:
            cls.addClassCleanup(cls.kafka, "down")
        up = cls.kafka("up", "--nodes", cls.nodes, *(("--version", VERSION) if VERSION else ()))
        if up.returncode != 0:
            raise AssertionError(up.stderr)
        cls.brokers = up.stdout.strip()

    @classmethod
    def kafka(cls, *words):
        return subprocess.run([ROOT / "ops" / "kafka", *map(str, words), "--data", cls.broker], capture_output=True, text=True,
                              timeout=LIMIT_S, check=False)

    def setUp(self):
        self.topic = f"{self.id().rpartition('.')[2]}-{uuid.uuid4().hex[:8]}"
        self.place = self.home / self.topic
        self.count = 0

    def path(self, name):
        return self.place / name

    def ask(self, directory, *arguments, stdin=b""):
        return run("--ledger", self.path(directory), "--json", *arguments, stdin=stdin)

    def found(self, directory="a", *options):
        return self.ok(self.ask(directory, "init", "--sandbox", "--kafka", self.brokers, "--topic", self.topic, *options)).one()

    def join(self, directory, source="a", topic=None):
        trust = self.path(source + ".trust")
        self.ok(self.ask(source, "trust", "export", "-o", trust))
        return self.ok(self.ask(directory, "init", "--kafka", self.brokers, "--topic", topic or self.topic, "--trust", trust)).one()

    def submit(self, directory, *lines):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return self.ask(directory, "submit", "-", stdin=text.encode())

    def start(self, directory, *arguments, **more):
        """A run that goes on beside the test."""
        return subprocess.Popen([SILLOK, "--ledger", self.path(directory), "--json", *map(str, arguments)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment(), **more)

    def head(self, directory):
        answer = self.ok(self.ask(directory, "verify", "--full")).one()
        self.assertTrue(answer["ok"], str(answer))
        return answer["size"], answer["root"]


class BesideAnotherClient(OnABroker):
    """`inject` is an ordinary client of the same topic."""

    def inject(self, *words):
        done = subprocess.run([os.environ["SILLOK_INJECT"], self.brokers, self.topic, *map(str, words)], capture_output=True, text=True,
                              timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def replica(self, directory):
        return self.ok(self.ask(directory, "replica", "--quarantine")).one()


class OfficersOnATopic(OfficersLedger):
    """A real ledger with roots and officers, founded on a topic."""

    def __init__(self, *kafka):
        self.kafka = kafka
        super().__init__()

    def answer(self, *arguments):
        return super().answer(*arguments, *(self.kafka if arguments[0] == "init" else ()))


class OfARealLedger(OnABroker):
    """One that is at home in the topic, founded by a node whose directory is ledger.path; `b` is another node."""

    def setUp(self):
        super().setUp()
        self.kafka_options = ("--kafka", self.brokers, "--topic", self.topic)
        self.ledger = OfficersLedger()
        self.addCleanup(self.ledger.close)
        self.ok(self.ledger.submit(found_unit(), order("H-1", hire("P1", name="김하나"))))
        self.before_it_moves()
        self.home_backup = self.backup(self.ledger.path, "home")
        self.ledger.answer("migrate", "--to", "kafka", *self.kafka_options)
        self.place.mkdir(exist_ok=True)
        self.ok(self.ask("b", "init", *self.kafka_options, "--trust", self.ledger.trust))

    def before_it_moves(self):
        pass

    def path(self, name):
        return self.ledger.path if name == "a" else super().path(name)

    def backup(self, directory, name):
        file = os.path.join(self.ledger.home, name + ".sillok")
        self.ok(self.ask(directory, "backup", "-o", file))
        return file

    def register(self, node, directory):
        public = self.ok(self.ask(directory, "replica")).one()["node"]
        self.ledger.answer("keys", "register", node, "--kind", "node", "--public", public, "--order", f"K-{node}", "--authority", "MPM",
                           "--drafted-by", "root.a", "--approved-by", "root.b", "--on", "2024-01-02", "--key",
                           self.ledger.key("root.a"), "--key", self.ledger.key("root.b"))

    def bring_keys(self, node, directory):
        bundle = os.path.join(self.ledger.home, node + ".keys")
        self.ledger.answer("keys", "export", "--to", node, "-o", bundle)
        return self.ok(self.ask(directory, "keys", "import", bundle, "--node-key",
                                os.path.join(self.path(directory), "keys", "node.key"))).one()

    def published(self, directory):
        return self.ok(self.ask(directory, "checkpoint")).one()

    def signed(self, number):
        return self.ledger.signed_file(trained("P1", number), name=f"{number}.jsonl")


def trained(person, number):
    return order(f"T-{number}", act("trained", person, "2024-04-02", course="law", hours=3), on="2024-04-02")


def main():
    missing = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if missing:
        print(f"skipped: no {' and no '.join(missing)} on this machine")
        sys.exit(SKIPPED)
    unittest.main()
