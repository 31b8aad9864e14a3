"""In the place of boto3 for the hook's test: what it would send to AWS goes to the test, by GATEWAY."""

import io
import json
import os
import urllib.request


def client(service):
    return {"lambda": Lambda, "codedeploy": CodeDeploy}[service]()


class Lambda:
    def invoke(self, FunctionName, Payload):
        return {"Payload": io.BytesIO(post("/invoke/" + FunctionName, Payload.encode()))}

    def invoke_with_response_stream(self, FunctionName, Payload):
        whole = post("/invoke/" + FunctionName, Payload.encode())
        parts = [whole[:100], whole[100:]]
        return {"EventStream": [{"PayloadChunk": {"Payload": part}} for part in parts] + [{"InvokeComplete": {}}]}


class CodeDeploy:
    def put_lifecycle_event_hook_execution_status(self, **status):
        post("/status", json.dumps(status).encode())


def post(path, body):
    with urllib.request.urlopen(os.environ["GATEWAY"] + path, data=body) as answer:
        return answer.read()
