// An unmodified AWS SDK for JavaScript, configured by environment variables alone: over HTTP/2 with prior knowledge on the
// cleartext port, and over TLS.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));
process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = stack.url;
const sdk = await import("@aws-sdk/client-bedrock-runtime");

/** A client as it would be alone in its process. */
function clientOf(bearer) {
  process.env.AWS_BEARER_TOKEN_BEDROCK = bearer;
  return new sdk.BedrockRuntimeClient();
}

const say = (text) => [{ role: "user", content: [{ text }] }];
const inferenceConfig = { maxTokens: 24 };

for (const modelId of ["sim.claude", "sim.gpt", "local.smollm2"]) {
  test(`converse ${modelId}`, async () => {
    const client = clientOf(stack.TOLLGATE_JWT_ACME);
    const answer = await client.send(new sdk.ConverseCommand({ modelId, messages: say("Name a colour."), inferenceConfig }));
    assert.ok(answer.output.message.content[0].text.length > 0);
    assert.equal(answer.usage.totalTokens, answer.usage.inputTokens + answer.usage.outputTokens);
    client.destroy();
  });
}

for (const modelId of ["sim.claude", "sim.gpt"]) {
  test(`converse-stream by hand-shake ${modelId}`, async () => {
    const client = clientOf(stack.TOLLGATE_KEY_ACME);
    const id = `js-${modelId.replace(".", "-")}`;
    const messages = say(`[[sim words=6]] [[sim handshake=${id}]] go`);
    const answer = await client.send(new sdk.ConverseStreamCommand({ modelId, messages, inferenceConfig }));
    let read = 0;
    let usage;
    for await (const event of answer.stream) {
      if (event.contentBlockDelta) {
        read += 1;
        await fetch(`${stack.sim}/sim/handshake/${id}`, { method: "POST" });
      }
      usage = event.metadata?.usage ?? usage;
    }
    assert.ok(read >= 3 && usage.outputTokens > 0);
    client.destroy();
  });
}

test("invoke, its stream, and count-tokens", async () => {
  const client = clientOf(stack.TOLLGATE_JWT_ACME);
  const modelId = "sim.claude";
  const body = JSON.stringify({ anthropic_version: "bedrock-2023-05-31", max_tokens: 16, messages: [{ role: "user", content: "Hi." }] });
  const contentType = "application/json";
  const whole = await client.send(new sdk.InvokeModelCommand({ modelId, body, contentType }));
  assert.ok(JSON.parse(Buffer.from(whole.body).toString()).usage.output_tokens > 0);
  const streamed = await client.send(new sdk.InvokeModelWithResponseStreamCommand({ modelId, body, contentType }));
  const types = [];
  for await (const event of streamed.body) types.push(JSON.parse(Buffer.from(event.chunk.bytes).toString()).type);
  assert.equal(types[0], "message_start");
  assert.equal(types.at(-1), "message_stop");
  const counted = await client.send(new sdk.CountTokensCommand({ modelId, input: { converse: { messages: say("How long?") } } }));
  assert.ok(counted.inputTokens > 0);
  client.destroy();
});

test("apply-guardrail", async () => {
  const client = clientOf(stack.TOLLGATE_JWT_ACME);
  const asked = { guardrailIdentifier: "sim.mask", guardrailVersion: "DRAFT", source: "INPUT" };
  const judged = await client.send(new sdk.ApplyGuardrailCommand({ ...asked, content: [{ text: { text: "Write to ada@example.com" } }] }));
  assert.equal(judged.action, "GUARDRAIL_INTERVENED");
  assert.equal(judged.outputs[0].text, "Write to {EMAIL}");
  assert.equal(judged.usage.sensitiveInformationPolicyUnits, 1);
  client.destroy();
});
