"""A sandbox ledger, asked through the commands of `sillok` alone."""
import csv
import gzip
import io
import json
import os
import pathlib
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"


class Ledger:
    """A new ledger in `folder`, holding what `reader` makes of the bundled data set `name`."""

    def __init__(self, folder, name, trust):
        self._folder = os.path.join(folder, "ledger")
        self._command = [os.environ["SILLOK"], "--ledger", self._folder]
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1)
        self._lines = lines = os.path.join(folder, name + ".jsonl")
        with open(lines, "wb") as out:
            reader = ROOT / "tools" / "import" / (name + ".py")
            subprocess.run([sys.executable, reader, DATA / name], stdout=out, check=True)
        self._run("init", "--sandbox")
        receipts = [json.loads(line) for line in self._run("--json", "import", lines, "--trust", trust).splitlines()]
        self.summary = receipts.pop()["summary"]
        not_recorded = [receipt for receipt in receipts if receipt["status"] != "recorded"]
        with open(lines, "rb") as orders:
            count = sum(1 for _ in orders)
        if self.summary["unreadable"] or not_recorded or len(receipts) != count:
            raise AssertionError(f"{len(receipts)} of {count} orders; {not_recorded[:3]}; {self.summary}")
        self.flagged = {finding["person"] for receipt in receipts for finding in receipt.get("findings", [])}
        self.events = [Event(json.loads(line)) for line in self._run("--json", "subscribe").splitlines()]
        self.at = {event.position: event for event in self.events}
        if [event.position for event in self.events] != list(range(len(self.events))):
            raise AssertionError("subscribe left a gap")

    def files_with_a_name(self):
        """Files of the ledger that hold one of a hundred persons' names in the clear; none may."""
        with open(self._lines, encoding="utf-8") as orders:
            names = sorted({act["personal"]["name"] for line in orders for act in json.loads(line)["acts"]
                            if "personal" in act})
        some = [name.encode() for name in names[:: len(names) // 100 + 1]]
        found = []
        for path in pathlib.Path(self._folder).rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                found += [str(path) for name in some if name in content]
        return found

    def _run(self, *arguments):
        done = subprocess.run([*self._command, *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(f"sillok {' '.join(arguments)}: exit {done.returncode}: {done.stderr[-500:]}")
        return done.stdout

    def ask(self, *arguments):
        return json.loads(self._run("--json", *arguments))

    def ask_each(self, questions):
        """The answers to many questions, in their order; several are asked at a time."""
        return list(self._pool.map(lambda question: self.ask(*question), questions))

    def present(self, by, as_of):
        """{values of the dimensions: persons} and the total."""
        answer = self.ask("stats", "present", "--by", ",".join(by), "--as-of", as_of)
        return {tuple(row[name] for name in by): row["value"] for row in answer["rows"]}, answer["total"]

    def names(self, persons):
        """The newest name of each person: sealed in the log, shown by the ledger."""
        persons = sorted(set(persons))
        answers = self.ask_each([("show", person) for person in persons])
        return {person: answer["personal"]["name"] for person, answer in zip(persons, answers)}

    def acts(self, *kinds):
        return [event for event in self.events if event.act in kinds]

    def orders(self):
        """The events of each order, in order."""
        found = defaultdict(list)
        for event in self.events:
            found[event.authority, event.order].append(event)
        return found.values()


class Event:
    """One CloudEvent of `subscribe`: its `data` is the event as in `history`."""

    def __init__(self, cloud):
        body = cloud["data"]
        if str(body["position"]) != str(cloud["id"]) or cloud["type"] != f"sillok.act.{body['act']}.v1":
            raise AssertionError(f"envelope and event differ: {cloud}")
        self.person, self.position, self.act = cloud.get("subject"), body["position"], body["act"]
        self.effective_on, self.data = body["effective_on"], body["data"]
        self.order, self.authority, self.remarks = body["order"], body["authority"], body.get("remarks") or ""


def answer_file(folder, name):
    with gzip.open(folder / (name + ".csv.gz"), "rt", encoding="utf-8", newline="") as file:
        return file.read()


def as_csv(head, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
