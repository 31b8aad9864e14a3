"""What every test needs of the running stack. The Java side starts it and passes addresses and credentials by environment."""

import json
import os
import urllib.parse
import urllib.request
from contextlib import contextmanager

import boto3
import botocore.loaders
import botocore.session
import pytest

BEARER = "AWS_BEARER_TOKEN_BEDROCK"
ENDPOINT = "AWS_ENDPOINT_URL_BEDROCK_RUNTIME"
MODELS = botocore.loaders.create_loader()
"""Files that every session would read anew, which takes longer than a call; they are the same for all."""


@contextmanager
def environment(**values):
    """Sets variables (None removes) for the block: the only configuration that a client here ever gets."""
    before = {name: os.environ.get(name) for name in values}
    try:
        for name, value in values.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)


class ClientOfOneProcess:
    """A client as it would be alone in its process: each call sees the variables it was made with."""

    def __init__(self, variables):
        self.variables = variables
        with environment(**variables):
            session = botocore.session.get_session()
            session.register_component("data_loader", MODELS)
            self.client = boto3.Session(botocore_session=session).client("bedrock-runtime")

    def __getattr__(self, operation):
        def call(**arguments):
            with environment(**self.variables):
                return getattr(self.client, operation)(**arguments)

        return call


class Stack:
    """The stack under test: its credentials, and a hand on its store, keys and books."""

    def __init__(self):
        with open(os.environ["TOLLGATE_TEST_FILE"], encoding="utf-8") as file:
            self.values = json.load(file)

    def __getitem__(self, name):
        return self.values[name]

    def client(self, bearer, **more):
        """An unmodified client, configured by environment variables alone."""
        where = {ENDPOINT: more.pop("url", self["tlsUrl"]), "AWS_CA_BUNDLE": self["caBundle"]}
        return ClientOfOneProcess({BEARER: bearer, **where, **more})

    def client_of(self, variables, headers):
        """The same with all of its variables given; the headers go with each request."""
        nothing = dict.fromkeys([BEARER, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
        made = ClientOfOneProcess({**nothing, "AWS_CA_BUNDLE": self["caBundle"], **variables})
        made.client.meta.events.register("before-call", lambda params, **_: params["headers"].update(headers))
        return made

    def control(self, path, method="POST", body=None):
        """Asks the Java side; the answer is JSON or empty."""
        return fetch(self["control"] + path, method, body=body)

    def problems(self, client, case, call):
        """Has a case of an error prepared, makes the call, and asks what is wrong with what it saw, and with the books."""
        where = urllib.parse.urlencode({"client": client, "case": case["name"]})
        begun = self.control("/errors/begin?" + where)
        try:
            seen = call(begun)
        except BaseException:
            self.control("/errors/abandon")
            raise
        return self.control("/errors/end", body=json.dumps(seen).encode())

    def ledger(self, tenant):
        return self.control("/ledger?tenant=" + tenant, "GET")

    def upstream_requests(self):
        """How many requests have reached the simulated upstreams, all models together."""
        return self.control("/upstream-requests", "GET")["total"]


def fetch(url, method="GET", headers=None, body=None):
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read().decode()
    return json.loads(text) if text else None


def say(text):
    """A Converse message list with one user turn."""
    return [{"role": "user", "content": [{"text": text}]}]


def text_of(answer):
    return "".join(block.get("text", "") for block in answer["output"]["message"]["content"])


@pytest.fixture(scope="session")
def stack():
    return Stack()
