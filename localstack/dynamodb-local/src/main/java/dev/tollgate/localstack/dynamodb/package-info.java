/// DynamoDB Local in a process of its own, loopback only. For the local stack and for tests.
@NullMarked
package dev.tollgate.localstack.dynamodb;

import org.jspecify.annotations.NullMarked;
