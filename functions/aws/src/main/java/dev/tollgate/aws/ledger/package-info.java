/// The books in DynamoDB (ADR 0002): one budget item per tenant and shard, one item per call line.
@NullMarked
package dev.tollgate.aws.ledger;

import org.jspecify.annotations.NullMarked;
