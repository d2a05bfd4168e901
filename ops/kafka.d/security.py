"""Throw-away certificates and passwords, and how nodes and clients are told of them. None protects anything of worth: whoever
reads the data folder has them all."""
import pathlib
import secrets
import subprocess
from typing import Optional

from failure import Failure
from folder import Plan
from probe import HOST, Access

CLIENT = "client"  # the user of client.properties
BROKER = "broker"  # the user that nodes are for each other; under --acl the one who may do everything
CLIENT_FILE = "client.properties"
ADMIN_FILE = "admin.properties"  # a client who is BROKER
TLS = "tls"  # the folder of certificates
DAYS = 3650


def protocol(plan: Plan) -> str:
    return ("SASL_" if plan.sasl else "") + ("SSL" if plan.tls else "PLAINTEXT")


def passwords() -> dict[str, str]:
    return {user: secrets.token_hex(16) for user in (CLIENT, BROKER)}


def make_certificates(folder: pathlib.Path) -> None:
    """A CA, and by it one certificate for all nodes and one for each user."""
    tls = folder / TLS
    tls.mkdir()
    new_key = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", str(DAYS))
    openssl(tls, *new_key, "-subj", "/CN=ops-kafka", "-keyout", "ca.key", "-out", "ca.pem",
            "-addext", "basicConstraints=critical,CA:true", "-addext", "keyUsage=critical,keyCertSign")
    for user in (BROKER, CLIENT):
        openssl(tls, *new_key, "-CA", "ca.pem", "-CAkey", "ca.key", "-subj", f"/CN={user}", "-keyout", f"{user}.key",
                "-out", f"{user}.pem", "-addext", "basicConstraints=critical,CA:false",
                "-addext", "extendedKeyUsage=clientAuth" + (",serverAuth" if user == BROKER else ""),
                *(("-addext", f"subjectAltName=IP:{HOST}") if user == BROKER else ()))
    (tls / "broker.both.pem").write_text((tls / "broker.key").read_text() + (tls / "broker.pem").read_text())


def openssl(folder: pathlib.Path, *words: str) -> None:
    try:
        done = subprocess.run(["openssl", *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              check=False)
    except FileNotFoundError:
        raise Failure("openssl is not here; ops/bootstrap installs it") from None
    if done.returncode != 0:
        raise Failure(f"openssl makes no certificate: {done.stderr.strip()}")


def node_properties(plan: Plan, known: dict[str, str]) -> dict[str, str]:
    """What a node's settings say of it. Controllers speak TLS as brokers do; they know each other by plain passwords, as SCRAM's
    are part of what they have yet to agree on."""
    settings: dict[str, str] = {}
    if plan.tls:
        settings |= {
            "ssl.keystore.type": "PEM", "ssl.keystore.location": f"../{TLS}/broker.both.pem",
            "ssl.truststore.type": "PEM", "ssl.truststore.location": f"../{TLS}/ca.pem",
        }
        if not plan.sasl:
            settings["ssl.client.auth"] = "required"  # then the certificate says who it is
    if plan.sasl:
        security = "org.apache.kafka.common.security"
        login = f'required username="{BROKER}" password="{known[BROKER]}"'
        users = " ".join(f'user_{user}="{password}"' for user, password in known.items())
        settings |= {
            "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-256",
            "sasl.mechanism.controller.protocol": "PLAIN",
            "listener.name.client.sasl.enabled.mechanisms": "SCRAM-SHA-256,PLAIN",
            "listener.name.client.scram-sha-256.sasl.jaas.config": f"{security}.scram.ScramLoginModule {login};",
            "listener.name.client.plain.sasl.jaas.config": f"{security}.plain.PlainLoginModule required {users};",
            "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
            "listener.name.controller.plain.sasl.jaas.config": f"{security}.plain.PlainLoginModule {login} {users};",
        }
    if plan.acl:
        settings["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer"
        settings["super.users"] = f"User:{BROKER}" if plan.sasl else f"User:CN={BROKER}"
    return settings


def scram(plan: Plan, known: dict[str, str]) -> list[str]:
    """Options for whoever formats a node's storage."""
    if not plan.sasl:
        return []
    return [word for user, password in known.items()
            for word in ("--add-scram", f"SCRAM-SHA-256=[name={user},password={password}]")]


def mechanism(plan: Plan) -> str:
    """By which clients log in. librdkafka before 2.6.1, and so Debian's, sends its nonce twice in SCRAM; Kafka minds from 4.0 on.
    Nodes take either of both, with the same users and passwords."""
    return "SCRAM-SHA-256" if plan.version.startswith("3.") else "PLAIN"


def write_client_files(folder: pathlib.Path, plan: Plan, known: dict[str, str]) -> None:
    """In librdkafka's words."""
    for user, name in ((CLIENT, CLIENT_FILE), (BROKER, ADMIN_FILE)):
        settings = {"security.protocol": protocol(plan).lower()}
        if plan.tls:
            settings["ssl.ca.location"] = str(folder / TLS / "ca.pem")
            if not plan.sasl:
                settings["ssl.certificate.location"] = str(folder / TLS / f"{user}.pem")
                settings["ssl.key.location"] = str(folder / TLS / f"{user}.key")
        if plan.sasl:
            settings |= {"sasl.mechanism": mechanism(plan), "sasl.username": user, "sasl.password": known[user]}
        (folder / name).write_text("".join(f"{key}={value}\n" for key, value in settings.items()))


def client_access(folder: pathlib.Path) -> Access:
    """What client.properties says."""
    told = dict(line.split("=", 1) for line in (folder / CLIENT_FILE).read_text().splitlines())

    def path(key: str) -> Optional[pathlib.Path]:
        return pathlib.Path(told[key]) if key in told else None

    return Access(path("ssl.ca.location"), path("ssl.certificate.location"), path("ssl.key.location"),
                  told.get("sasl.username", ""), told.get("sasl.password", ""))
