"""Agent loops of AWS's own frameworks, unmodified: as for boto3, the same variables are all they are told."""

import importlib

import pytest
from conftest import BEARER, ENDPOINT, environment
from pydantic import BaseModel

ALIASES = ["sim.claude", "sim.gpt", "sim.anthropic"]
"""Bedrock, an OpenAI-compatible server, Anthropic's API: each reached in Converse's language."""

QUESTION = "[[sim words=2 call=weather]]"
CALLED = [(0, 'a "quoted" brace }')]
"""As the simulated models call any tool."""


class Report(BaseModel):
    """A report of the weather."""

    sky: str
    degrees: int


@pytest.fixture
def variables(stack):
    with environment(**{ENDPOINT: stack["tlsUrl"], BEARER: stack["TOLLGATE_KEY_ACME"], "AWS_CA_BUNDLE": stack["caBundle"]}):
        yield


@pytest.fixture
def weather():
    """A tool, and what it was asked."""
    asked = []

    def weather(number: int, note: str) -> str:
        """The weather of a city, by its number."""
        asked.append((number, note))
        return "sunny"

    weather.asked = asked
    return weather


@pytest.mark.parametrize(("model", "stream"), [("sim.claude", False), ("sim.gpt", True), ("sim.anthropic", True)])
def test_strands_agent_runs_the_tool_answers_and_goes_on(variables, weather, model, stream):
    strands, models = importlib.import_module("strands"), importlib.import_module("strands.models")
    agent = strands.Agent(model=models.BedrockModel(model_id=model, streaming=stream), tools=[strands.tool(weather)],
                          system_prompt="Be brief.", callback_handler=None)
    result = agent(QUESTION)
    assert weather.asked == CALLED
    assert result.stop_reason == "end_turn" and str(result).strip()
    usage = result.metrics.accumulated_usage
    assert usage["inputTokens"] > 0 and usage["outputTokens"] > 12
    assert agent("And then?").stop_reason == "end_turn"
    assert agent("Report.", structured_output_model=Report).structured_output.sky


def test_strands_marks_for_the_prompt_cache_are_taken_or_passed_over(variables, weather):
    strands, models = importlib.import_module("strands"), importlib.import_module("strands.models")
    for model in ALIASES:
        marked = models.BedrockModel(model_id=model, cache_tools="default")
        agent = strands.Agent(model=marked, tools=[strands.tool(weather)], callback_handler=None,
                              system_prompt=[{"text": "Be brief."}, {"cachePoint": {"type": "default"}}])
        assert agent("Hello.").stop_reason == "end_turn"


@pytest.mark.parametrize("model", ["sim.claude", "sim.gpt"])
def test_langchain_aws_agent_runs_the_tool_and_answers(variables, weather, model):
    chat = importlib.import_module("langchain_aws").ChatBedrockConverse(model=model, provider="anthropic", disable_streaming=False)
    agent = importlib.import_module("langchain.agents").create_agent(chat, tools=[weather], system_prompt="Be brief.")
    states = agent.stream({"messages": [{"role": "user", "content": QUESTION}]}, stream_mode=["messages", "values"])
    messages = [state for kind, state in states if kind == "values"][-1]["messages"]
    assert weather.asked == CALLED
    assert [message.type for message in messages] == ["human", "ai", "tool", "ai"]
    assert messages[1].usage_metadata["output_tokens"] > 10 and messages[-1].usage_metadata["input_tokens"] > 0
    assert chat.with_structured_output(Report, method="json_schema").invoke("Report.").sky
