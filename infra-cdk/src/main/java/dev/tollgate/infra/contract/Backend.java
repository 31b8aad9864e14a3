package dev.tollgate.infra.contract;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What answers an operation.
public sealed interface Backend {
    /// A function, by its name in the contract.
    record Function(String name) implements Backend {}

    /// The gateway itself, always with the same answer.
    ///
    /// @param headers by their names, see [Contract]
    record Fixed(int statusCode, SortedMap<String, String> headers, String body)
            implements Backend {
        public Fixed {
            headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        }
    }
}
