// Every error that an unmodified AWS SDK for JavaScript can get, over the cases that all clients share (errors/cases.yaml).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-bedrock-runtime";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));
const VARIABLES = ["AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/** Asks the Java side. */
async function control(path, body = "") {
  const answer = await fetch(stack.control + path, { method: "POST", body });
  assert.equal(answer.status, 200, path);
  return answer.json();
}

/** A client as it would be alone in its process; the headers go with each request. */
function clientOf({ environment, headers }) {
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, environment);
  const client = new sdk.BedrockRuntimeClient();
  const add = (next) => (args) => {
    Object.assign(args.request.headers, headers);
    return next(args);
  };
  client.middlewareStack.add(add, { step: "build" });
  return client;
}

function commandOf(one, text) {
  const modelId = one.model.repeat(one.modelTimes);
  const messages = [{ role: "user", content: [{ text: text.repeat(one.times) }] }];
  if (one.call === "count-tokens") return new sdk.CountTokensCommand({ modelId, input: { converse: { messages } } });
  const Command = one.call === "converse-stream" ? sdk.ConverseStreamCommand : sdk.ConverseCommand;
  return new Command({ modelId, messages, inferenceConfig: { maxTokens: 16 }, ...one.fields });
}

async function seen(one, begun) {
  const client = clientOf(begun);
  let started = false;
  let requestId = null;
  try {
    const answer = await client.send(commandOf(one, begun.text));
    requestId = answer.$metadata.requestId;
    for await (const event of answer.stream ?? []) started ||= event.contentBlockDelta !== undefined;
    return { whole: true, started, requestId };
  } catch (error) {
    const meta = error.$metadata ?? {};
    return {
      status: meta.httpStatusCode,
      exception: error.name,
      attempts: meta.attempts ?? 1,
      requestId: meta.requestId ?? requestId,
      shown: error.message,
      started,
    };
  } finally {
    client.destroy();
  }
}

for (const one of stack.errorCases.js) {
  test(one.name, async () => {
    const begun = await control(`/errors/begin?client=js&case=${encodeURIComponent(one.name)}`);
    const problems = await control("/errors/end", JSON.stringify(await seen(one, begun)));
    assert.deepEqual(problems, []);
  });
}
