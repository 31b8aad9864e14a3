package dev.tollgate.runtime.crac;

/// Something that holds what a snapshot must not, or that prepares itself for one.
public interface Resource {
    void beforeCheckpoint(Context context) throws Exception;

    void afterRestore(Context context) throws Exception;
}
