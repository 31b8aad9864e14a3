package dev.tollgate.authorizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;

/// Refuses a token whose header or claims name a member twice: two readers could take two tenants
/// from it (RFC 7519, section 4).
final class StrictTokenJson {
    private static final int DEEPEST = 16;
    private static final JsonFactory STRICT =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build();

    private StrictTokenJson() {}

    static void check(SignedJWT jwt) throws ParseException {
        for (Base64URL part : jwt.getParsedParts()) {
            if (part.equals(jwt.getSignature())) {
                return;
            }
            check(part);
        }
    }

    private static void check(Base64URL part) throws ParseException {
        try (JsonParser parser = STRICT.createParser(part.decode())) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
        } catch (IOException _) {
            throw new ParseException("malformed, or a member that stands twice", 0);
        }
    }
}
