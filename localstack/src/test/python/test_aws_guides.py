"""The guide's pages for boto3 and the AWS CLI, run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import BEARER, ENDPOINT, environment

GUIDES = Path(__file__).parents[4] / "docs" / "guide"


def blocks(page, language):
    found = re.findall(rf"```{language}\n(.*?)```", (GUIDES / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found, page
    return found


def variables(stack):
    return {BEARER: stack["TOLLGATE_KEY_ACME"], ENDPOINT: stack["tlsUrl"], "AWS_CA_BUNDLE": stack["caBundle"]}


def test_boto3(stack, capsys):
    with environment(**variables(stack)):
        exec(compile("\n".join(blocks("boto3.md", "python")), "boto3.md", "exec"), {})
    said, tokens, streamed, refused = capsys.readouterr().out.strip().splitlines()
    assert said.strip() and streamed.strip()
    assert int(tokens.removeprefix("tokens: ")) > 0
    assert refused.startswith("refused: ") and "no.such.model" in refused


def test_guardrails(stack, capsys):
    with environment(**variables(stack)):
        exec(compile("\n".join(blocks("guardrails.md", "python")), "guardrails.md", "exec"), {})
    assert capsys.readouterr().out == "Write to {EMAIL}\n"


def test_aws_cli(stack):
    path = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]
    spoken, counted, guarded = blocks("aws-cli.md", "bash")
    printed = [
        subprocess.run(["bash", "-c", block], env={**os.environ, **variables(stack), "PATH": path},
                       capture_output=True, text=True, timeout=60, check=True).stdout.strip()
        for block in (spoken, counted, guarded)]
    assert printed[0] and int(printed[1]) > 0 and printed[2] == "Write to {EMAIL}"
