package dev.tollgate.localstack.api;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.localstack.api.authorizer.AuthorizeRequest;
import dev.tollgate.localstack.api.contract.Contract;
import dev.tollgate.localstack.api.contract.ContractReader;
import dev.tollgate.localstack.api.event.Stage;
import dev.tollgate.localstack.api.invocation.FunctionRunner;
import dev.tollgate.localstack.api.invocation.NamedFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// API Gateway REST on loopback: the contract's routes, their authorizers and cache, the gateway's
/// own errors, and functions whose answers are streamed. Functions run in this process.
///
/// The cleartext port speaks HTTP/1.1 and HTTP/2 with prior knowledge; the TLS port the same by
/// ALPN. What it does not do stands in ADR 0003.
public final class ApiEmulator implements AutoCloseable {
    private static final String AUTHORIZER = "authorizer";

    private final LoopbackServer server;
    private final ExecutorService executor;
    private final AuthorizeRequest authorize;

    private ApiEmulator(
            LoopbackServer server, ExecutorService executor, AuthorizeRequest authorize) {
        this.server = server;
        this.executor = executor;
        this.authorize = authorize;
    }

    /// @param contract path of the OpenAPI document
    /// @param port cleartext; 0 for any
    /// @param tlsPort 0 for any; only opened with a keystore
    /// @param stage the stage's name, as events and ARNs have it; it is not part of a URL
    public record Options(
            Path contract,
            int port,
            int tlsPort,
            Optional<Keystore> keystore,
            String stage,
            Limits limits,
            Clock clock,
            IdSource ids) {

        /// Any cleartext port, no TLS, stage `local`, API Gateway's own limits.
        public static Options of(Path contract, Clock clock, IdSource ids) {
            return new Options(
                    contract, 0, 0, Optional.empty(), "local", Limits.PLATFORM, clock, ids);
        }

        public Options withPort(int cleartext) {
            return new Options(contract, cleartext, tlsPort, keystore, stage, limits, clock, ids);
        }

        public Options withTls(int newTlsPort, Keystore newKeystore) {
            return new Options(
                    contract,
                    port,
                    newTlsPort,
                    Optional.of(newKeystore),
                    stage,
                    limits,
                    clock,
                    ids);
        }

        public Options withLimits(Limits newLimits) {
            return new Options(contract, port, tlsPort, keystore, stage, newLimits, clock, ids);
        }

        public Options withFunctionTimeout(Duration timeout) {
            return withLimits(limits.withFunction(timeout));
        }
    }

    /// @param function how long a function may run
    /// @param authorizer how long the gateway waits for an authorizer
    /// @param throttled whether the stage takes no requests at all, as with a rate limit of 0
    public record Limits(Duration function, Duration authorizer, boolean throttled) {
        /// API Gateway's own: 15 minutes and 29 seconds.
        public static final Limits PLATFORM =
                new Limits(Duration.ofMinutes(15), Duration.ofSeconds(29), false);

        public Limits withFunction(Duration timeout) {
            return new Limits(timeout, authorizer, throttled);
        }

        public Limits withThrottled() {
            return new Limits(function, authorizer, true);
        }
    }

    /// A PKCS #12 file with the server's key and certificate.
    public record Keystore(Path file, String password) {
        @Override
        public String toString() {
            return "Keystore[" + file + ']';
        }
    }

    /// Opens the ports.
    ///
    /// @param functions by the names that the contract gives them
    /// @throws IOException when the contract cannot be read, or a port cannot be had
    /// @throws IllegalArgumentException when the contract is malformed, or a function is missing
    public static ApiEmulator start(
            Options options,
            Map<String, RequestStreamHandler> functions,
            RequestStreamHandler authorizer)
            throws IOException {
        Contract contract = ContractReader.read(options.contract());
        Map<String, NamedFunction> deployed = deployed(contract, functions, stage(options));
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var asks =
                    new FunctionRunner(
                            executor,
                            options.limits().authorizer(),
                            options.clock(),
                            options.ids());
            var calls =
                    new FunctionRunner(
                            executor, options.limits().function(), options.clock(), options.ids());
            Stage stage = stage(options);
            var authorize =
                    new AuthorizeRequest(
                            new NamedFunction(
                                    AUTHORIZER, stage.functionArn(AUTHORIZER), authorizer),
                            asks,
                            stage,
                            options.clock());
            var handler =
                    new GatewayHandler(
                            options.limits().throttled(),
                            contract,
                            new RequestReader(options.clock(), options.ids()),
                            authorize,
                            new CallFunction(deployed, calls, stage));
            return new ApiEmulator(LoopbackServer.start(options, handler), executor, authorize);
        } catch (IOException | RuntimeException e) {
            executor.shutdownNow();
            throw e;
        }
    }

    private static Stage stage(Options options) {
        return new Stage("us-east-1", "000000000000", "tollgate", options.stage());
    }

    /// The cleartext port.
    public int port() {
        return server.port();
    }

    /// @throws java.util.NoSuchElementException when it was started without a keystore
    public int tlsPort() {
        return server.tlsPort();
    }

    /// Forgets what authorizers answered, as API Gateway's FlushStageAuthorizersCache does.
    public void flushAuthorizersCache() {
        authorize.flushCache();
    }

    /// Closes the ports and interrupts what still runs.
    @Override
    public void close() {
        server.close();
        executor.shutdownNow();
    }

    private static Map<String, NamedFunction> deployed(
            Contract contract, Map<String, RequestStreamHandler> functions, Stage stage) {
        var deployed = new LinkedHashMap<String, NamedFunction>();
        for (String name : contract.functions()) {
            RequestStreamHandler function = functions.get(name);
            if (function == null) {
                throw new IllegalArgumentException(
                        "the contract has a function " + name + ", which was not given");
            }
            deployed.put(name, new NamedFunction(name, stage.functionArn(name), function));
        }
        return deployed;
    }
}
