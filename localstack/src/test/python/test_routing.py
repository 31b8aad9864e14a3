"""A route with a first target that nobody listens at: the call is answered by the next, and its trace says why."""

import json

import pytest
from conftest import environment, fetch
from openai import OpenAI


@pytest.fixture
def acme(stack):
    with environment(OPENAI_BASE_URL=stack["url"] + "/v1", OPENAI_API_KEY=stack["TOLLGATE_KEY_ACME"]):
        return OpenAI(max_retries=0)


def trace(stack, credential, call):
    return fetch(stack["url"] + "/v1/traces/" + call, "GET", {"authorization": "Bearer " + credential})


def test_a_target_that_is_down_is_replaced_and_the_trace_tells_it(stack, acme):
    question = [{"role": "user", "content": "Name a colour."}]
    raw = acme.chat.completions.with_raw_response.create(model="routed", messages=question, max_tokens=24, seed=7)
    assert raw.parse().choices[0].message.content
    told = trace(stack, stack["TOLLGATE_KEY_ACME"], raw.headers["x-tollgate-call"])
    first, second = told["attempts"]
    assert (first["target"], first["reason"], first["outcome"]) == ("refusing/gpt-sim", "first", "failed")
    assert first["failure"] == "upstream_failed connect" and first["cost"]["nanoDollars"] == 0
    assert (second["reason"], second["outcome"], second["dropped"]) == ("fallback", "completed", ["seed"])
    assert told["cost"] == second["cost"] and second["cost"]["nanoDollars"] > 0
    assert "colour" not in json.dumps(told)


@pytest.mark.parametrize(("plan", "target"), [("goldPlan", "sim-anthropic/claude-sim-1"), ("freePlan", "sim-openai/gpt-sim")])
def test_a_claim_of_the_token_decides_and_the_trace_names_it(stack, plan, target):
    token = stack["tokens"][plan]
    with environment(OPENAI_BASE_URL=stack["url"] + "/v1", OPENAI_API_KEY=token):
        client = OpenAI(max_retries=0)
    question = [{"role": "user", "content": "Name a colour."}]
    raw = client.chat.completions.with_raw_response.create(model="by.plan", messages=question, max_tokens=24)
    assert raw.parse().choices[0].message.content
    (attempt,) = trace(stack, token, raw.headers["x-tollgate-call"])["attempts"]
    assert (attempt["target"], attempt["reason"], attempt["outcome"]) == (target, "first", "completed")
    passed_over = [] if plan == "goldPlan" else ["sim-anthropic/claude-sim-1: when.claims.plan"]
    assert attempt["passedOver"] == passed_over
