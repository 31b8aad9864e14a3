package dev.tollgate.localstack.api;

import dev.tollgate.localstack.api.invocation.MalformedPreludeException;
import dev.tollgate.localstack.api.invocation.Prelude;
import dev.tollgate.localstack.api.invocation.PreludeParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a function writes to. Takes off the prelude and passes each further write on at once; a
/// write waits until the client has room. Status and headers leave with the first byte of the body
/// or the first flush. One thread writes; another may [#cut].
final class StreamedAnswer extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(StreamedAnswer.class);

    /// Headers of a function that API Gateway passes on under another name.
    private static final Set<String> REMAPPED =
            Set.of("connection", "content-length", "date", "server");

    private final Exchange exchange;
    private final PreludeParser parser = new PreludeParser();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicReference<@Nullable Throwable> departure = new AtomicReference<>();
    private @Nullable Prelude prelude;

    private enum State {
        /// Nothing has left: the answer can still be another.
        WAITING,
        COMMITTED,
        /// The prelude is none; what else is written goes nowhere.
        MALFORMED,
        /// Ended by the gateway before anything had left.
        WITHDRAWN,
        /// Ended by the gateway in the middle.
        BROKEN
    }

    StreamedAnswer(Exchange exchange) {
        this.exchange = exchange;
        exchange.request().addFailureListener(departure::set);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireOpen();
        int taken = prelude == null ? takePrelude(bytes, offset, length) : 0;
        if (taken < length && prelude != null) {
            commit();
            send(WholeChunks.closable(bytes, offset + taken, length - taken));
        }
    }

    @Override
    public void flush() throws IOException {
        requireOpen();
        if (prelude != null && commit()) {
            send(ByteBuffer.allocate(0));
        }
    }

    /// Ends a complete answer.
    ///
    /// @return false when there was no prelude; then nothing has left
    boolean finish() {
        if (prelude == null) {
            cut();
            return false;
        }
        try {
            commit();
        } catch (IOException e) {
            return true;
        }
        exchange.response().write(true, ByteBuffer.allocate(0), exchange.callback());
        return true;
    }

    /// Lets nothing more pass: writes fail from now on.
    ///
    /// @return whether something has left already
    boolean cut() {
        State ended =
                state.updateAndGet(current ->
                        switch (current) {
                            case WAITING, MALFORMED, WITHDRAWN -> State.WITHDRAWN;
                            case COMMITTED, BROKEN -> State.BROKEN;
                        });
        return ended == State.BROKEN;
    }

    boolean clientHasGone() {
        return departure.get() != null;
    }

    /// @return all bytes when the prelude goes on or is malformed
    private int takePrelude(byte[] bytes, int offset, int length) {
        if (state.get() == State.MALFORMED) {
            return length;
        }
        try {
            int taken = parser.take(bytes, offset, length);
            if (parser.isComplete()) {
                prelude = parser.prelude();
            }
            return taken;
        } catch (MalformedPreludeException e) {
            LOG.error("{}, request {}", e.getMessage(), exchange.ids().request());
            state.compareAndSet(State.WAITING, State.MALFORMED);
            return length;
        }
    }

    private void requireOpen() throws IOException {
        Throwable cause = departure.get();
        if (cause != null) {
            throw new IOException("the client has gone", cause);
        }
        State current = state.get();
        if (current == State.WITHDRAWN || current == State.BROKEN) {
            throw new IOException("the answer was cut: the function's time is up");
        }
    }

    /// @return true the first time
    private boolean commit() throws IOException {
        if (!state.compareAndSet(State.WAITING, State.COMMITTED)) {
            requireOpen();
            return false;
        }
        Response response = exchange.response();
        response.setStatus(prelude().statusCode());
        for (Prelude.Header header : prelude().headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (REMAPPED.contains(name)) {
                response.getHeaders().add("x-amzn-Remapped-" + header.name(), header.value());
            } else if (!name.equals("transfer-encoding")) {
                response.getHeaders().add(header.name(), header.value());
            }
        }
        if (!response.getHeaders().contains(HttpHeader.CONTENT_TYPE)) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        }
        exchange.identify();
        response.getHeaders().put("X-Amzn-Trace-Id", exchange.ids().trace());
        return true;
    }

    private Prelude prelude() {
        if (prelude == null) {
            throw new IllegalStateException("nothing leaves before the prelude");
        }
        return prelude;
    }

    private void send(ByteBuffer bytes) throws IOException {
        try {
            Content.Sink.write(exchange.response(), false, bytes);
        } catch (IOException e) {
            departure.compareAndSet(null, e);
            throw e;
        }
    }
}
