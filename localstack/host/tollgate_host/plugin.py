"""The entry points that LocalStack looks for (see pyproject.toml). They import late: hooks run before its configuration is complete."""

from localstack.runtime import hooks
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """`LAMBDA_RUNTIME_EXECUTOR=process`: functions as processes of this machine."""

    name = "process"

    def load(self, *args, **kwargs):
        from .executor import ProcessExecutor

        return ProcessExecutor


@hooks.on_runtime_create()
def stay_on_loopback():
    from . import loopback

    loopback.bind_loopback_only()
    loopback.end_with_parent()


@hooks.on_infra_start()
def complete_the_gateway():
    from . import authorizer, gateway_answers, loopback, streamed_integration

    loopback.use_running_dynamodb()
    authorizer.install()
    gateway_answers.install()
    streamed_integration.install()
