import subprocess
import sys

from tollgate_host.loopback import end_with_parent, loopback_endpoint

PATIENCE = 60
WAITS = "import time; from tollgate_host.loopback import end_with_parent; end_with_parent(); print('up', flush=True); time.sleep(600)"


def test_process_ends_when_its_input_does():
    child = subprocess.Popen([sys.executable, "-c", WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"up\n"
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(PATIENCE) != 0


def test_endpoint_is_bound_to_loopback_whatever_is_asked_for():
    made = []
    endpoint = loopback_endpoint(lambda reactor, port, backlog, interface: made.append((reactor, port, backlog, interface)))
    endpoint("reactor", 4566)
    endpoint("reactor", 4567, interface="0.0.0.0")
    assert made == [("reactor", 4566, 50, "127.0.0.1"), ("reactor", 4567, 50, "127.0.0.1")]


def test_what_is_written_does_not_end_it():
    import io
    import threading

    ended = threading.Event()
    end_with_parent(io.BytesIO(b"x" * 10_000), ended.set)
    assert ended.wait(PATIENCE)
