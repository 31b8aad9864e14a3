"""Called by CodeDeploy before a new version of a function gets its first call: calls that version, and says whether to go on.

What is asked changes nothing and costs nothing, but takes the whole way to the tables and back: a tenant and a key that do not exist are refused by name.
CHECK is the function's name in the contract, VERSION the ARN of the version.
"""

import json
import os
import secrets
import string
import zlib

import boto3

TENANT = "deployment-check"
NUL_BYTES_AFTER_PRELUDE = b"\0" * 8


def handler(event, context):
    status = "Succeeded"
    try:
        CHECKS[os.environ["CHECK"]](boto3.client("lambda"), os.environ["VERSION"])
    except Exception as problem:  # whatever it is: the deployment must not wait an hour for the answer
        status = "Failed"
        print(json.dumps({"version": os.environ["VERSION"], "problem": f"{type(problem).__name__}: {problem}"}))
    boto3.client("codedeploy").put_lifecycle_event_hook_execution_status(
        deploymentId=event["DeploymentId"],
        lifecycleEventHookExecutionId=event["LifecycleEventHookExecutionId"],
        status=status,
    )
    return status


def refuses_an_unknown_key(client, version):
    event = {
        "type": "REQUEST",
        "methodArn": "arn:aws:execute-api:eu-central-1:123456789012:check/check/GET/v1/usage",
        "multiValueHeaders": {"Authorization": ["Bearer " + unknown_key()]},
        "requestContext": {"requestId": TENANT},
    }
    answer = client.invoke(FunctionName=version, Payload=json.dumps(event))
    said = json.loads(answer["Payload"].read())
    expect("Unauthorized", said.get("errorMessage"))


def refuses_an_unknown_tenant(method, path, resource, body):
    def check(client, version):
        event = {
            "httpMethod": method,
            "path": path,
            "resource": resource,
            "multiValueHeaders": {"Content-Type": ["application/json"]},
            "pathParameters": {"modelId": "check"},
            "requestContext": {
                "requestId": TENANT,
                "authorizer": {"tenant": TENANT, "subject": TENANT, "models": "*", "routes": "bedrock self-service"},
            },
            "body": body,
            "isBase64Encoded": False,
        }
        answer = client.invoke_with_response_stream(FunctionName=version, Payload=json.dumps(event))
        whole = b"".join(part["PayloadChunk"]["Payload"] for part in answer["EventStream"] if "PayloadChunk" in part)
        prelude, nuls, text = whole.partition(NUL_BYTES_AFTER_PRELUDE)
        expect(NUL_BYTES_AFTER_PRELUDE, nuls)
        expect(403, json.loads(prelude).get("statusCode"))
        expect(True, TENANT in text.decode())

    return check


def unknown_key():
    letters = string.ascii_lowercase + string.digits
    body = "tg_" + "".join(secrets.choice(letters) for _ in range(40))
    return body + f"{zlib.crc32(body.encode()):08x}"[:6]


def expect(wanted, seen):
    if wanted != seen:
        raise ValueError(f"expected {wanted!r}, the version answered {seen!r}")


CHECKS = {
    "authorizer": refuses_an_unknown_key,
    "llm-proxy": refuses_an_unknown_tenant(
        "POST", "/model/check/converse", "/model/{modelId}/converse", '{"messages":[{"role":"user","content":[{"text":"check"}]}]}'
    ),
    "control": refuses_an_unknown_tenant("GET", "/v1/usage", "/v1/usage", None),
}
