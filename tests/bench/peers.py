"""The other systems of the bench kit, run by the kit's own scripts: each gives a dictionary of
figures, or nothing where what it needs is not on this machine."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from machine import say


def figures(text, patterns):
    found = {}
    for name, pattern in patterns.items():
        match = re.search(pattern, text)
        if match:
            found[name] = float(match.group(1))
    return found


def postgres(kit, events, work):
    """PostgreSQL 15 with audit triggers; its server runs as the user postgres, so root is needed."""
    if not pathlib.Path("/usr/lib/postgresql/15/bin/initdb").exists() or os.geteuid() != 0:
        say("postgres left out: needs Debian's postgresql-15 and root")
        return None
    if subprocess.run(["python3", "-c", "import psycopg2"], capture_output=True).returncode != 0:
        say("postgres left out: needs the Python package psycopg2-binary")
        return None
    work.parent.chmod(0o755)
    done = subprocess.run([kit / "pg.sh", events, work], capture_output=True, text=True)
    shutil.rmtree(work, ignore_errors=True)
    if done.returncode != 0:
        sys.exit(f"bench: pg.sh failed: {done.stderr[-400:]}")
    out = figures(done.stdout, {
        "ingest_events_per_s": r"ingest, COPY.*?: (\d+) ev/s",
        "append_one_p50_ms": r"append of one event, commit each: p50 ([\d.]+)",
        "current_record_p50_ms": r"point read of a current record: p50 ([\d.]+)",
        "mass_1300_s": r"reorganization of 1300 people in one transaction: ([\d.]+)",
        "mass_100000_s": r"reorganization of 100000 people in one transaction: ([\d.]+)",
    })
    sizes = re.search(r"bytes/event: ev (\d+), cur (\d+), audit (\d+)", done.stdout)
    out["bytes_per_event"] = float(sum(int(part) for part in sizes.groups()))
    return out


def kafka_streams(kit, events, work):
    """Kafka Streams' replay of current records, audit and counts, from a broker of its own."""
    if not shutil.which("mvn") or not shutil.which("java"):
        say("kafka_streams left out: needs Maven and Java 17")
        return None
    port = "29092"
    for _ in range(3):  # one cluster id in 64 begins with a dash, which the kit's script takes for an option
        started = subprocess.run([kit / "kafka_up.sh", work / "broker", port], capture_output=True, text=True)
        if started.returncode == 0:
            break
    else:
        sys.exit(f"bench: kafka_up.sh failed: {started.stderr[-400:]}")
    broker = int(started.stdout.split()[-1])
    try:
        log = work / "broker" / "broker.log"
        for _ in range(120):
            if log.exists() and "Kafka Server started" in log.read_text(errors="replace"):
                break
            time.sleep(0.5)
        done = subprocess.run([kit / "kstreams.sh", f"127.0.0.1:{port}", events, work / "streams"],
                              capture_output=True, text=True)
    finally:
        os.kill(broker, 15)
        shutil.rmtree(work / "broker" / "data", ignore_errors=True)
    if done.returncode != 0:
        sys.exit(f"bench: kstreams.sh failed: {done.stderr[-400:]}")
    return figures(done.stdout, {
        "replay_events_per_s": r"full replay current\+audit\+counts.*?: (\d+) ev/s",
        "current_record_p50_us": r"interactive query, current record: p50 ([\d.]+)",
    })


KNOWN = {"postgres": postgres, "kafka_streams": kafka_streams}
