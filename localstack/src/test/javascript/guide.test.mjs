// The guide's page for the AWS SDK for JavaScript, run as it stands, in a process of its own.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));

test("the guide runs as it stands", () => {
  const blocks = [...readFileSync("aws-sdk-javascript.md", "utf8").matchAll(/```js\n(.*?)```/gs)];
  assert.equal(blocks.length, 1);
  writeFileSync("guide-example.mjs", blocks[0][1]);
  const variables = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: stack.url, AWS_BEARER_TOKEN_BEDROCK: stack.TOLLGATE_KEY_ACME };
  const env = { ...process.env, ...variables };
  delete env.NODE_TEST_CONTEXT;
  const printed = execFileSync("node", ["guide-example.mjs"], { encoding: "utf8", env, timeout: 60_000 });
  const [said, tokens, streamed, refused] = printed.trim().split("\n");
  assert.ok(said.trim() && streamed.trim());
  assert.ok(Number(tokens.replace("tokens: ", "")) > 0);
  assert.match(refused, /^refused: .*no\.such\.model/);
});
