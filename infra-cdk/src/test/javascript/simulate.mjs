// Reads simulations, a JSON list, from the file it is given; answers each on a line: Allowed, ImplicitlyDenied, ExplicitlyDenied, or the error.
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { readFileSync } from 'node:fs'

for (const simulation of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const result = await runSimulation({ serviceControlPolicies: [], resourceControlPolicies: [], ...simulation }, {})
  console.log(result.resultType === 'error' ? `error ${JSON.stringify(result.errors)}` : result.overallResult)
}
