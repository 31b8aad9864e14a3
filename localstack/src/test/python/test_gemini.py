"""Gemini, beyond the conversations that all have: the simulator by the vendor's own SDK, and the model behind an alias for OpenAI's."""

import openai
import pytest
from google import genai
from google.genai import errors, types

MODEL = "gemini-sim"
ALIAS = "sim.gemini"
SCHEMA = {"type": "object", "properties": {"number": {"type": "integer"}, "note": {"type": "string"}}}
TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": SCHEMA}}]


def directly(stack, key=None):
    return genai.Client(api_key=key or stack["TOLLGATE_UPSTREAM_GEMINI_KEY"],
                        http_options=types.HttpOptions(base_url=stack["sim"] + "/gemini"))


@pytest.fixture
def gemini(stack):
    return directly(stack)


@pytest.fixture
def gpt(stack):
    return openai.OpenAI(base_url=stack["url"] + "/v1", api_key=stack["TOLLGATE_KEY_ACME"], max_retries=0)


def test_the_simulator_shows_its_thoughts_and_counts_them(gemini):
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
