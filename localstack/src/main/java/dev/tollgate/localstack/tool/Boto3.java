package dev.tollgate.localstack.tool;

import java.io.IOException;
import java.nio.file.Path;

/// AWS's SDK for Python, with pytest beside it.
public final class Boto3 {
    private Boto3() {}

    /// @param cache the download cache
    /// @return the interpreter that has them
    public static Path install(Path cache, Python python) throws IOException {
        return Uv.install(cache, python)
                .environment("boto3-1.44.5", "boto3==1.44.5", "pytest==8.4.2")
                .path()
                .resolve("bin/python");
    }
}
