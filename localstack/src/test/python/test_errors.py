"""Every error that an unmodified boto3 client can get, over the cases that all clients share (errors/cases.yaml)."""

import pytest
from botocore.exceptions import ClientError
from conftest import Stack, say

CASES = Stack()["errorCases"]["boto3"]


def send(client, case, text):
    model, messages = case["model"] * case["modelTimes"], say(text * case["times"])
    if case["call"] == "count-tokens":
        return client.count_tokens(modelId=model, input={"converse": {"messages": messages}})
    call = client.converse_stream if case["call"] == "converse-stream" else client.converse
    return call(modelId=model, messages=messages, inferenceConfig={"maxTokens": 16}, **case["fields"])


def seen(stack, case, begun):
    client = stack.client_of(begun["environment"], begun["headers"])
    started, request = False, None
    try:
        answer = send(client, case, begun["text"])
        request = answer["ResponseMetadata"]["RequestId"]
        for event in answer.get("stream", []):
            started = started or "contentBlockDelta" in event
        return {"whole": True, "started": started, "requestId": request}
    except ClientError as error:  # in a stream an EventStreamError, which is one
        meta = error.response.get("ResponseMetadata", {})
        return {
            "status": meta.get("HTTPStatusCode"),
            "exception": error.response["Error"]["Code"],
            "attempts": meta.get("RetryAttempts", 0) + 1,
            "requestId": meta.get("RequestId", request),
            "shown": str(error) + str(error.response["Error"]),
            "started": started,
        }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_error(stack, case):
    assert stack.problems("boto3", case, lambda begun: seen(stack, case, begun)) == []
