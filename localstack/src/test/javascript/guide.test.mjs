// The guide's pages with JavaScript, each program run as it stands, in a process of its own.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const stack = JSON.parse(readFileSync(process.env.TOLLGATE_TEST_FILE, "utf8"));
const key = stack.TOLLGATE_KEY_ACME;

/** By page, what its client needs of its environment. */
const PAGES = {
  "aws-sdk-javascript": { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: stack.url, AWS_BEARER_TOKEN_BEDROCK: key },
  openai: { OPENAI_BASE_URL: `${stack.url}/v1`, OPENAI_API_KEY: key },
  anthropic: { ANTHROPIC_BASE_URL: stack.url, ANTHROPIC_API_KEY: key },
};

for (const [page, variables] of Object.entries(PAGES)) {
  test(`the guide runs as it stands: ${page}`, () => {
    const blocks = [...readFileSync(`${page}.md`, "utf8").matchAll(/```js\n(.*?)```/gs)];
    assert.equal(blocks.length, 1);
    const program = `guide-${page}.mjs`;
    writeFileSync(program, blocks[0][1]);
    const env = { ...process.env, ...variables };
    delete env.NODE_TEST_CONTEXT;
    const printed = execFileSync("node", [program], { encoding: "utf8", env, timeout: 60_000 });
    const [said, tokens, streamed, refused] = printed.trim().split("\n");
    assert.ok(said.trim() && streamed.trim());
    assert.ok(Number(tokens.replace("tokens: ", "")) > 0);
    assert.match(refused, /^refused: .*no\.such\.model/);
  });
}
