#!/usr/bin/env python3
"""ops/deploy: that its files can be read, ask of Kafka what the program demands, keep to the loopback and to options that exist."""
import configparser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "ops" / "deploy"
sys.path.insert(0, str(ROOT / "tests" / "cli"))
sys.path.insert(0, str(ROOT / "ops" / "kafka.d"))
from program import SILLOK, run  # noqa: E402
import jars  # noqa: E402

FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
UNITS = sorted(path for path in FILES if path.suffix in (".service", ".timer"))
COPIES = 3  # of the topic, in all three places

# A topic's setting, and what a broker calls its own for topics that say nothing.
BROKERS_OWN = {
    "cleanup.policy": "log.cleanup.policy", "retention.ms": "log.retention.ms", "retention.bytes": "log.retention.bytes",
    "message.timestamp.type": "log.message.timestamp.type", "min.insync.replicas": "min.insync.replicas",
    "unclean.leader.election.enable": "unclean.leader.election.enable", "max.message.bytes": "message.max.bytes",
    "compression.type": "compression.type",
}
BESIDES = {"auto.create.topics.enable": "false", "delete.topic.enable": "false", "default.replication.factor": str(COPIES)}


def text_of(value):
    """As Kafka reads it from a file."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def objects(kind):
    """Kubernetes objects of a kind, by name."""
    found = {}
    for path in sorted((DEPLOY / "strimzi").glob("*.yaml")):
        found |= {each["metadata"]["name"]: each for each in documents(path) if each["kind"] == kind}
    return found


def compose():
    return documents(DEPLOY / "compose" / "compose.yaml")[0]


def broker_settings():
    """What each of the three places says of brokers, by Kafka's names."""
    found = {}
    for name, service in compose()["services"].items():
        if name.startswith("kafka-"):
            found["compose " + name] = {key.removeprefix("KAFKA_").lower().replace("_", "."): text_of(value)
                                        for key, value in service["environment"].items()}
    lines = (DEPLOY / "systemd" / "kafka.properties").read_text().splitlines()
    found["systemd"] = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for name, kafka in objects("Kafka").items():
        found["strimzi " + name] = {key: text_of(value) for key, value in kafka["spec"]["kafka"]["config"].items()}
    return found


def demanded_settings():
    """topic_settings() of ledger/log/kafka_admin.cc for three copies, from its text: the program has no command that prints them."""
    source = (ROOT / "ledger" / "log" / "kafka_admin.cc").read_text()
    body = re.search(r"topic_settings\(int replicas\) \{\n(.*?)\n\}", source, re.S).group(1)
    listed = re.search(r"out\{\n(.*?)\n  \};", body, re.S).group(1).splitlines()
    found = {}
    for line in listed:
        name, plain, many = re.fullmatch(r' *\{"([a-z.]+)", (?:"([^"]*)"|replicas >= 3 \? "([^"]*)" : "[^"]*")\},', line).groups()
        found[name] = many if plain is None else plain
    return found


def containers():
    """Of all pods, with the pod they are in."""
    for kind in ("StatefulSet", "Deployment", "DaemonSet", "Job"):
        for each in objects(kind).values():
            pod = each["spec"]["template"]["spec"]
            for container in pod.get("initContainers", []) + pod["containers"]:
                yield container, pod


def images():
    found = [service["image"] for service in compose()["services"].values()]
    found += [container["image"] for container, _ in containers()]
    found += re.findall(r"^FROM (\S+)", (DEPLOY / "compose" / "Containerfile").read_text(), re.M)
    return found


class Unit(configparser.RawConfigParser):
    """A unit file; a directive that stands more than once has all its values, a line each."""

    class Values(dict):
        def __setitem__(self, key, value):
            if isinstance(value, list) and key in self:
                value = self[key] + value
            super().__setitem__(key, value)

    def __init__(self, path):
        super().__init__(dict_type=self.Values, strict=False, delimiters="=", comment_prefixes="#", allow_no_value=False)
        self.optionxform = str
        self.read_string(path.read_text())


class WhatIsRead(unittest.TestCase):
    def test_yaml(self):
        read = [path for path in FILES if path.suffix == ".yaml"]
        self.assertGreaterEqual(len(read), 7)
        for path in read:
            with self.subTest(path.name):
                self.assertTrue(documents(path))

    def test_kustomization_names_all_others(self):
        named = documents(DEPLOY / "strimzi" / "kustomization.yaml")[0]["resources"]
        self.assertEqual(sorted([*named, "kustomization.yaml"]), sorted(path.name for path in (DEPLOY / "strimzi").iterdir()))

    @unittest.skipIf(shutil.which("systemd-analyze") is None, "no systemd-analyze here")
    def test_units_as_systemd_reads_them(self):
        with tempfile.TemporaryDirectory() as root:
            units = pathlib.Path(root, "etc/systemd/system")
            shutil.copytree("/lib/systemd/system", pathlib.Path(root, "usr/lib/systemd/system"), symlinks=True)
            pathlib.Path(root, "lib").symlink_to("usr/lib")
            units.mkdir(parents=True)
            for path in UNITS:
                shutil.copy(path, units)
                for program in re.findall(r"^Exec\w+=(/\S+)", path.read_text(), re.M):
                    there = pathlib.Path(root + program)
                    there.parent.mkdir(parents=True, exist_ok=True)
                    there.touch(0o755)
            names = [units / path.name.replace("@.", "@a.") for path in UNITS]
            done = subprocess.run(["systemd-analyze", "verify", f"--root={root}", "--man=no", *names], capture_output=True, text=True,
                                  timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class WhatKafkaIsAskedFor(unittest.TestCase):
    def test_the_topic_is_what_the_program_demands(self):
        demanded = demanded_settings()
        self.assertEqual(set(demanded), set(BROKERS_OWN))
        for name, topic in objects("KafkaTopic").items():
            with self.subTest(name):
                self.assertEqual({key: text_of(value) for key, value in topic["spec"]["config"].items()}, demanded)
                self.assertEqual((topic["spec"]["partitions"], topic["spec"]["replicas"]), (1, COPIES))
        self.assertIn("careers", objects("KafkaTopic"))

    def test_brokers_keep_what_is_acknowledged(self):
        wanted = {BROKERS_OWN[name]: value for name, value in demanded_settings().items()} | BESIDES
        self.assertEqual(len(broker_settings()), 5)
        for where, settings in broker_settings().items():
            with self.subTest(where):
                self.assertEqual({name: settings.get(name) for name in wanted}, wanted)

    def test_rights_are_those_of_the_readme(self):
        told = {}
        for line in re.findall(r"^    (kafka-acls\.sh .*)$", (DEPLOY / "README.md").read_text(), re.M):
            self.assertIn(" --topic careers ", line + " ")
            told[re.search(r"User:(\S+)", line).group(1)] = set(re.findall(r"--operation (\S+)", line))
        given = {}
        for name, user in objects("KafkaUser").items():
            acls = user["spec"]["authorization"]["acls"]
            self.assertEqual([each["resource"] for each in acls], [{"type": "topic", "name": "careers", "patternType": "literal"}])
            given[name] = set(acls[0]["operations"])
        self.assertEqual(given, {name: rights for name, rights in told.items() if name != "sillok-founder"})
        self.assertEqual(given["sillok-writer"] - given["sillok-reader"], {"Write"})
        self.assertEqual(told["sillok-founder"] - given["sillok-writer"], {"Create"})

    def test_one_version_everywhere(self):
        kafka, program = jars.VERSIONS[0], re.search(r"project\(sillok VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
        self.assertEqual([each["spec"]["kafka"]["version"] for each in objects("Kafka").values()], [kafka])
        self.assertEqual({image for image in images() if not image.startswith("debian:")}, {f"apache/kafka:{kafka}", f"sillok:{program}"})


class WhoCanReachIt(unittest.TestCase):
    def test_compose_publishes_on_the_loopback_alone(self):
        published = {name: service.get("ports", []) for name, service in compose()["services"].items()}
        for name, ports in published.items():
            for port in ports:
                self.assertRegex(port, r"\A127\.0\.0\.1:\d+:\d+\Z", name)
            self.assertFalse(ports and name.startswith("kafka-"), name)
            self.assertNotIn("network_mode", compose()["services"][name])
        self.assertTrue(published["replica-1"])

    def test_kubernetes_publishes_nothing(self):
        self.assertTrue(objects("Service"))
        for name, service in objects("Service").items():
            self.assertIn(service["spec"].get("type", "ClusterIP"), ("ClusterIP",), name)
            self.assertNotIn("externalIPs", service["spec"])
        self.assertEqual(objects("Ingress"), {})
        for container, pod in containers():
            self.assertNotIn("hostNetwork", pod)
            self.assertFalse([port for port in container.get("ports", []) if "hostPort" in port])
        for kafka in objects("Kafka").values():
            for listener in kafka["spec"]["kafka"]["listeners"]:
                self.assertEqual((listener["type"], listener["tls"], listener["authentication"]), ("internal", True, {"type": "tls"}))
            self.assertEqual(kafka["spec"]["kafka"]["authorization"], {"type": "simple"})

    def test_units_listen_on_the_loopback(self):
        addresses = re.findall(r"\b\d+\.\d+\.\d+\.\d+\b", "".join(path.read_text() for path in UNITS))
        self.assertEqual(set(addresses), {"127.0.0.1"})

    def test_images_are_pinned_and_name_no_registry(self):
        self.assertGreaterEqual(len(images()), 11)
        for image in images():
            self.assertRegex(image, r"\A(?:[a-z]+/)?[a-z]+:\d+\.\d+(\.\d+)?(-slim)?\Z")

    def test_no_host_of_the_outside(self):
        for path in FILES:
            for host in re.findall(r"\w+://([\w.-]+)", path.read_text()):
                self.assertRegex(host, r"\A(127\.0\.0\.1|localhost|kafka-\d|kafka-\d\.example\.org)\Z", path.name)
            self.assertNotRegex(path.read_text(), r"\b(docker|quay|ghcr|gcr)\.(io|com)/", path.name)

    def test_no_secret(self):
        self.assertEqual(objects("Secret"), {})
        for path in FILES:
            self.assertNotRegex(path.read_text(), r"(?i)PRIVATE KEY|password *[=:](?! *…)|secret *[=:] *\w{8}|\b[0-9a-f]{32}\b",
                                path.name)


class HowItRuns(unittest.TestCase):
    def test_replica_unit(self):
        service = dict(Unit(DEPLOY / "systemd" / "sillok-replica@.service").items("Service"))
        for name, value in {"Restart": "on-failure", "RestartPreventExitStatus": "1 2 3", "ProtectSystem": "strict",
                            "NoNewPrivileges": "yes", "StateDirectory": "sillok", "StateDirectoryMode": "0700", "UMask": "0077", "LimitMEMLOCK": "64M",
                            "TimeoutStopSec": "60", "MemoryMax": "4G", "User": "sillok", "CapabilityBoundingSet": "",
                            "RestrictNamespaces": "yes", "SystemCallFilter": "@system-service"}.items():
            self.assertEqual(service.get(name), value, name)

    def test_timers_have_their_services(self):
        timers = [path for path in UNITS if path.suffix == ".timer"]
        self.assertEqual([path.name for path in timers], ["sillok-backup@.timer", "sillok-verify@.timer"])
        for path in timers:
            timer = dict(Unit(path).items("Timer"))
            self.assertEqual(timer.get("Persistent"), "yes")
            self.assertIn("OnCalendar", timer)
            service = dict(Unit(path.with_suffix(".service")).items("Service"))
            for name, value in {"Type": "oneshot", "User": "sillok", "UMask": "0077", "ProtectSystem": "strict",
                                "NoNewPrivileges": "yes"}.items():
                self.assertEqual(service.get(name), value, f"{path.name} {name}")
        self.assertRegex(Unit(DEPLOY / "systemd" / "sillok-verify@.service").get("Service", "ExecStart"), " verify --full ")
        self.assertRegex(Unit(DEPLOY / "systemd" / "sillok-backup@.service").get("Service", "ExecStart"), " backup -o ")

    def test_compose_asks_for_health(self):
        for name, service in compose()["services"].items():
            if name == "record":
                continue
            test = " ".join(service["healthcheck"]["test"])
            for word in ("/livez", "/readyz") if name.startswith("replica") else ("--bootstrap-server localhost:9092",):
                self.assertIn(word, test, name)
            self.assertTrue(service["volumes"], name)

    def test_pods_are_confined(self):
        for container, pod in containers():
            alone, whole = container["securityContext"], pod["securityContext"]
            self.assertEqual((alone["allowPrivilegeEscalation"], alone["readOnlyRootFilesystem"], alone["capabilities"]),
                             (False, True, {"drop": ["ALL"]}))
            self.assertEqual((whole["runAsNonRoot"], whole["seccompProfile"]), (True, {"type": "RuntimeDefault"}))
            # Else key files would be opened to the group at each start.
            self.assertEqual(whole["fsGroupChangePolicy"], "OnRootMismatch")
            self.assertEqual((pod["automountServiceAccountToken"], pod["terminationGracePeriodSeconds"]), (False, 60))
        replica = objects("StatefulSet")["sillok-replica"]["spec"]
        served = replica["template"]["spec"]["containers"][0]
        self.assertEqual([served[probe]["httpGet"] for probe in ("livenessProbe", "readinessProbe")],
                         [{"path": "/livez", "port": "http"}, {"path": "/readyz", "port": "http"}])
        self.assertTrue(replica["volumeClaimTemplates"])

    def test_figures_are_those_of_the_service(self):
        told = set(re.findall(r"`(sillok_\w+)", (DEPLOY / "README.md").read_text()))
        known = set(re.findall(r"^\| `(sillok_\w+)", (ROOT / "ops" / "metrics.md").read_text(), re.M))
        self.assertGreaterEqual(len(told), 8)
        self.assertLessEqual(told, known)

    def test_image_has_the_libraries_of_the_program(self):
        if shutil.which("dpkg-query") is None or shutil.which("readelf") is None:
            self.skipTest("not a Debian machine that builds")
        of_the_base_image = re.compile(r"lib(c6|gcc-s1|stdc\+\+6|asan\d|ubsan\d|tsan\d)")
        def printed(*command):
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout

        needed = re.findall(r"NEEDED.*\[(.*)\]", printed("readelf", "-d", SILLOK))
        owners = printed("dpkg-query", "-S", *(f"*/{name}" for name in needed))
        packages = {line.split(":")[0] for line in owners.splitlines()}
        self.assertGreaterEqual(len(packages), 10)
        final = (DEPLOY / "compose" / "Containerfile").read_text().rpartition("\nFROM ")[2]
        listed = set(re.search(r"--no-install-recommends \\\n(.*?)&&", final, re.S).group(1).replace("\\", " ").split())
        self.assertEqual({package for package in packages if not of_the_base_image.fullmatch(package)} - listed, set())
        self.assertLessEqual({"ca-certificates", "curl", "tzdata"}, listed)


class WhatTheProgramIsGiven(unittest.TestCase):
    """Every call of sillok in these files: its command and options exist."""

    # Where a command stands: at the start of a line, behind another command, or in words.
    CALL = re.compile(r"(?:^ *|-- |exec |\|\| |ExecStart=|`)(?:/usr/local/bin/)?sillok((?: +(?:\\\n *)?[^\s\\'`|;&<>()#]+)+)", re.M)

    def calls(self):
        for path in FILES:
            text = path.read_text()
            if path.suffix == ".md":  # what is shown as a command, or in words
                text = "\n".join(re.findall(r"^    .*$|`[^`\n]+`", text, re.M))
                text = re.sub(r"docker compose run --rm (-T )?record", "sillok", text)
            for words in self.CALL.findall(text):
                yield path.name, words.replace("\\\n", " ").split()
        for container, _ in containers():
            if "command" not in container:
                yield container["name"], container["args"]

    def test_exist(self):
        program = run("--help").out
        commands = set(re.findall(r"^  ([a-z-]+) ", program.partition("Subcommands:")[2], re.M))
        seen = set()
        for place, words in self.calls():
            plain = [word for at, word in enumerate(words) if word[0] != "-" and words[at - 1] != "--ledger"]
            self.assertIn(plain[0], commands, place)
            seen.add(plain[0])
            told = program + run(plain[0], "--help").out + run(*plain[:2], "--help").out
            for option in (word for word in words if word[0] == "-"):
                self.assertRegex(told, rf"(?m)(^  |,){re.escape(option)}\b", f"{place}: {plain[0]}")
        self.assertLessEqual({"init", "serve", "backup", "verify", "submit", "trust", "replica"}, seen)

    def test_files_of_the_readme_exist(self):
        text = (DEPLOY / "README.md").read_text()
        for link in re.findall(r"\]\(([^)]+)\)", text):
            self.assertTrue((DEPLOY / link).exists(), link)
        for name in re.findall(r"\bops/deploy/[\w./*-]+", text):
            self.assertTrue(list(ROOT.glob(name)), name)


if __name__ == "__main__":
    unittest.main()
