/// The command line behind `./tollgate`: one class for each subcommand. Nothing imports it.
@NullMarked
package dev.tollgate.localstack.cli;

import org.jspecify.annotations.NullMarked;
