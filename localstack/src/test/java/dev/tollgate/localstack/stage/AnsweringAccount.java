package dev.tollgate.localstack.stage;

import dev.tollgate.localstack.upstream.http.Exchange;
import dev.tollgate.localstack.upstream.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// An account in which CloudFormation and Parameter Store give one answer each, and write down what
/// they were asked. The shapes are those of their API references.
final class AnsweringAccount implements AutoCloseable {
    /// Of one stack with all outputs of `tollgate-<stage>-data`.
    static final String DATA =
            """
            <DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
            <DescribeStacksResult><Stacks><member>
            <StackId>arn:aws:cloudformation:us-east-1:111122223333:stack/tollgate-prod-data/1</StackId>
            <StackName>tollgate-prod-data</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
            <CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>
            <member><OutputKey>TenantTableName</OutputKey><OutputValue>tenants</OutputValue></member>
            <member><OutputKey>PlatformTableName</OutputKey><OutputValue>platform</OutputValue></member>
            <member><OutputKey>KeyPepperParameter</OutputKey><OutputValue>/tollgate/prod/key-pepper</OutputValue></member>
            <member><OutputKey>KeyArn</OutputKey><OutputValue>arn:aws:kms:us-east-1:111122223333:key/k</OutputValue></member>
            </Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>
            """;

    private final LoopbackServer server;
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile Reply stacks = new Reply(200, DATA);
    private volatile Reply parameters = new Reply(200, "{\"Version\":1}");

    private record Reply(int status, String text) {}

    private AnsweringAccount(LoopbackServer server) {
        this.server = server;
    }

    static AnsweringAccount start() throws IOException {
        LoopbackServer server = LoopbackServer.bind(0);
        var account = new AnsweringAccount(server);
        server.mount(Map.of("", account::answer));
        return account;
    }

    AwsPlace place() {
        return AwsPlace.emulator(url());
    }

    URI url() {
        return server.url();
    }

    /// What CloudFormation answers from now on.
    void stacksAnswer(int status, String xml) {
        stacks = new Reply(status, xml);
    }

    void stacksRefuse(int status, String code, String message) {
        stacksAnswer(
                status,
                "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                        .formatted(code, message));
    }

    void parametersRefuse(String code) {
        parameters = new Reply(400, "{\"__type\":\"%s\",\"message\":\"no\"}".formatted(code));
    }

    /// The bodies of all requests, in their order.
    String asked() {
        return String.join("\n", asked);
    }

    private void answer(Exchange exchange) throws IOException {
        asked.add(new String(exchange.body(), StandardCharsets.UTF_8));
        Optional<String> target = exchange.header("x-amz-target");
        Reply reply = target.isPresent() ? parameters : stacks;
        exchange.send(
                reply.status(),
                target.isPresent() ? "application/x-amz-json-1.1" : "text/xml",
                reply.text().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
    }
}
