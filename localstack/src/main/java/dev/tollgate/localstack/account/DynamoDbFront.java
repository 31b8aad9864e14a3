package dev.tollgate.localstack.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.upstream.http.Endpoint;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to DynamoDB Local, which knows no policies: passes a request on as it came when it is
/// signed by somebody whose policy allows all that it asks for, and answers it as DynamoDB does
/// when not. While the store is down the connection is broken off. Thread-safe.
final class DynamoDbFront implements Endpoint, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoDbFront.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The header that names the operation.
    static final String TARGET = "x-amz-target";

    private static final String VERSION = "DynamoDB_20120810.";
    private static final String TYPE = "application/x-amz-json-1.0";
    private static final List<String> FORWARDED = List.of(TARGET, "content-type", "authorization");
    private static final byte[] CUT_OFF = {'{', '}'};
    private static final List<String> RETURNED =
            List.of("content-type", "x-amzn-requestid", "x-amz-crc32");

    private final URI store;
    private final VerifySignature signature;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// @param store DynamoDB Local
    DynamoDbFront(URI store, Identities identities, Clock clock) {
        this.store = store.resolve("/");
        this.signature = new VerifySignature(identities, "dynamodb", clock);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String target = exchange.header(TARGET).orElse("");
        if (!target.startsWith(VERSION)) {
            refuse(exchange, "UnknownOperationException", "no operation of DynamoDB");
            return;
        }
        try {
            Identity identity = signature.verify(exchange);
            String operation = target.substring(VERSION.length());
            for (DynamoDbAccess access : DynamoDbAccess.of(operation, exchange.body())) {
                identity.require(access.action(), access.resource(), access.context());
            }
        } catch (BadSignature bad) {
            refuse(exchange, bad.code(), bad.text());
            return;
        } catch (IllegalArgumentException malformed) {
            refuse(exchange, "SerializationException", String.valueOf(malformed.getMessage()));
            return;
        } catch (AccessDenied denied) {
            LOG.atWarn().addKeyValue("why", denied.text()).log("DynamoDB: access denied");
            refuse(exchange, "AccessDeniedException", denied.text());
            return;
        }
        forward(exchange);
    }

    private void forward(Exchange exchange) throws IOException {
        var request =
                HttpRequest.newBuilder(store).POST(BodyPublishers.ofByteArray(exchange.body()));
        for (String name : FORWARDED) {
            exchange.header(name).ifPresent(value -> request.header(name, value));
        }
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while DynamoDB Local was asked", e);
        } catch (IOException e) {
            // An answer that was not begun would become a 500; the caller is to lose it as we did.
            exchange.sendHalf(200, Map.of(), CUT_OFF);
            throw e;
        }
        var headers = new LinkedHashMap<String, String>();
        for (String name : RETURNED) {
            answer.headers().firstValue(name).ifPresent(value -> headers.put(name, value));
        }
        exchange.sendJson(answer.statusCode(), headers, answer.body());
    }

    private static void refuse(Exchange exchange, String code, String message) throws IOException {
        byte[] body =
                JSON.writeValueAsBytes(
                        Map.of("__type", "com.amazon.coral.service#" + code, "message", message));
        exchange.sendJson(400, Map.of("content-type", TYPE), body);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
