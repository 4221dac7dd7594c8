"""A Spark cluster on this machine alone: a standalone master and two workers, from the pyspark package."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

WORKERS, CORES, MEMORY = 2, 1, "1536m"
# For a cluster that lives some minutes on two cores: machine code that is made fast, and few pieces of each table.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
DEFAULTS = f"""\
spark.driver.extraJavaOptions {JAVA}
spark.executor.extraJavaOptions {JAVA}
spark.sql.shuffle.partitions {WORKERS * CORES}
"""
SECONDS_TO_START = 60
# It lives until its input ends, as it does when the tests end, however they do; then it ends what they left.
GUARD = """
import os, signal, sys
left = set()
for line in sys.stdin:
    what, number = line.split()
    (left.add if what == "began" else left.discard)(int(number))
for number in left:
    for end in (os.killpg, os.kill):
        try:
            end(number, signal.SIGKILL)
        except OSError:
            pass
"""


@cache
def _guard() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", GUARD], stdin=subprocess.PIPE, text=True, start_new_session=True)


def tell_guard(what: str, process: int) -> None:
    """Say that a process, or the leader of a group, 'began' or 'ended'."""
    words = _guard().stdin
    assert words is not None
    words.write(f"{what} {process}\n")
    words.flush()


@contextmanager
def running(folder: Path, name: str, *words: str) -> Iterator[Path]:
    """A part of Spark as a process of its own, ended with all that it started; gives the file of what it says."""
    import pyspark

    spark = Path(pyspark.__file__).parent
    log = folder / f"{name}.log"
    work = folder / name
    work.mkdir()
    environment = {
        **os.environ,
        "SPARK_HOME": str(spark),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(work),
        "SPARK_DAEMON_JAVA_OPTS": JAVA,
    }
    with log.open("w") as said:
        process = subprocess.Popen(
            [str(spark / "bin" / "spark-class"), *words],
            stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=environment, cwd=work, start_new_session=True,
        )  # fmt: skip
        tell_guard("began", process.pid)
        try:
            yield log
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            tell_guard("ended", process.pid)


@contextmanager
def own_defaults(folder: Path) -> Iterator[None]:
    """The settings of this cluster, as an administrator would write them, for all that is started meanwhile."""
    conf = folder / "conf"
    conf.mkdir()
    (conf / "spark-defaults.conf").write_text(DEFAULTS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SPARK_CONF_DIR", str(conf))
        yield


def told(log: Path, pattern: str) -> str:
    """What stands in the first group of the pattern, once the process has said it."""
    ends_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ends_at:
        found = re.search(pattern, log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"{log.name} never said {pattern}:\n{log.read_text(encoding='utf-8')[-2000:]}")


@contextmanager
def standalone_cluster(folder: Path) -> Iterator[str]:
    """The address of a master with its workers, on ports that are free."""
    deploy = "org.apache.spark.deploy"
    loopback = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
    with own_defaults(folder), running(folder, "master", f"{deploy}.master.Master", *loopback) as master:
        address = told(master, r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")
        told(master, r"New state: (ALIVE)")
        size = ("--cores", str(CORES), "--memory", MEMORY)
        worker = f"{deploy}.worker.Worker"
        with (
            running(folder, "worker_1", worker, *loopback, *size, "-d", str(folder / "worker_1"), address) as first,
            running(folder, "worker_2", worker, *loopback, *size, "-d", str(folder / "worker_2"), address) as second,
        ):
            for log in (first, second):
                told(log, r"(Successfully registered) with master")
            yield address


@contextmanager
def connect_server(folder: Path) -> Iterator[str]:
    """The sc:// address of a Spark Connect server that counts by itself."""
    settings = {
        "spark.master": f"local[{WORKERS}]",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": "0",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.log.level": "INFO",
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    server = "org.apache.spark.sql.connect.service.SparkConnectServer"
    submit = ("org.apache.spark.deploy.SparkSubmit", *given, "--class", server, "spark-internal")
    with own_defaults(folder), running(folder, "connect", *submit) as log:
        port = told(log, r"Spark Connect server started at: .*?:(\d+)")
        yield f"sc://127.0.0.1:{port}"
