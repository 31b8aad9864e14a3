// Anthropic's SDK for JavaScript, unmodified, through the whole stack. The Java side starts it and says where it is.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import Anthropic from "@anthropic-ai/sdk";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));
process.env.ANTHROPIC_BASE_URL = stack.ANTHROPIC_BASE_URL;
process.env.ANTHROPIC_API_KEY = stack.TOLLGATE_KEY_ACME;

const through = ["sim.anthropic", "sim.claude", "sim.gpt"];
const user = (content) => [{ role: "user", content }];
const tool = (name) => ({ name, input_schema: { type: "object" } });
const upstreamRequests = async () => (await (await fetch(`${stack.control}/upstream-requests`)).json()).total;

for (const model of through) {
  test(`${model}: a stream streams`, async () => {
    const id = `js-${Math.random().toString(36).slice(2)}`;
    let read = 0;
    const messages = user(`[[sim words=3 handshake=${id}]]`);
    for await (const event of await new Anthropic().messages.create({ model, max_tokens: 64, stream: true, messages })) {
      if (event.type === "content_block_delta") {
        read += 1;
        await fetch(`${stack.sim}/sim/handshake/${id}`, { method: "POST" });
      }
    }
    assert.equal(read, 3);
  });

  test(`${model}: parallel tool calls come one whole block after the other`, async () => {
    const blocks = [];
    const stream = new Anthropic().messages.stream({
      model,
      max_tokens: 256,
      tools: [tool("weather"), tool("clock")],
      messages: user("[[sim words=2 call=weather call=clock]]"),
    });
    stream.on("contentBlock", (block) => blocks.push(block));
    const message = await stream.finalMessage();
    assert.equal(message.stop_reason, "tool_use");
    assert.deepEqual(blocks.map((block) => block.type), ["text", "tool_use", "tool_use"]);
    assert.deepEqual(blocks.slice(1).map((block) => block.input.number), [0, 1]);
  });
}

for (const [what, status, exception, reached] of [
  ["429", 429, Anthropic.RateLimitError, 3],
  ["500", 529, Anthropic.InternalServerError, 3],
  ["400", 400, Anthropic.BadRequestError, 1],
]) {
  test(`an answer of ${what} upstream is a typed error, asked ${reached} times`, async () => {
    const client = new Anthropic({ maxRetries: 2 });
    const before = await upstreamRequests();
    const asked = { model: "sim.anthropic", max_tokens: 8, messages: user(`[[sim status=${what}]]`) };
    await assert.rejects(client.messages.create(asked), (error) => {
      assert.ok(error instanceof exception, String(error));
      assert.equal(error.status, status);
      assert.equal(error.error.type, "error");
      assert.ok(error.requestID);
      return true;
    });
    assert.equal((await upstreamRequests()) - before, reached);
  });
}

test("tokens are counted", async () => {
  const asked = { model: "sim.anthropic", messages: user("Hello there.") };
  const counted = await new Anthropic().messages.countTokens(asked);
  const message = await new Anthropic().messages.create({ max_tokens: 8, ...asked });
  assert.equal(counted.input_tokens, message.usage.input_tokens);
});
