package dev.tollgate.runtime.loop;

import dev.tollgate.runtime.crac.CheckpointException;
import dev.tollgate.runtime.crac.Core;
import dev.tollgate.runtime.crac.RestoreException;
import java.io.IOException;
import java.security.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lambda's snapshot of a started function: what registered with `org.crac` is told before it is
/// taken and after a process was restored from it.
///
/// Lambda allows the time of a start before, and 10 seconds after; it ends the process otherwise.
/// Source: "Improving startup performance with Lambda SnapStart" and the protocol of
/// aws-lambda-java-runtime-interface-client.
final class SnapStart {
    private static final Logger LOG = LoggerFactory.getLogger(SnapStart.class);

    private SnapStart() {}

    /// Before any class of the function is loaded: `org.crac` decides at its first use whom it
    /// tells.
    static void prepare() {
        System.setProperty("org.crac.Core.Compat", Core.class.getPackageName());
        // A name that could not be resolved while the snapshot was made may be by now.
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    /// Returns in the restored process.
    ///
    /// @return false when it must not serve; Lambda has been told why
    /// @throws IOException when the Runtime API goes away
    static boolean snapshot(RuntimeApi api) throws IOException {
        try {
            Core.getGlobalContext().beforeCheckpoint();
        } catch (CheckpointException e) {
            LOG.error("no snapshot can be taken", e);
            api.initFailed(failure("Runtime.BeforeCheckpointError", e));
            return false;
        }
        api.awaitRestore();
        try {
            Core.getGlobalContext().afterRestore();
        } catch (RestoreException e) {
            LOG.error("a restored process cannot serve", e);
            api.restoreFailed(failure("Runtime.AfterRestoreError", e));
            return false;
        }
        return true;
    }

    private static Failure failure(String type, Exception failed) {
        return Failure.atStart(type, failed.getSuppressed()[0]);
    }
}
