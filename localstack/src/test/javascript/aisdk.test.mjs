// Vercel's AI SDK, unmodified, by its own providers: what it asks a model for, through the whole stack.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));
Object.assign(process.env, {
  OPENAI_BASE_URL: stack.OPENAI_BASE_URL,
  OPENAI_API_KEY: stack.TOLLGATE_KEY_ACME,
  ANTHROPIC_API_KEY: stack.TOLLGATE_KEY_ACME,
  AWS_BEARER_TOKEN_BEDROCK: stack.TOLLGATE_KEY_ACME,
  AZURE_API_KEY: stack.TOLLGATE_KEY_ACME,
});
globalThis.AI_SDK_LOG_WARNINGS = false;
const { APICallError, generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } = await import("ai");
const { createAmazonBedrock } = await import("@ai-sdk/amazon-bedrock");
const { createAnthropic } = await import("@ai-sdk/anthropic");
const { createAzure } = await import("@ai-sdk/azure");
const { openai } = await import("@ai-sdk/openai");
const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");

const bedrock = createAmazonBedrock({ region: "us-east-1", baseURL: stack.url });
const anthropic = createAnthropic({ baseURL: `${stack.url}/v1` });
const azure = createAzure({ baseURL: `${stack.url}/openai`, useDeploymentBasedUrls: true });
const compatible = createOpenAICompatible({
  name: "tollgate",
  baseURL: stack.OPENAI_BASE_URL,
  apiKey: stack.TOLLGATE_KEY_ACME,
  includeUsage: true,
  supportsStructuredOutputs: true,
});

/** Each of its providers, with models of five kinds of upstreams. */
const models = [
  openai.chat("sim.claude"),
  anthropic("sim.anthropic"),
  anthropic("sim.gpt"),
  bedrock("sim.anthropic"),
  azure.chat("sim.azure"),
  compatible("sim.gemini"),
];

const report = jsonSchema({
  type: "object",
  properties: { sky: { enum: ["clear", "rain"] }, degrees: { type: "integer" } },
  required: ["sky", "degrees"],
  additionalProperties: false,
});

/** As the simulated models call any tool. */
const CALLED = [{ number: 0, note: 'a "quoted" brace }' }];

function asked(model, seen) {
  const weather = tool({
    description: "The weather of a city, by its number.",
    inputSchema: jsonSchema({ type: "object", properties: { number: { type: "integer" }, note: { type: "string" } } }),
    execute: async (input) => {
      seen.push(input);
      return "sunny";
    },
  });
  return { model, system: "Be brief.", prompt: "[[sim words=2 call=weather]]", tools: { weather }, stopWhen: stepCountIs(3) };
}

for (const model of models) {
  const name = `${model.provider} ${model.modelId}`;

  test(`${name} calls the tool, then answers`, async () => {
    const seen = [];
    const { steps, text, totalUsage } = await generateText(asked(model, seen));
    assert.deepEqual(seen, CALLED);
    assert.deepEqual(steps.map((step) => step.finishReason), ["tool-calls", "stop"]);
    assert.ok(text.length > 0 && totalUsage.inputTokens > 0 && totalUsage.outputTokens > 12);
  });

  test(`${name} streams the same`, async () => {
    const seen = [];
    const answer = streamText({ ...asked(model, seen), onError: ({ error }) => assert.ifError(error) });
    const kinds = new Set();
    for await (const { type } of answer.fullStream) kinds.add(type);
    assert.deepEqual(seen, CALLED);
    for (const kind of ["text-delta", "tool-input-delta", "tool-result"]) assert.ok(kinds.has(kind), kind);
    const usage = await answer.totalUsage;
    assert.ok((await answer.text).length > 0 && usage.inputTokens > 0 && usage.outputTokens > 12);
  });

  test(`${name} answers by a schema`, async () => {
    const { object, usage } = await generateObject({ model, schema: report, prompt: "Report." });
    assert.ok(["clear", "rain"].includes(object.sky) && Number.isInteger(object.degrees) && usage.totalTokens > 0);
  });
}

test("it reads what is wrong, and what may be tried again", async () => {
  const ask = (words) => generateText({ model: openai.chat("sim.claude"), prompt: "Hi.", maxRetries: 0, ...words });
  await assert.rejects(ask({ seed: 7 }), (error) => {
    assert.ok(APICallError.isInstance(error) && error.statusCode === 400 && !error.isRetryable && error.message.includes("seed"));
    return true;
  });
  await assert.rejects(ask({ prompt: "[[sim status=429]]" }), (error) => error.statusCode === 429 && error.isRetryable);
});

test("its default, the Responses API, is refused with what to use", async () => {
  const answer = generateText({ model: openai("sim.claude"), prompt: "Hi.", maxRetries: 0 });
  await assert.rejects(answer, (error) => error.statusCode === 403 && error.message.includes("use chat completions"));
});
