"""All nodes of a data folder: made, started, waited for, stopped."""
import base64
import os
import pathlib
import random
import socket
import subprocess
import time
import uuid
from typing import Optional

import process
import security
from failure import Failure, undisturbed
from folder import Plan, empty, read_plan, write_plan
from probe import HOST, NotReady, ask
from server import Node

STOP_S = 30


class Cluster:
    """What stands in a data folder. Whoever changes anything holds the folder's lock."""

    def __init__(self, folder: pathlib.Path, plan: Plan):
        self.folder = folder
        self.plan = plan
        self.nodes = [Node(folder, number) for number in range(1, plan.nodes + 1)]
        self.ours: dict[int, subprocess.Popen] = {}  # what this very command started

    def node(self, number: int) -> Node:
        if not 1 <= number <= len(self.nodes):
            raise Failure(f"there is no node {number} in {self.folder}")
        return self.nodes[number - 1]

    def addresses(self) -> str:
        return ",".join(node.address for node in self.nodes)

    def start(self, nodes: list[Node], deadline: float) -> None:
        """Starts those that don't run and returns once all of them are ready. Otherwise stops what it has started."""
        starting = [node for node in nodes if not node.pid()]
        try:
            for node in starting:
                need_free(node)
                self.ours[node.number] = node.start(self.plan)
            self.wait(nodes, deadline)
        except BaseException:
            with undisturbed():
                self.stop(starting, 5)
            raise

    def wait(self, nodes: list[Node], deadline: float) -> None:
        """Until each has answered with all nodes that run and a controller."""
        access = security.client_access(self.folder)
        cluster = self.cluster_id()
        left = list(nodes)
        lacking = ""
        while left:
            up = {node.number: node.address for node in self.nodes if self.runs(node)}
            for node in [node for node in left if node.number not in up]:
                raise Failure(f"node {node.number} ended while it started: {node.last_words()}")
            try:
                found = ask(left[0].port, access)
                if found.cluster != cluster:
                    raise Failure(f"{left[0].address} is of another cluster, {found.cluster}")
                if found.controller < 0 or not up.items() <= found.nodes.items():
                    raise NotReady(f"node {left[0].number} knows of {sorted(found.nodes)} alone")
                left.pop(0)
                continue
            except NotReady as why:
                lacking = str(why)
            if time.monotonic() > deadline:
                raise Failure(f"not ready in time: {lacking}")
            time.sleep(0.1)

    def runs(self, node: Node) -> Optional[int]:
        if node.number in self.ours:
            self.ours[node.number].poll()  # our own child stays in the table of processes until it is asked for
        return node.pid()

    def stop(self, nodes: list[Node], grace: float = STOP_S) -> list[int]:
        """Which of them had to be killed."""
        killed = process.stop([node.folder for node in nodes], grace)
        return [node.number for node in nodes if node.folder in killed]

    def cluster_id(self) -> str:
        meta = dict(line.split("=", 1) for line in (self.node(1).folder / "data" / "meta.properties").read_text().splitlines()
                    if "=" in line)
        return meta["cluster.id"]


def find(folder: pathlib.Path) -> Optional[Cluster]:
    """What is there, whole."""
    plan = read_plan(folder)
    return Cluster(folder, plan) if plan else None


def make(folder: pathlib.Path, plan: Plan, port: Optional[int], deadline: float) -> Cluster:
    """A new one in an empty folder, or in place of one that was never finished."""
    empty(folder)
    write_plan(folder, plan, complete=False)
    cluster = Cluster(folder, plan)
    known = security.passwords()
    if plan.tls:
        security.make_certificates(folder)
    security.write_client_files(folder, plan, known)
    ports = choose_ports(plan.nodes, port)
    for node in cluster.nodes:
        node.write(plan, ports, security.node_properties(plan, known))
    name = cluster_name()
    tools = [(node, node.format(plan, name, security.scram(plan, known))) for node in cluster.nodes]
    try:
        for node, tool in tools:
            node.formatted(tool, deadline)
    finally:
        for _, tool in tools:
            tool.kill()
    write_plan(folder, plan, complete=True)
    return cluster


def cluster_name() -> str:
    """As Kafka writes a UUID; none that an option could be taken for."""
    while True:
        name = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not name.startswith("-"):
            return name


def listen(port: int) -> socket.socket:
    return socket.create_server((HOST, port))


def need(port: int) -> socket.socket:
    try:
        return listen(port)
    except OSError as error:
        raise Failure(f"{HOST}:{port} can't be had: {os.strerror(error.errno or 0)}") from None


def need_free(node: Node) -> None:
    for port in node.ports():
        need(port).close()


def choose_ports(nodes: int, first: Optional[int]) -> list[tuple[int, int]]:
    """For each node one for clients, from `first` on if that is given, and one for controllers."""
    held: list[socket.socket] = []
    try:
        if first:
            for port in range(first, first + nodes):
                held.append(need(port))
        while len(held) < 2 * nodes:
            # Below those that Linux gives to outgoing connections: one of these could sit there while a node is down.
            try:
                held.append(listen(random.randrange(20000, 32768)))
            except OSError:
                pass
        chosen = [each.getsockname()[1] for each in held]
        return list(zip(chosen[:nodes], chosen[nodes:]))
    finally:
        for each in held:
            each.close()
