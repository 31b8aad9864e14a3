"""One logical call is one line, whatever a client's retries do; and one tenant's calls are nothing to another."""

import concurrent.futures
import json
import time
import urllib.error
import urllib.request
import uuid

import pytest
from conftest import fetch, say


def body(text):
    return json.dumps({"messages": say(text), "inferenceConfig": {"maxTokens": 16}}).encode()


def call(stack, token, text, headers=None, path="/model/sim.claude/converse"):
    """A converse call by hand: (status, parsed body)."""
    every = {"Authorization": "Bearer " + token, "Content-Type": "application/json", **(headers or {})}
    try:
        if path.endswith("stream"):
            request = urllib.request.Request(stack["url"] + path, body(text), every, method="POST")
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        return 200, fetch(stack["url"] + path, "POST", every, body(text))
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def lines_of(stack, tenant, call_id):
    return [line for line in stack.ledger(tenant)["lines"] if line["call"] == call_id]


@pytest.fixture
def acme(stack):
    return stack["TOLLGATE_JWT_ACME"]


def test_a_retried_call_is_one_line_with_an_attempt_each(stack, acme):
    name = str(uuid.uuid4())
    for _ in range(2):
        assert call(stack, acme, "again", {"amz-sdk-invocation-id": name})[0] == 200
    (line,) = lines_of(stack, "acme", name)
    assert [attempt["number"] for attempt in line["attempts"]] == [1, 2]


def test_another_body_under_a_used_id_is_a_400(stack, acme):
    name = str(uuid.uuid4())
    assert call(stack, acme, "one", {"amz-sdk-invocation-id": name})[0] == 200
    status, answer = call(stack, acme, "two", {"amz-sdk-invocation-id": name})
    assert status == 400 and answer["error"]["code"] == "id_reused"
    (line,) = lines_of(stack, "acme", name)
    assert len(line["attempts"]) == 1


def test_a_repeat_while_the_first_runs_is_throttled_and_not_called(stack, acme):
    name = str(uuid.uuid4())
    text, headers = f"[[sim words=3]] [[sim handshake={name}]]", {"amz-sdk-invocation-id": name}
    before = stack.upstream_requests()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        first = pool.submit(call, stack, acme, text, headers, "/model/sim.gpt/converse-stream")
        while stack.upstream_requests() == before:
            time.sleep(0.05)
        calls = stack.upstream_requests()
        status, answer = call(stack, acme, text, headers, "/model/sim.gpt/converse-stream")
        assert (status, answer["error"]["code"]) == (429, "call_running")
        assert stack.upstream_requests() == calls
        for _ in range(20):
            fetch(stack["sim"] + "/sim/handshake/" + name, "POST", body=b"")
        assert first.result()[0] == 200
    assert len(lines_of(stack, "acme", name)) == 1


def test_an_invocation_id_of_another_tenant_means_nothing(stack, acme):
    name = str(uuid.uuid4())
    assert call(stack, acme, "mine", {"amz-sdk-invocation-id": name})[0] == 200
    assert call(stack, stack["TOLLGATE_JWT_GLOBEX"], "other body", {"amz-sdk-invocation-id": name})[0] == 200
    assert len(lines_of(stack, "acme", name)) == 1 and len(lines_of(stack, "globex", name)) == 1


SPOOFS = {
    "x-tenant-id": "globex",
    "x-amz-tenant-id": "globex",
    "X-Tollgate-Tenant": "globex",
    "X-Forwarded-For": "10.0.0.1",
    "X-Forwarded-Host": "globex",
    "X-Amzn-Request-Context": '{"authorizer":{"tenant":"globex"}}',
}


@pytest.mark.parametrize("header", SPOOFS)
def test_headers_do_not_choose_the_tenant(stack, acme, header):
    name = str(uuid.uuid4())
    assert call(stack, acme, "x", {header: SPOOFS[header], "amz-sdk-invocation-id": name})[0] == 200
    assert len(lines_of(stack, "acme", name)) == 1 and not lines_of(stack, "globex", name)


def test_query_and_body_do_not_choose_the_tenant(stack, acme):
    name = str(uuid.uuid4())
    headers = {"Authorization": "Bearer " + acme, "Content-Type": "application/json", "amz-sdk-invocation-id": name}
    request = json.dumps({"messages": say("x"), "requestMetadata": {"tenant": "globex"}}).encode()
    fetch(stack["url"] + "/model/sim.claude/converse?tenant=globex", "POST", headers, request)
    assert len(lines_of(stack, "acme", name)) == 1 and not lines_of(stack, "globex", name)


def two_headers(stack, first, second):
    """Sends the header Authorization twice, which urllib cannot; answers the status."""
    import http.client
    from urllib.parse import urlsplit

    connection = http.client.HTTPConnection(urlsplit(stack["url"]).netloc, timeout=30)
    data = body("x")
    connection.putrequest("POST", "/model/sim.claude/converse")
    for name, value in [("Authorization", "Bearer " + first), (second[0], second[1]),
                        ("Content-Type", "application/json"), ("Content-Length", str(len(data)))]:
        connection.putheader(name, value)
    connection.endheaders(data)
    return connection.getresponse().status


def test_two_credentials_are_refused(stack, acme):
    other = stack["TOLLGATE_KEY_GLOBEX"]
    calls = stack.upstream_requests()
    for second in [("Authorization", "Bearer " + other), ("authorization", "Bearer " + other),
                   ("x-api-key", other), ("api-key", other)]:
        assert two_headers(stack, acme, second) in (400, 401, 403), second[0]
    assert stack.upstream_requests() == calls


def test_a_tenant_whose_name_begins_alike_sees_nothing(stack, acme):
    assert call(stack, acme, "x")[0] == 200
    assert call(stack, stack["TOLLGATE_JWT_ACME2"], "x")[0] == 200
    for tenant in ("acme", "acme2"):
        assert {line["tenant"] for line in stack.ledger(tenant)["lines"]} == {tenant}
    headers = {"Authorization": "Bearer " + stack["TOLLGATE_JWT_ACME2"]}
    assert fetch(stack["url"] + "/v1/usage", headers=headers)["tenant"] == "acme2"


def test_cached_policies_stay_with_their_credential(stack, acme):
    """Alternating credentials on one connection: an authorizer cache that mixed them up would mix the lines."""
    for turn in range(6):
        name = str(uuid.uuid4())
        tenant, token = [("acme", acme), ("globex", stack["TOLLGATE_JWT_GLOBEX"])][turn % 2]
        assert call(stack, token, "x", {"amz-sdk-invocation-id": name})[0] == 200
        assert len(lines_of(stack, tenant, name)) == 1


def test_a_key_for_usage_stays_out_of_models_when_its_policy_is_cached(stack):
    key = stack["tokens"]["keyOfUsageOnly"]
    usage = fetch(stack["url"] + "/v1/usage", headers={"Authorization": "Bearer " + key})
    assert usage["tenant"] == "acme"
    assert call(stack, key, "x")[0] == 403


def test_revoked_key_stops_within_the_stated_time(stack):
    made = stack.control("/key?tenant=acme")
    assert call(stack, made["secret"], "x")[0] == 200
    stack.control("/key/revoke?tenant=acme&id=" + made["id"])
    stack.control("/flush-authorizers-cache")  # in an account: 30 s
    time.sleep(1.5)  # the functions' own cache, 1 s in the local stack
    assert call(stack, made["secret"], "x")[0] == 401
