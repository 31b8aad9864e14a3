"""LocalStack's functions as processes of this machine, each with one invocation at a time, as Lambda does."""

import json
import time
from concurrent.futures import TimeoutError as OutOfTime

from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from .function_process import FunctionProcess
from .loopback import LOOPBACK
from .runtime_api import Invocation, Result
from .streamed_integration import OPEN_ANSWERS


class ProcessExecutor(RuntimeExecutor):
    """One execution environment. Its process is replaced when it ended or ran out of time."""

    _process = None

    def start(self, env_vars):
        self._variables = env_vars
        self._process = self._started()

    def _started(self):
        process = FunctionProcess(self.function_version.config.code.get_unzipped_code_location(), self._variables)
        if failure := process.api.ready.result():
            print(process.take_log(), flush=True)
            process.kill()
            raise StatusErrorException("the function does not start", payload=failure.body)
        return process

    def stop(self):
        if self._process:
            self._process.kill()

    def invoke(self, payload):
        if not self._process.is_alive():
            self._process = self._started()
        began = time.perf_counter()
        invocation = self._invocation(payload)
        self._process.api.give(invocation)
        result = self._result(invocation)
        milliseconds = (time.perf_counter() - began) * 1000
        return InvocationResult(
            invocation.request_id, result.body, is_error=result.failed, logs=self._report(invocation.request_id, milliseconds)
        )

    def _invocation(self, payload):
        event = payload["payload"]
        return Invocation(
            payload["invoke-id"],
            payload["invoked-function-arn"],
            payload["trace-id"],
            event.encode(),
            int((time.time() + self.function_version.config.timeout) * 1000),
            OPEN_ANSWERS.of_event(json.loads(event)),
        )

    def _result(self, invocation):
        timeout = self.function_version.config.timeout
        try:
            return invocation.result.result(timeout)
        except OutOfTime:
            self._process.kill()
            at = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime())
            return Result(
                json.dumps({"errorMessage": f"{at} {invocation.request_id} Task timed out after {timeout}.00 seconds"}).encode(), failed=True
            )

    def _report(self, request_id, milliseconds):
        config = self.function_version.config
        return (
            f"START RequestId: {request_id} Version: {self.function_version.id.qualifier}\n"
            f"{self._process.take_log()}\n"
            f"END RequestId: {request_id}\n"
            f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\tBilled Duration: {int(milliseconds) + 1} ms"
            f"\tMemory Size: {config.memory_size} MB"
        )

    def get_logs(self):
        return self._process.take_log() if self._process else ""

    def get_address(self):
        return LOOPBACK

    def get_endpoint_from_executor(self):
        return LOOPBACK

    def get_runtime_endpoint(self):
        """Only its own runtime would call that one."""
        return ""

    @classmethod
    def prepare_version(cls, function_version):
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        """Nothing was made for the version alone."""
