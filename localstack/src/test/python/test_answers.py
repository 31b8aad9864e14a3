"""An unmodified boto3 client gets answers, whole and streamed, on every alias."""

import json
import time

import pytest
from botocore.exceptions import ClientError
from conftest import fetch, say, text_of

CHAT = ["sim.claude", "sim.gpt", "local.smollm2"]
LIMITS = {"maxTokens": 24}


@pytest.fixture(scope="module", params=["TOLLGATE_JWT_ACME", "TOLLGATE_KEY_ACME"], ids=["jwt", "key"])
def acme(stack, request):
    return stack.client(stack[request.param])


def newest_line(stack, tenant="acme"):
    return stack.ledger(tenant)["lines"][0]


@pytest.mark.parametrize("alias", CHAT)
def test_converse(stack, acme, alias):
    answer = acme.converse(modelId=alias, messages=say("Name a colour."), inferenceConfig=LIMITS)
    assert text_of(answer).strip()
    usage = answer["usage"]
    assert usage["inputTokens"] > 0 and 0 < usage["outputTokens"] <= 24
    assert usage["totalTokens"] == usage["inputTokens"] + usage["outputTokens"]
    assert answer["stopReason"] in ("end_turn", "max_tokens")
    line = newest_line(stack)
    assert line["alias"] == alias and line["attempts"][0]["outcome"] == "completed"
    assert line["attempts"][0]["usage"] == {"input": usage["inputTokens"], "output": usage["outputTokens"]}


@pytest.mark.parametrize("alias", CHAT)
def test_converse_stream(stack, acme, alias):
    answer = acme.converse_stream(modelId=alias, messages=say("Count to five."), inferenceConfig=LIMITS)
    events = list(answer["stream"])
    kinds = [next(iter(event)) for event in events]
    assert kinds[0] == "messageStart" and "contentBlockDelta" in kinds
    assert kinds.index("messageStop") < kinds.index("metadata") and kinds[-1] == "metadata"
    usage = events[-1]["metadata"]["usage"]
    assert usage["outputTokens"] > 0
    attempt = newest_line(stack)["attempts"][0]
    assert attempt["usage"] == {"input": usage["inputTokens"], "output": usage["outputTokens"]}
    assert not attempt["estimated"] and attempt["costNanos"] > 0


def test_cost_is_exact_to_the_nano_dollar(stack, acme):
    acme.converse(modelId="sim.claude", messages=say("[[sim usage=1234567,89]] cost"), inferenceConfig=LIMITS)
    line = newest_line(stack)
    price = stack["prices"]["sim.claude"]
    expected = sum(-(-price[kind] * tokens // 1_000_000) for kind, tokens in line["attempts"][0]["usage"].items())
    assert line["attempts"][0]["costNanos"] == expected


ANTHROPIC = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 24}


def anthropic_body(text):
    return json.dumps({**ANTHROPIC, "messages": [{"role": "user", "content": text}]})


def test_invoke_model(stack, acme):
    answer = acme.invoke_model(modelId="sim.claude", body=anthropic_body("Name a colour."))
    body = json.loads(answer["body"].read())
    assert body["content"][0]["text"] and body["usage"]["output_tokens"] > 0
    tokens = newest_line(stack)["attempts"][0]["usage"]
    assert tokens == {"input": body["usage"]["input_tokens"], "output": body["usage"]["output_tokens"]}


def test_invoke_model_stream(stack, acme):
    answer = acme.invoke_model_with_response_stream(modelId="sim.claude", body=anthropic_body("Count."))
    chunks = [json.loads(event["chunk"]["bytes"]) for event in answer["body"]]
    assert chunks[0]["type"] == "message_start" and chunks[-1]["type"] == "message_stop"
    assert newest_line(stack)["attempts"][0]["usage"]["output"] > 0


def test_count_tokens(acme):
    counted = acme.count_tokens(modelId="sim.claude", input={"converse": {"messages": say("How long is this?")}})
    assert counted["inputTokens"] > 0


OPERATIONS = {
    "invoke_model": "invoke",
    "invoke_model_with_response_stream": "invoke-with-response-stream",
    "count_tokens": "count-tokens",
}


@pytest.mark.parametrize("alias", ["sim.gpt", "local.smollm2"])
@pytest.mark.parametrize("call", OPERATIONS)
def test_operation_the_target_does_not_have_is_refused_by_name(acme, alias, call):
    arguments = {"input": {"converse": {"messages": say("x")}}} if call == "count_tokens" else {"body": anthropic_body("x")}
    with pytest.raises(ClientError) as refused:
        getattr(acme, call)(modelId=alias, **arguments)
    error = refused.value.response
    assert error["Error"]["Code"] == "ValidationException" and error["ResponseMetadata"]["HTTPStatusCode"] == 400
    message = error["Error"]["Message"]
    assert OPERATIONS[call] in message and "use converse" in message


@pytest.mark.parametrize("alias", ["sim.claude", "sim.gpt"])
def test_streaming_streams_by_handshake(stack, alias):
    """The simulator sends content chunk k+1 only after this client has read chunk k."""
    client = stack.client(stack["TOLLGATE_JWT_ACME"])
    name = "hs-" + alias.replace(".", "-")
    stream = client.converse_stream(
        modelId=alias, messages=say(f"[[sim words=6]] [[sim handshake={name}]] go"), inferenceConfig=LIMITS
    )["stream"]
    read = 0
    for event in stream:
        if "contentBlockDelta" in event:
            read += 1
            fetch(stack["sim"] + "/sim/handshake/" + name, "POST", body=b"")
    assert read >= 3


def test_client_that_leaves_is_charged_and_settled(stack):
    client = stack.client(stack["TOLLGATE_JWT_ACME"])
    answer = client.converse_stream(
        modelId="sim.claude", messages=say("[[sim words=16]] [[sim handshake=leaves]]"), inferenceConfig=LIMITS
    )
    next(iter(answer["stream"]))
    request = answer["ResponseMetadata"]["RequestId"]
    answer["stream"].close()
    for _ in range(16):  # the model goes on; the gateway learns by writing that nobody reads
        fetch(stack["sim"] + "/sim/handshake/leaves", "POST", body=b"")
        time.sleep(0.05)
    line = None
    for _ in range(50):
        line = next((line for line in stack.ledger("acme")["lines"] if line["requestId"] == request), None)
        if line:
            break
        time.sleep(0.2)
    assert line["attempts"][-1]["outcome"] == "client_gone" and line["attempts"][-1]["costNanos"] > 0


def test_own_usage_is_shown(stack):
    headers = {"Authorization": "Bearer " + stack["TOLLGATE_JWT_ACME"]}
    usage = fetch(stack["url"] + "/v1/usage", headers=headers)
    assert usage["tenant"] == "acme"
    assert {"scope", "window", "unit", "limit", "settled", "held", "resetsAt"} <= set(usage["limits"][0])
