"""What each SDK's client says, and what came back, in words that are the same for all: the SDKs of test_conversations.py."""

import base64
import json
from dataclasses import dataclass, field

import anthropic
import openai
from conftest import BEARER, ENDPOINT, ClientOfOneProcess, Stack, environment
from google import genai
from google.genai import types

CREDENTIAL = "TOLLGATE_KEY_ACME"
TABLE = Stack()["conversations"]
IMAGE, TOOLS = TABLE["image"], TABLE["tools"]
RESULTS = [tool["result"] for tool in TOOLS]


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
    language, own_model = "openai", "gpt-sim"
    refusal = openai.BadRequestError
    too_long = ("context_length_exceeded", "larger context")
    ENDED = {"stop": "end", "tool_calls": "tools"}

    def __init__(self, client):
        self.client = client

    @classmethod
    def through(cls, stack):
        with environment(OPENAI_BASE_URL=stack["OPENAI_BASE_URL"], OPENAI_API_KEY=stack[CREDENTIAL]):
            return cls(openai.OpenAI(max_retries=0))

    @classmethod
    def directly(cls, stack):
        key = stack["TOLLGATE_UPSTREAM_OPENAI_KEY"]
        return cls(openai.OpenAI(base_url=stack["sim"] + "/openai/v1", api_key=key, max_retries=0))

    def asked(self, one):
        content = one["ask"]
        if "shown" in one:
            url = one["shown"] if one["shown"] != "data" else f"data:{IMAGE['type']};base64,{IMAGE['data']}"
            content = [{"type": "text", "text": content}, {"type": "image_url", "image_url": {"url": url}}]
        return [{"role": "user", "content": content}]

    def say(self, model, one, messages):
        more = {}
        if "calls" in one:
            more["tools"] = [{"type": "function", "function": {"name": tool["name"], "description": tool["description"],
                                                              "parameters": tool["input"]}} for tool in TOOLS]
        if "schema" in one:
            more["response_format"] = {"type": "json_schema", "json_schema": {"name": "report", "schema": one["schema"], "strict": True}}
        if "json" in one:
            more["response_format"] = {"type": "json_object"}
        asked = {"model": model, "messages": messages, "max_completion_tokens": 256, **more}
        said, calls = self.streamed(asked) if one.get("streamed") else self.whole(asked)
        said.calls = [(call["function"]["name"], json.loads(call["function"]["arguments"])) for call in calls]
        results = [{"role": "tool", "tool_call_id": call["id"], "content": result} for call, result in zip(calls, RESULTS)]
        said.again = [*messages, {"role": "assistant", "content": said.text, "tool_calls": calls}, *results]
        return said

    def whole(self, asked):
        answer = self.client.chat.completions.create(**asked)
        choice, usage = answer.choices[0], answer.usage
        said = Said(choice.message.content, ended=self.ENDED[choice.finish_reason], tokens=(usage.prompt_tokens, usage.completion_tokens))
        return said, [call.model_dump() for call in choice.message.tool_calls or []]

    def streamed(self, asked):
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
        return said, [calls[index] for index in sorted(calls)]

    def why(self, refused):
        return refused.code, refused.message


class Azure(OpenAi):
    """The class that OpenAI's SDK has for Azure's own paths."""

    own_model = "gpt-sim-deployment"

    @classmethod
    def directly(cls, stack):
        key = stack["TOLLGATE_UPSTREAM_AZURE_KEY"]
        client = openai.AzureOpenAI(azure_endpoint=stack["sim"] + "/azure", api_version="2024-10-21", api_key=key, max_retries=0)
        return cls(client)


class Anthropic:
    language, own_model = "anthropic", "claude-sim-1"
    refusal = anthropic.BadRequestError
    too_long = ("context_too_long", "prompt is too long: ")
    ENDED = {"end_turn": "end", "tool_use": "tools"}

    def __init__(self, client):
        self.client = client

    @classmethod
    def through(cls, stack):
        with environment(ANTHROPIC_BASE_URL=stack["ANTHROPIC_BASE_URL"], ANTHROPIC_API_KEY=stack[CREDENTIAL], ANTHROPIC_AUTH_TOKEN=None):
            return cls(anthropic.Anthropic(max_retries=0))

    @classmethod
    def directly(cls, stack):
        key = stack["TOLLGATE_UPSTREAM_ANTHROPIC_KEY"]
        client = anthropic.Anthropic(base_url=stack["sim"] + "/anthropic", api_key=key, max_retries=0)
        return cls(client)

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
        if "calls" in one:
            more["tools"] = [{"name": tool["name"], "description": tool["description"], "input_schema": tool["input"]} for tool in TOOLS]
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
        results = [{"type": "tool_result", "tool_use_id": use.id, "content": result} for use, result in zip(uses, RESULTS)]
        return Said(text, pieces, [(use.name, use.input) for use in uses], self.ENDED[message.stop_reason],
                    (message.usage.input_tokens, message.usage.output_tokens),
                    [*messages, {"role": "assistant", "content": message.content}, {"role": "user", "content": results}])

    def why(self, refused):
        return refused.body["error"]["code"], refused.body["error"]["message"]


class Boto3:
    language, own_model = "bedrock", "anthropic.claude-sim-v1:0"
    ENDED = {"end_turn": "end", "tool_use": "tools"}

    def __init__(self, client):
        self.client = client

    @classmethod
    def through(cls, stack):
        return cls(stack.client(stack[CREDENTIAL]))

    @classmethod
    def directly(cls, stack):
        name, secret = stack["TOLLGATE_UPSTREAM_BEDROCK_KEY"].split(":")
        signed = {BEARER: None, "AWS_ACCESS_KEY_ID": name, "AWS_SECRET_ACCESS_KEY": secret}
        return cls(ClientOfOneProcess({ENDPOINT: stack["sim"] + "/bedrock", **signed}))

    def asked(self, one):
        content = [{"text": one["ask"]}]
        if "shown" in one:
            source = {"bytes": base64.b64decode(IMAGE["data"])}
            content.append({"image": {"format": IMAGE["type"].removeprefix("image/"), "source": source}})
        return [{"role": "user", "content": content}]

    def say(self, model, one, messages):
        more = {}
        if "calls" in one:
            more["toolConfig"] = {"tools": [{"toolSpec": {"name": tool["name"], "description": tool["description"],
                                                          "inputSchema": {"json": tool["input"]}}} for tool in TOOLS]}
        if "schema" in one:
            schema = {"name": "report", "schema": json.dumps(one["schema"])}
            more["outputConfig"] = {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": schema}}}
        asked = {"modelId": model, "messages": messages, "inferenceConfig": {"maxTokens": 256}, **more}
        said, content = self.streamed(asked) if one.get("streamed") else self.whole(asked)
        uses = [block["toolUse"] for block in content if "toolUse" in block]
        said.text = "".join(block.get("text", "") for block in content)
        said.calls = [(use["name"], use["input"]) for use in uses]
        results = [{"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": result}]}} for use, result in zip(uses, RESULTS)]
        said.again = [*messages, {"role": "assistant", "content": content}, {"role": "user", "content": results}]
        return said

    def whole(self, asked):
        answer = self.client.converse(**asked)
        tokens = (answer["usage"]["inputTokens"], answer["usage"]["outputTokens"])
        return Said(ended=self.ENDED[answer["stopReason"]], tokens=tokens), answer["output"]["message"]["content"]

    def streamed(self, asked):
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
        return said, [self.finished(block) for _, block in sorted(blocks.items())]

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


class Gemini:
    """Google's own SDK, which has no way through the gateway: it proves the simulator."""

    language, own_model = "gemini", "gemini-sim"

    def __init__(self, client):
        self.client = client

    @classmethod
    def directly(cls, stack):
        where = types.HttpOptions(base_url=stack["sim"] + "/gemini")
        return cls(genai.Client(api_key=stack["TOLLGATE_UPSTREAM_GEMINI_KEY"], http_options=where))

    def asked(self, one):
        parts = [types.Part(text=one["ask"])]
        if "shown" in one:
            parts.append(types.Part.from_bytes(data=base64.b64decode(IMAGE["data"]), mime_type=IMAGE["type"]))
        return [types.Content(role="user", parts=parts)]

    def say(self, model, one, messages):
        more = {}
        if "calls" in one:
            declared = [types.FunctionDeclaration(name=tool["name"], description=tool["description"], parameters_json_schema=tool["input"])
                        for tool in TOOLS]
            more["tools"] = [types.Tool(function_declarations=declared)]
            more["automatic_function_calling"] = types.AutomaticFunctionCallingConfig(disable=True)
        if "schema" in one:
            more.update(response_mime_type="application/json", response_json_schema=one["schema"])
        asked = {"model": model, "contents": messages, "config": types.GenerateContentConfig(max_output_tokens=256, **more)}
        models = self.client.models
        chunks = list(models.generate_content_stream(**asked)) if one.get("streamed") else [models.generate_content(**asked)]
        parts = [part for chunk in chunks for part in chunk.candidates[0].content.parts]
        calls = [part.function_call for part in parts if part.function_call]
        results = [types.Part.from_function_response(name=call.name, response={"output": result})
                   for call, result in zip(calls, RESULTS)]
        reason, usage = chunks[-1].candidates[0].finish_reason, chunks[-1].usage_metadata
        ended = {types.FinishReason.STOP: "tools" if calls else "end"}[reason]
        return Said("".join(part.text or "" for part in parts), sum(bool(part.text) for part in parts),
                    [(call.name, call.args) for call in calls], ended, (usage.prompt_token_count, usage.candidates_token_count),
                    [*messages, types.Content(role="model", parts=[part for part in parts if part.text or part.function_call]),
                     types.Content(role="user", parts=results)])
