package dev.tollgate.aws.priming;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.Setting;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/// Answers of STS to a function that rehearses: a session for whoever asks, of credentials that are
/// made up. Thread-safe.
///
/// Source: `AssumeRole` in the AWS Security Token Service API reference, version 2011-06-15.
public final class RecordedSessions {
    /// What STS answers in.
    public static final String CONTENT_TYPE = "text/xml";

    private static final Duration LASTS = Duration.ofHours(1);

    private final IdSource ids;
    private final Clock clock;

    public RecordedSessions(IdSource ids, Clock clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /// A function's settings by which it asks this recording for a session of each tenant.
    public static Map<String, String> settings(URI endpoint) {
        return Map.of(
                Setting.TENANT_ROLE_ARN.key(),
                "arn:aws:iam::000000000000:role/rehearsal",
                Setting.STS_ENDPOINT.key(),
                endpoint.toString());
    }

    /// Whether a request is for STS.
    public static boolean answers(byte[] request) {
        return new String(request, StandardCharsets.UTF_8).startsWith("Action=AssumeRole&");
    }

    /// XML.
    public byte[] answer() {
        return """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleResult><Credentials>
            <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
            <SessionToken>%s</SessionToken><Expiration>%s</Expiration>
          </Credentials></AssumeRoleResult>
        </AssumeRoleResponse>
        """
                .formatted(ids.next(), ids.next(), ids.next(), clock.instant().plus(LASTS))
                .getBytes(StandardCharsets.UTF_8);
    }
}
