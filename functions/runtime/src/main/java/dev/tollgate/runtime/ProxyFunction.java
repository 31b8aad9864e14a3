package dev.tollgate.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A function behind a method of API Gateway: it writes prelude and body, flushing as it goes, and
/// the runtime loop streams them. What is only a [LambdaFunction] answers one JSON document, which
/// is sent whole.
///
/// An `IOException` from its output means that the client has gone.
public interface ProxyFunction extends LambdaFunction {
    /// The second way in, without the loop: the managed Java runtime sends answers whole, and calls
    /// this when its handler is `<class>::handleBuffered`. The method of the API is then a buffered
    /// one.
    ///
    /// @throws IOException when the answer broke off: none of it is sent
    default void handleBuffered(InputStream event, OutputStream out, Context context)
            throws IOException {
        var streamed = new ByteArrayOutputStream();
        handleRequest(event, streamed, context);
        out.write(BufferedAnswer.of(streamed.toByteArray()));
    }
}
