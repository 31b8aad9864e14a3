package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tollgate.localstack.tool.Python;

/// What a machine may lack. Where tests must be complete (`CI=true`) that is a failure.
final class Requirement {
    private Requirement() {}

    static Python python(int minor) {
        return Python.atLeast(minor, System.getenv()).orElseGet(() -> missing(minor));
    }

    private static Python missing(int minor) {
        String why = "Python 3." + minor + " or newer is missing on this machine";
        return "true".equals(System.getenv("CI")) ? fail(why) : abort(why);
    }
}
