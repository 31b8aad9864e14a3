package dev.tollgate.authorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.SignedJWT;
import dev.tollgate.core.config.IssuerConfig;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerSignatureTest {
    private TestIssuer issuer;

    @BeforeEach
    void start() throws JOSEException, IOException {
        issuer = new TestIssuer("acme");
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void verify_manyTokens_askForTheSetOnce() throws JOSEException, ParseException {
        var signature = new IssuerSignature(issuer.config());
        for (int i = 0; i < 20; i++) {
            assertTrue(signature.verify(SignedJWT.parse(issuer.token())));
        }

        assertEquals(1, issuer.asked());
    }

    @Test
    void verify_issuerDownLater_usesTheLastGoodSet() throws JOSEException, ParseException {
        var signature =
                new IssuerSignature(issuer.config(), Duration.ofMillis(2), Duration.ofMillis(1));
        SignedJWT token = SignedJWT.parse(issuer.token());
        assertTrue(signature.verify(token));

        issuer.answers(503);
        int asked = issuer.asked();
        while (issuer.asked() < asked + 4) {
            assertTrue(signature.verify(token));
        }
    }

    @Test
    @Timeout(60)
    void verify_keyWithdrawn_refusesATokenThatWasGood() throws JOSEException, ParseException {
        var signature =
                new IssuerSignature(issuer.config(), Duration.ofMillis(2), Duration.ofMillis(1));
        SignedJWT token = SignedJWT.parse(issuer.token());
        assertTrue(signature.verify(token));

        issuer.withdrawsRsa();
        int asked = issuer.asked();
        while (issuer.asked() < asked + 4) {
            signature.verify(token);
        }

        assertFalse(signature.verify(token));
        assertTrue(signature.verify(SignedJWT.parse(issuer.ecToken())));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 302})
    void verify_noSetEver_failsInsteadOfRefusing(int status) throws ParseException {
        issuer.answers(status);
        var signature = new IssuerSignature(issuer.config());
        SignedJWT token = SignedJWT.parse(issuer.token());

        for (int i = 0; i < 10; i++) {
            assertThrows(JOSEException.class, () -> signature.verify(token));
        }
        // Twice in the pause, each tried twice.
        assertTrue(issuer.asked() <= 4, issuer.asked() + " requests");
        assertEquals(0, issuer.askedElsewhere());
    }

    @Test
    void authorize_noSetEver_isNotUnauthorized() {
        issuer.answers(500);
        var gateway = new TestGateway(issuer.config());

        assertThrows(IssuerUnavailableException.class, () -> gateway.bearer(issuer.token()));
    }

    @Test
    void verify_floodOfUnknownKeyIds_asksTheIssuerNoMoreThanTwice()
            throws JOSEException, ParseException {
        var signature = new IssuerSignature(issuer.config());
        SignedJWT good = SignedJWT.parse(issuer.token());
        assertTrue(signature.verify(good));
        for (int i = 0; i < 50; i++) {
            String token =
                    issuer.token(
                            issuer.header().keyID("made-up-" + i).build(),
                            issuer.claims().build().toString());
            assertFalse(signature.verify(SignedJWT.parse(token)));
        }

        assertTrue(issuer.asked() <= 2, issuer.asked() + " requests");
        assertTrue(signature.verify(good));
    }

    @Test
    void verify_plainHttpElsewhere_isNeverAsked() throws ParseException {
        IssuerConfig config = issuer.config();
        var signature =
                new IssuerSignature(
                        new IssuerConfig(
                                config.issuer(),
                                URI.create("http://issuer.invalid/jwks.json"),
                                config.audience(),
                                config.algorithms(),
                                config.tenantClaim(),
                                config.tenants(),
                                config.claims(),
                                config.leeway()));
        SignedJWT token = SignedJWT.parse(issuer.token());

        var thrown = assertThrows(JOSEException.class, () -> signature.verify(token));
        assertTrue(causes(thrown).contains("https only"), causes(thrown));
    }

    @Test
    void of_changedConfiguration_isANewSignature() {
        var signatures = new IssuerSignatures();
        IssuerConfig config = issuer.config();
        var first = signatures.of(config);
        IssuerConfig changed =
                new IssuerConfig(
                        config.issuer(),
                        config.jwksUri(),
                        "other",
                        config.algorithms(),
                        config.tenantClaim(),
                        config.tenants(),
                        config.claims(),
                        config.leeway());

        assertSame(first, signatures.of(issuer.config()));
        assertNotSame(first, signatures.of(changed));
    }

    private static String causes(Throwable thrown) {
        String causes = thrown.getCause() == null ? "" : causes(thrown.getCause());
        return thrown.getMessage() + "; " + causes;
    }
}
