#!/usr/bin/env python3
"""The bench: Sillok and its peers on the same workload, in turns, and what the machine itself gives.
Prints one JSON object. Nothing here is a test: figures are told beside the aim, never asserted."""
import argparse
import json
import os
import pathlib
import statistics

import peers
from ledgers import Bench
from machine import say


def medians(rounds):
    """Of each figure over the rounds."""
    out = {}
    for name in rounds[0]:
        values = [each[name] for each in rounds]
        out[name] = statistics.median(values) if isinstance(values[0], (int, float)) else values[-1]
    return out


def aims(figures):
    """(name, reached, aim, whether more is better), for those that this run can tell."""
    sillok, machine, others = figures["sillok"], figures["machine"], figures["peers"]
    grouped, single = sillok.get("grouped"), sillok.get("single")
    postgres, streams = others.get("postgres"), others.get("kafka_streams")
    if grouped:
        if postgres:
            yield "ingest, grouped / PostgreSQL", grouped["events_per_s"] / postgres["ingest_events_per_s"], 5, True
            yield "disk, grouped / PostgreSQL", grouped["bytes_per_event"] / postgres["bytes_per_event"], 1 / 3, False
        if streams:
            yield "ingest, grouped / Kafka Streams' replay", grouped["events_per_s"] / streams["replay_events_per_s"], 2, True
            yield "rebuild / Kafka Streams' replay", sillok["rebuild"]["events_per_s"] / streams["replay_events_per_s"], 2.5, True
        yield "verify --full, bare calls / Sillok", sillok["verify"]["bare_seconds"] / sillok["verify"]["seconds"], 0.7, True
        yield "peak memory, MiB", max(part["rss_mib"] for part in (grouped, sillok["verify"], sillok["rebuild"])), 1024, False
    if "audit" in sillok:
        yield "audit / rebuild, seconds", sillok["audit"]["seconds"] / sillok["rebuild"]["seconds"], 1, False
        yield "re-fold of 100 acts, us", sillok["refold"]["fold_us"], 100, False
        if postgres:
            yield "step-raise / PostgreSQL's ingest", sillok["step_raise"]["acts_per_s"] / postgres["ingest_events_per_s"], 3, True
    if "beside" in sillok:
        cpu = [sillok[layout]["cpu_us_per_event"] for layout in (next(iter(figures["workload"])), "beside")]
        yield f"CPU an event, {figures['profile']} / {sillok['beside']['profile']}", cpu[0] / cpu[1], 1.5, False
    if single:
        ceiling = machine["ed25519_verify_per_s_all_cores"] / 2
        yield "ingest, one act an order / verify ceiling", single["events_per_s"] / ceiling, 0.8, True
        yield "disk, one act an order, bytes an event", single["bytes_per_event"], 900, False
    if "reads" in sillok:
        yield "current record / RocksDB get", sillok["reads"]["ratio"], 3, False
    if "latency" in sillok:
        yield "one act, p50 / fdatasync p50", sillok["latency"]["one_act_p50_ms"] * 1e3 / machine["fdatasync_p50_us"], 5, False
        yield "mass order of 1,300, ms", sillok["latency"]["mass_1300_ms"], 100, False
        if postgres and "mass_100000_s" in postgres and "mass_100000_ms" in sillok["latency"]:
            yield "mass order of 100,000 / PostgreSQL", sillok["latency"]["mass_100000_ms"] / 1e3 / postgres["mass_100000_s"], 1 / 3, False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=pathlib.Path, help="the build folder")
    parser.add_argument("work", type=pathlib.Path, help="a folder for data; kept")
    parser.add_argument("--profile", default="small", help="small, large, wide, or a number of posts (default small)")
    parser.add_argument("--beside", default="",
                        help="another profile, ingested in the same rounds: does an event cost more in a larger ledger?")
    parser.add_argument("--layouts", default="grouped,single", help="grouped, single, day (default grouped,single)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default="", help="postgres,kafka_streams; the kit's folder `peers` is $BENCH_PEERS")
    parser.add_argument("--mass", default="1300", help="sizes of mass orders to time (default 1300)")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(options.programs.resolve(), work)
    asked = [name for name in options.peers.split(",") if name]
    kit = pathlib.Path(os.environ.get("BENCH_PEERS", ""))
    if asked and not (kit / "pg.sh").exists():
        raise SystemExit("bench: --peers needs BENCH_PEERS=…/peers of the bench kit")

    say("the machine by itself")
    machine = [bench.limits("baseline", work / "scratch")]
    events = bench.events(options.profile)
    templates = {}
    for layout in options.layouts.split(","):
        say(f"orders of layout {layout}, signed")
        templates[layout] = bench.template(options.profile, layout)

    first = next(iter(templates))
    smaller = bench.template(options.beside, first) if options.beside else None
    beside_rounds = []
    rounds = {layout: [] for layout in templates}
    peer_rounds = {name: [] for name in asked}
    for turn in range(options.rounds):
        for layout, template in templates.items():
            say(f"round {turn + 1}: {layout}")
            rounds[layout].append(bench.ingest(template, work / "kept" if layout == first else None))
        if smaller:
            say(f"round {turn + 1}: {first} of {options.beside}")
            beside_rounds.append(bench.ingest(smaller))
        for name in list(peer_rounds):
            say(f"round {turn + 1}: {name}")
            found = peers.KNOWN[name](kit, events, work / name)
            if found is None:
                del peer_rounds[name]
            else:
                peer_rounds[name].append(found)
        machine.append(bench.limits("baseline", work / "scratch"))

    counts = {layout: template["counts"] for layout, template in templates.items()}
    kept, count = work / "kept", counts[first]
    say("verify, rebuild, reads, latencies")
    sillok = {layout: medians(each) for layout, each in rounds.items()}
    if smaller:
        sillok["beside"] = {"profile": options.beside, "workload": smaller["counts"], **medians(beside_rounds)}
    checks, rebuilds = [], []
    for _ in range(options.rounds):
        bare = bench.limits("verify", count["events"], 400, count["orders"])
        checks.append({**bench.verify(kept), "bare_seconds": bare["seconds"]})
        rebuilds.append(bench.rebuild(kept, count["events"]))
    sillok["verify"], sillok["rebuild"] = medians(checks), medians(rebuilds)
    say("the law: audit, step-raise, re-fold")
    sillok["audit"] = medians([bench.audit(kept) for _ in range(options.rounds)])
    sillok["step_raise"] = medians([bench.step_raise(kept) for _ in range(options.rounds)])
    sillok["refold"] = bench.refold()
    sillok["reads"] = bench.limits("reads", kept, work / "scratch")
    sillok["latency"] = {"one_act_p50_ms": bench.signed_latency(templates[first]) * 1e3,
                         **bench.latencies(tuple(int(size) for size in options.mass.split(",")))}
    figures = {"profile": options.profile, "workload": counts, "rounds": options.rounds, "machine": medians(machine),
               "sillok": sillok, "peers": {name: medians(each) for name, each in peer_rounds.items()}}
    figures["aims"] = [{"figure": name, "value": round(value, 3), "aim": round(aim, 3),
                        "reached": value >= aim if more else value <= aim} for name, value, aim, more in aims(figures)]
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
