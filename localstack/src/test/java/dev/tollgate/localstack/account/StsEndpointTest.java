package dev.tollgate.localstack.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Setting;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/// Which sessions there are to be had, and for whom.
final class StsEndpointTest {
    private static final URI NO_STORE = URI.create("http://127.0.0.1:1");

    private final LocalAccount account;

    StsEndpointTest() throws IOException {
        var clock = Clock.systemUTC();
        account =
                LocalAccount.start(
                        new LocalAccount.Options(
                                Path.of("../infra-cdk/policies"),
                                Set.of("llm-proxy", "control", "authorizer"),
                                NO_STORE,
                                new LocalAccount.Things(
                                        "tenants", "platform", List.of(), List.of()),
                                new Identities(clock),
                                clock,
                                new SecureIds()));
    }

    @AfterEach
    void stop() {
        account.close();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static void ofAcme(AssumeRoleRequest.Builder request) {
        request.roleArn(Arns.TENANT_ROLE)
                .roleSessionName("tollgate-acme")
                .tags(tag("TenantId", "acme"));
    }

    private void assume(String function, Consumer<AssumeRoleRequest.Builder> more) {
        Map<String, String> own = account.variables(function);
        var credentials =
                AwsBasicCredentials.create(
                        own.getOrDefault(LambdaVariable.ACCESS_KEY_ID.key(), ""),
                        own.getOrDefault(LambdaVariable.SECRET_ACCESS_KEY.key(), ""));
        String sts = account.variables("control").getOrDefault(Setting.STS_ENDPOINT.key(), "");
        try (var client =
                StsClient.builder()
                        .region(Region.US_EAST_1)
                        .endpointOverride(URI.create(sts))
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build()) {
            client.assumeRole(request -> {
                ofAcme(request);
                more.accept(request);
            });
        }
    }

    private String refusal(String function, Consumer<AssumeRoleRequest.Builder> more) {
        var refusal = assertThrows(StsException.class, () -> assume(function, more));
        return refusal.awsErrorDetails().errorCode();
    }

    @Test
    void assumeRole_byAFunctionThatWorksForTenants_isCountedForItsTag() {
        assume("llm-proxy", _ -> {});
        assume("control", _ -> {});
        assertEquals(Map.of("acme", 2), account.sessions());
    }

    @Test
    void assumeRole_byTheAuthorizer_isDenied() {
        assertEquals("AccessDenied", refusal("authorizer", _ -> {}));
    }

    @Test
    void assumeRole_withoutTheTagOrWithAnother_isDenied() {
        assertEquals("AccessDenied", refusal("llm-proxy", request -> request.tags(List.of())));
        assertEquals(
                "AccessDenied", refusal("llm-proxy", request -> request.tags(tag("Admin", "yes"))));
        assertEquals(
                "AccessDenied", refusal("llm-proxy", request -> request.tags(tag("TenantId", ""))));
    }

    @Test
    void assumeRole_ofAnotherRole_isDenied() {
        String other = "arn:aws:iam::000000000000:role/administrator";
        assertEquals("AccessDenied", refusal("llm-proxy", request -> request.roleArn(other)));
    }

    @Test
    void assumeRole_withWhatThisStsDoesNotKnow_isAnError() {
        assertEquals(
                "ValidationError",
                refusal("llm-proxy", request -> request.transitiveTagKeys("TenantId")));
        assertEquals(
                "ValidationError", refusal("llm-proxy", request -> request.durationSeconds(7200)));
        assertEquals("ValidationError", refusal("llm-proxy", request -> request.policy("{}")));
    }

    @Test
    void variables_ofTheAuthorizer_nameNoTenantRole() {
        assertTrue(account.variables("llm-proxy").containsKey(Setting.TENANT_ROLE_ARN.key()));
        assertEquals(
                Set.of(
                        LambdaVariable.ACCESS_KEY_ID.key(),
                        LambdaVariable.SECRET_ACCESS_KEY.key(),
                        Setting.DYNAMODB_ENDPOINT.key()),
                account.variables("authorizer").keySet());
    }
}
