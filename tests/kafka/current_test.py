#!/usr/bin/env python3
"""How new an answer of a replica is: it says so, it can be asked to wait, and one that another process keeps current is as
new as one that reads its topic itself."""
import json
import os
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import OnABroker, main  # noqa: E402
from program import found_unit, hire, order  # noqa: E402


class HowNewAnAnswerIs(OnABroker):
    def serve(self, directory):
        service = self.start(directory, "serve", "--listen", "127.0.0.1:0")
        self.addCleanup(service.communicate)
        self.addCleanup(service.kill)
        self.url = json.loads(service.stdout.readline())["url"]
        return service

    def get(self, path, **fields):
        request = urllib.request.Request(self.url + path, headers={name.replace("_", "-"): str(value) for name, value in fields.items()})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()

    def test_a_replica_that_another_process_keeps(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit()))
        self.serve("b")
        for number in range(20):
            receipt = self.ok(self.submit("a", order(f"H-{number}", hire(f"P{number}")))).one()
            position = receipt["positions"][1]
            self.assertEqual(self.ok(self.ask("b", "show", f"P{number}")).one()["person"], f"P{number}", "at once")
            status, headers, _ = self.get("/version", Sillok_At_Least_Position=position)
            self.assertEqual(status, 200)
            self.assertGreaterEqual(int(headers["Sillok-Position"]), position)
        self.assertLess(float(headers["Sillok-Staleness"]), 60)
        for wanted, told in ((position + 1, (503, "1", "position.not_yet")), *((none, (400, None, "http.malformed")) for none in ("x", "-1", ""))):
            status, headers, text = self.get("/version", Sillok_At_Least_Position=wanted)
            self.assertEqual((status, headers["Retry-After"], json.loads(text)["code"]), told, wanted)

        self.assertEqual(self.kafka("stop", "1", "--kill").returncode, 0)
        before = float(self.get("/version")[1]["Sillok-Staleness"])
        time.sleep(1.2)
        self.assertGreater(float(self.get("/version")[1]["Sillok-Staleness"]), before + 1, "it grows while the topic is out of reach")
        self.assertIn("\nsillok_staleness_seconds ", self.get("/metrics")[2])
        self.assertEqual(self.kafka("start", "1").returncode, 0)

    def test_who_asks_from_the_command_line(self):
        self.found()
        self.join("b")
        self.ok(self.submit("a", found_unit()))
        last = self.ok(self.submit("a", order("H-1", hire("P1")))).one()["positions"][1]
        self.ok(self.ask("b", "--at-least", last, "show", "P1"))
        offline = self.ok(self.ask("b", "--offline", "show", "P1"))
        self.assertIn("sillok: offline: this is the ledger as its topic had it at 20", offline.err)
        self.refused(self.ask("b", "--offline", "--at-least", last + 1, "show", "P1"), 4, "position.not_yet")
        self.refused(self.ask("b", "--at-least", "x", "show", "P1"), 2, "option.unknown")


if __name__ == "__main__":
    main()
