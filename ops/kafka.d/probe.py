"""Whether a node answers as a client needs it: one Metadata request of Kafka's own protocol, by the standard library, since
a JVM that asks would take half as long to start as the broker that is asked. The versions of requests are those of 3.9 and 4.x."""
import base64
import dataclasses
import hashlib
import hmac
import os
import pathlib
import socket
import ssl
import struct
from typing import BinaryIO, Optional

HOST = "127.0.0.1"
ATTEMPT_S = 3
SASL_HANDSHAKE, SASL_AUTHENTICATE, METADATA = (17, 1), (36, 0), (3, 8)  # key and version


class NotReady(Exception):
    """What is lacking, in words."""


@dataclasses.dataclass(frozen=True)
class Access:
    """How a client reaches a node: certificates where there is TLS, user and password where there is SASL."""
    ca: Optional[pathlib.Path] = None
    certificate: Optional[pathlib.Path] = None
    key: Optional[pathlib.Path] = None
    user: str = ""
    password: str = ""


@dataclasses.dataclass(frozen=True)
class Metadata:
    cluster: str
    controller: int
    nodes: dict[int, str]  # id → address


def ask(port: int, access: Access) -> Metadata:
    """Raises NotReady where the node doesn't answer, or not yet."""
    try:
        with socket.create_connection((HOST, port), ATTEMPT_S) as plain, secured(plain, access) as connection:
            wire = Wire(connection)
            if access.user:
                authenticate(wire, access)
            # No topics; and neither creating any nor telling what we may do.
            return read_metadata(wire.call(METADATA, struct.pack(">i???", 0, False, False, False)))
    except (OSError, EOFError, struct.error) as error:
        raise NotReady(f"{HOST}:{port}: {error or type(error).__name__}") from None


def secured(connection: socket.socket, access: Access) -> socket.socket:
    if not access.ca:
        return connection
    context = ssl.create_default_context(cafile=access.ca)
    if access.certificate:
        context.load_cert_chain(access.certificate, access.key)
    return context.wrap_socket(connection, server_hostname=HOST)


class Wire:
    """Requests and answers, one at a time."""

    def __init__(self, connection: socket.socket):
        self.connection = connection
        self.input: BinaryIO = connection.makefile("rb")

    def call(self, request: tuple[int, int], body: bytes) -> "Answer":
        message = struct.pack(">hhi", *request, 1) + text("ops/kafka") + body
        self.connection.sendall(struct.pack(">i", len(message)) + message)
        size, = struct.unpack(">i", self.take(4))
        if not 4 <= size <= 1 << 20:
            raise EOFError("an answer that is none of Kafka's")
        return Answer(self.take(size)[4:])  # after the number of the request

    def take(self, size: int) -> bytes:
        got = self.input.read(size)
        if len(got) < size:
            raise EOFError("closed the connection")
        return got


class Answer:
    """An answer, read from its beginning."""

    def __init__(self, data: bytes):
        self.data = data
        self.at = 0

    def number(self, form: str) -> int:
        value, = struct.unpack_from(f">{form}", self.data, self.at)
        self.at += struct.calcsize(f">{form}")
        return value

    def bytes(self, length_form: str) -> bytes:
        size = max(0, self.number(length_form))  # -1: none
        self.at += size
        return self.data[self.at - size:self.at]

    def text(self) -> str:
        return self.bytes("h").decode()


def text(value: str) -> bytes:
    return struct.pack(">h", len(value)) + value.encode()


def read_metadata(answer: Answer) -> Metadata:
    answer.number("i")  # how long we should wait before the next
    nodes = {}
    for _ in range(answer.number("i")):
        node, host, port = answer.number("i"), answer.text(), answer.number("i")
        answer.text()  # the rack
        nodes[node] = f"{host}:{port}"
    return Metadata(answer.text(), answer.number("i"), nodes)


def authenticate(wire: Wire, access: Access) -> None:
    """SCRAM-SHA-256 (RFC 7677), the server's answer checked as well."""
    refused(wire.call(SASL_HANDSHAKE, text("SCRAM-SHA-256")), "no SCRAM-SHA-256 here")
    bare = f"n={access.user},r={base64.b64encode(os.urandom(18)).decode()}"
    first = exchange(wire, f"n,,{bare}")
    told = dict(part.split("=", 1) for part in first.split(","))
    final = f"c=biws,r={told['r']}"
    signed = ",".join((bare, first, final)).encode()
    salted = hashlib.pbkdf2_hmac("sha256", access.password.encode(), base64.b64decode(told["s"]), int(told["i"]))
    client_key = digest(salted, b"Client Key")
    signature = digest(hashlib.sha256(client_key).digest(), signed)
    proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, signature))).decode()
    if exchange(wire, f"{final},p={proof}") != f"v={base64.b64encode(digest(digest(salted, b'Server Key'), signed)).decode()}":
        raise NotReady("it does not know the password itself")


def exchange(wire: Wire, message: str) -> str:
    answer = wire.call(SASL_AUTHENTICATE, struct.pack(">i", len(message)) + message.encode())
    refused(answer, "authentication failed")
    answer.text()  # what it says of an error
    return answer.bytes("i").decode()


def refused(answer: Answer, what: str) -> None:
    if code := answer.number("h"):
        raise NotReady(f"{what} (error {code})")


def digest(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
