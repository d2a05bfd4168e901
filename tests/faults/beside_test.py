#!/usr/bin/env python3
"""Readers beside a writer that is hard at work: every answer is one, none calls the ledger damaged."""
import argparse
import os
import subprocess
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
import program  # noqa: E402
from program import Ledger, as_bytes, found_unit, hire, order  # noqa: E402

QUESTIONS = (("show", "P0"), ("history", "P0"), ("digest",), ("stats", "present", "--by", "grade"), ("who-held", "POST-0", "--on", "2024-06-01"),
             ("verify", "--views"), ("verify", "--full"), ("subscribe", "--limit", "3"), ("checkpoint",), ("keys", "list"))


def orders():
    number = 0
    while True:
        number += 1
        yield as_bytes(order(f"H-{number}", hire(f"P{number}", post=f"POST-{number}"))) + b"\n"


class Writer:
    """Feeds orders as fast as they are taken, so many for each question that is asked meanwhile."""

    def __init__(self, ledger):
        self.stopping = False
        self.allowed = threading.Semaphore(0)
        self.process = subprocess.Popen([program.SILLOK, "--ledger", ledger.path, "--json", "submit", "-"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, env=program.clean_environment())
        self.receipts = 0
        self.threads = [threading.Thread(target=self.feed), threading.Thread(target=self.count)]
        for thread in self.threads:
            thread.start()

    def feed(self):
        for line in orders():
            self.allowed.acquire()
            if self.stopping:
                break
            self.process.stdin.write(line)
            self.process.stdin.flush()
        self.process.stdin.close()

    def count(self):
        for _ in self.process.stdout:
            self.receipts += 1

    def go_on(self, count):
        self.allowed.release(count)

    def stop(self):
        self.stopping = True
        self.allowed.release()
        for thread in self.threads:
            thread.join()
        return self.process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--orders", type=int, default=400, help="recorded while each question is asked")
    options = parser.parse_args()
    failures = []
    with Ledger() as ledger:
        first = ledger.submit(found_unit(), order("H-0", hire("P0", post="POST-0")))
        if first.code != 0:
            raise AssertionError(str(first))
        writer = Writer(ledger)
        asked = 0
        try:
            for _ in range(options.rounds):
                for question in QUESTIONS:
                    writer.go_on(options.orders)
                    answer = ledger.json(*question)
                    asked += 1
                    if answer.code != 0:
                        failures.append(f"{' '.join(question)}: {answer}")
        finally:
            code = writer.stop()
        after = ledger.json("verify", "--full")
        if code != 0 or after.code != 0 or after.one()["orders"] != writer.receipts + 3:
            failures.append(f"the writer ended with {code} after {writer.receipts} receipts: {after}")
        print(f"{asked} questions beside {writer.receipts} orders, {len(failures)} failures", flush=True)
    for failure in failures[:10]:
        print(f"FAILED {failure[:600]}")
    return 1 if failures or not writer.receipts else 0


if __name__ == "__main__":
    sys.exit(main())
