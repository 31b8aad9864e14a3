package dev.tollgate.localstack.stack;

import java.nio.file.Path;
import java.util.Map;

/// The checkout, and where things are in it.
public record Home(Path root) {
    /// The checkout the entry script stands in.
    public static Home ofSystemProperty() {
        String root = System.getProperty("tollgate.home");
        if (root == null) {
            throw new IllegalStateException(
                    "start Tollgate with ./tollgate, which sets tollgate.home");
        }
        return new Home(Path.of(root));
    }

    public Path contract() {
        return root.resolve("openapi/tollgate.yaml");
    }

    public Path sampleConfig() {
        return root.resolve("localstack/sample");
    }

    /// What the CDK app gives each function's role, and the tenants'.
    Path policies() {
        return root.resolve("infra-cdk/policies");
    }

    public Path state() {
        return root.resolve(".tollgate");
    }

    /// The state of what `deploy local` deployed.
    public Path deployed() {
        return state().resolve("deployed");
    }

    /// The CDK app.
    public Path infra() {
        return root.resolve("infra-cdk");
    }

    /// What emulators lack, in Python.
    public Path emulatorHost() {
        return root.resolve("localstack/host");
    }

    public Path dynamoDbClassPath() {
        return root.resolve("localstack/dynamodb-local/runtime/target/classpath");
    }

    Path smolLm2ClassPath() {
        return root.resolve("localstack/smollm2/target/classpath");
    }

    /// The deployment package of a function, unpacked, if it was built.
    ///
    /// @param module its folder
    Path lambda(String module) {
        return root.resolve(module).resolve("target/lambda");
    }

    /// Where downloads are kept: `${XDG_CACHE_HOME:-~/.cache}/tollgate`.
    public static Path cache(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base =
                cache.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        return base.resolve("tollgate");
    }
}
