package dev.tollgate.runtime.crac;

/// Where `org.crac` finds the context.
public final class Core {
    private static final Context CONTEXT = new Context();

    private Core() {}

    public static Context getGlobalContext() {
        return CONTEXT;
    }

    /// Lambda alone takes snapshots, and only between start and first invocation.
    @SuppressWarnings("DoNotCallSuggester") // Its name and its throwing are what org.crac expects.
    public static void checkpointRestore() throws CheckpointException, RestoreException {
        throw new UnsupportedOperationException("Lambda decides when a snapshot is taken");
    }
}
