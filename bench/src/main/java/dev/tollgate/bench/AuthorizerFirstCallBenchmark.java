package dev.tollgate.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
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
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The first token of a process whose beans have started: classes are loaded, the key set is
/// fetched from the issuer. The issuer's key set and the token were made before.
@State(Scope.Benchmark)
public class AuthorizerFirstCallBenchmark {
    private final Issuer issuer = new Issuer();
    private final String token = issuer.token("RS256");
    private final byte[] event = Events.authorizer("Bearer " + token);
    private final AuthorizerFunction function =
            new AuthorizerFunction(Scene.of(issuer.url(), issuer.url()).settings());
    private final DefaultJWTProcessor<SecurityContext> nimbus = AuthorizerBenchmark.nimbus(issuer);

    @TearDown
    public void close() {
        function.close();
        issuer.close();
    }

    @Benchmark
    public FirstContent tollgate() {
        var out = new FirstContent();
        Rig.invoke(function, event, out);
        return out;
    }

    @Benchmark
    public JWTClaimsSet nimbus() throws ParseException, BadJOSEException, JOSEException {
        return nimbus.process(token, null);
    }
}
