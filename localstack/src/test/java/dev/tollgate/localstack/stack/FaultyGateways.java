package dev.tollgate.localstack.stack;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.contract.errors.ErrorCase.Preparation;
import dev.tollgate.localstack.api.ApiEmulator;
import dev.tollgate.localstack.api.ApiEmulator.Limits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Further API stages before the stack's functions, each with one thing wrong; started when they
/// are asked for.
final class FaultyGateways implements AutoCloseable {
    /// A function works for four fifths of it; a busy machine needs some of that.
    private static final Duration SHORT = Duration.ofMillis(2500);

    /// Only for what hangs.
    private static final Duration MOMENT = Duration.ofMillis(250);

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Limits IMPATIENT = new Limits(LONG, MOMENT, false);
    private static final String SECRET = "dev.tollgate.Secret at 127.0.0.1";

    private static final Set<Preparation> OF_A_STAGE =
            EnumSet.range(Preparation.SHORT, Preparation.FUNCTION_HANGS);

    private final LocalStack stack;
    private final Map<Preparation, ApiEmulator> running = new EnumMap<>(Preparation.class);

    FaultyGateways(LocalStack stack) {
        this.stack = stack;
    }

    static boolean isOfAStage(Preparation preparation) {
        return OF_A_STAGE.contains(preparation);
    }

    /// @return a URL of the stage
    synchronized String url(Preparation fault, boolean tls) {
        ApiEmulator api = running.computeIfAbsent(fault, this::start);
        return tls ? "https://127.0.0.1:" + api.tlsPort() : "http://127.0.0.1:" + api.port();
    }

    private ApiEmulator start(Preparation fault) {
        return switch (fault) {
            case SHORT -> start(Limits.PLATFORM.withFunction(SHORT), authorizer(), proxy());
            case THROTTLED -> start(Limits.PLATFORM.withThrottled(), authorizer(), proxy());
            case AUTHORIZER_FAILS -> start(Limits.PLATFORM, FaultyGateways::die, proxy());
            case AUTHORIZER_HANGS -> start(IMPATIENT, FaultyGateways::hang, proxy());
            case AUTHORIZER_BABBLES ->
                    start(Limits.PLATFORM, (_, out, _) -> write(out, "{}"), proxy());
            case NO_TENANT -> start(Limits.PLATFORM, (_, out, _) -> write(out, nobody()), proxy());
            case FUNCTION_DIES -> start(Limits.PLATFORM, authorizer(), FaultyGateways::die);
            case FUNCTION_HANGS ->
                    start(Limits.PLATFORM.withFunction(MOMENT), authorizer(), FaultyGateways::hang);
            case STORE_DOWN, STORE_DOWN_AFTER_CALL, KNOWN, USED_UP, IN_FLIGHT ->
                    throw new IllegalArgumentException("no fault of a stage: " + fault);
            case SAME_CALL_RUNNING, SAME_CALL_DONE, ID_USED ->
                    throw new IllegalArgumentException("no fault of a stage: " + fault);
        };
    }

    private ApiEmulator start(
            Limits limits, RequestStreamHandler authorizer, RequestStreamHandler proxy) {
        var functions = new HashMap<>(stack.functions().byName());
        functions.put("llm-proxy", proxy);
        try {
            return ApiEmulator.start(
                    stack.apiOptions().withTls(0, stack.keystore()).withLimits(limits),
                    functions,
                    authorizer);
        } catch (IOException e) {
            throw new IllegalStateException("a stage does not start", e);
        }
    }

    private RequestStreamHandler authorizer() {
        return stack.functions().authorizer();
    }

    private RequestStreamHandler proxy() {
        return Objects.requireNonNull(stack.functions().byName().get("llm-proxy"));
    }

    private static void die(Object event, OutputStream out, Object context) {
        throw new IllegalStateException(SECRET);
    }

    private static void hang(Object event, OutputStream out, Object context) {
        try {
            Thread.sleep(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A policy that lets a caller in and does not say who it is.
    private static String nobody() {
        return """
        {"principalId": "nobody", "context": {}, "policyDocument": {"Version": "2012-10-17", "Statement":
        [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": ["*"]}]}}\
        """;
    }

    @Override
    public synchronized void close() {
        running.values().forEach(ApiEmulator::close);
    }
}
