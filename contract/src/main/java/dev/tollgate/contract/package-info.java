/// What must hold of the gateway wherever it runs, asked through its URL alone. Runs in tests of
/// this repository, and against a live stage; knows none of the gateway's own classes.
@NullMarked
package dev.tollgate.contract;

import org.jspecify.annotations.NullMarked;
