package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.contract.errors.Begun;
import dev.tollgate.contract.errors.ErrorCase;
import dev.tollgate.contract.errors.ErrorCase.Client;
import dev.tollgate.contract.errors.ErrorCases;
import dev.tollgate.contract.errors.RawCalls;
import dev.tollgate.contract.errors.SdkCalls;
import dev.tollgate.contract.errors.Seen;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Acceptance: every error of the contract, as clients on a JVM see it, through the whole stack.
/// [ClientsIT] runs the others.
@ParameterizedClass
@EnumSource(Mode.class)
final class ErrorsIT {
    @TempDir static Path folder = Path.of("");

    private static TestStack stack;
    private static HttpClient http;
    private static SdkCalls sdk;

    /// A client of the cases.
    @FunctionalInterface
    private interface Caller {
        Seen call(ErrorCase one, Begun begun) throws Exception;
    }

    private final Mode mode;

    ErrorsIT(Mode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) throws Exception {
        stack = TestStack.start(folder, mode);
        sdk = SdkCalls.open();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        sdk.close();
        http.close();
        stack.close();
    }

    /// The others are in the contract of every gateway, [GatewayContractIT].
    @TestFactory
    Stream<DynamicTest> plainHttp_casesThatTakeAHandOnTheStack_asTheTableSays() {
        return tests(Client.RAW, new RawCalls(http)::make, one -> !one.takesCallsAlone());
    }

    @TestFactory
    Stream<DynamicTest> awsSdkForJava_everyCase_asTheTableSays() {
        return tests(Client.JAVA_SYNC, sdk::sync, _ -> true);
    }

    @TestFactory
    Stream<DynamicTest> asyncAwsSdkForJava_everyCase_asTheTableSays() {
        return tests(Client.JAVA_ASYNC, sdk::async, _ -> true);
    }

    private Stream<DynamicTest> tests(Client client, Caller caller, Predicate<ErrorCase> which) {
        return mode.cases(ErrorCases.read(), client).stream()
                .filter(which)
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> run(one, client, caller)));
    }

    private static void run(ErrorCase one, Client client, Caller caller) throws Exception {
        ErrorTrial trial = stack.errors();
        Begun begun = trial.begin(one, client);
        Seen seen;
        try {
            seen = caller.call(one, begun);
        } catch (Exception | Error e) {
            trial.abandon();
            throw e;
        }
        List<String> problems = trial.end(seen);
        assertEquals(List.of(), problems, seen.toString());
    }
}
