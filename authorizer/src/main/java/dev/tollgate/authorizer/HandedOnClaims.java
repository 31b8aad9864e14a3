package dev.tollgate.authorizer;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.tollgate.core.config.IssuerConfig;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The claims of a verified token that the functions are told of: those that its issuer's
/// configuration names. They travel in a context whose size is bounded, so a claim whose values are
/// too long together is left out whole: a part of it could mean something else.
final class HandedOnClaims {
    /// Bytes of UTF-8 of one claim's values together.
    static final int LONGEST = 256;

    private static final Logger LOG = LoggerFactory.getLogger(HandedOnClaims.class);

    private HandedOnClaims() {}

    /// @param claims of a token whose signature was checked
    /// @return each claim with its values: texts, numbers and truth values, one or a list of them
    static Map<String, Set<String>> of(JWTClaimsSet claims, IssuerConfig issuer) {
        var handedOn = new HashMap<String, Set<String>>();
        for (String name : issuer.claims()) {
            Set<String> values = values(claims.getClaim(name));
            if (bytes(values) > LONGEST) {
                LOG.atWarn()
                        .addKeyValue("claim", name)
                        .addKeyValue("issuer", issuer.issuer())
                        .log("a claim is too long to be handed on");
            } else if (!values.isEmpty()) {
                handedOn.put(name, values);
            }
        }
        return handedOn;
    }

    private static Set<String> values(@Nullable Object claim) {
        Collection<?> all = claim instanceof Collection<?> list ? list : listOf(claim);
        return all.stream()
                .flatMap(HandedOnClaims::text)
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toSet());
    }

    private static List<Object> listOf(@Nullable Object claim) {
        return claim == null ? List.of() : List.of(claim);
    }

    private static Stream<String> text(@Nullable Object value) {
        return switch (value) {
            case String text -> Stream.of(text);
            case Number number -> Stream.of(number.toString());
            case Boolean truth -> Stream.of(truth.toString());
            case null, default -> Stream.empty();
        };
    }

    private static int bytes(Set<String> values) {
        return values.stream()
                .mapToInt(value -> value.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
