package dev.tollgate.infra;

import java.nio.file.Path;

/// Says where the code of a function lies: a folder as Lambda unpacks it, jars in `lib/`.
@FunctionalInterface
interface CodeSource {
    Path folder(GatewayFunction function);
}
