import json
import sys

import pytest
from tollgate_host.function_process import FunctionProcess, environment

PATIENCE = 60


@pytest.fixture
def bootstrap(tmp_path):
    def make(text):
        file = tmp_path / "bootstrap"
        file.write_text(f"#!{sys.executable}\n{text}")
        file.chmod(0o755)
        return tmp_path

    return make


def test_environment_has_little_of_the_servers_own(tmp_path):
    own = {"PATH": "/bin", "AWS_PROFILE": "mine", "SECRET": "s"}
    made = environment(tmp_path, {"A": 1, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": 1000}, own)
    assert made == {
        "PATH": "/bin",
        "A": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1000",
        "LAMBDA_TASK_ROOT": str(tmp_path),
        "LAMBDA_RUNTIME_DIR": str(tmp_path),
        "JAVA_TOOL_OPTIONS": "-Xmx600m",
    }


def test_process_that_ends_at_the_start_fails_with_its_exit_status(bootstrap):
    process = FunctionProcess(bootstrap("print('why'); raise SystemExit(3)"), {})
    failure = process.api.ready.result(PATIENCE)
    assert json.loads(failure.body)["errorMessage"].endswith("exit status 3")
    assert process.take_log() == "why\n"
    assert process.take_log() == ""


def test_process_that_asks_for_work_is_ready_and_can_be_killed(bootstrap):
    process = FunctionProcess(
        bootstrap(
            "import os, urllib.request\n"
            "urllib.request.urlopen('http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/invocation/next')"
        ),
        {},
    )
    assert process.api.ready.result(PATIENCE) is None
    assert process.is_alive()
    process.kill()
    process._process.wait(PATIENCE)
    assert not process.is_alive()
