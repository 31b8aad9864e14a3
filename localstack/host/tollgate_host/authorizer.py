"""REQUEST authorizers of REST APIs for LocalStack, whose open core keeps them and does not ask them."""

import json
import threading
import time

from localstack.services.apigateway.next_gen.execute_api import gateway_response as errors
from localstack.services.apigateway.next_gen.execute_api import handlers
from localstack.services.apigateway.next_gen.execute_api.helpers import get_lambda_function_arn_from_invocation_uri
from localstack.services.apigateway.next_gen.execute_api.integrations.aws import RestApiAwsProxyIntegration

from .policy import Decision, decide

DEFAULT_TTL = 300


class AnswerCache:
    """Authorizers' answers under the values of their identity sources, each for its own time. Thread-safe."""

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._entries = {}

    def find(self, key):
        with self._lock:
            until, answer = self._entries.get(key, (0, None))
            return answer if until > self._clock() else None

    def keep(self, key, answer, seconds):
        with self._lock:
            self._entries[key] = (self._clock() + seconds, answer)


ANSWERS = AnswerCache()


def install():
    handlers.preprocess_request.append(authorize)


def authorize(chain, context, response):
    """A handler of LocalStack's chain: refuses by raising what it turns into a gateway response."""
    method = context.resource_method
    if method.get("authorizationType") != "CUSTOM":
        return
    authorizer = context.deployment.rest_api.authorizers.get(method.get("authorizerId"))
    if not authorizer or authorizer["type"] != "REQUEST":
        raise errors.AuthorizerConfigurationError()
    answer = _answer(authorizer, context)
    context.context_variables["authorizer"] = authorizer_context(answer)
    match decide(answer["policyDocument"], method_arn(context)):
        case Decision.EXPLICITLY_DENIED:
            raise errors.AccessDeniedError("User is not authorized to access this resource with an explicit deny")
        case Decision.IMPLICITLY_DENIED:
            raise errors.AccessDeniedError("User is not authorized to access this resource")


def method_arn(context):
    request = context.invocation_request
    return (
        f"arn:aws:execute-api:{context.region}:{context.account_id}:{context.api_id}/{context.stage}"
        f"/{request['http_method']}{request['path']}"
    )


def authorizer_context(answer):
    """The context as functions and templates see it: text, and the principal with it."""
    text = {name: value if isinstance(value, str) else json.dumps(value) for name, value in (answer.get("context") or {}).items()}
    return {**text, "principalId": answer["principalId"]}


def _answer(authorizer, context):
    seconds = authorizer.get("authorizerResultTtlInSeconds", DEFAULT_TTL)
    sources = [source.strip() for source in (authorizer.get("identitySource") or "").split(",") if source.strip()]
    values = [source_value(source, context) for source in sources]
    keeps = bool(seconds and sources)
    if keeps and not all(values):
        raise errors.UnauthorizedError("Unauthorized")
    key = (context.api_id, context.stage, authorizer["id"], *values)
    answer = ANSWERS.find(key) if keeps else None
    if answer is None:
        answer = _ask(authorizer, context)
        if keeps:
            ANSWERS.keep(key, answer, seconds)
    return answer


def source_value(source, context):
    """The value of an identity source, such as `method.request.header.Authorization`."""
    kind, _, name = source.removeprefix("method.request.").rpartition(".")
    request = context.invocation_request
    match kind:
        case "header":
            return request["headers"].get(name)
        case "querystring":
            return request["query_string_parameters"].get(name)
        case "context":
            return context.context_variables.get(name)
        case _:
            return (context.stage_variables or {}).get(name)


def _ask(authorizer, context):
    try:
        answer = json.loads(
            RestApiAwsProxyIntegration.call_lambda(
                function_arn=get_lambda_function_arn_from_invocation_uri(authorizer["authorizerUri"]),
                event=json.dumps(_event(context)).encode(),
                source_arn=f"arn:aws:execute-api:{context.region}:{context.account_id}:{context.api_id}/authorizers/{authorizer['id']}",
                credentials=authorizer.get("authorizerCredentials"),
            )
        )
    except Exception as failure:
        raise errors.AuthorizerFailureError() from failure
    if answer.get("errorMessage") == "Unauthorized":
        raise errors.UnauthorizedError("Unauthorized")
    if "errorMessage" in answer:
        raise errors.AuthorizerFailureError()
    if "principalId" not in answer or "Statement" not in (answer.get("policyDocument") or {}):
        raise errors.AuthorizerConfigurationError()
    return answer


def _event(context):
    """The event of a proxy integration, without the body, which no authorizer sees."""
    # The event is made from the integration's request, which there is not yet.
    context.integration_request = {"headers": context.invocation_request["headers"], "body": b""}
    event = dict(RestApiAwsProxyIntegration().create_lambda_input_event(context))
    for absent in ("body", "isBase64Encoded"):
        event.pop(absent, None)
    return {"type": "REQUEST", "methodArn": method_arn(context), **event}
