"""Agent loops of well-known frameworks, unmodified: the model asks for tools, the framework runs them, the model answers."""

import asyncio
import importlib

import pytest
from conftest import environment

ALIASES = ["sim.claude", "sim.gpt", "sim.anthropic"]
"""Bedrock, an OpenAI-compatible server, Anthropic's API: each reached in OpenAI's language."""

QUESTION = "[[sim words=2 call=weather call=clock]]"
CALLS = [("clock", 1, 'a "quoted" brace }'), ("weather", 0, 'a "quoted" brace }')]
"""As the simulated models call any tool: with what a careless splice would break."""


@pytest.fixture
def variables(stack):
    """All that a framework is told. The second keeps it from sending traces to its vendor."""
    with environment(OPENAI_BASE_URL=stack["url"] + "/v1", OPENAI_API_KEY=stack["TOLLGATE_KEY_ACME"], OPENAI_AGENTS_DISABLE_TRACING="1"):
        yield


class Tools:
    """What the tools were asked, in any order: parallel calls may run at once."""

    def __init__(self):
        self.asked = []

    def weather(self, number: int, note: str) -> str:
        """The weather of a city, by its number."""
        self.asked.append(("weather", number, note))
        return "sunny"

    def clock(self, number: int, note: str) -> str:
        """The time in a city, by its number."""
        self.asked.append(("clock", number, note))
        return "noon"


def called(stack, before):
    return stack.upstream_requests() - before


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("model", ALIASES)
def test_openai_agents_sdk_runs_both_tools_and_answers(stack, variables, model, stream):
    agents = importlib.import_module("agents")
    tools, before = Tools(), stack.upstream_requests()
    agents.set_default_openai_api("chat_completions")
    agents.set_default_openai_client(importlib.import_module("openai").AsyncOpenAI(), use_for_tracing=False)
    agent = agents.Agent(
        name="guide", instructions="Be brief.", model=model, model_settings=agents.ModelSettings(include_usage=True),
        tools=[agents.function_tool(tools.weather), agents.function_tool(tools.clock)])

    async def run():
        if not stream:
            return await agents.Runner.run(agent, QUESTION)
        result = agents.Runner.run_streamed(agent, QUESTION)
        async for _ in result.stream_events():
            pass
        return result

    result = asyncio.run(run())
    assert sorted(tools.asked) == CALLS
    assert result.final_output and called(stack, before) == 2
    usage = result.context_wrapper.usage
    assert usage.requests == 2 and usage.input_tokens > 0 and usage.output_tokens > 20


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("model", ALIASES)
def test_langchain_agent_runs_both_tools_and_answers(stack, variables, model, stream):
    chat = importlib.import_module("langchain_openai").ChatOpenAI(model=model, stream_usage=stream)
    tools, before = Tools(), stack.upstream_requests()
    agent = importlib.import_module("langchain.agents").create_agent(
        chat, tools=[tools.weather, tools.clock], system_prompt="Be brief.")
    asked = {"messages": [{"role": "user", "content": QUESTION}]}
    if stream:
        states = [state for kind, state in agent.stream(asked, stream_mode=["messages", "values"]) if kind == "values"]
        messages = states[-1]["messages"]
    else:
        messages = agent.invoke(asked)["messages"]
    assert sorted(tools.asked) == CALLS
    assert [message.type for message in messages] == ["human", "ai", "tool", "tool", "ai"]
    assert messages[-1].content and called(stack, before) == 2
    assert messages[1].usage_metadata["output_tokens"] > 20 and messages[-1].usage_metadata["input_tokens"] > 0
