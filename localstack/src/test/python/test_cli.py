"""The AWS CLI, configured by environment variables alone."""

import json
import os
import subprocess
import sys

import pytest
from conftest import BEARER, ENDPOINT, assert_no_trace, say


def aws(stack, bearer, *arguments):
    """Runs the CLI; answers (exit code, standard output, standard error)."""
    variables = {**os.environ, BEARER: bearer, ENDPOINT: stack["tlsUrl"], "AWS_CA_BUNDLE": stack["caBundle"], "AWS_MAX_ATTEMPTS": "2"}
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


@pytest.mark.parametrize(
    ("bearer", "model", "text", "kind"),
    [
        ("expired", "sim.claude", "x", "AccessDeniedException"),
        ("keyOfOneModel", "sim.gpt", "x", "AccessDeniedException"),
        ("TOLLGATE_JWT_ACME", "no.such", "x", "ResourceNotFoundException"),
        ("TOLLGATE_JWT_ACME", "sim.gpt", "[[sim status=429]]", "ThrottlingException"),
    ],
)
def test_refusals_are_typed(stack, bearer, model, text, kind):
    token = stack["tokens"].get(bearer) or stack[bearer]
    code, _, errors = converse(stack, token, model, text)
    assert code != 0 and f"({kind})" in errors, errors
    assert_no_trace(errors)
