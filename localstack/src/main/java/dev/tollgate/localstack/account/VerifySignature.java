package dev.tollgate.localstack.account;

import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Checks a request's Signature Version 4, by making it again. Source: AWS, "Create a signed AWS
/// API request". Every `x-amz-*` header and `host` must be signed; the body always is. Thread-safe.
public final class VerifySignature {
    private static final Pattern AUTHORIZATION =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/, ]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)"
                            + "/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);
    private static final String UNRESERVED = "-._~/";

    private final Identities identities;
    private final String service;
    private final Clock clock;

    /// @param service its signing name
    public VerifySignature(Identities identities, String service, Clock clock) {
        this.identities = identities;
        this.service = service;
        this.clock = clock;
    }

    /// @return who signed it
    /// @throws BadSignature with the code that AWS has for it
    public Identity verify(Exchange exchange) throws BadSignature, IOException {
        String header = exchange.header("authorization").orElse("");
        if (!header.startsWith("AWS4-HMAC-SHA256")) {
            throw refused("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        Matcher parts = AUTHORIZATION.matcher(header);
        if (!parts.matches()) {
            throw refused("IncompleteSignatureException", "Authorization header is not complete");
        }
        Identity identity = identity(exchange, parts.group(1));
        if (!parts.group(4).equals(service)) {
            throw refused(
                    "InvalidSignatureException",
                    "Credential should be scoped to correct service: '" + service + "'.");
        }
        List<String> signedHeaders = List.of(parts.group(5).split(";"));
        checkSignedHeaders(exchange, signedHeaders);
        String date = checkDate(exchange, parts.group(2));
        String canonical = canonicalRequest(exchange, signedHeaders);
        String scope = String.join("/", parts.group(2), parts.group(3), service, "aws4_request");
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope, sha256(canonical));
        byte[] expected = hmac(signingKey(identity, parts.group(2), parts.group(3)), toSign);
        if (!MessageDigest.isEqual(expected, HexFormat.of().parseHex(parts.group(6)))) {
            throw refused(
                    "InvalidSignatureException",
                    "The request signature we calculated does not match the signature you"
                            + " provided.");
        }
        return identity;
    }

    private Identity identity(Exchange exchange, String accessKeyId) throws BadSignature {
        Identity identity =
                identities
                        .find(accessKeyId)
                        .filter(found -> hasToken(exchange, found.credential().sessionToken()))
                        .orElseThrow(() ->
                                refused(
                                        "UnrecognizedClientException",
                                        "The security token included in the request is invalid."));
        if (!clock.instant().isBefore(identity.expires())) {
            throw refused(
                    "ExpiredTokenException",
                    "The security token included in the request is expired");
        }
        return identity;
    }

    private static boolean hasToken(Exchange exchange, @Nullable String token) {
        return exchange.header("x-amz-security-token").equals(Optional.ofNullable(token));
    }

    private static void checkSignedHeaders(Exchange exchange, List<String> signed)
            throws BadSignature {
        for (String name : exchange.headers().keySet()) {
            boolean mustBeSigned = name.equals("host") || name.startsWith("x-amz-");
            if (mustBeSigned && !signed.contains(name)) {
                throw refused(
                        "InvalidSignatureException", "'" + name + "' must be a signed header");
            }
        }
    }

    private String checkDate(Exchange exchange, String scopeDate) throws BadSignature {
        String date = exchange.header("x-amz-date").orElse("");
        try {
            Instant signedAt = AMZ_DATE.parse(date, Instant::from);
            Duration off = Duration.between(signedAt, clock.instant()).abs();
            if (date.startsWith(scopeDate) && off.compareTo(CLOCK_DIFFERENCE) <= 0) {
                return date;
            }
        } catch (DateTimeException _) {
            // Refused below, like a date too far off.
        }
        throw refused("InvalidSignatureException", "Signature expired or not yet current: " + date);
    }

    private static String canonicalRequest(Exchange exchange, List<String> signedHeaders)
            throws BadSignature, IOException {
        String bodyHash = sha256(exchange.body());
        String claimed = exchange.header("x-amz-content-sha256").orElse(bodyHash);
        if (!claimed.equals(bodyHash)) {
            throw refused(
                    "InvalidSignatureException", "x-amz-content-sha256 is not the body's hash");
        }
        Map<String, List<String>> headers = exchange.headers();
        String canonicalHeaders =
                signedHeaders.stream()
                        .map(name -> name + ":" + canonicalValue(headers.get(name)) + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                exchange.method(),
                encode(exchange.rawPath()),
                canonicalQuery(exchange.rawQuery()),
                canonicalHeaders,
                String.join(";", signedHeaders),
                bodyHash);
    }

    private static String canonicalValue(@Nullable List<String> values) {
        return values == null
                ? ""
                : values.stream()
                        .map(value -> value.strip().replaceAll(" +", " "))
                        .collect(Collectors.joining(","));
    }

    private static String canonicalQuery(String query) {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
                .sorted()
                .collect(Collectors.joining("&"));
    }

    /// The path as it was sent, encoded once more: all services but S3 sign it so.
    private static String encode(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain =
                    (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || (c >= '0' && c <= '9')
                            || UNRESERVED.indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }

    private byte[] signingKey(Identity identity, String date, String region) {
        byte[] secret =
                ("AWS4" + identity.credential().secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        return hmac(hmac(hmac(hmac(secret, date), region), service), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static BadSignature refused(String code, String message) {
        return new BadSignature(code, message);
    }
}
