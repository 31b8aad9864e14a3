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
    /// The longest that API Gateway waits for an authorizer.
    private static final Duration AUTHORIZER_TIMEOUT = Duration.ofSeconds(29);

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
    /// @param functionTimeout how long a function may run; API Gateway allows 15 minutes
    public record Options(
            Path contract,
            int port,
            int tlsPort,
            Optional<Keystore> keystore,
            String stage,
            Duration functionTimeout,
            Clock clock,
            IdSource ids) {

        /// Any cleartext port, no TLS, stage `local`, 15 minutes.
        public static Options of(Path contract, Clock clock, IdSource ids) {
            return new Options(
                    contract, 0, 0, Optional.empty(), "local", Duration.ofMinutes(15), clock, ids);
        }

        public Options withPort(int cleartext) {
            return new Options(
                    contract, cleartext, tlsPort, keystore, stage, functionTimeout, clock, ids);
        }

        public Options withTls(int newTlsPort, Keystore newKeystore) {
            return new Options(
                    contract,
                    port,
                    newTlsPort,
                    Optional.of(newKeystore),
                    stage,
                    functionTimeout,
                    clock,
                    ids);
        }

        public Options withFunctionTimeout(Duration timeout) {
            return new Options(contract, port, tlsPort, keystore, stage, timeout, clock, ids);
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
                            executor, AUTHORIZER_TIMEOUT, options.clock(), options.ids());
            var calls =
                    new FunctionRunner(
                            executor, options.functionTimeout(), options.clock(), options.ids());
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
