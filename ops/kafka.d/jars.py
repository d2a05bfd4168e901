"""The jars of one Kafka version, and the Java that runs them."""
import fcntl
import os
import pathlib
import shutil
import subprocess

from failure import Failure, say

VERSIONS = ("4.1.0", "3.9.2")  # what pom.xml was tried with; the first is the one that runs unless asked otherwise
DOWNLOAD_S = 300
HERE = pathlib.Path(__file__).resolve().parent
LIBRARIES = HERE.parent.parent / "build" / "kafka-libs"


def java() -> str:
    """The program: of JAVA_HOME, as Kafka's own scripts choose, else of PATH."""
    home = os.environ.get("JAVA_HOME")
    if home and os.access(f"{home}/bin/java", os.X_OK):
        return f"{home}/bin/java"
    return shutil.which("java") or refuse("java")


def refuse(program: str) -> str:
    raise Failure(f"{program} is not here; ops/bootstrap installs it")


def jars(version: str) -> pathlib.Path:
    """The folder with them. Maven brings them the first time, into a folder that gets its name only once it is whole."""
    folder = LIBRARIES / version
    if folder.is_dir():
        return folder
    LIBRARIES.mkdir(parents=True, exist_ok=True)
    lock = os.open(LIBRARIES, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            download(version, folder)
    finally:
        os.close(lock)
    return folder


def download(version: str, folder: pathlib.Path) -> None:
    maven = shutil.which("mvn") or refuse("mvn")
    part = folder.with_name(f".{version}.part")
    shutil.rmtree(part, ignore_errors=True)
    say(f"fetching Kafka {version} (some 55 MB, once)")
    command = [maven, "--batch-mode", "--quiet", "--strict-checksums", "-Dstyle.color=never", f"--file={HERE / 'pom.xml'}",
               "dependency:copy-dependencies", f"-Dkafka.version={version}", f"-DoutputDirectory={part}"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DOWNLOAD_S, check=False)
    except subprocess.TimeoutExpired:
        raise Failure(f"Maven did not bring Kafka {version} within {DOWNLOAD_S} s") from None
    if done.returncode != 0:
        errors = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("[ERROR]")]
        raise Failure(f"Maven can't bring Kafka {version}: {errors[0] if errors else f'exit {done.returncode}'}")
    part.rename(folder)
