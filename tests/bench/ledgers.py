"""Sillok's side of the bench: a ledger with officers and units, orders signed beforehand as officers
would have signed them, and the runs that are timed."""
import json
import os
import shutil
import statistics
import subprocess
import time

from machine import bytes_below, run

DAY = "2002-01-01"
RAISED_ON = "2026-11-01"  # after the workload
UNITS = 73 * 21  # agencies with 20 departments each


def person(number):
    return f"L{number:07}"


def order_line(order, acts, **more):
    return json.dumps({"order": order, "authority": "A1", "issued_on": DAY, "legal_basis": ["SPOA:28"], "acts": acts, **more})


class Recorder:
    """One program that records what comes on its standard input."""

    def __init__(self, sillok, ledger):
        self.process = subprocess.Popen([sillok, "--ledger", ledger, "--json", "submit", "-"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def record(self, line):
        """Seconds from line to receipt."""
        begin = time.monotonic()
        self.process.stdin.write(line)
        self.process.stdin.flush()
        receipt = json.loads(self.process.stdout.readline())
        seconds = time.monotonic() - begin
        if receipt["status"] != "recorded":
            raise SystemExit(f"bench: {receipt}")
        return seconds

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


class Bench:
    def __init__(self, programs, work):
        self.sillok = programs / "bin" / "sillok"
        self.tools = programs / "tests" / "bench"
        self.work = work
        self.public_keys = {}

    def cli(self, ledger, *arguments, stdout=subprocess.PIPE, check=(0,)):
        return run([self.sillok, "--ledger", ledger, "--json", *arguments], stdout=stdout, check=check)

    def limits(self, *arguments):
        return json.loads(run([self.tools / "bench_limits", *arguments], stdout=subprocess.PIPE).stdout)

    def refold(self):
        return json.loads(run([self.tools / "bench_refold"], stdout=subprocess.PIPE).stdout)

    def events(self, profile):
        path = self.work / f"{profile}.jsonl"
        if not path.exists():
            with open(path, "wb") as out:
                run([self.tools / "bench_gen_events", profile], stdout=out)
        return path

    def key(self, name):
        """A key pair, the same for every ledger of this run: its file and the public key."""
        path = self.work / "keys" / f"{name}.key"
        if name not in self.public_keys:
            path.parent.mkdir(exist_ok=True)
            path.unlink(missing_ok=True)
            self.public_keys[name] = json.loads(self.cli("none", "keys", "generate", name, "-o", path).stdout)["public_key"]
        return path, self.public_keys[name]

    def sign(self, ledger, lines, signed):
        """Sealed by the ledger, then signed by drafter and approver, each with their own file."""
        step = signed.with_suffix(".step")
        with open(step, "wb") as out:
            self.cli(ledger, "order", "digest", lines, stdout=out)
        for officer in ("hr", "head"):
            with open(signed, "wb") as out:
                self.cli(ledger, "order", "sign", step, "--key", self.work / "keys" / f"{officer}.key", stdout=out)
            os.replace(signed, step)
        os.replace(step, signed)

    def template(self, profile, layout):
        """A ledger that holds officers and units, and the signed orders for it."""
        folder = self.work / f"{profile}-{layout}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        ledger = folder / "ledger"
        (a, a_public), (b, b_public) = self.key("root.a"), self.key("root.b")
        self.cli(ledger, "init", "--origin", "bench", "--root", f"root.a={a_public}", "--root", f"root.b={b_public}",
                 "--key", a, "--key", b)
        by_roots = ["--authority", "BENCH", "--drafted-by", "root.a", "--approved-by", "root.b", "--on", DAY,
                    "--key", a, "--key", b]
        for officer, role in (("hr", "drafter"), ("head", "approver")):
            _, public = self.key(officer)
            self.cli(ledger, "keys", "register", officer, "--public", public, "--order", f"K-{officer}", *by_roots)
            self.cli(ledger, "grant", officer, "--role", role, "--scope", "*", "--from", DAY, "--order", f"G-{officer}",
                     *by_roots)
        # Behind the genesis with its law, two keys, two grants and the units.
        first = json.loads(self.cli(ledger, "verify").stdout)["size"] + UNITS
        converted = run([self.tools / "bench_to_orders", self.events(profile), folder / "units.jsonl",
                         folder / "plain.jsonl", layout, first, "hr", "head"], stdout=subprocess.PIPE)
        self.sign(ledger, folder / "units.jsonl", folder / "units.signed")
        self.cli(ledger, "import", folder / "units.signed", "--trust", "system")
        size = json.loads(self.cli(ledger, "verify").stdout)["size"]
        if size != first:
            raise SystemExit(f"bench: {size} events before the orders, not {first}")
        self.sign(ledger, folder / "plain.jsonl", folder / "signed.jsonl")
        counts = json.loads(converted.stdout)
        counts["acts_per_order"] = round(counts["events"] / counts["orders"], 2)
        return {"folder": folder, "counts": counts}

    def ingest(self, template, keep=None):
        """Durable, both signatures checked, views current: until the program has ended."""
        ledger = keep or self.work / "round"
        shutil.rmtree(ledger, ignore_errors=True)
        shutil.copytree(template["folder"] / "ledger", ledger)
        before = sum(bytes_below(ledger).values())
        with open(os.devnull, "wb") as sink:
            done = self.cli(ledger, "import", template["folder"] / "signed.jsonl", "--trust", "system", stdout=sink)
        # Opened once more: what the databases still held in their write-ahead logs gets its final form.
        self.cli(ledger, "submit", os.devnull)
        sizes = bytes_below(ledger)
        events = template["counts"]["events"]
        return {"events_per_s": events / done.seconds, "cpu_us_per_event": done.cpu_seconds / events * 1e6,
                "rss_mib": done.rss_mib, "bytes_per_event": (sum(sizes.values()) - before) / events,
                "bytes_by_folder": {name: round(size / events, 1) for name, size in sizes.items()}}

    def verify(self, ledger):
        done = self.cli(ledger, "verify", "--full")
        answer = json.loads(done.stdout)
        if not answer["ok"]:
            raise SystemExit("bench: the ledger does not verify")
        return {"seconds": done.seconds, "rss_mib": done.rss_mib, "events_per_s": answer["size"] / done.seconds}

    def rebuild(self, ledger, events):
        done = self.cli(ledger, "rebuild")
        return {"seconds": done.seconds, "rss_mib": done.rss_mib, "events_per_s": events / done.seconds}

    def audit(self, ledger):
        with open(self.work / "findings.jsonl", "wb") as out:
            done = self.cli(ledger, "audit", stdout=out)
        with open(self.work / "findings.jsonl", "rb") as lines:
            return {"seconds": done.seconds, "rss_mib": done.rss_mib, "findings": sum(1 for _ in lines)}

    def step_raise(self, ledger):
        """Every step that is due long after the last order, in a copy: found, recorded as one mass order, views current."""
        copy = self.work / "raised"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(ledger, copy)
        officers = ["--authority", "BENCH", "--order", "STEPS", "--drafted-by", "hr", "--approved-by", "head"]
        for officer in ("hr", "head"):
            officers += ["--key", self.work / "keys" / f"{officer}.key"]
        found = self.cli(copy, "run", "step-raise", "--on", RAISED_ON, "--dry-run", *officers)
        done = self.cli(copy, "run", "step-raise", "--on", RAISED_ON, *officers, check=(0, 1))
        summary = json.loads(done.stdout.splitlines()[-1])["summary"]
        shutil.rmtree(copy)
        return {"acts": summary["acts"], "orders": summary["orders"], "refused": summary["refused"],
                "find_s": found.seconds, "seconds": done.seconds, "acts_per_s": summary["acts"] / done.seconds,
                "rss_mib": done.rss_mib}

    def signed_latency(self, template, count=300):
        """One act an order, signed beforehand by two officers: the median from line to receipt, in seconds."""
        ledger = self.work / "latency"
        shutil.rmtree(ledger, ignore_errors=True)
        shutil.copytree(template["folder"] / "ledger", ledger)
        plain, signed = self.work / "latency.jsonl", self.work / "latency.signed"
        with open(plain, "w", encoding="utf-8") as out:
            for number in range(count):
                acts = [{"act": "hired", "person": person(number), "effective_on": DAY,
                         "data": {"route": "open", "class": "general", "grade": 9, "series": "ADM", "unit": "A1"}}]
                print(order_line(f"L{number}", acts, drafted_by="hr", approved_by="head"), file=out)
        self.sign(ledger, plain, signed)
        with Recorder(self.sillok, ledger) as recorder, open(signed, "rb") as lines:
            return statistics.median(recorder.record(line) for line in lines)

    def latencies(self, mass=(1_300,)):
        """One act and mass orders in a sandbox, which makes both signatures itself."""
        ledger = self.work / "latency"
        shutil.rmtree(ledger, ignore_errors=True)
        self.cli(ledger, "init", "--sandbox")
        with Recorder(self.sillok, ledger) as recorder:
            return self.sandbox_latencies(recorder, mass)

    @staticmethod
    def sandbox_latencies(recorder, mass):
        def record(order, acts):
            return recorder.record(order_line(order, acts).encode() + b"\n")

        record("U", [{"act": "unit_created", "effective_on": DAY,
                      "data": {"unit": code, "name_ko": code, "name_en": code, "kind": "division"}} for code in ("U1", "U2")])
        most = max(mass)
        for first in range(0, most, 1_000):
            record(f"H{first}", [{"act": "hired", "person": person(n), "effective_on": DAY,
                                  "data": {"route": "career", "class": "general", "grade": 9, "series": "ADM", "unit": "U1",
                                           "probation_months": 0}} for n in range(first, min(first + 1_000, most))])
        single = [record(f"S{n}", [{"act": "awarded", "person": person(n % most), "effective_on": DAY,
                                    "data": {"kind": "minister", "name": "citation", "grantor": "A1"}}]) for n in range(300)]
        out = {"one_act_sandbox_p50_ms": statistics.median(single) * 1e3}
        for count in mass:
            rounds = []
            for turn in range(5):
                seconds = record(f"M{count}-{turn}", [{"act": "transferred", "person": person(n), "effective_on": DAY,
                                                       "data": {"unit": f"U{2 - turn % 2}"}} for n in range(count)])
                # The receipt of the next order comes after the views took this one in.
                rounds.append(seconds + record(f"N{count}-{turn}", [
                    {"act": "trained", "person": person(0), "effective_on": DAY, "data": {"course": "C1", "hours": 1}}]))
            out[f"mass_{count}_ms"] = statistics.median(rounds) * 1e3
        return out
