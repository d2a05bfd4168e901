#!/usr/bin/env python3
"""What a ledger on a topic costs beside the embedded one, on a broker of one node that is made for it: a line a figure,
with what it is compared with in the same run. Nothing here is a test.

  SILLOK=build/release/bin/sillok SILLOK_INJECT=build/release/tests/kafka/inject tests/bench/kafka_figures.py [FIGURE …]

FIGURE: ingest, log-layer, catch-up, visible, failover, contention; all of them where none is named. Sandboxes sign by themselves, so
signatures are made and checked on both sides of a comparison."""
import argparse
import http.client
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from machine import run, say  # noqa: E402
from program import SILLOK, act, found_unit, hire, order  # noqa: E402

INJECT = os.environ.get("SILLOK_INJECT", "inject")


def share(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def row(figure, value, unit, beside="", reference=None, asked=""):
    compared = f"{reference:12,.1f} {value / reference:8.2f}" if reference else 21 * " "
    print(f"{figure:46} {value:12,.1f} {unit:9} {compared}  {asked:9} {beside}", flush=True)


class Place:
    """A broker, and ledgers beside it."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="sillok-figures-"))
        self.brokers = self.kafka("up").stdout.strip()
        self.topics = 0

    def kafka(self, *words):
        return subprocess.run([ROOT / "ops" / "kafka", *words, "--data", self.home / "broker"], stdout=subprocess.PIPE, text=True, check=True)

    def close(self):
        self.kafka("down")
        shutil.rmtree(self.home)

    def cli(self, name, *words, **more):
        return run([SILLOK, "--ledger", self.home / name, "--json", *words], stdout=subprocess.PIPE, **more)

    def record(self, name, *lines):
        file = self.lines("few.jsonl", lines)
        return self.cli(name, "submit", file)

    def lines(self, name, orders):
        path = self.home / name
        path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in orders))
        return path

    def embedded(self, name):
        self.cli(name, "init", "--sandbox")
        self.record(name, found_unit())

    def founded(self, name):
        self.topics += 1
        topic = f"figures-{self.topics}"
        self.cli(name, "init", "--sandbox", "--kafka", self.brokers, "--topic", topic)
        self.cli(name, "trust", "export", "-o", self.home / f"{name}.trust")
        self.record(name, found_unit())
        return topic

    def join(self, name, source, topic):
        self.cli(name, "init", "--kafka", self.brokers, "--topic", topic, "--trust", self.home / f"{source}.trust")

    def size(self, name):
        return json.loads(self.cli(name, "--offline", "verify").stdout)["size"]

    def remove(self, *names):
        for name in names:
            shutil.rmtree(self.home / name)

    def submitting(self, name):
        return subprocess.Popen([SILLOK, "--ledger", self.home / name, "--json", "submit", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def send(process, line):
    process.stdin.write(json.dumps(line).encode() + b"\n")
    process.stdin.flush()


def answered(process, line):
    """Seconds from line to receipt."""
    begin = time.monotonic()
    send(process, line)
    receipt = json.loads(process.stdout.readline())
    if receipt["status"] != "recorded":
        sys.exit(f"figures: {receipt}")
    return time.monotonic() - begin


def ingest(place, options):
    singles = place.lines("singles.jsonl", (order(f"S{i}", hire(f"P{i}")) for i in range(options.orders)))
    mass = place.lines("mass.jsonl", (order(f"M{i}", *(act("trained", f"P{n}", "2024-04-02", course=f"C{i}", hours=1) for n in range(2_000)),
                                            on="2024-04-02") for i in range(options.mass)))
    rates = {}
    for turn in range(options.rounds):
        for kind in ("embedded", "topic"):
            name = f"{kind}-{turn}"
            place.embedded(name) if kind == "embedded" else place.founded(name)
            for what, file, acts in (("one act an order", singles, options.orders), ("2,000 acts an order", mass, 2_000 * options.mass)):
                rates.setdefault((what, kind), []).append(acts / place.cli(name, "submit", file).seconds)
            with place.submitting(name) as process:
                seconds = [answered(process, order(f"L{turn}-{i}", hire(f"L{i}"))) for i in range(200)]
                process.stdin.close()
            rates.setdefault(("latency", kind), []).append(statistics.median(seconds) * 1e3)
            place.remove(name)
    for what in ("one act an order", "2,000 acts an order"):
        row(f"ingest over Kafka, {what}", statistics.median(rates[what, "topic"]), "events/s", "embedded",
            statistics.median(rates[what, "embedded"]), ">= 0.50")
    row("one order after the other, p50", statistics.median(rates["latency", "topic"]), "ms", "embedded",
        statistics.median(rates["latency", "embedded"]))


def log_layer(place, options):
    """The ledger's own records once more, as large as `submit` makes them, and as small as one order each."""
    for what, batch in (("batches of orders", True), ("one order a record", False)):
        topic = place.founded(f"layer-{batch}")
        if batch:
            place.cli(f"layer-{batch}", "submit", place.lines("singles.jsonl", (order(f"S{i}", hire(f"P{i}")) for i in range(options.orders))))
        else:
            with place.submitting(f"layer-{batch}") as process:
                for i in range(200):
                    answered(process, order(f"S{i}", hire(f"P{i}")))
                process.stdin.close()
        told = run([INJECT, place.brokers, topic, "rate", 500 if batch else 200_000, options.rounds], stdout=subprocess.PIPE)
        rounds = [[float(word) for word in line.split()] for line in told.stdout.splitlines()]
        mb, ours, alone = (statistics.median(each) for each in zip(*rounds))
        row(f"signed bytes into the topic, {what}", mb / ours, "MB/s", "idempotent producer alone", mb / alone, ">= 0.80")


def catch_up(place, options):
    topic = place.founded("writer")
    place.cli("writer", "submit", place.lines("singles.jsonl", (order(f"S{i}", hire(f"P{i}")) for i in range(options.orders))))
    size = place.size("writer")
    rates = {"read": [], "read and shown": [], "verify": [], "rebuild": []}
    for _ in range(options.rounds):
        place.join("late", "writer", topic)
        rates["read"].append(size / place.cli("late", "replica").seconds)
        rates["verify"].append(size / place.cli("late", "--offline", "verify", "--full").seconds)
        rates["rebuild"].append(size / place.cli("late", "rebuild").seconds)
        place.remove("late")
        place.join("late", "writer", topic)
        rates["read and shown"].append(size / place.cli("late", "show", "P0").seconds)
        place.remove("late")
    found = {name: statistics.median(each) for name, each in rates.items()}
    row("catch-up of a new replica", found["read"], "events/s", "verify --full", found["verify"], ">= 1.00")
    row("catch-up of a new replica", found["read"], "events/s", "rebuild of the views", found["rebuild"])
    row("catch-up of a new replica and its views", found["read and shown"], "events/s", "verify --full, then rebuild",
        1 / (1 / found["verify"] + 1 / found["rebuild"]))


def visible(place, options):
    """From the moment a line is due until a service on another replica shows a log that holds it."""
    topic = place.founded("writer")
    place.join("reader", "writer", topic)
    lag = run([INJECT, place.brokers, f"{topic}-lag", "lag", options.rate * options.seconds, options.rate], stdout=subprocess.PIPE)
    raw = [float(line) for line in lag.stdout.split()]
    base, due, shown, receipts = place.size("writer"), {}, {}, {}
    count = options.rate * options.seconds
    service = subprocess.Popen([SILLOK, "--ledger", place.home / "reader", "--json", "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE)
    try:
        port = int(json.loads(service.stdout.readline())["url"].rpartition(":")[2])
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

        def size():
            client.request("GET", "/metrics")
            text = client.getresponse().read()
            return int(float(text.partition(b"\nsillok_log_size ")[2].split(b"\n", 1)[0]))

        def watch():
            seen = base
            while seen < base + count:
                now_there = size()
                now = time.monotonic()
                for position in range(seen, now_there):
                    shown[position] = now
                seen = max(seen, now_there)
                time.sleep(0.001)

        def take(process):
            for _ in range(count):
                receipt = json.loads(process.stdout.readline())
                receipts[receipt["order"]] = (time.monotonic(), receipt["positions"][0])

        while size() < base:
            time.sleep(0.1)
        with place.submitting("writer") as process:
            answered(process, order("FIRST", hire("FIRST")))
            base += 1
            threads = [threading.Thread(target=watch), threading.Thread(target=take, args=(process,))]
            for each in threads:
                each.start()
            begin = time.monotonic() + 0.5
            for i in range(count):
                due[f"V{i}"] = begin + i / options.rate
                time.sleep(max(0, due[f"V{i}"] - time.monotonic()))
                send(process, order(f"V{i}", hire(f"V{i}")))
            for each in threads:
                each.join()
            process.stdin.close()
    finally:
        service.terminate()
        service.wait()
    lags = [(shown[position] - due[number]) * 1e3 for number, (_, position) in receipts.items()]
    receipt = [(at - due[number]) * 1e3 for number, (at, _) in receipts.items()]
    for part, name in ((0.5, "p50"), (0.99, "p99")):
        row(f"line to visible on another replica, {name}", share(lags, part), "ms", f"producer to consumer, {options.rate}/s", share(raw, part), "<= 3.00")
        row(f"line to receipt, {name}", share(receipt, part), "ms", f"producer to consumer, {options.rate}/s", share(raw, part))


def failover(place, options):
    topic = place.founded("writer")
    place.join("other", "writer", topic)
    seconds = []
    for turn in range(options.failovers):
        with place.submitting("writer") as process:
            for i in range(5):
                answered(process, order(f"A{turn}-{i}", hire(f"A{turn}.{i}")))
            send(process, order(f"K{turn}", hire(f"K{turn}")))
            begin = time.monotonic()
            process.kill()
        place.record("other", order(f"B{turn}", hire(f"B{turn}")))
        seconds.append(time.monotonic() - begin)
    row(f"kill -9 to another's receipt, median of {options.failovers}", statistics.median(seconds), "s", asked="< 5")
    row("the longest of them", max(seconds), "s", asked="< 5")


def contention(place, options):
    names = [f"w{i}" for i in range(5)]
    topic = place.founded(names[0])
    for name in names[1:]:
        place.join(name, names[0], topic)
    alone = None
    for many in (1, 2, 3, 5):
        counts = [0] * many
        end = time.monotonic() + options.seconds / 2

        def work(index, counts=counts, many=many, end=end):
            with place.submitting(names[index]) as process:
                while time.monotonic() < end:
                    answered(process, order(f"C{many}-{index}-{counts[index]}", hire(f"C{many}.{index}.{counts[index]}")))
                    counts[index] += 1
                process.stdin.close()

        threads = [threading.Thread(target=work, args=(index,)) for index in range(many)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        rate = sum(counts) / (options.seconds / 2)
        alone = alone or rate
        row(f"{many} writers, one order after the other each", rate, "orders/s", f"one alone; {counts}", alone)


FIGURES = {"ingest": ingest, "log-layer": log_layer, "catch-up": catch_up, "visible": visible, "failover": failover, "contention": contention}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", metavar="FIGURE", nargs="*", help=", ".join(FIGURES))
    parser.add_argument("--orders", type=int, default=20_000, help="of one act each")
    parser.add_argument("--mass", type=int, default=10, help="orders of 2,000 acts")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rate", type=int, default=200, help="orders a second that are to be seen elsewhere")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--failovers", type=int, default=10)
    options = parser.parse_args()
    if unknown := set(options.figures) - set(FIGURES):
        parser.error(f"no figure {', '.join(unknown)}")
    for name in options.figures or FIGURES:
        say(name)
        place = Place()
        try:
            FIGURES[name](place, options)
        finally:
            place.close()


if __name__ == "__main__":
    main()
