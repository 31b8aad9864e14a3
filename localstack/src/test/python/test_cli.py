"""The AWS CLI, configured by environment variables alone."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import BEARER, ENDPOINT, Stack, say


def aws(stack, bearer, *arguments):
    """Runs the CLI; answers (exit code, standard output, standard error)."""
    variables = {**os.environ, BEARER: bearer, ENDPOINT: stack["tlsUrl"], "AWS_CA_BUNDLE": stack["caBundle"]}
    return run(variables, *arguments)


def run(variables, *arguments):
    command = [os.path.join(os.path.dirname(sys.executable), "aws"), "bedrock-runtime", *arguments]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def converse(stack, bearer, model, text):
    return aws(stack, bearer, "converse", "--model-id", model, "--messages", json.dumps(say(text)),
               "--inference-config", json.dumps({"maxTokens": 16}))


@pytest.mark.parametrize("alias", ["sim.claude", "sim.gpt", "local.smollm2"])
def test_converse(stack, alias):
    code, printed, errors = converse(stack, stack["TOLLGATE_KEY_ACME"], alias, "Name a colour.")
    assert code == 0, errors
    assert json.loads(printed)["usage"]["outputTokens"] > 0


def test_invoke_model(stack, tmp_path):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 16, "messages": [{"role": "user", "content": "Hi."}]}
    out = tmp_path / "answer.json"
    code, _, errors = aws(stack, stack["TOLLGATE_JWT_ACME"], "invoke-model", "--model-id", "sim.claude",
                          "--body", json.dumps(body), str(out))
    assert code == 0, errors
    assert json.loads(out.read_text())["usage"]["output_tokens"] > 0


CASES = Stack()["errorCases"]["aws-cli"]
PRINTED = re.compile(r"An error occurred \((\w+)\) when calling the \w+ operation(?: \(reached max retries: (\d+)\))?: .")


def seen(stack, case, begun, file):
    request = {"converse": {"messages": say(begun["text"] * case["times"])}}
    if case["call"] == "count-tokens":
        request = {"input": request}
    else:
        request = {**request["converse"], "inferenceConfig": {"maxTokens": 16}}
    file.write_text(json.dumps({"modelId": case["model"] * case["modelTimes"], **request}))
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AWS_A")}
    code, _, errors = run({**variables, "AWS_CA_BUNDLE": stack["caBundle"], **begun["environment"]},
                          case["call"], "--cli-input-json", "file://" + str(file))
    printed = PRINTED.search(errors)
    assert code != 0 and printed, errors
    return {"exception": printed[1], "attempts": int(printed[2] or 0) + 1, "shown": errors}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_error(stack, case, tmp_path):
    assert stack.problems("aws-cli", case, lambda begun: seen(stack, case, begun, tmp_path / "request.json")) == []
