// Every SDK for JavaScript with every provider: the conversations of resources/conversations.yaml, each by the SDK's own means.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import * as aws from "@aws-sdk/client-bedrock-runtime";
import OpenAI from "openai";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));
const table = stack.conversations;
Object.assign(process.env, {
  OPENAI_BASE_URL: stack.OPENAI_BASE_URL,
  OPENAI_API_KEY: stack.TOLLGATE_KEY_ACME,
  ANTHROPIC_BASE_URL: stack.ANTHROPIC_BASE_URL,
  ANTHROPIC_API_KEY: stack.TOLLGATE_KEY_ACME,
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: stack.url,
  AWS_BEARER_TOKEN_BEDROCK: stack.TOLLGATE_KEY_ACME,
});

const upstreamRequests = async () => (await (await fetch(`${stack.control}/upstream-requests`)).json()).total;
const withResults = (calls) => calls.map((call, index) => [call, table.tools[index].result]);

// Each SDK: what the table asks in its language, and what it says of the answer, whatever the language:
// {text, pieces, calls: [{name, input}], ended: "end" or "tools", tokens: [in, out], again: the messages with the results behind}.

const openai = {
  language: "openai",
  client: new OpenAI({ maxRetries: 0 }),
  Refusal: OpenAI.BadRequestError,
  ended: { stop: "end", tool_calls: "tools" },

  asked({ ask, shown }) {
    const url = shown === "data" ? `data:${table.image.type};base64,${table.image.data}` : shown;
    return [{ role: "user", content: shown ? [{ type: "text", text: ask }, { type: "image_url", image_url: { url } }] : ask }];
  },

  async say(model, one, messages) {
    const asked = { model, messages, max_completion_tokens: 256 };
    if (one.calls) {
      asked.tools = table.tools.map(({ name, description, input }) => ({ type: "function", function: { name, description, parameters: input } }));
    }
    if (one.schema) asked.response_format = { type: "json_schema", json_schema: { name: "report", schema: one.schema, strict: true } };
    if (one.json) asked.response_format = { type: "json_object" };
    let pieces = 0;
    let answer;
    if (one.streamed) {
      const stream = this.client.chat.completions.stream({ ...asked, stream_options: { include_usage: true } });
      stream.on("content", () => (pieces += 1));
      answer = await stream.finalChatCompletion();
    } else {
      answer = await this.client.chat.completions.create(asked);
    }
    const { message, finish_reason: reason } = answer.choices[0];
    const calls = message.tool_calls ?? [];
    const results = withResults(calls).map(([call, content]) => ({ role: "tool", tool_call_id: call.id, content }));
    return {
      text: message.content,
      pieces,
      calls: calls.map((call) => ({ name: call.function.name, input: JSON.parse(call.function.arguments) })),
      ended: this.ended[reason],
      tokens: [answer.usage.prompt_tokens, answer.usage.completion_tokens],
      again: [...messages, message, ...results],
    };
  },

  why: (error) => [error.code, error.message],
};

const anthropic = {
  language: "anthropic",
  client: new Anthropic({ maxRetries: 0 }),
  Refusal: Anthropic.BadRequestError,
  ended: { end_turn: "end", tool_use: "tools" },

  asked({ ask, shown }) {
    const source =
      shown === "data" ? { type: "base64", media_type: table.image.type, data: table.image.data } : { type: "url", url: shown };
    return [{ role: "user", content: shown ? [{ type: "image", source }, { type: "text", text: ask }] : ask }];
  },

  async say(model, one, messages) {
    const asked = { model, messages, max_tokens: 256 };
    if (one.calls) asked.tools = table.tools.map(({ name, description, input }) => ({ name, description, input_schema: input }));
    if (one.schema) asked.output_config = { format: { type: "json_schema", schema: one.schema } };
    let pieces = 0;
    let message;
    if (one.streamed) {
      const stream = this.client.messages.stream(asked);
      stream.on("text", () => (pieces += 1));
      message = await stream.finalMessage();
    } else {
      message = await this.client.messages.create(asked);
    }
    const uses = message.content.filter((block) => block.type === "tool_use");
    const results = withResults(uses).map(([use, content]) => ({ type: "tool_result", tool_use_id: use.id, content }));
    return {
      text: message.content.map((block) => block.text ?? "").join(""),
      pieces,
      calls: uses.map(({ name, input }) => ({ name, input })),
      ended: this.ended[message.stop_reason],
      tokens: [message.usage.input_tokens, message.usage.output_tokens],
      again: [...messages, { role: "assistant", content: message.content }, { role: "user", content: results }],
    };
  },

  why: (error) => [error.error.error.code, error.error.error.message],
};

const bedrock = {
  language: "bedrock",
  client: new aws.BedrockRuntimeClient({ maxAttempts: 1 }),
  ended: { end_turn: "end", tool_use: "tools" },

  asked({ ask, shown }) {
    const bytes = Buffer.from(table.image.data, "base64");
    const image = { format: table.image.type.replace("image/", ""), source: { bytes } };
    return [{ role: "user", content: shown ? [{ text: ask }, { image }] : [{ text: ask }] }];
  },

  async say(modelId, one, messages) {
    const asked = { modelId, messages, inferenceConfig: { maxTokens: 256 } };
    if (one.calls) {
      const tools = table.tools.map(({ name, description, input }) => ({ toolSpec: { name, description, inputSchema: { json: input } } }));
      asked.toolConfig = { tools };
    }
    if (one.schema) {
      const jsonSchema = { name: "report", schema: JSON.stringify(one.schema) };
      asked.outputConfig = { textFormat: { type: "json_schema", structure: { jsonSchema } } };
    }
    const answer = one.streamed
      ? await this.gathered(await this.client.send(new aws.ConverseStreamCommand(asked)))
      : await this.client.send(new aws.ConverseCommand(asked));
    const { content } = answer.output.message;
    const uses = content.flatMap((block) => block.toolUse ?? []);
    const results = withResults(uses).map(([{ toolUseId }, text]) => ({ toolResult: { toolUseId, content: [{ text }] } }));
    return {
      text: content.map((block) => block.text ?? "").join(""),
      pieces: answer.pieces,
      calls: uses.map(({ name, input }) => ({ name, input })),
      ended: this.ended[answer.stopReason],
      tokens: [answer.usage.inputTokens, answer.usage.outputTokens],
      again: [...messages, { role: "assistant", content }, { role: "user", content: results }],
    };
  },

  /** A stream as the whole answer: this SDK hands out the events alone. */
  async gathered({ stream }) {
    const content = [];
    const answer = { pieces: 0, output: { message: { content } } };
    for await (const { contentBlockStart: start, contentBlockDelta: delta, contentBlockStop: stop, messageStop, metadata } of stream) {
      if (start) content[start.contentBlockIndex] = { toolUse: { ...start.start.toolUse, input: "" } };
      if (delta) this.add(content, delta.contentBlockIndex, delta.delta, answer);
      if (stop && content[stop.contentBlockIndex].toolUse) {
        const { toolUse } = content[stop.contentBlockIndex];
        toolUse.input = JSON.parse(toolUse.input);
      }
      Object.assign(answer, messageStop ?? {}, metadata ?? {});
    }
    return answer;
  },

  add(content, index, { text, toolUse, reasoningContent: thought }, answer) {
    content[index] ??= thought ? { reasoningContent: { reasoningText: { text: "" } } } : { text: "" };
    if (text) {
      answer.pieces += 1;
      content[index].text += text;
    }
    if (toolUse) content[index].toolUse.input += toolUse.input;
    if (thought?.text) content[index].reasoningContent.reasoningText.text += thought.text;
    if (thought?.signature) content[index].reasoningContent.reasoningText.signature = thought.signature;
  },
};

async function carried(sdk, model, one) {
  const said = await sdk.say(model, one, sdk.asked(one));
  assert.equal(said.ended, one.calls ? "tools" : "end");
  assert.deepEqual(said.calls, one.calls ?? []);
  assert.ok(said.tokens[0] > 0 && said.tokens[1] > 0);
  if (one.tokens) assert.equal(said.tokens[1], one.tokens);
  if (one.streamed) assert.equal(said.pieces, said.text.split(" ").length);
  if (one.says) assert.equal(said.text, one.says);
  if (one.json) assert.equal(typeof JSON.parse(said.text), "object");
  if (one.schema) {
    const report = JSON.parse(said.text);
    assert.deepEqual(Object.keys(report), Object.keys(one.schema.properties));
    assert.ok(one.schema.properties.sky.enum.includes(report.sky) && Number.isInteger(report.degrees) && Array.isArray(report.alerts));
  }
  if (one.calls) {
    const last = await sdk.say(model, one, said.again);
    assert.equal(last.ended, "end");
    assert.ok(last.text && last.calls.length === 0 && last.tokens[0] > said.tokens[0]);
  }
}

async function refused(sdk, model, one, row) {
  const before = await upstreamRequests();
  await assert.rejects(sdk.say(model, one, sdk.asked(one)), (error) => {
    const [code, message] = sdk.why(error);
    assert.ok(error instanceof sdk.Refusal, String(error));
    assert.equal(code, row.code);
    assert.ok(message.includes(row.names), message);
    return true;
  });
  assert.equal((await upstreamRequests()) - before, row.code === "upstream_rejected" ? 1 : 0);
}

for (const sdk of [openai, anthropic, bedrock]) {
  for (const one of table.conversations.filter(({ languages }) => languages?.includes(sdk.language) ?? true)) {
    for (const [target, model] of Object.entries(table.targets)) {
      const row = table.refused.find((r) => r.conversation === one.name && r.target === target && r.language === sdk.language);
      test(`${sdk.language} to ${target}: ${one.name}`, () => (row ? refused(sdk, model, one, row) : carried(sdk, model, one)));
    }
  }
}
after(() => bedrock.client.destroy());
