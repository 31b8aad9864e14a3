"""One process that runs a function: its deployment package's `bootstrap`, and a Runtime API of its own."""

import os
import signal
import subprocess
import threading

from .runtime_api import RuntimeApi, error_document

INHERITED = ("PATH", "LANG", "JAVA_HOME", "NO_PROXY", "no_proxy")
HEAP_PERCENT = 60


class FunctionProcess:
    def __init__(self, folder, variables):
        self.api = RuntimeApi()
        self._log = bytearray()
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [str(folder / "bootstrap")],
            cwd=folder,
            env=environment(folder, variables, os.environ) | {"AWS_LAMBDA_RUNTIME_API": self.api.address},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._watch, name="function-output", daemon=True).start()

    def _watch(self):
        while chunk := os.read(self._process.stdout.fileno(), 65536):
            with self._lock:
                self._log += chunk
        status = self._process.wait()
        self.api.end(error_document("Runtime.ExitError", f"Runtime exited with error: exit status {status}"))

    def take_log(self):
        """What it has printed since the last time."""
        with self._lock:
            text, self._log = self._log.decode("utf-8", "replace"), bytearray()
        return text

    def is_alive(self):
        return self._process.poll() is None

    def kill(self):
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def environment(folder, variables, own):
    """A function's environment: of the server's own variables only what it cannot do without."""
    inherited = {name: value for name, value in own.items() if name in INHERITED}
    made = inherited | {name: str(value) for name, value in variables.items()}
    made |= {"LAMBDA_TASK_ROOT": str(folder), "LAMBDA_RUNTIME_DIR": str(folder)}
    # A laptop has more memory than the function was given, and other uses for it.
    heap = int(made.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", 512)) * HEAP_PERCENT // 100
    made.setdefault("JAVA_TOOL_OPTIONS", f"-Xmx{heap}m")
    return made
