// The official OpenAI SDK for JavaScript, unmodified, configured by environment variables alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));
process.env.OPENAI_BASE_URL = `${stack.url}/v1`;
const { default: OpenAI } = await import("openai");

/** A client as it would be alone in its process. */
function clientOf(key) {
  process.env.OPENAI_API_KEY = key;
  return new OpenAI();
}

const say = (content) => [{ role: "user", content }];

for (const model of ["sim.claude", "sim.gpt", "local.smollm2"]) {
  test(`a completion ${model}`, async () => {
    const client = clientOf(stack.TOLLGATE_KEY_ACME);
    const answer = await client.chat.completions.create({ model, messages: say("Name a colour."), max_tokens: 24 });
    assert.ok(answer.choices[0].message.content.length > 0);
    assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  });
}

for (const model of ["sim.claude", "sim.gpt"]) {
  test(`a stream by hand-shake ${model}`, async () => {
    const client = clientOf(stack.TOLLGATE_JWT_ACME);
    const id = `openai-js-${model.replace(".", "-")}`;
    const messages = say(`[[sim words=6]] [[sim handshake=${id}]] go`);
    const stream = await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } });
    let read = 0;
    let usage;
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) {
        read += 1;
        await fetch(`${stack.sim}/sim/handshake/${id}`, { method: "POST" });
      }
      usage = chunk.usage ?? usage;
    }
    assert.ok(read >= 3 && usage.completion_tokens === 6);
  });
}

test("models, and errors by class", async () => {
  const client = clientOf(stack.TOLLGATE_KEY_ACME);
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  for (const id of ["local.smollm2", "sim.claude", "sim.gpt"]) assert.ok(ids.includes(id), id);
  await assert.rejects(client.models.retrieve("nope"), OpenAI.NotFoundError);
  await assert.rejects(
    client.chat.completions.create({ model: "sim.claude", messages: say("Hi."), seed: 7 }),
    (error) => error instanceof OpenAI.BadRequestError && error.code === "not_supported_by_target" && error.message.includes("seed"),
  );
  await assert.rejects(clientOf(stack.tokens.revokedKey).models.list(), OpenAI.AuthenticationError);
});
