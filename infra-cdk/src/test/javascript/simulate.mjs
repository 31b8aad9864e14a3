// Reads simulations, a JSON list, from the file it is given; answers each on a line: Allowed, ImplicitlyDenied, ExplicitlyDenied, or the error.
import { runSimulation } from '@cloud-copilot/iam-simulate'
import { readFileSync } from 'node:fs'

// Release 0.1.173 passes over condition keys with a variable behind a colon, so requests and policies are told them by the name of one that it knows.
const told = readFileSync(process.argv[2], 'utf8').replaceAll('kms:EncryptionContext:', 'aws:PrincipalTag/kms-EncryptionContext-')
for (const simulation of JSON.parse(told)) {
  const result = await runSimulation({ serviceControlPolicies: [], resourceControlPolicies: [], ...simulation }, {})
  console.log(result.resultType === 'error' ? `error ${JSON.stringify(result.errors)}` : result.overallResult)
}
