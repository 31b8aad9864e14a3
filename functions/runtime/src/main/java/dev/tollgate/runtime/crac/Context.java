package dev.tollgate.runtime.crac;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The resources of this process. Thread-safe.
public final class Context {
    private final List<Resource> resources = new CopyOnWriteArrayList<>();

    Context() {}

    public void register(Resource resource) {
        resources.add(resource);
    }

    /// In reverse order of registration: what was built last is told first.
    ///
    /// @throws CheckpointException when one or more failed; the others were told all the same
    public void beforeCheckpoint() throws CheckpointException {
        var failed = new CheckpointException();
        for (Resource resource : resources.reversed()) {
            try {
                resource.beforeCheckpoint(this);
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    /// In order of registration.
    ///
    /// @throws RestoreException when one or more failed; the others were told all the same
    public void afterRestore() throws RestoreException {
        var failed = new RestoreException();
        for (Resource resource : resources) {
            try {
                resource.afterRestore(this);
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
