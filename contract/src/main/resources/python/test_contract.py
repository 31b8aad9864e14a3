"""Unmodified boto3, configured by the variables that a user would paste and nothing else."""

import os
import urllib.request

import boto3
import pytest

LIMITS = {"maxTokens": 64}
MODEL = os.environ["TOLLGATE_MODEL"]
SIMULATED = "TOLLGATE_SIM_URL" in os.environ
simulated = pytest.mark.skipif(not SIMULATED, reason="takes a model that does as it is told")


@pytest.fixture(scope="session")
def client():
    return boto3.client("bedrock-runtime")


def say(text):
    return [{"role": "user", "content": [{"text": text}]}]


def chunk_read(name):
    """Tells the simulator, which then sends the next chunk."""
    request = urllib.request.Request(f"{os.environ['TOLLGATE_SIM_URL']}/handshake/{name}", data=b"", method="POST")
    with urllib.request.urlopen(request, timeout=60):
        pass


def test_converse(client):
    answer = client.converse(modelId=MODEL, messages=say("Hello."), inferenceConfig=LIMITS)
    assert answer["output"]["message"]["content"][0]["text"]
    assert answer["usage"]["outputTokens"] > 0


def test_converse_stream(client):
    stream = client.converse_stream(modelId=MODEL, messages=say("Hello."), inferenceConfig=LIMITS)["stream"]
    events = [name for event in stream for name in event]
    assert "contentBlockDelta" in events
    assert events[-1] == "metadata"


@simulated
@pytest.mark.parametrize("alias", ["sim.claude", "sim.gpt"])
def test_converse_stream_by_handshake(client, alias):
    """The simulator sends a chunk when this client has read the one before: an answer that waits to be whole never comes."""
    name = "boto3-" + os.urandom(8).hex()
    stream = client.converse_stream(
        modelId=alias, messages=say(f"[[sim words=6]] [[sim handshake={name}]] go"), inferenceConfig=LIMITS
    )["stream"]
    events = []
    for event in stream:
        events += event
        if "contentBlockDelta" in event:
            chunk_read(name)
    assert events.count("contentBlockDelta") == 6
    assert events[-1] == "metadata"


@pytest.mark.parametrize("model", ["vendor.model-v1:0", "vendor/model", "arn:aws:bedrock:us-east-1:1:profile/a:b"])
def test_model_ids_arrive_as_they_were_meant(client, model):
    """Sent as %3A and %2F: decoded once, and no other route's."""
    with pytest.raises(client.exceptions.ResourceNotFoundException) as refused:
        client.converse(modelId=model, messages=say("Hello."), inferenceConfig=LIMITS)
    assert f"no model alias {model};" in str(refused.value)
