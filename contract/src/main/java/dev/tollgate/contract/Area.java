package dev.tollgate.contract;

import java.util.stream.Stream;

/// Checks of one kind.
interface Area {
    /// One word or two.
    String name();

    /// The same ones for every target; what this one cannot be asked says so when it is run, by
    /// [NotOfferedException].
    Stream<Check> checks();
}
