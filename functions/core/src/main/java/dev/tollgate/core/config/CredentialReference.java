package dev.tollgate.core.config;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name that configuration has for an upstream's key; never the key itself. What it can name is
/// narrow, so that no configuration sends another secret away.
public sealed interface CredentialReference {
    /// A variable of the function's environment, on a laptop: `env:TOLLGATE_UPSTREAM_…`.
    record Variable(String name) implements CredentialReference {
        @Override
        public String toString() {
            return "env:" + name;
        }
    }

    /// One that AWS keeps, under `tollgate/<stage>/upstream/`.
    sealed interface Stored extends CredentialReference {
        /// What stands behind that prefix: `[A-Za-z0-9]` and then `[A-Za-z0-9_.-]`, in parts
        /// divided by `/`.
        String shortName();
    }

    /// A parameter of Parameter Store: `ssm:/tollgate/<stage>/upstream/<name>`.
    record StoredParameter(String name, String shortName) implements Stored {
        @Override
        public String toString() {
            return "ssm:" + name;
        }
    }

    /// A secret of Secrets Manager, by name or ARN:
    /// `secretsmanager:[arn:…:secret:]tollgate/<stage>/upstream/<name>`.
    record StoredSecret(String id, String shortName) implements Stored {
        @Override
        public String toString() {
            return "secretsmanager:" + id;
        }
    }

    /// @return empty for what names no key
    static Optional<CredentialReference> read(String text) {
        var match = Grammar.REFERENCE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        String variable = match.group("variable");
        if (variable != null) {
            return Optional.of(new Variable(variable));
        }
        String parameter = match.group("parameter");
        if (parameter != null) {
            return Optional.of(new StoredParameter(parameter, match.group("p")));
        }
        return Optional.of(new StoredSecret(match.group("secret"), match.group("s")));
    }

    /// The one pattern, which the configuration's schema repeats without groups' names.
    final class Grammar {
        private static final String NAME =
                "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}(?:/[A-Za-z0-9][A-Za-z0-9_.-]{0,63}){0,3}";
        private static final String UNDER = "tollgate/[a-z][a-z0-9]{1,15}/upstream/";
        private static final String ARN =
                "(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]{1,32}:[0-9]{12}:secret:)?";

        private static final Pattern REFERENCE =
                Pattern.compile(
                        "env:(?<variable>TOLLGATE_UPSTREAM_[A-Z0-9_]{1,100})"
                                + ("|ssm:(?<parameter>/" + UNDER + "(?<p>" + NAME + "))")
                                + ("|secretsmanager:(?<secret>" + ARN + UNDER)
                                + ("(?<s>" + NAME + "))"));

        private Grammar() {}
    }
}
