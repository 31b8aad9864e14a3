// Says what iam-simulate thinks of each case: node judge.mjs cases.json, an array on stdout.
import { readFileSync } from "node:fs";
import { runSimulation } from "@cloud-copilot/iam-simulate";

const words = { Allowed: "ALLOWED", ImplicitlyDenied: "NOT_ALLOWED", ExplicitlyDenied: "DENIED" };

async function judge({ policy, action, resource, context }) {
  const answer = await runSimulation(
    {
      request: {
        principal: "arn:aws:iam::000000000000:role/somebody",
        action,
        resource: { resource, accountId: "000000000000" },
        contextVariables: context,
      },
      identityPolicies: [{ name: "policy", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return answer.errors ? JSON.stringify(answer.errors) : words[answer.overallResult];
}

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(await Promise.all(cases.map(judge))));
