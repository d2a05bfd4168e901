"""Runs the sillok program from outside, as anybody would: arguments in, text and exit code out.

The program is $SILLOK; each Ledger is a directory of its own that goes away with the object.
"""
import functools
import json
import os
import shutil
import subprocess
import tempfile
import unittest
import uuid

SILLOK = os.environ.get("SILLOK", "sillok")
TIMEOUT_S = 120


def clean_environment(**more):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SILLOK_")}
    return {**environment, **more}


class Answer:
    """What one run gave: exit code, stdout and stderr as text, the JSON lines of stdout."""

    def __init__(self, done):
        self.code = done.returncode
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def one(self):
        found = self.lines()
        if len(found) != 1:
            raise AssertionError(f"one JSON object expected, got {self}")
        return found[0]

    def __str__(self):
        return f"exit {self.code}\nstdout: {self.out[:2000]}\nstderr: {self.err[:2000]}"


def run(*arguments, stdin=b"", program=None, environment=None):
    done = subprocess.run([program or SILLOK, *map(str, arguments)], input=stdin, capture_output=True,
                          timeout=TIMEOUT_S, env=environment or clean_environment(), check=False)
    return Answer(done)


class Answers(unittest.TestCase):
    """What a run may answer."""

    def ok(self, answer):
        self.assertEqual(answer.code, 0, str(answer))
        return answer

    def refused(self, answer, code, error):
        self.assertEqual(answer.code, code, str(answer))
        self.assertIn(f'"code":"{error}"', answer.err)


def where_it_is_kept():
    """What `init` is told besides: nothing, or a topic of its own at the brokers that $SILLOK_ON_KAFKA names, where every test
    of this kind must go as it goes in a directory."""
    brokers = os.environ.get("SILLOK_ON_KAFKA")
    return ("--kafka", brokers, "--topic", f"t-{uuid.uuid4()}") if brokers else ()


# What can only be so where the directory is the log's home: a copy of it is another past there, and on a topic it reads on; or
# what `serve` says of itself.
of_a_directory = unittest.skipIf(os.environ.get("SILLOK_ON_KAFKA"), "a directory that follows a topic goes another way")


class Ledger:
    """A fresh sandbox ledger in a temporary folder; `files` is a place for order files beside it."""

    def __init__(self, sandbox=True):
        self.home = tempfile.mkdtemp(prefix="sillok-test-")
        self.path = os.path.join(self.home, "ledger")
        if sandbox:
            made = self.run("init", "--sandbox", *where_it_is_kept())
            if made.code != 0:
                raise AssertionError(f"init --sandbox: {made}")

    def close(self):
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def run(self, *arguments, **more):
        return run("--ledger", self.path, *arguments, **more)

    def json(self, *arguments, **more):
        return self.run("--json", *arguments, **more)

    def file(self, name, *lines):
        path = os.path.join(self.home, name)
        with open(path, "wb") as out:
            for line in lines:
                out.write(as_bytes(line) + b"\n")
        return path

    def signed_file(self, *lines, name="orders.jsonl"):
        """The lines as this ledger takes them; a sandbox signs by itself."""
        return self.file(name, *lines)

    def submit(self, *lines):
        return self.json("submit", self.signed_file(*lines))

    def submit_and_kill(self, *lines):
        """A writer killed with every receipt printed; gives the receipts."""
        with open(self.signed_file(*lines), "rb") as file:
            content = file.read()
        with subprocess.Popen([SILLOK, "--ledger", self.path, "--json", "submit", "-"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, env=clean_environment()) as process:
            process.stdin.write(content)
            process.stdin.flush()
            receipts = [json.loads(process.stdout.readline()) for _ in lines]
            process.kill()
        return receipts

    def size(self):
        return self.json("verify").one()["size"]

    @property
    def begin(self):
        """The size right after init, so the position of the first act after it; may be asked at any time."""
        return size_of_a_new_ledger()


@functools.cache
def size_of_a_new_ledger():
    """The genesis order holds the shipped rule tables too, the same in every ledger of this program."""
    with Ledger() as ledger:
        return ledger.size()


class OfficersLedger(Ledger):
    """A real ledger: two roots, two officers with keys and grants, orders signed away from it."""

    def __init__(self):
        super().__init__(sandbox=False)
        public = {name: self.answer("keys", "generate", name, "-o", self.key(name)).one()["public_key"]
                  for name in ("root.a", "root.b", "kim", "lee")}
        roots = ("--key", self.key("root.a"), "--key", self.key("root.b"))
        self.answer("init", "--origin", "example.org/hr", "--root", f"root.a={public['root.a']}",
                    "--root", f"root.b={public['root.b']}", *roots, *where_it_is_kept())
        by_roots = ("--authority", "MPM", "--drafted-by", "root.a", "--approved-by", "root.b",
                    "--on", "2024-01-02", *roots)
        for name, role in (("kim", "drafter"), ("lee", "approver")):
            self.answer("keys", "register", name, "--public", public[name], "--order", f"K-{name}", *by_roots)
            self.answer("grant", name, "--role", role, "--scope", "*", "--order", f"G-{name}", *by_roots)
        trust = os.path.join(self.home, "trust.json")
        self.answer("trust", "export", "-o", trust)
        self.trust = trust

    def key(self, name):
        return os.path.join(self.home, name + ".key")

    def answer(self, *arguments):
        """An answer that must be yes."""
        answer = self.json(*arguments)
        if answer.code != 0:
            raise AssertionError(f"{arguments}: {answer}")
        return answer

    def signed_file(self, *lines, name="orders.jsonl"):
        signed = self.file(name, *({**line, "drafted_by": "kim", "approved_by": "lee"} for line in lines))
        for step in (("order", "digest"), ("order", "sign", "--trust", self.trust, "--key", self.key("kim")),
                     ("order", "sign", "--trust", self.trust, "--key", self.key("lee"))):
            signed = self.file(name, *self.answer(*step[:2], signed, *step[2:]).out.encode().splitlines())
        return signed


class RootsLedger(OfficersLedger):
    """With keys for roots to come, and commands signed by two roots."""

    def __init__(self):
        super().__init__()
        self.public = {key["officer"]: key["public_key"] for key in self.answer("keys", "list").one()["keys"]}
        for name in ("root.c", "root.d"):
            self.public[name] = self.answer("keys", "generate", name, "-o", self.key(name)).one()["public_key"]

    def by(self, drafter, approver, number, *command, path=None):
        return run("--ledger", path or self.path, "--json", *command, "--order", number, "--authority", "MPM", "--on", "2024-01-05",
                           "--drafted-by", drafter, "--approved-by", approver, "--key", self.key(drafter), "--key", self.key(approver))

    def roots(self, drafter, approver, number, *names):
        return self.by(drafter, approver, number, "keys", "roots", *(f"--root={name}={self.public[name]}" for name in names))

    def change(self, word, *arguments):
        """The position of a step that must be taken, and is told with that word."""
        answer = self.roots(*arguments)
        if answer.code != 0 or answer.one()["roots"] != word:
            raise AssertionError(f"{arguments}: {answer}")
        return answer.one()["positions"][0]

    def register(self, drafter, approver, name, path=None):
        if name not in self.public:
            self.public[name] = self.answer("keys", "generate", name, "-o", self.key(name)).one()["public_key"]
        return self.by(drafter, approver, f"K-{name}", "keys", "register", name, "--public", self.public[name], path=path)

    def proof(self, position, path=None):
        proof = run("--ledger", path or self.path, "prove", position)
        if proof.code != 0:
            raise AssertionError(proof)
        return self.file(f"{position}.proof", *proof.out.encode().splitlines())

    def pin(self, name):
        path = os.path.join(self.home, name)
        self.answer("trust", "export", "-o", path)
        return path


class OnALedger(unittest.TestCase):
    """Each test with a sandbox of its own."""

    def setUp(self):
        self.ledger = Ledger()
        self.addCleanup(self.ledger.close)

    def recorded(self, *lines):
        """Their receipts; every line has to be recorded."""
        answer = self.ledger.submit(*lines)
        self.assertEqual(answer.code, 0, str(answer))
        return answer.lines()


def as_bytes(line):
    if isinstance(line, bytes):
        return line
    if isinstance(line, str):
        return line.encode()
    return json.dumps(line, ensure_ascii=False).encode()


def hire(person, on="2024-03-02", name="김하나", **data):
    return {"act": "hired", "person": person, "effective_on": on,
            "data": {"route": "open", "class": "general", "grade": 9, "series": "administration",
                     "unit": "U1", "step": 1, "probation_months": 6, **data},
            "personal": {"name": name, "birth_on": "1998-05-04", "sex": "F"}}


def act(name, person, on, /, **data):
    return {"act": name, "person": person, "effective_on": on, **({"data": data} if data else {})}


def order(number, *acts, on="2024-03-02", **header):
    return {"order": number, "authority": "1760000", "issued_on": on, "legal_basis": ["SPOA:28"],
            **header, "acts": list(acts)}


def found_unit(number="UNIT-1", unit="U1", on="2000-01-01"):
    """The order that makes the unit that the hires above name."""
    act = {"act": "unit_created", "effective_on": on,
           "data": {"unit": unit, "name_ko": "가", "name_en": "A", "kind": "ministry"}}
    return order(number, act, on=on)
