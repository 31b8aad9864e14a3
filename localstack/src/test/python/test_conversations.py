"""Every SDK with every provider: the conversations of resources/conversations.yaml, each by the SDK's own means, and what came back."""

import base64
import json
from dataclasses import dataclass, field

import anthropic
import openai
import pytest
from conftest import Stack, environment

CREDENTIAL = "TOLLGATE_KEY_ACME"
TABLE = Stack()["conversations"]
IMAGE = TABLE["image"]


@dataclass
class Said:
    """An answer, whatever the language: calls are pairs of a name and an input; ended is "end" or "tools"."""

    text: str = ""
    pieces: int = 0
    calls: list = field(default_factory=list)
    ended: str = ""
    tokens: tuple = (0, 0)
    again: list = field(default_factory=list)
    """The messages with this answer and its tools' results behind."""


class OpenAi:
    language = "openai"
    refusal = openai.BadRequestError
    ENDED = {"stop": "end", "tool_calls": "tools"}

    def __init__(self, stack):
        with environment(OPENAI_BASE_URL=stack["OPENAI_BASE_URL"], OPENAI_API_KEY=stack[CREDENTIAL]):
            self.client = openai.OpenAI(max_retries=0)

    def asked(self, one):
        content = one["ask"]
        if "shown" in one:
            url = one["shown"] if one["shown"] != "data" else f"data:{IMAGE['type']};base64,{IMAGE['data']}"
            content = [{"type": "text", "text": content}, {"type": "image_url", "image_url": {"url": url}}]
        return [{"role": "user", "content": content}]

    def say(self, model, one, messages):
        more = {}
        if "tools" in one:
            more["tools"] = [{"type": "function", "function": {"name": tool["name"], "description": tool["description"],
                                                              "parameters": tool["input"]}} for tool in one["tools"]]
        if "schema" in one:
            more["response_format"] = {"type": "json_schema", "json_schema": {"name": "report", "schema": one["schema"], "strict": True}}
        if "json" in one:
            more["response_format"] = {"type": "json_object"}
        asked = {"model": model, "messages": messages, "max_completion_tokens": 256, **more}
        return self.streamed(asked, one) if one.get("streamed") else self.whole(asked)

    def whole(self, asked):
        answer = self.client.chat.completions.create(**asked)
        choice, usage = answer.choices[0], answer.usage
        return Said(choice.message.content, 1, [], self.ENDED[choice.finish_reason], (usage.prompt_tokens, usage.completion_tokens))

    def streamed(self, asked, one):
        said, calls = Said(), {}
        for chunk in self.client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}):
            if chunk.usage:
                said.tokens = (chunk.usage.prompt_tokens, chunk.usage.completion_tokens)
            for choice in chunk.choices:
                said.text += choice.delta.content or ""
                said.pieces += bool(choice.delta.content)
                said.ended = self.ENDED.get(choice.finish_reason, said.ended)
                for part in choice.delta.tool_calls or []:
                    call = calls.setdefault(part.index, {"type": "function", "id": part.id, "function": {"name": "", "arguments": ""}})
                    call["function"]["name"] += part.function.name or ""
                    call["function"]["arguments"] += part.function.arguments or ""
        calls = [calls[index] for index in sorted(calls)]
        said.calls = [(call["function"]["name"], json.loads(call["function"]["arguments"])) for call in calls]
        results = [{"role": "tool", "tool_call_id": call["id"], "content": result} for call, result in zip(calls, one.get("results", []))]
        said.again = [*asked["messages"], {"role": "assistant", "content": said.text, "tool_calls": calls}, *results]
        return said

    def why(self, refused):
        return refused.code, refused.message


class Anthropic:
    language = "anthropic"
    refusal = anthropic.BadRequestError
    ENDED = {"end_turn": "end", "tool_use": "tools"}

    def __init__(self, stack):
        with environment(ANTHROPIC_BASE_URL=stack["ANTHROPIC_BASE_URL"], ANTHROPIC_API_KEY=stack[CREDENTIAL], ANTHROPIC_AUTH_TOKEN=None):
            self.client = anthropic.Anthropic(max_retries=0)

    def asked(self, one):
        content = one["ask"]
        if "shown" in one:
            source = {"type": "url", "url": one["shown"]}
            if one["shown"] == "data":
                source = {"type": "base64", "media_type": IMAGE["type"], "data": IMAGE["data"]}
            content = [{"type": "image", "source": source}, {"type": "text", "text": content}]
        return [{"role": "user", "content": content}]

    def say(self, model, one, messages):
        more = {}
        if "tools" in one:
            more["tools"] = [{"name": tool["name"], "description": tool["description"], "input_schema": tool["input"]} for tool in one["tools"]]
        if "schema" in one:
            more["output_config"] = {"format": {"type": "json_schema", "schema": one["schema"]}}
        asked = {"model": model, "messages": messages, "max_tokens": 256, **more}
        pieces = 1
        if one.get("streamed"):
            with self.client.messages.stream(**asked) as stream:
                pieces = len(list(stream.text_stream))
                message = stream.get_final_message()
        else:
            message = self.client.messages.create(**asked)
        text = "".join(block.text for block in message.content if block.type == "text")
        uses = [block for block in message.content if block.type == "tool_use"]
        results = [{"type": "tool_result", "tool_use_id": use.id, "content": result} for use, result in zip(uses, one.get("results", []))]
        return Said(text, pieces, [(use.name, use.input) for use in uses], self.ENDED[message.stop_reason],
                    (message.usage.input_tokens, message.usage.output_tokens),
                    [*messages, {"role": "assistant", "content": message.content}, {"role": "user", "content": results}])

    def why(self, refused):
        return refused.body["error"]["code"], refused.body["error"]["message"]


class Boto3:
    language = "bedrock"
    ENDED = {"end_turn": "end", "tool_use": "tools"}

    def __init__(self, stack):
        self.client = stack.client(stack[CREDENTIAL])

    def asked(self, one):
        content = [{"text": one["ask"]}]
        if "shown" in one:
            source = {"bytes": base64.b64decode(IMAGE["data"])}
            content.append({"image": {"format": IMAGE["type"].removeprefix("image/"), "source": source}})
        return [{"role": "user", "content": content}]

    def say(self, model, one, messages):
        more = {}
        if "tools" in one:
            more["toolConfig"] = {"tools": [{"toolSpec": {"name": tool["name"], "description": tool["description"],
                                                          "inputSchema": {"json": tool["input"]}}} for tool in one["tools"]]}
        if "schema" in one:
            schema = {"name": "report", "schema": json.dumps(one["schema"])}
            more["outputConfig"] = {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": schema}}}
        asked = {"modelId": model, "messages": messages, "inferenceConfig": {"maxTokens": 256}, **more}
        return self.streamed(asked, one) if one.get("streamed") else self.whole(asked)

    def whole(self, asked):
        answer = self.client.converse(**asked)
        text = "".join(block.get("text", "") for block in answer["output"]["message"]["content"])
        return Said(text, 1, [], self.ENDED[answer["stopReason"]], (answer["usage"]["inputTokens"], answer["usage"]["outputTokens"]))

    def streamed(self, asked, one):
        said, blocks = Said(), {}
        for event in self.client.converse_stream(**asked)["stream"]:
            (kind, value), = event.items()
            if kind == "contentBlockStart":
                blocks[value["contentBlockIndex"]] = {"toolUse": {**value["start"]["toolUse"], "input": ""}}
            elif kind == "contentBlockDelta":
                said.pieces += "text" in value["delta"]
                self.add(blocks.setdefault(value["contentBlockIndex"], {}), value["delta"])
            elif kind == "messageStop":
                said.ended = self.ENDED[value["stopReason"]]
            elif kind == "metadata":
                said.tokens = (value["usage"]["inputTokens"], value["usage"]["outputTokens"])
        content = [self.finished(block) for _, block in sorted(blocks.items())]
        uses = [block["toolUse"] for block in content if "toolUse" in block]
        said.text = "".join(block.get("text", "") for block in content)
        said.calls = [(use["name"], use["input"]) for use in uses]
        results = [{"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": result}]}} for use, result in zip(uses, one.get("results", []))]
        said.again = [*asked["messages"], {"role": "assistant", "content": content}, {"role": "user", "content": results}]
        return said

    def add(self, block, delta):
        """A fragment to the block that it is of: strings grow, in members of members too."""
        for name, value in delta.items():
            block[name] = block.get(name, "") + value if isinstance(value, str) else self.add(block.get(name, {}), value)
        return block

    def finished(self, block):
        """As it goes back: a call's input is JSON, thoughts are a text with a signature."""
        if "toolUse" in block:
            return {"toolUse": {**block["toolUse"], "input": json.loads(block["toolUse"]["input"])}}
        if "reasoningContent" in block:
            return {"reasoningContent": {"reasoningText": {"text": "", **block["reasoningContent"]}}}
        return block


SDKS = [OpenAi, Anthropic, Boto3]


def pairs(carried):
    """Each conversation that an SDK's language can say, with each target that carries it, or with each that does not."""
    for sdk in SDKS:
        for one in TABLE["conversations"]:
            for target, model in TABLE["targets"].items():
                pair = (one["name"], target, sdk.language)
                rows = [row for row in TABLE["refused"] if (row["conversation"], row["target"], row["language"]) == pair]
                if sdk.language in one.get("languages", [sdk.language]) and carried == (not rows):
                    yield pytest.param(sdk, model, one, *rows, id=f"{sdk.__name__.lower()} to {target}: {one['name']}")


@pytest.fixture(scope="module")
def clients(stack):
    return {sdk: sdk(stack) for sdk in SDKS}


@pytest.mark.parametrize("sdk,model,one", pairs(carried=True))
def test_a_conversation(clients, sdk, model, one):
    client = clients[sdk]
    said = client.say(model, one, client.asked(one))
    assert said.ended == ("tools" if "calls" in one else "end")
    assert said.calls == [(call["name"], call["input"]) for call in one.get("calls", [])]
    assert said.tokens[0] > 0 and said.tokens[1] == one.get("tokens", said.tokens[1]) > 0
    if one.get("streamed"):
        assert said.pieces == len(said.text.split())
    if "says" in one:
        assert said.text == one["says"]
    if "schema" in one:
        report, properties = json.loads(said.text), one["schema"]["properties"]
        assert list(report) == list(properties) and report["sky"] in properties["sky"]["enum"]
        assert [type(value) for value in report.values()] == [str, int, str, list]
    if "json" in one:
        assert isinstance(json.loads(said.text), dict)
    if "results" in one:
        last = client.say(model, one, said.again)
        assert last.ended == "end" and last.text and not last.calls and last.tokens[0] > said.tokens[0]


@pytest.mark.parametrize("sdk,model,one,row", pairs(carried=False))
def test_what_a_target_cannot_carry_is_refused_by_name(stack, clients, sdk, model, one, row):
    client, before = clients[sdk], stack.upstream_requests()
    with pytest.raises(sdk.refusal) as refused:
        client.say(model, one, client.asked(one))
    code, message = client.why(refused.value)
    assert code == row["code"] and row["names"] in message
    assert stack.upstream_requests() - before == (code == "upstream_rejected")
