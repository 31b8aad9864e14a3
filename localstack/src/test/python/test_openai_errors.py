"""Every error that an unmodified OpenAI client can get, over the cases that all clients share (errors/cases.yaml)."""

import json

import openai
import pytest
from conftest import Stack, environment

CASES = Stack()["errorCases"]["openai"]


def client_of(begun):
    variables = begun["environment"]
    url, key = variables["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] + "/v1", variables["AWS_BEARER_TOKEN_BEDROCK"]
    with environment(OPENAI_BASE_URL=url, OPENAI_API_KEY=key):
        return openai.OpenAI(max_retries=int(variables["AWS_MAX_ATTEMPTS"]) - 1, default_headers=begun["headers"])


def seen(case, begun):
    started, headers = False, {}
    try:
        answer = client_of(begun).chat.completions.with_raw_response.create(
            model=case["model"] * case["modelTimes"],
            messages=[{"role": "user", "content": begun["text"] * case["times"]}],
            max_tokens=16,
            stream=case["call"] == "converse-stream")
        headers = answer.headers
        whole = answer.parse()
        for chunk in whole if case["call"] == "converse-stream" else []:
            started = started or any(choice.delta.content for choice in chunk.choices)
        return {"whole": True, "started": started, "requestId": headers["x-request-id"]}
    except openai.APIError as error:
        response = getattr(error, "response", None)
        return {
            "status": getattr(error, "status_code", None),
            "exception": error.code,
            "attempts": int(error.request.headers["x-stainless-retry-count"]) + 1,
            "requestId": (headers if response is None else response.headers).get("x-amzn-requestid"),
            "shown": str(error),
            "started": started,
            "body": json.dumps(error.body),
        }


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_error(stack, case):
    assert stack.problems("openai", case, lambda begun: seen(case, begun)) == []
