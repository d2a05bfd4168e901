#!/usr/bin/env python3
"""The service from outside, by somebody without a login: what is answered, to whom, and what is not."""
import concurrent.futures
import http.client
import json
import os
import re
import signal
import socket
import unittest

from program import TIMEOUT_S, Ledger, of_a_directory, run
from served import NEVER, ServeCase, parse_metrics, until
from witness_test import Witness

PUBLIC = ("/livez", "/healthz", "/readyz", "/version", "/checkpoint", "/metrics")


class Answers(ServeCase):
    @of_a_directory
    def test_how_it_is(self):
        served = self.serve()
        self.assertEqual(served.first_line, f"listening on {served.url}\n")
        until(lambda: served.ready()[0] == 200, "readiness")
        self.assertEqual(served.ready()[1], ["[+]log ok", "[+]views ok", "[+]checkpoint ok", "[+]key ok"])
        for path in ("/livez", "/healthz"):
            self.assertEqual((served.ask(path).status, served.ask(path).text), (200, "ok\n"))
        version = served.ask("/version")
        with open(os.path.join(self.ledger.path, "LEDGER"), encoding="utf-8") as file:
            identity = file.read()
        told = version.json()
        self.assertEqual(version.headers["Content-Type"], "application/json")
        self.assertEqual((told["name"], told["acceptance"], told["sandbox"]), ("sillok", 1, True))
        self.assertEqual(f"sillok {told['version']}\n", run("--version").out)
        self.assertIn(told["origin"], identity)
        trust = self.ledger.file("trust.json")
        self.ledger.run("trust", "export", "-o", trust)
        with open(trust, encoding="utf-8") as file:
            self.assertEqual(told["genesis"], json.load(file)["genesis"])

    def test_everything_says_where_it_stands(self):
        served = self.serve()
        size = self.ledger.size()
        until(lambda: served.ask("/livez").checkpoint_size == size, "the first checkpoint")
        for path in (*PUBLIC, "/nothing", "/tile/0/000", "/tile/0/999", "/tile/entries/000", "/"):
            for method in ("GET", "HEAD", "POST", "DELETE"):
                with self.subTest(path, method=method):
                    reply = served.ask(path, method, b"{}" if method == "POST" else None)
                    self.assertEqual((reply.position, reply.checkpoint_size), (size - 1, size))
                    self.assertTrue(reply.headers["Date"])
                    if method == "HEAD":
                        same = served.ask(path)
                        self.assertEqual((reply.status, reply.body), (same.status, b""))
                        self.assertEqual(reply.headers["Content-Type"], same.headers["Content-Type"])
                        if path != "/metrics":
                            self.assertEqual(int(reply.headers["Content-Length"]), len(same.body))

    def test_a_stranger_learns_nothing_else(self):
        served = self.serve()
        for path in ("/v1/persons/P1", "/v1/persons/nobody", "/v1/orders", "/nothing", "/tile/entries/000", "/tile/entries/999", "/livez/",
                     "/tile", "/Livez", "/livez%20", "//livez", "/../livez"):
            for method in ("GET", "POST", "HEAD"):
                with self.subTest(path, method=method):
                    reply = served.ask(path, method, b"{}" if method == "POST" else None)
                    self.assertEqual(reply.status, 401, str(reply))
                    self.assertTrue(reply.headers["WWW-Authenticate"])
                    if method != "HEAD":
                        self.check_problem(reply, 401, "login.required")
        first = served.ask("/v1/persons/P1")
        for path in ("/v1/persons/nobody", "/tile/entries/999"):
            self.assertEqual(served.ask(path).body, first.body)
        for path in ("/", "/openapi.json", "/verify", "/tile/", "/tile/0/0", "/tile/64/000", "/tile/entries"):
            self.assertEqual(served.ask(path).status, 404, path)

    def test_what_may_only_be_read_is_not_written(self):
        served = self.serve()
        for path in (*PUBLIC, "/tile/0/000"):
            with self.subTest(path):
                reply = served.ask(path, "POST", b"{}")
                self.check_problem(reply, 405, "http.method")
                self.assertEqual(reply.headers["Allow"], "GET, HEAD")
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            reply = served.ask("/checkpoint", method)
            self.check_problem(reply, 405, "http.method")
            self.assertIn("GET", reply.headers["Allow"])

    @of_a_directory
    def test_the_checkpoint_as_it_is_stored(self):
        served = self.serve(*NEVER)
        self.check_problem(served.ask("/checkpoint"), 404, "checkpoint.none")
        self.check_problem(served.ask("/tile/0/000.p/1"), 404, "tile.unknown")
        self.assertEqual(served.ready(), (200, ["[+]log ok", "[+]views ok", "[+]checkpoint ok"]))
        self.assertEqual(served.ask("/livez").checkpoint_size, 0)
        witness = Witness(self.ledger.home, "w1", "--log", self.log_key())
        self.addCleanup(witness.stop)
        self.ledger.run("witness", "add", "--key", witness.key, "--url", witness.url, "--quorum", 1)
        self.publish()
        # It is stored before the witness is asked, and once more with its line.
        reply = until(lambda: "\n— w1.example " in (it := served.ask("/checkpoint")).text and it, "the cosigned checkpoint")
        with open(os.path.join(self.ledger.path, "checkpoint"), "rb") as file:
            self.assertEqual(reply.body, file.read())
        self.assertEqual(reply.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(reply.headers["Cache-Control"], "no-store")

    def log_key(self):
        trust = self.ledger.file("trust.json")
        self.ledger.run("trust", "export", "-o", trust)
        with open(trust, encoding="utf-8") as file:
            return json.load(file)["ledger_keys"][0]

    def test_garbage_gets_one_answer_and_the_end(self):
        served = self.serve()
        get = b"GET /livez HTTP/1.1\r\nHost: x\r\n"
        for name, head, status, code in (
                ("nonsense", b"\x00\xff\xfe garbage\r\n\r\n", 400, "http.malformed"),
                ("two lengths", b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400, "http.malformed"),
                ("chunks", b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501, "http.transfer_coding"),
                ("a folded line", get + b"A: b\r\n c\r\n\r\n", 400, "http.malformed"),
                ("no host", b"GET / HTTP/1.1\r\n\r\n", 400, "http.malformed"),
                ("another protocol", b"GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505, "http.version"),
                ("a wait", b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n", 417, "http.expectation"),
                ("no length", b"POST /x HTTP/1.1\r\nHost: x\r\n\r\n", 411, "http.no_length"),
                ("a head without end", get + b"A: " + b"a" * 9000, 431, "http.head_too_long"),
                ("a body too long", b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 16385\r\n\r\n", 413, "http.body_too_long")):
            with self.subTest(name):
                received = served.raw(head + (b"" if status == 431 else get + b"\r\n"))
                self.assertEqual(len(re.findall(rb"HTTP/1.1 \d", received)), 1, received)
                text, body = received.split(b"\r\n\r\n", 1)
                self.assertTrue(text.startswith(b"HTTP/1.1 %d " % status), received)
                for field in (b"Content-Type: application/problem+json", b"Sillok-Position: ", b"Sillok-Checkpoint-Size: ", b"Connection: close"):
                    self.assertIn(b"\r\n" + field, text)
                self.assertEqual((json.loads(body)["status"], json.loads(body)["code"]), (status, code))
        self.assertEqual(served.ask("/livez").status, 200)
        lines = served.ask("/metrics").text.splitlines()
        self.assertIn('sillok_http_requests_total{path="refused",status="431"} 1', lines)

    def test_64_callers_at_once(self):
        served = self.serve()
        until(lambda: served.ask("/checkpoint").status == 200, "a checkpoint")
        paths = ["/livez", "/readyz", "/version", "/checkpoint", "/metrics", "/tile/0/000.p/1", "/v1/persons/P1", "/tile/0/999"]
        wanted = {"/v1/persons/P1": 401, "/tile/0/999": 404}

        def ask(number):
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=TIMEOUT_S)
            statuses = []
            for i in range(25):
                path = paths[(number + i) % len(paths)]
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                statuses.append((path, answer.status))
            connection.close()
            return statuses

        with concurrent.futures.ThreadPoolExecutor(64) as callers:
            for statuses in callers.map(ask, range(64)):
                for path, status in statuses:
                    self.assertEqual(status, wanted.get(path, 200), path)
        counts = {line.split(" ")[0]: int(line.split(" ")[1]) for line in served.ask("/metrics").text.splitlines()
                  if line.startswith("sillok_http_requests_total")}
        self.assertEqual(counts['sillok_http_requests_total{path="/version",status="200"}'], 200)

    @of_a_directory
    def test_its_figures(self):
        served = self.serve(*NEVER)
        last = self.submit(1, 2)
        until(lambda: served.ask("/livez").position == last, "the events")
        self.publish()
        until(lambda: served.ask("/livez").checkpoint_size == last + 1, "the checkpoint")
        self.submit(3)
        until(lambda: served.ask("/livez").position == last + 1, "the last event")
        reply = served.ask("/metrics")
        self.assertEqual(reply.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        figures, types = parse_metrics(self, reply.text)
        self.assertEqual(figures["sillok_log_size", ""], last + 2)
        self.assertEqual(figures["sillok_log_acknowledged_size", ""], last + 2)
        self.assertEqual(figures["sillok_checkpoint_size", ""], last + 1)
        self.assertEqual(figures["sillok_views_size", ""], last + 2)
        self.assertEqual(figures["sillok_ready", 'check="log"'], 1)
        self.assertGreater(figures["sillok_log_newest_recorded_timestamp_seconds", ""], 0)
        for name in ("sillok_process_resident_memory_bytes", "sillok_process_cpu_seconds_total", "sillok_process_open_files",
                     "sillok_process_start_time_seconds"):
            self.assertGreater(figures[name, ""], 0, name)
        self.assertGreater(figures["sillok_http_requests_total", 'path="/livez",status="200"'], 0)
        self.assertEqual(types["sillok_http_request_duration_seconds"], "histogram")
        self.assertEqual(types["sillok_process_cpu_seconds_total"], "counter")
        # What it tells, it has documented.
        with open(os.path.join(os.path.dirname(__file__), "..", "..", "ops", "metrics.md"), encoding="utf-8") as file:
            documented = set(re.findall(r"`(sillok_[a-z_]+)", file.read()))
        publishing, _ = parse_metrics(self, self.serve().ask("/metrics").text)
        told = {re.sub(r"_(bucket|sum|count)$", "", name) for name, _ in {**figures, **publishing}}
        # Those of a replica are looked at by tests/kafka.
        self.assertEqual(told, {name for name in documented if not name.startswith("sillok_topic_")})

    def test_figures_are_for_this_machine(self):
        served = self.serve(listen="0.0.0.0:0")
        self.assertIn("other machines", served.stderr())
        self.assertEqual(served.ask("/metrics").status, 200)
        for header in ("X_Forwarded_For", "Forwarded", "Via"):
            self.check_problem(served.ask("/metrics", **{header: "10.1.2.3"}), 401, "login.required")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing
                here = probe.getsockname()[0]
            except OSError:
                here = "127.0.0.1"
        if here.startswith("127."):
            self.skipTest("this machine has no other address")
        self.check_problem(served.ask("/metrics", host=here), 401, "login.required")
        self.assertEqual(served.ask("/livez", host=here).status, 200)


class Starting(ServeCase):
    def start(self, *options, ledger=None):
        return run("--json", "--ledger", (ledger or self.ledger).path, "serve", *options)

    def check_error(self, answer, exit_code, code):
        self.assertEqual((answer.code, answer.out), (exit_code, ""), str(answer))
        self.assertEqual(json.loads(answer.err.splitlines()[-1])["error"]["code"], code)

    def test_wrong_starts(self):
        served = self.serve()
        self.check_error(self.start("--listen", f"127.0.0.1:{served.port}"), 4, "listen.failed")
        for listen in ("nowhere", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "localhost:80"):
            self.check_error(self.start("--listen", listen), 2, "listen.address")
        self.check_error(self.start("--publish-every", "86401"), 2, "option.seconds")
        self.assertEqual(self.start("--publish-every", "-1").code, 2)
        absent = Ledger(sandbox=False)
        self.addCleanup(absent.close)
        self.assertEqual(self.start(ledger=absent).code, 2)
        os.truncate(os.path.join(self.ledger.path, "anchor"), 100)
        self.check_error(self.start("--listen", "127.0.0.1:0"), 1, "anchor.damaged")

    def test_its_first_line_is_for_programs_too(self):
        served = self.serve(json_lines=True)
        self.assertEqual(json.loads(served.first_line), {"listening": f"127.0.0.1:{served.port}", "url": served.url})

    def test_it_ends_when_it_is_told_to(self):
        for how in (signal.SIGTERM, signal.SIGINT):
            served = self.serve("--publish-every", 1)
            idle, half, asked = served.connect(), served.connect(), served.connect()
            half.sendall(b"GET /livez HTTP/1.1\r\nHo")
            asked.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b""
            while b"ok\n" not in answer:
                answer += asked.recv(4096)
            self.assertEqual(served.stop(how), 0)
            for each in (idle, half, asked):
                try:
                    self.assertEqual(each.recv(4096), b"")
                except ConnectionResetError:
                    pass
                each.close()
            with self.assertRaises(ConnectionRefusedError):
                served.connect()


if __name__ == "__main__":
    unittest.main()
