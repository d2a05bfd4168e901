"""One node: its folder, settings and storage, and the JVM that it is."""
import pathlib
import re
import subprocess
import time
from typing import Optional

import process
from failure import Failure
from folder import Plan
from jars import jars, java
from probe import HOST
from security import protocol

# C1 alone and the serial collector: on two cores a node is ready a third sooner than with what a JVM chooses by itself.
# The last: 4.x brings log4j2 as well, which looks for a configuration in vain.
JVM = ["-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError",
       "-XX:ErrorFile=hs_err.log", "-Djava.awt.headless=true", "-Djava.io.tmpdir=tmp",
       "-Dlog4j.configuration=file:log4j.properties", "-Dlog4j2.StatusLogger.level=OFF"]
LOG4J = """\
# At most 15 MB of what may be wrong.
log4j.rootLogger=WARN, file
log4j.appender.file=org.apache.log4j.RollingFileAppender
log4j.appender.file.File=server.log
log4j.appender.file.MaxFileSize=5MB
log4j.appender.file.MaxBackupIndex=2
log4j.appender.file.layout=org.apache.log4j.PatternLayout
log4j.appender.file.layout.ConversionPattern=%d{ISO8601} %p %c{1}: %m%n
"""
LOG, OUTPUT = "server.log", "console.log"


class Node:
    """Number 1, 2 or 3 of a data folder."""

    def __init__(self, folder: pathlib.Path, number: int):
        self.number = number
        self.folder = folder / f"node-{number}"

    def ports(self) -> list[int]:
        """Where clients and where controllers reach it; chosen once, and kept in its settings."""
        lines = (self.folder / "server.properties").read_text().splitlines()
        listeners = next(line for line in lines if line.startswith("listeners="))
        return [int(listener.rpartition(":")[2]) for listener in listeners.split(",")]

    @property
    def port(self) -> int:
        return self.ports()[0]

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def pid(self) -> Optional[int]:
        return process.running(self.folder)

    def write(self, plan: Plan, ports: list[tuple[int, int]], security: dict[str, str]) -> None:
        """Its settings. All paths are below its folder, which is where it is started."""
        self.folder.mkdir()
        (self.folder / "tmp").mkdir()
        (self.folder / "log4j.properties").write_text(LOG4J)
        settings = properties(plan, self.number, ports) | security
        (self.folder / "server.properties").write_text("".join(f"{key}={value}\n" for key, value in settings.items()))

    def format(self, plan: Plan, cluster: str, scram: list[str]) -> subprocess.Popen:
        """Starts the tool that lays out its storage. Passwords go by a file, since a command line is everybody's to read."""
        words = ["kafka.tools.StorageTool", "format", "--cluster-id", cluster, "--config", "server.properties", *scram]
        arguments = self.folder / "tmp" / "format"
        arguments.write_text("\n".join(words))
        return subprocess.Popen([*self.jvm(plan), f"@{arguments}"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def formatted(self, tool: subprocess.Popen, deadline: float) -> None:
        try:
            output, _ = tool.communicate(timeout=max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise Failure(f"the storage of node {self.number} was not formatted in time") from None
        (self.folder / "tmp" / "format").unlink()
        if tool.returncode != 0:
            raise Failure(f"the storage of node {self.number} can't be formatted: {blame(output) or f'exit {tool.returncode}'}")

    def start(self, plan: Plan) -> subprocess.Popen:
        for left in (self.folder / "tmp").iterdir():  # libraries that a killed node had unpacked
            left.unlink()
        return process.spawn([*self.jvm(plan), "kafka.Kafka", "server.properties"], self.folder, self.folder / OUTPUT)

    def jvm(self, plan: Plan) -> list[str]:
        return [java(), *JVM, "-cp", f"{jars(plan.version)}/*"]

    def last_words(self) -> str:
        """Why it ended, as far as it said."""
        for name in (LOG, OUTPUT):
            if (self.folder / name).exists():
                if line := blame((self.folder / name).read_text(errors="replace")[-20000:]):
                    return f"{line} ({self.folder / name})"
        return f"see {self.folder}"


def blame(output: str) -> str:
    """The last line that names a mistake, without the stack."""
    lines = [line.strip() for line in output.splitlines() if re.search(r"\b(ERROR|FATAL)\b|Exception|Error\b", line)]
    return next((line for line in reversed(lines) if not line.startswith("at ")), "")


def properties(plan: Plan, number: int, ports: list[tuple[int, int]]) -> dict[str, object]:
    """Broker and controller in one. What is not here is as Kafka has it; what is, is so for all nodes but the first lines.
    ports: for each node the one for clients and the one for controllers."""
    client, controller = ports[number - 1]
    in_sync = 2 if plan.nodes == 3 else 1
    few = 4  # partitions of internal topics; 50 files each take long on the first use of a group
    return {
        "process.roles": "broker,controller",
        "node.id": number,
        "listeners": f"CLIENT://{HOST}:{client},CONTROLLER://{HOST}:{controller}",
        "advertised.listeners": f"CLIENT://{HOST}:{client}",
        "log.dirs": "data",
        "controller.quorum.voters": ",".join(f"{i}@{HOST}:{port}" for i, (_, port) in enumerate(ports, 1)),
        "listener.security.protocol.map": f"CLIENT:{protocol(plan)},CONTROLLER:{protocol(plan)}",
        "inter.broker.listener.name": "CLIENT",
        "controller.listener.names": "CONTROLLER",
        # A node that is back is let in only once the controller has given up the one before: after 9 s, were it not for these.
        "broker.session.timeout.ms": 5000,
        "broker.heartbeat.interval.ms": 1000,
        "auto.create.topics.enable": "false",
        "unclean.leader.election.enable": "false",
        "num.partitions": 1,
        "default.replication.factor": plan.nodes,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": plan.nodes,
        "offsets.topic.num.partitions": few,
        "transaction.state.log.replication.factor": plan.nodes,
        "transaction.state.log.min.isr": in_sync,
        "transaction.state.log.num.partitions": few,
        "group.initial.rebalance.delay.ms": 0,
        "log.cleaner.dedupe.buffer.size": 16 << 20,  # of a heap of 512 MB, 128 MB by default
    }
