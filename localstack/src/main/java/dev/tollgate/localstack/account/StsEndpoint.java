package dev.tollgate.localstack.account;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.localstack.iam.ContextKey;
import dev.tollgate.localstack.iam.PolicyDocument;
import dev.tollgate.localstack.upstream.http.Endpoint;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// STS with one role, the tenant role, for whose policy allows to assume it. A session has the
/// role's policy and the tag it was asked for with; its credentials are made at random.
/// Thread-safe.
final class StsEndpoint implements Endpoint {
    private static final String TAG = "TenantId";
    private static final int KEY_ID = 16;

    private final Identities identities;
    private final PolicyDocument sessions;
    private final VerifySignature signature;
    private final Clock clock;
    private final IdSource ids;
    private final Map<String, Integer> issued = new ConcurrentHashMap<>();
    private volatile boolean outage;

    /// @param sessions the tenant role's policy
    StsEndpoint(Identities identities, PolicyDocument sessions, Clock clock, IdSource ids) {
        this.identities = identities;
        this.sessions = sessions;
        this.signature = new VerifySignature(identities, "sts", clock);
        this.clock = clock;
        this.ids = ids;
    }

    /// Whether every request is answered 503.
    void setOutage(boolean next) {
        outage = next;
    }

    /// How many sessions each tenant's tag was given.
    Map<String, Integer> issued() {
        return Map.copyOf(issued);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        if (outage) {
            refuse(exchange, 503, "ServiceUnavailable", "told to be down");
            return;
        }
        try {
            Identity caller = signature.verify(exchange);
            send(exchange, 200, answer(assume(caller, AssumeRoleForm.read(exchange.body()))));
        } catch (BadSignature bad) {
            refuse(exchange, 403, bad.code(), bad.text());
        } catch (AccessDenied denied) {
            refuse(exchange, 403, "AccessDenied", denied.text());
        } catch (IllegalArgumentException wrong) {
            refuse(exchange, 400, "ValidationError", String.valueOf(wrong.getMessage()));
        }
    }

    private Identity assume(Identity caller, AssumeRoleForm form) throws AccessDenied {
        @Nullable String tenant = form.tags().get(TAG);
        List<String> names = List.copyOf(form.tags().keySet());
        List<String> tenants = tenant == null ? List.of() : List.of(tenant);
        var context = Map.of(ContextKey.TAG_KEYS, names, ContextKey.REQUEST_TENANT, tenants);
        caller.require("sts:AssumeRole", form.role(), context);
        if (!form.tags().isEmpty()) {
            caller.require("sts:TagSession", form.role(), context);
        }
        Instant expires = clock.instant().plus(form.lasts()).truncatedTo(ChronoUnit.SECONDS);
        var session =
                new Identity(
                        Arns.tenantSession(form.session()),
                        credential(),
                        sessions,
                        tenant,
                        expires);
        identities.add(session);
        issued.merge(Objects.requireNonNullElse(tenant, ""), 1, Integer::sum);
        return session;
    }

    private SigningCredential credential() {
        String id = ids.next().substring(0, KEY_ID).toUpperCase(Locale.ROOT);
        return new SigningCredential("ASIA" + id, ids.next() + ids.next(), ids.next() + ids.next());
    }

    private static String answer(Identity session) {
        SigningCredential credential = session.credential();
        return """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <AssumedRoleUser><Arn>%s</Arn><AssumedRoleId>local</AssumedRoleId></AssumedRoleUser>
        <Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
        <SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>
        """
                .formatted(
                        session.arn(),
                        credential.accessKeyId(),
                        credential.secretAccessKey(),
                        credential.sessionToken(),
                        session.expires());
    }

    private static void refuse(Exchange exchange, int status, String code, String message)
            throws IOException {
        send(
                exchange,
                status,
                "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>"
                        .formatted(code, message.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static void send(Exchange exchange, int status, String xml) throws IOException {
        exchange.send(status, "text/xml", xml.getBytes(StandardCharsets.UTF_8));
    }
}
