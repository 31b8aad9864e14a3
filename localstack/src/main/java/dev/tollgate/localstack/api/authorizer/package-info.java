/// Whether a request may pass: the authorizer, its cache and its policies. Imports `contract`,
/// `event` and `invocation`.
@NullMarked
package dev.tollgate.localstack.api.authorizer;

import org.jspecify.annotations.NullMarked;
