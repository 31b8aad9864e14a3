package dev.tollgate.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.FunctionContext;
import dev.tollgate.runtime.LambdaFunction;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The authorizer of all routes, as API Gateway calls it: a REQUEST authorizer event in, a policy
/// out.
///
/// Three ways out. A policy, which the gateway keeps; the exception `Unauthorized`, which it
/// answers with 401; any other exception, which it answers with 500, since a credential that cannot
/// be checked now may be good. Thread-safe.
public final class AuthorizerFunction implements LambdaFunction {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorizerFunction.class);

    private final ApplicationContext context;
    private final AuthorizeRequest authorize;

    public AuthorizerFunction() {
        this(Settings.ofEnvironment());
    }

    public AuthorizerFunction(Settings settings) {
        context = FunctionContext.start(settings, AuthorizerFunction.class);
        authorize = context.getBean(AuthorizeRequest.class);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context lambda)
            throws IOException {
        try {
            out.write(authorize.authorize(AuthorizerEvent.read(event)).json());
        } catch (UnauthorizedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("awsRequestId", lambda.getAwsRequestId())
                    .setCause(e)
                    .log("the credential could not be checked");
            throw new IllegalStateException("the credential could not be checked", e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
