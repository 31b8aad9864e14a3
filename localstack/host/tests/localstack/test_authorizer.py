from types import SimpleNamespace

import pytest
from localstack.services.apigateway.next_gen.execute_api import gateway_response as errors
from tollgate_host import authorizer
from tollgate_host.authorizer import AnswerCache, authorize, authorizer_context, source_value

ALLOW = {"principalId": "ada", "policyDocument": {"Statement": [{"Effect": "Allow", "Resource": "*/model/a/*"}]}, "context": {"tenant": "acme", "n": 1}}


@pytest.fixture
def asked(monkeypatch):
    """Each question to the function; `answer` is what it says."""
    questions = SimpleNamespace(events=[], answer=ALLOW)

    def ask(_, context):
        questions.events.append(context.invocation_request["path"])
        return questions.answer

    monkeypatch.setattr(authorizer, "_ask", ask)
    monkeypatch.setattr(authorizer, "ANSWERS", AnswerCache())
    return questions


def context(path="/model/a/converse", bearer="k", kind="CUSTOM"):
    spec = {"id": "z", "type": "REQUEST", "identitySource": "method.request.header.Authorization", "authorizerResultTtlInSeconds": 30}
    return SimpleNamespace(
        resource_method={"authorizationType": kind, "authorizerId": "z"},
        deployment=SimpleNamespace(rest_api=SimpleNamespace(authorizers={"z": spec})),
        invocation_request={"headers": {"Authorization": bearer} if bearer else {}, "http_method": "POST", "path": path},
        context_variables={},
        stage_variables=None,
        region="us-east-1",
        account_id="1",
        api_id="api",
        stage="dev",
    )


def test_open_method_asks_nobody(asked):
    authorize(None, context(kind="NONE"), None)
    assert asked.events == []


def test_allowed_call_gets_the_context_as_text(asked):
    call = context()
    authorize(None, call, None)
    assert call.context_variables["authorizer"] == {"tenant": "acme", "n": "1", "principalId": "ada"}


def test_call_without_identity_is_unauthorized_and_asks_nobody(asked):
    with pytest.raises(errors.UnauthorizedError):
        authorize(None, context(bearer=None), None)
    assert asked.events == []


def test_answer_is_kept_for_an_identity_and_its_policy_read_for_each_path(asked):
    authorize(None, context(), None)
    with pytest.raises(errors.AccessDeniedError):
        authorize(None, context("/model/b/converse"), None)
    assert asked.events == ["/model/a/converse"]
    authorize(None, context(bearer="another"), None)
    assert len(asked.events) == 2


def test_explicit_deny_says_so_and_the_template_sees_the_context(asked):
    asked.answer = {**ALLOW, "policyDocument": {"Statement": [{"Effect": "Deny", "Resource": "*"}]}}
    call = context()
    with pytest.raises(errors.AccessDeniedError, match="explicit deny"):
        authorize(None, call, None)
    assert call.context_variables["authorizer"]["tenant"] == "acme"


def test_unknown_authorizer_is_a_configuration_error(asked):
    call = context()
    call.deployment.rest_api.authorizers.clear()
    with pytest.raises(errors.AuthorizerConfigurationError):
        authorize(None, call, None)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b'{"errorMessage":"Unauthorized"}', errors.UnauthorizedError),
        (b'{"errorMessage":"broken"}', errors.AuthorizerFailureError),
        (b"no json", errors.AuthorizerFailureError),
        (b'{"principalId":"ada"}', errors.AuthorizerConfigurationError),
    ],
)
def test_function_that_gives_no_policy_is_an_error_of_its_kind(monkeypatch, answer, error):
    monkeypatch.setattr(authorizer, "ANSWERS", AnswerCache())
    monkeypatch.setattr(authorizer, "_event", lambda _: {})
    monkeypatch.setattr(authorizer, "get_lambda_function_arn_from_invocation_uri", lambda uri: uri)
    monkeypatch.setattr(authorizer.RestApiAwsProxyIntegration, "call_lambda", staticmethod(lambda **_: answer))
    call = context()
    call.deployment.rest_api.authorizers["z"]["authorizerUri"] = "arn"
    with pytest.raises(error):
        authorize(None, call, None)


def test_cache_forgets_after_its_time():
    now = [0]
    cache = AnswerCache(lambda: now[0])
    cache.keep("k", "answer", 30)
    now[0] = 29
    assert cache.find("k") == "answer"
    now[0] = 30
    assert cache.find("k") is None


def test_context_of_values_that_are_not_text_is_json():
    assert authorizer_context({"principalId": "p", "context": {"b": True, "n": 1.5}}) == {"b": "true", "n": "1.5", "principalId": "p"}


def test_source_values():
    call = context()
    call.invocation_request["query_string_parameters"] = {"q": "1"}
    call.context_variables = {"httpMethod": "POST"}
    call.stage_variables = {"s": "2"}
    sources = ["method.request.header.Authorization", "method.request.querystring.q", "context.httpMethod", "stageVariables.s"]
    assert [source_value(source, call) for source in sources] == ["k", "1", "POST", "2"]
