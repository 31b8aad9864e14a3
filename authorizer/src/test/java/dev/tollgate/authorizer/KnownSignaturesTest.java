package dev.tollgate.authorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownSignaturesTest {
    private final KnownSignatures known = new KnownSignatures();
    private final AtomicInteger asked = new AtomicInteger();
    private final Key key = key();

    @Test
    void isSignedBy_sameTokenAgain_asksOnce() throws ParseException {
        assertTrue(asks(token(1), key, true));
        assertTrue(asks(token(1), key, false));

        assertEquals(1, asked.get());
    }

    @Test
    void isSignedBy_otherSignatureOrKey_asksAgain() throws ParseException {
        assertTrue(asks(token(1), key, true));

        assertFalse(asks(token(2), key, false));
        assertFalse(asks(token(1), key(), false));
        assertEquals(3, asked.get());
    }

    @Test
    void isSignedBy_wrongSignature_isNotKept() throws ParseException {
        for (int i = 0; i < 3; i++) {
            assertFalse(asks(token(1), key, false));
        }

        assertEquals(3, asked.get());
    }

    @Test
    void isSignedBy_moreThanItKeeps_forgetsTheOneNotSeenLongest() throws ParseException {
        for (int i = 0; i < KnownSignatures.MOST; i++) {
            assertTrue(asks(token(i), key, true));
        }
        assertTrue(asks(token(0), key, false));
        assertTrue(asks(token(KnownSignatures.MOST), key, true));

        assertTrue(asks(token(0), key, false));
        assertFalse(asks(token(1), key, false));
    }

    private boolean asks(SignedJWT token, Key signer, boolean arithmetic) {
        return known.isSignedBy(
                token,
                signer,
                () -> {
                    asked.incrementAndGet();
                    return arithmetic;
                });
    }

    /// Tokens that differ by their signature alone.
    private static SignedJWT token(int signature) throws ParseException {
        return SignedJWT.parse(
                part("{\"alg\":\"RS256\"}") + '.' + part("{}") + '.' + part("s" + signature));
    }

    private static String part(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Key key() {
        try {
            var pairs = KeyPairGenerator.getInstance("RSA");
            pairs.initialize(1024);
            return pairs.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
