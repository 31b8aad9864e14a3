package dev.tollgate.localstack.stack;

import dev.tollgate.contract.errors.Begun;
import dev.tollgate.contract.errors.ErrorCase;
import dev.tollgate.contract.errors.ErrorCase.Preparation;
import dev.tollgate.contract.errors.PrepareCalls;
import dev.tollgate.contract.errors.PrepareCalls.Undo;
import dev.tollgate.contract.errors.Simulator;
import java.util.Deque;
import java.util.concurrent.FutureTask;

/// Brings the stack into the state that a case asks for: what a client can do, and what it takes an
/// operator's hand for.
record PrepareStack(FaultyStore store, Simulator simulator, PrepareCalls clients) {
    private static final int ALL_CHUNKS = 8;

    /// The calls that have to be made before.
    void calls(ErrorCase one, Begun begun, Deque<Undo> undo) throws Exception {
        clients.make(one, begun, undo);
    }

    /// What is done to the store, after the books were read.
    void store(ErrorCase one, Begun begun, Deque<Undo> undo) throws Exception {
        if (one.with().contains(Preparation.STORE_DOWN)) {
            store.down(true);
            undo.push(() -> store.down(false));
        }
        if (one.with().contains(Preparation.STORE_DOWN_AFTER_CALL)) {
            int before = simulator.requests();
            FutureTask<Void> done =
                    new FutureTask<>(() -> {
                        simulator.awaitMoreThan(before);
                        store.down(true);
                        simulator.release(begun.id(), ALL_CHUNKS);
                        return null;
                    });
            Thread.ofVirtual().start(done);
            undo.push(() -> {
                done.get();
                store.down(false);
            });
        }
    }
}
