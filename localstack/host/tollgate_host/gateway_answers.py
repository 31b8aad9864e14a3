"""API Gateway's own answers as a stage configures them, templates and headers, of which LocalStack's open core takes the status alone."""

import functools
import json
import re

from localstack.services.apigateway.next_gen.execute_api import gateway_response as errors
from localstack.services.apigateway.next_gen.execute_api.handlers.gateway_exception import GatewayExceptionHandler

VARIABLE = re.compile(r"\$((?:context|stageVariables)(?:\.\w+)+)")
HEADER = "gatewayresponse.header."


def install():
    GatewayExceptionHandler.create_exception_response = _configured(GatewayExceptionHandler.create_exception_response)


def _configured(plain):
    @functools.wraps(plain)
    def create_exception_response(self, exception, context):
        answer = plain(self, exception, context)
        found = errors.get_gateway_response_or_default(exception.type, context.deployment.rest_api.gateway_responses)
        values = {"context": context.context_variables, "stageVariables": context.stage_variables or {}}
        template = (found.get("responseTemplates") or {}).get("application/json")
        if template and not found.get("defaultResponse"):
            answer.data = fill(template, values)
        for target, source in (found.get("responseParameters") or {}).items():
            value = source[1:-1] if source.startswith("'") else look_up(source, values)
            if value is not None:
                answer.headers[target.removeprefix(HEADER)] = value
        return answer

    return create_exception_response


def fill(template, values):
    """Replaces `$context.…`; nothing is escaped but `messageString`, which brings its own quotes. What there is not is empty."""

    def value(match):
        found = look_up(match[1], values)
        if match[1] == "context.error.messageString":
            return json.dumps(found)
        return "" if found is None else str(found)

    return VARIABLE.sub(value, template)


def look_up(path, values):
    for part in path.split("."):
        values = values.get(part) if isinstance(values, dict) else None
    return values
