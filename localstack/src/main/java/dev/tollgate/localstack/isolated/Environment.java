package dev.tollgate.localstack.isolated;

/// One process of a function, which takes one call at a time.
interface Environment extends AutoCloseable {
    /// Only when it waits for a call. Always ends the call, at the latest with itself.
    void take(Call call);

    boolean isAlive();

    long pid();

    /// Kills the process, whatever it does.
    @Override
    void close();
}
