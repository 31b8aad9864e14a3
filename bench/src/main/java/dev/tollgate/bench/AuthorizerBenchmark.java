package dev.tollgate.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.bench.scene.Events;
import dev.tollgate.bench.scene.FirstContent;
import dev.tollgate.bench.scene.Issuer;
import dev.tollgate.bench.scene.Rig;
import dev.tollgate.bench.scene.Scene;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The authorizer function, event to policy, its key set cached: tokens that it has not seen or
/// forgotten, and one that comes again; beside Nimbus's own processor, keys in memory.
@State(Scope.Benchmark)
public class AuthorizerBenchmark {
    /// More than the authorizer remembers, so that each has been forgotten when its turn comes.
    private static final int TOKENS = 1_500;

    private final Issuer issuer = new Issuer();
    private final Scene scene = Scene.of(issuer.url(), issuer.url());
    private final AuthorizerFunction function = new AuthorizerFunction(scene.settings());
    private final String rsa = issuer.token("RS256");
    private final String elliptic = issuer.token("ES256");
    private final byte[] again = Events.authorizer("Bearer " + rsa);
    private final List<byte[]> rsaEvents = tokens("RS256");
    private final List<byte[]> ellipticEvents = tokens("ES256");
    private final byte[] keyEvent = Events.authorizer("Bearer " + scene.key().value());
    private final DefaultJWTProcessor<SecurityContext> nimbus = nimbus(issuer);
    private int turn;

    @TearDown
    public void close() {
        function.close();
        issuer.close();
    }

    @Benchmark
    public FirstContent tokenRs256() {
        return authorize(next(rsaEvents));
    }

    @Benchmark
    public FirstContent tokenEs256() {
        return authorize(next(ellipticEvents));
    }

    @Benchmark
    public FirstContent tokenAgain() {
        return authorize(again);
    }

    /// A virtual key that is in the cache.
    @Benchmark
    public FirstContent virtualKey() {
        return authorize(keyEvent);
    }

    @Benchmark
    public JWTClaimsSet nimbusRs256() throws ParseException, BadJOSEException, JOSEException {
        return nimbus.process(rsa, null);
    }

    @Benchmark
    public JWTClaimsSet nimbusEs256() throws ParseException, BadJOSEException, JOSEException {
        return nimbus.process(elliptic, null);
    }

    private byte[] next(List<byte[]> events) {
        turn = (turn + 1) % TOKENS;
        return events.get(turn);
    }

    private List<byte[]> tokens(String algorithm) {
        return Stream.generate(() -> Events.authorizer("Bearer " + issuer.token(algorithm)))
                .limit(TOKENS)
                .toList();
    }

    private FirstContent authorize(byte[] event) {
        var out = new FirstContent();
        Rig.invoke(function, event, out);
        return out;
    }

    static DefaultJWTProcessor<SecurityContext> nimbus(Issuer issuer) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(
                        Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                        new ImmutableJWKSet<>(issuer.keys())));
        return processor;
    }
}
