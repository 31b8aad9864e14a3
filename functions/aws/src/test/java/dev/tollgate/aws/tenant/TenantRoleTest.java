package dev.tollgate.aws.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// What STS is asked, over the wire.
@NullMarked
final class TenantRoleTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/tenant";

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final HttpServer server;
    private final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    TenantRoleTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(
                    Arrays.stream(form.split("&"))
                            .map(pair -> pair.split("=", 2))
                            .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1]))));
            signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body =
                    """
                    <AssumeRoleResponse><AssumeRoleResult><Credentials>
                    <AccessKeyId>of-acme</AccessKeyId><SecretAccessKey>hidden</SecretAccessKey>
                    <SessionToken>shown</SessionToken><Expiration>%s</Expiration>
                    </Credentials></AssumeRoleResult></AssumeRoleResponse>\
                    """
                            .formatted(clock.instant().plus(AssumeTenantRole.LASTS))
                            .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String decode(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private Settings settings(Map<Setting, String> more) {
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        var variables = new HashMap<String, String>();
        variables.put(Setting.REGION.key(), "eu-central-1");
        variables.put(Setting.DYNAMODB_ENDPOINT.key(), endpoint);
        variables.put(Setting.STS_ENDPOINT.key(), endpoint);
        variables.put(LambdaVariable.ACCESS_KEY_ID.key(), "of-the-function");
        variables.put(LambdaVariable.SECRET_ACCESS_KEY.key(), "hidden");
        more.forEach((setting, value) -> variables.put(setting.key(), value));
        return Settings.of(variables);
    }

    @Test
    void credentials_ofATenant_areOfARoleTaggedWithIt() {
        try (var role = TenantRole.of(settings(Map.of(Setting.TENANT_ROLE_ARN, ROLE)), clock)) {
            var given = role.credentials().of(Fixtures.ACME).resolveCredentials();

            assertEquals(AwsSessionCredentials.create("of-acme", "hidden", "shown"), given);
            assertEquals(
                    Map.of(
                            "Action", "AssumeRole",
                            "Version", "2011-06-15",
                            "RoleArn", ROLE,
                            "RoleSessionName", "tollgate-acme",
                            "DurationSeconds", "3600",
                            "Tags.member.1.Key", "TenantId",
                            "Tags.member.1.Value", "acme"),
                    asked.getFirst());
            assertTrue(signatures.getFirst().contains("of-the-function/"), signatures::getFirst);
            assertTrue(signatures.getFirst().contains("/eu-central-1/sts/"), signatures::getFirst);
        }
    }

    @Test
    void credentials_askedForAgain_needNoSts() {
        try (var role = TenantRole.of(settings(Map.of(Setting.TENANT_ROLE_ARN, ROLE)), clock)) {
            role.credentials().of(Fixtures.ACME);
            clock.advance(Duration.ofMinutes(44));
            role.credentials().of(Fixtures.ACME);
            assertEquals(1, asked.size());
        }
    }

    @Test
    void credentials_refusedBySts_areUnavailable() {
        status = 403;
        try (var role = TenantRole.of(settings(Map.of(Setting.TENANT_ROLE_ARN, ROLE)), clock)) {
            assertThrows(
                    TenantSessionUnavailableException.class,
                    () -> role.credentials().of(Fixtures.ACME));
        }
    }

    @Test
    void credentials_withoutATenantRole_areTheFunctionsOwn() {
        try (var role = TenantRole.of(settings(Map.of()), clock)) {
            var given = role.credentials().of(Fixtures.ACME).resolveCredentials();
            assertEquals("of-the-function", given.accessKeyId());
            assertEquals(List.of(), asked);
        }
    }
}
