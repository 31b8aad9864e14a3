package dev.tollgate.localstack.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tollgate.localstack.tool.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A Bedrock on this machine under AWS's own name, for JVMs that are started with its options: they
/// find that name on loopback, and trust its certificate alone.
final class BesideBedrock implements AutoCloseable {
    private static final String NAME = "bedrock-runtime.us-east-1.amazonaws.com";
    private static final String PASSWORD = "changeit";
    private static final byte[] ANSWER =
            """
            {"output":{"message":{"role":"assistant","content":[{"text":"Hello."}]}},
             "stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":2,"totalTokens":5}}\
            """
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpsServer server;
    private final Path store;
    private final Path hosts;
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    private BesideBedrock(Path folder) throws IOException, GeneralSecurityException {
        store = folder.resolve("bedrock.p12");
        hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + NAME + '\n');
        makeCertificate(store);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(store)));
        server.createContext("/", this::answer);
        server.start();
    }

    static BesideBedrock start(Path folder) throws IOException, GeneralSecurityException {
        return new BesideBedrock(folder);
    }

    String url() {
        return "https://" + NAME + ':' + server.getAddress().getPort();
    }

    /// Of a JVM.
    List<String> options() {
        return List.of(
                "-Djdk.net.hosts.file=" + hosts,
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /// How its calls were signed, in their order.
    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }

    private static void makeCertificate(Path store) throws IOException {
        String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String make =
                "-genkeypair -alias bedrock -keyalg EC -groupname secp256r1 -validity 2"
                        + " -storetype PKCS12 -storepass %s -dname CN=%s -ext san=dns:%s -keystore"
                                .formatted(PASSWORD, NAME, NAME);
        var command = new ArrayList<>(List.of(keytool));
        command.addAll(List.of(make.split(" ")));
        command.add(store.toString());
        Ended.of(new ProcessBuilder(command)).success();
    }

    private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
