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
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The authorizer function, event to policy, its key set cached; beside Nimbus's own processor on
/// the same token, keys in memory.
@State(Scope.Benchmark)
public class AuthorizerBenchmark {
    private final Issuer issuer = new Issuer();
    private final Scene scene = Scene.of(issuer.url(), issuer.url());
    private final AuthorizerFunction function = new AuthorizerFunction(scene.settings());
    private final String rsa = issuer.token("RS256");
    private final String elliptic = issuer.token("ES256");
    private final byte[] rsaEvent = Events.authorizer("Bearer " + rsa);
    private final byte[] ellipticEvent = Events.authorizer("Bearer " + elliptic);
    private final byte[] keyEvent = Events.authorizer("Bearer " + scene.key().value());
    private final DefaultJWTProcessor<SecurityContext> nimbus = nimbus(issuer);

    @TearDown
    public void close() {
        function.close();
        issuer.close();
    }

    @Benchmark
    public FirstContent tokenRs256() {
        return authorize(rsaEvent);
    }

    @Benchmark
    public FirstContent tokenEs256() {
        return authorize(ellipticEvent);
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
