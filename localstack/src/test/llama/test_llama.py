"""A server of OpenAI's language that nobody here wrote, with a real model: its tokens through the gateway to three SDKs, set up by `.tollgate/env` alone."""

import json
import os
import urllib.request
from fractions import Fraction

import anthropic
import boto3
import openai
import pytest

QUESTION = "Tell me about the sea."
LIMIT = 16
RATES = {"input": Fraction(10), "output": Fraction(20)}
"""Nano-dollars for a token, as the configuration beside has them."""


def messages():
    return [{"role": "user", "content": QUESTION}]


def trace(call):
    request = urllib.request.Request(
        os.environ["TOLLGATE_URL"] + "/v1/traces/" + call,
        headers={"authorization": "Bearer " + os.environ["TOLLGATE_KEY_ACME"]},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def charged(call, estimated):
    """The one attempt's usage, after its cost was computed anew from it."""
    line = trace(call)
    (attempt,) = line["attempts"]
    usage = attempt["usage"]
    assert (attempt["outcome"], attempt["estimated"]) == ("completed", estimated)
    assert line["cost"]["nanoDollars"] == sum(RATES[kind] * count for kind, count in usage.items())
    assert 0 < usage["output"] and 0 < usage["input"]
    return usage


def test_a_completion_costs_what_the_server_counted():
    raw = openai.OpenAI(max_retries=0).chat.completions.with_raw_response.create(
        model="llama", messages=messages(), max_tokens=LIMIT
    )
    answer = raw.parse()
    assert answer.choices[0].message.content.strip() and answer.choices[0].finish_reason == "length"
    usage = charged(raw.headers["x-tollgate-call"], estimated=False)
    assert usage == {"input": answer.usage.prompt_tokens, "output": answer.usage.completion_tokens}
    assert usage["output"] == LIMIT


@pytest.mark.parametrize("asked", [True, False])
def test_a_stream_without_usage_is_charged_by_what_was_seen(asked):
    more = {"stream_options": {"include_usage": True}} if asked else {}
    with openai.OpenAI(max_retries=0).chat.completions.with_streaming_response.create(
        model="llama", messages=messages(), max_tokens=LIMIT, stream=True, **more
    ) as raw:
        events = [line.removeprefix("data: ") for line in raw.iter_lines() if line.startswith("data: ")]
        call = raw.headers["x-tollgate-call"]
    assert events[-1] == "[DONE]"
    pieces = [choice["delta"].get("content") for event in events[:-1] for choice in json.loads(event)["choices"]]
    text = [piece for piece in pieces if piece]
    assert 1 < len(text) <= LIMIT
    assert charged(call, estimated=True)["output"] >= len(text)


def test_a_stream_across_languages_reaches_the_aws_sdk():
    answer = boto3.client("bedrock-runtime").converse_stream(
        modelId="llama",
        messages=[{"role": "user", "content": [{"text": QUESTION}]}],
        inferenceConfig={"maxTokens": LIMIT},
    )
    events = list(answer["stream"])
    assert 1 < sum("contentBlockDelta" in event for event in events)
    assert {"stopReason": "max_tokens"} in [event.get("messageStop") for event in events]
    charged(answer["ResponseMetadata"]["HTTPHeaders"]["x-tollgate-call"], estimated=True)


def test_an_answer_across_languages_reaches_anthropics_sdk():
    raw = anthropic.Anthropic(max_retries=0).messages.with_raw_response.create(
        model="llama", messages=messages(), max_tokens=LIMIT
    )
    answer = raw.parse()
    assert answer.content[0].text.strip() and answer.stop_reason == "max_tokens"
    usage = charged(raw.headers["x-tollgate-call"], estimated=False)
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (usage["input"], usage["output"])


def test_a_shape_that_is_asked_for_is_kept_by_the_model():
    shape = {"type": "object", "properties": {"sea": {"type": "boolean"}}, "required": ["sea"]}
    answer = openai.OpenAI(max_retries=0).chat.completions.create(
        model="llama",
        messages=messages(),
        max_tokens=48,
        response_format={"type": "json_object", "schema": shape},
    )
    assert isinstance(json.loads(answer.choices[0].message.content)["sea"], bool)
