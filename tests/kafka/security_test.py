#!/usr/bin/env python3
"""A broker that asks who one is: TLS, passwords, certificates, rights. Rights are given by the very commands of ops/deploy/README.md.
What is refused is named and tells no secret, neither in words nor in any file of the ledger."""
import json
import os
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from topic import ROOT, OnABroker, main  # noqa: E402
from program import found_unit, hire, order  # noqa: E402

sys.path.insert(0, str(ROOT / "ops" / "kafka.d"))
import jars  # noqa: E402

WRONG = "wr0ng-passw0rd-of-nobody"
ACL_COMMAND = "org.apache.kafka.tools.AclCommand"  # what kafka-acls.sh runs
JVM = ("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")


def settings_of(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines())


class ASecuredBroker(OnABroker):
    shares_broker = False
    up_options = ()
    client = "User:client"  # who client.properties is

    @classmethod
    def kafka(cls, *words):
        return super().kafka(*words, *(cls.up_options if words[0] == "up" else ()))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = cls.broker
        cls.users = {name: settings_of(cls.folder / f"{name}.properties") for name in ("client", "admin")}
        cls.secrets = {WRONG, *(user["sasl.password"] for user in cls.users.values() if "sasl.password" in user)}
        cls.write_operators_file()

    @classmethod
    def write_operators_file(cls):
        """admin.properties in Java's words, for Kafka's own tools."""
        told = cls.users["admin"]
        lines = {"security.protocol": told["security.protocol"].upper(), "ssl.truststore.type": "PEM",
                 "ssl.truststore.location": told["ssl.ca.location"]}
        if "ssl.key.location" in told:
            lines |= {"ssl.keystore.type": "PEM", "ssl.keystore.location": cls.folder / "tls" / "broker.both.pem"}
        if "sasl.password" in told:
            lines |= {"sasl.mechanism": "PLAIN",
                      "sasl.jaas.config": "org.apache.kafka.common.security.plain.PlainLoginModule required "
                                          f'username="{told["sasl.username"]}" password="{told["sasl.password"]}";'}
        cls.operators_file = cls.home / "operator.properties"
        with open(os.open(cls.operators_file, os.O_WRONLY | os.O_CREAT, 0o600), "w") as out:
            out.writelines(f"{name}={value}\n" for name, value in lines.items())

    def setUp(self):
        super().setUp()
        self.place = self.home / self.topic
        self.place.mkdir()
        self.settings = {name: self.write_settings(name, told) for name, told in self.users.items()}
        self.addCleanup(self.check_files)

    def check_files(self):
        """No file of a ledger holds a secret."""
        for path in self.place.rglob("*"):
            content = path.read_bytes() if path.is_file() and path.suffix != ".settings" else b""
            self.assertFalse([path for secret in self.secrets if secret.encode() in content])

    def ask(self, directory, *arguments, stdin=b""):
        answer = super().ask(directory, *arguments, stdin=stdin)
        for secret in self.secrets:
            self.assertNotIn(secret, answer.out + answer.err)
        return answer

    def write_settings(self, name, told, mode=0o600, more=""):
        """In place of what stands there."""
        path = self.place / f"{name}.settings"
        path.write_text("# how to reach the brokers\n\n" + "".join(f"{key} = {value}\n" for key, value in told.items()) + more)
        path.chmod(mode)
        return path

    def init(self, directory, user, *options, topic=None):
        return self.ask(directory, "init", "--kafka", self.brokers, "--topic", topic or self.topic,
                        "--kafka-settings", self.settings[user], *options)

    def found_by_admin(self):
        self.ok(self.init("a", "admin", "--sandbox"))
        self.ok(self.submit("a", found_unit(), order("H-1", hire("P1"))))
        self.ok(self.ask("a", "trust", "export", "-o", self.place / "a.trust"))

    def join_by(self, directory, user):
        return self.init(directory, user, "--trust", self.place / "a.trust")

    def grant(self, role, topic=None):
        """What ops/deploy/README.md says for that kind of node, to the client."""
        readme = (ROOT / "ops" / "deploy" / "README.md").read_text()
        line = next(line for line in readme.splitlines() if line.startswith("    kafka-acls.sh") and f"User:{role} " in line)
        instead = {"BROKERS": self.brokers, "operator.properties": str(self.operators_file), f"User:{role}": self.client,
                   "careers": topic or self.topic}
        words = [instead.get(word, word) for word in shlex.split(line)[1:]]
        done = subprocess.run([jars.java(), *JVM, "-cp", f"{jars.jars(jars.VERSIONS[0])}/*", ACL_COMMAND, *words],
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(f"principal={self.client}, host=*", done.stdout)

    def denied(self, answer, *words):
        self.refused(answer, 2, "broker.denied")
        for word in words:
            self.assertIn(word, answer.err)


class PasswordsAndRights(ASecuredBroker):
    up_options = ("--tls", "--sasl", "--acl")

    def ready(self, url):
        try:
            with urllib.request.urlopen(url + "/readyz", timeout=10) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as not_yet:
            return not_yet.read().decode()

    def test_each_kind_of_node_has_what_the_readme_gives_it(self):
        other = self.topic + "-2"
        self.denied(self.init("c", "client", "--sandbox", topic=other))
        self.grant("sillok-founder", other)
        self.ok(self.init("c", "client", "--sandbox", topic=other))
        self.ok(self.submit("c", found_unit()))

        self.found_by_admin()
        self.denied(self.join_by("b", "client"), "Topic authorization failed")
        self.assertFalse(self.path("b").exists(), "nothing is left behind")
        self.grant("sillok-reader")
        self.ok(self.join_by("b", "client"))
        self.ok(self.ask("b", "show", "P1"))
        self.assertEqual(self.head("a"), self.head("b"))
        service = self.start("b", "serve", "--listen", "127.0.0.1:0")
        self.addCleanup(service.communicate)
        self.addCleanup(service.kill)
        url = json.loads(service.stdout.readline())["url"]
        deadline = time.monotonic() + 30
        while "[+]replica ok\n[+]topic ok" not in (text := self.ready(url)):
            self.assertLess(time.monotonic(), deadline, text)
            time.sleep(0.05)
        service.terminate()
        self.assertEqual(service.wait(timeout=30), 0)

        before = self.head("a")
        self.denied(self.submit("b", order("H-2", hire("P2"))), "Topic authorization failed")
        self.refused(self.ask("b", "show", "P2"), 1, "person.unknown")
        self.assertEqual(self.head("a"), before)
        self.grant("sillok-writer")
        self.assertEqual(self.ok(self.submit("b", order("H-2", hire("P2")))).one()["status"], "recorded")
        self.ok(self.ask("a", "show", "P2"))
        self.assertEqual(self.head("a"), self.head("b"))

    def test_a_wrong_password(self):
        self.found_by_admin()
        right = self.users["admin"]
        wrong = {**right, "sasl.password": WRONG}
        self.ok(self.join_by("b", "admin"))
        self.ok(self.ask("b", "show", "P1"))
        self.write_settings("admin", wrong)
        self.denied(self.join_by("c", "admin"), "Invalid username or password")
        self.assertFalse(self.path("c").exists())
        self.denied(self.submit("b", order("H-2", hire("P2"))), "Invalid username or password")
        self.denied(self.ask("b", "show", "P1"), "Invalid username or password")
        self.ok(self.ask("b", "--offline", "show", "P1"))
        self.write_settings("admin", right)
        self.assertEqual(self.ok(self.submit("b", order("H-2", hire("P2")))).one()["status"], "recorded")

    def test_settings_that_others_can_read(self):
        self.found_by_admin()
        self.settings["admin"].chmod(0o640)
        self.refused(self.join_by("b", "admin"), 2, "key.file_mode")
        self.assertFalse(self.path("b").exists())
        self.refused(self.ask("a", "show", "P1"), 2, "key.file_mode")
        self.refused(self.submit("a", order("H-2", hire("P2"))), 2, "key.file_mode")
        self.settings["admin"].chmod(0o600)
        self.ok(self.ask("a", "show", "P1"))

    def test_settings_that_are_none(self):
        told = self.users["admin"]
        for more in (f"sasl.pasword={WRONG}\n", f"{WRONG}\n", f"plugin.library.paths={WRONG}\n", f"ssl.key.password={WRONG}\nacks=1\n",
                     "sasl.mechanism=OAUTHBEARER\n"):
            with self.subTest(more):
                self.write_settings("admin", told, more=more)
                self.refused(self.init("a", "admin", "--sandbox"), 2, "topic.setting")
        self.assertFalse(self.path("a").exists())


class Certificates(ASecuredBroker):
    up_options = ("--tls", "--acl")
    client = "User:CN=client"

    def test_a_certificate_says_who_one_is(self):
        self.found_by_admin()
        self.denied(self.join_by("b", "client"), "Topic authorization failed")
        self.grant("sillok-reader")
        self.ok(self.join_by("b", "client"))
        for _ in range(4):
            self.denied(self.submit("b", order("H-2", hire("P2"))), "authorization failed")
        self.grant("sillok-writer")
        self.assertEqual(self.ok(self.submit("b", order("H-2", hire("P2")))).one()["status"], "recorded")
        self.ok(self.ask("a", "show", "P2"))
        self.assertEqual(self.head("a"), self.head("b"))

    def test_who_trusts_whom(self):
        told = self.users["client"]
        own = {name: value for name, value in told.items() if name not in ("ssl.certificate.location", "ssl.key.location")}
        self.write_settings("client", own)
        self.denied(self.init("a", "client", "--sandbox"), "bad certificate")
        other = self.place / "other.settings"  # not the authority that signed for the broker
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "1",
                        "-subj", "/CN=other", "-keyout", "/dev/null", "-out", other], check=True, capture_output=True)
        self.write_settings("client", {**told, "ssl.ca.location": other})
        self.denied(self.init("a", "client", "--sandbox"), "certificate verify failed")
        self.assertFalse(self.path("a").exists())


if __name__ == "__main__":
    main()
