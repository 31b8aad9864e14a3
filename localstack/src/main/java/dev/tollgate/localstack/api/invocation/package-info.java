/// Running a Lambda function in this process: its time, its context, and the answer it streams.
/// Imports no sibling.
@NullMarked
package dev.tollgate.localstack.api.invocation;

import org.jspecify.annotations.NullMarked;
