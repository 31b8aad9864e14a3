/// A small evaluator of IAM's identity policies: what our own documents use of them, and an error
/// for everything else. Imports no sibling.
@NullMarked
package dev.tollgate.localstack.iam;

import org.jspecify.annotations.NullMarked;
