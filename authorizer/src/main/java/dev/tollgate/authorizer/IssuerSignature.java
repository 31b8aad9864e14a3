package dev.tollgate.authorizer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import dev.tollgate.core.config.IssuerConfig;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import java.net.MalformedURLException;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks signatures against one issuer's key set. Algorithms are the configuration's, asymmetric
/// ones only; a `kid` is looked up in the set and never used otherwise. Thread-safe; making one
/// does no I/O.
///
/// The set is kept for [#FRESH], asked for at most twice in [#PAUSE] however many unknown key ids
/// come, and the last good one serves for [#OUTAGE] while the issuer is down.
final class IssuerSignature implements SignatureConfiguration {
    static final Duration FRESH = Duration.ofMinutes(5);

    static final Duration PAUSE = Duration.ofSeconds(30);
    static final Duration OUTAGE = Duration.ofHours(12);

    /// How long callers wait for one that is asking.
    private static final Duration WAIT = Duration.ofSeconds(6);

    private static final Set<JWSAlgorithm> ASYMMETRIC =
            Stream.of(JWSAlgorithm.Family.RSA, JWSAlgorithm.Family.EC)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private final IssuerConfig issuer;
    private final Set<JWSAlgorithm> algorithms;
    private final KeySetRetriever retriever = new KeySetRetriever();
    private final JWSVerificationKeySelector<SecurityContext> keys;
    private final KnownSignatures known = new KnownSignatures();

    IssuerSignature(IssuerConfig issuer) {
        this(issuer, FRESH, PAUSE);
    }

    /// @param fresh longer than the pause
    IssuerSignature(IssuerConfig issuer, Duration fresh, Duration pause) {
        this.issuer = issuer;
        this.algorithms =
                issuer.algorithms().stream()
                        .map(JWSAlgorithm::parse)
                        .filter(ASYMMETRIC::contains)
                        .collect(Collectors.toUnmodifiableSet());
        this.keys = new JWSVerificationKeySelector<>(algorithms, keySet(fresh, pause));
    }

    boolean isOf(IssuerConfig other) {
        return issuer.equals(other);
    }

    @Override
    public boolean supports(@Nullable JWSAlgorithm algorithm) {
        return algorithm != null && algorithms.contains(algorithm);
    }

    @Override
    public String supportedAlgorithmsMessage() {
        return "Algorithms of " + issuer.issuer() + ": " + algorithms;
    }

    /// @return false when no key of the set made the signature
    /// @throws JOSEException when there is no set to look into
    @Override
    public boolean verify(SignedJWT jwt) throws JOSEException {
        for (Key key : candidates(jwt.getHeader())) {
            if (known.isSignedBy(jwt, key, () -> isSignedBy(jwt, key))) {
                return true;
            }
        }
        return false;
    }

    private List<? extends Key> candidates(JWSHeader header) throws JOSEException {
        try {
            return keys.selectJWSKeys(header, null);
        } catch (RateLimitReachedException e) {
            // The set was read, and the id is not in it. It is not asked for again so soon, or
            // anybody could make us ask the issuer without end.
            if (retriever.hasAnswered()) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean isSignedBy(SignedJWT jwt, Key key) {
        try {
            JWSVerifier verifier =
                    new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), key);
            return jwt.verify(verifier);
        } catch (JOSEException _) {
            // A key of another kind than the algorithm's, a malformed signature, an unknown `crit`.
            return false;
        }
    }

    private JWKSource<SecurityContext> keySet(Duration fresh, Duration pause) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(issuer.jwksUri().toURL(), retriever)
                    .cache(fresh.toMillis(), WAIT.toMillis())
                    // Would renew from a thread of its own, which a frozen process does not run.
                    .refreshAheadCache(false)
                    .rateLimited(pause.toMillis())
                    .retrying(true)
                    .outageTolerant(OUTAGE.toMillis())
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("not a URL: " + issuer.jwksUri(), e);
        }
    }
}
