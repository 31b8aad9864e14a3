"""Gemini: the simulator by the vendor's own SDK directly, and the model behind an alias for boto3 and the OpenAI SDK."""

import base64
import json

import openai
import pytest
from conftest import say, text_of
from google import genai
from google.genai import errors, types

MODEL = "gemini-sim"
ALIAS = "sim.gemini"
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SCHEMA = {"type": "object", "properties": {"number": {"type": "integer"}, "note": {"type": "string"}}}
TOOLS = [{"type": "function", "function": {"name": name, "parameters": SCHEMA}} for name in ("weather", "time")]


def directly(stack, key=None):
    return genai.Client(api_key=key or stack["TOLLGATE_UPSTREAM_GEMINI_KEY"],
                        http_options=types.HttpOptions(base_url=stack["sim"] + "/gemini"))


@pytest.fixture
def gemini(stack):
    return directly(stack)


@pytest.fixture
def bedrock(stack):
    return stack.client(stack["TOLLGATE_KEY_ACME"])


@pytest.fixture
def gpt(stack):
    return openai.OpenAI(base_url=stack["url"] + "/v1", api_key=stack["TOLLGATE_KEY_ACME"], max_retries=0)


def functions(**config):
    declared = [types.FunctionDeclaration(name=name, parameters_json_schema=SCHEMA) for name in ("weather", "time")]
    return types.GenerateContentConfig(
        tools=[types.Tool(function_declarations=declared)],
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True), **config)


def test_the_simulator_answers_its_own_sdk(gemini):
    config = types.GenerateContentConfig(
        system_instruction="Be brief.", max_output_tokens=64,
        thinking_config=types.ThinkingConfig(include_thoughts=True))
    answer = gemini.models.generate_content(model=MODEL, contents="Hello [[sim words=3 think=2]]", config=config)
    assert len(answer.text.split()) == 3
    assert answer.candidates[0].finish_reason == types.FinishReason.STOP
    assert [part.thought for part in answer.candidates[0].content.parts] == [True, None]
    usage = answer.usage_metadata
    assert (usage.candidates_token_count, usage.thoughts_token_count) == (3, 2)
    assert usage.total_token_count == usage.prompt_token_count + 5


def test_the_simulator_streams_to_its_own_sdk(gemini):
    chunks = list(gemini.models.generate_content_stream(model=MODEL, contents="Hello [[sim words=4]]"))
    assert "".join(chunk.text or "" for chunk in chunks).count(" ") == 3
    assert chunks[-1].candidates[0].finish_reason == types.FinishReason.STOP
    assert chunks[-1].usage_metadata.candidates_token_count == 4


@pytest.mark.parametrize("stream", [False, True])
def test_the_simulator_calls_tools_and_takes_their_results(gemini, stream):
    asked = [types.Content(role="user", parts=[types.Part(text="Go [[sim words=1 call=weather call=time]]"),
                                               types.Part.from_bytes(data=PIXEL, mime_type="image/png")])]
    if stream:
        chunks = gemini.models.generate_content_stream(model=MODEL, contents=asked, config=functions())
        parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts]
    else:
        parts = gemini.models.generate_content(model=MODEL, contents=asked, config=functions()).candidates[0].content.parts
    calls = [part for part in parts if part.function_call]
    assert [call.function_call.name for call in calls] == ["weather", "time"]
    assert calls[0].function_call.args["number"] == 0 and calls[0].thought_signature
    results = [types.Part.from_function_response(name=call.function_call.name, response={"output": "4"}) for call in calls]
    contents = [*asked, types.Content(role="model", parts=calls), types.Content(role="user", parts=results)]
    assert gemini.models.generate_content(model=MODEL, contents=contents, config=functions()).text


def test_the_simulator_refuses_as_gemini_does(stack, gemini):
    stranger = directly(stack, "another")
    with pytest.raises(errors.ClientError) as raised:
        stranger.models.generate_content(model=MODEL, contents="Hello")
    assert raised.value.code == 400 and raised.value.status == "INVALID_ARGUMENT"
    with pytest.raises(errors.ClientError) as raised:
        gemini.models.generate_content(model="other", contents="Hello")
    assert raised.value.code == 404
    with pytest.raises(errors.ServerError) as raised:
        gemini.models.generate_content(model=MODEL, contents="[[sim status=500]]")
    assert raised.value.status == "INTERNAL"


def test_converse_buffered_and_streamed(bedrock):
    messages = [{"role": "user", "content": [
        {"text": "Hello [[sim words=3]]"}, {"image": {"format": "png", "source": {"bytes": PIXEL}}}]}]
    answer = bedrock.converse(modelId=ALIAS, messages=messages, system=[{"text": "Be brief."}])
    assert len(text_of(answer).split()) == 3 and answer["stopReason"] == "end_turn"
    assert answer["usage"]["outputTokens"] == 3
    stream = list(bedrock.converse_stream(modelId=ALIAS, messages=messages)["stream"])
    text = "".join(event["contentBlockDelta"]["delta"].get("text", "") for event in stream if "contentBlockDelta" in event)
    assert len(text.split()) == 3
    assert [event["metadata"]["usage"]["outputTokens"] for event in stream if "metadata" in event] == [3]


def test_converse_tools_and_their_results(bedrock):
    tools = {"tools": [{"toolSpec": {"name": name, "inputSchema": {"json": SCHEMA}}} for name in ("weather", "time")]}
    messages = say("Go [[sim words=1 call=weather call=time]]")
    answer = bedrock.converse(modelId=ALIAS, messages=messages, toolConfig=tools)
    assert answer["stopReason"] == "tool_use"
    uses = [block["toolUse"] for block in answer["output"]["message"]["content"] if "toolUse" in block]
    assert [use["name"] for use in uses] == ["weather", "time"] and len({use["toolUseId"] for use in uses}) == 2
    results = [{"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": "4"}]}} for use in uses]
    messages = [*messages, answer["output"]["message"], {"role": "user", "content": results}]
    assert text_of(bedrock.converse(modelId=ALIAS, messages=messages, toolConfig=tools))


@pytest.mark.parametrize("stream", [False, True])
def test_completions_tools_and_their_results(gpt, stream):
    asked = [{"role": "user", "content": "Go [[sim words=1 call=weather call=time]]"}]
    if stream:
        calls = {}
        for chunk in gpt.chat.completions.create(model=ALIAS, messages=asked, tools=TOOLS, stream=True):
            for call in (chunk.choices[0].delta.tool_calls or []) if chunk.choices else []:
                known = calls.setdefault(call.index, {"id": call.id, "name": call.function.name, "arguments": ""})
                known["arguments"] += call.function.arguments or ""
        calls = list(calls.values())
    else:
        message = gpt.chat.completions.create(model=ALIAS, messages=asked, tools=TOOLS).choices[0].message
        calls = [{"id": call.id, "name": call.function.name, "arguments": call.function.arguments} for call in message.tool_calls]
    assert [call["name"] for call in calls] == ["weather", "time"]
    assert [json.loads(call["arguments"])["number"] for call in calls] == [0, 1]
    said = [{"id": call["id"], "type": "function", "function": {"name": call["name"], "arguments": call["arguments"]}} for call in calls]
    messages = [*asked, {"role": "assistant", "tool_calls": said},
                *({"role": "tool", "tool_call_id": call["id"], "content": "4"} for call in calls)]
    assert gpt.chat.completions.create(model=ALIAS, messages=messages, tools=TOOLS).choices[0].message.content


def test_completions_thoughts_structure_and_bounds(gpt, stack):
    answer = gpt.chat.completions.create(
        model=ALIAS, messages=[{"role": "user", "content": "Hello [[sim words=3 think=2]]"}], reasoning_effort="low",
        response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}})
    assert len(answer.choices[0].message.model_extra["reasoning_content"].split()) == 2
    assert answer.usage.completion_tokens == 5
    line = stack.ledger("acme")["lines"][0]
    assert line["attempts"][0]["costNanos"] == answer.usage.prompt_tokens * 1250 + 5 * 10000
    cut = gpt.chat.completions.create(model=ALIAS, messages=[{"role": "user", "content": "[[sim words=9]]"}], max_tokens=2)
    assert cut.choices[0].finish_reason == "length" and cut.usage.completion_tokens == 2


def test_what_it_cannot_carry_is_named(gpt):
    with pytest.raises(openai.BadRequestError) as raised:
        gpt.chat.completions.create(model=ALIAS, messages=[{"role": "user", "content": "Hello"}], tools=TOOLS,
                                    parallel_tool_calls=False)
    assert raised.value.code == "not_supported_by_target" and "parallel_tool_calls" in raised.value.message
